/** Chunks put together: also where a session went on from a checkpoint and some records came twice. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { updateWidth } from '../../training/records';
import { merged } from './records';
import type { Chunk } from './schema';

/** Updates of a run from the first to the last of these; the loss tells the try that made them. */
function chunk(first: number, last: number, attempt = 0, epochs: number[] = []): Chunk {
  const rows = new Float32Array(Math.max(0, last - first + 1) * updateWidth).map((_, i) => (i % updateWidth === 0 ? attempt : i));
  return {
    updates: rows.length > 0 ? [{ runId: 'run-1', first, rows }] : [],
    epochs: epochs.map((epoch) => ({
      runId: 'run-1',
      record: { epoch, update: epoch * 10, evaluations: attempt } as never,
      batchHash: '0',
      followed: null,
      histogram: null,
    })),
  };
}

/** Which try made each update. */
const attempts = ({ updates }: Chunk) =>
  updates.flatMap(({ rows }) => Array.from({ length: rows.length / updateWidth }, (_, i) => rows[i * updateWidth]));
const epochsOf = ({ epochs }: Chunk) => epochs.map(({ record }) => [record.epoch, record.evaluations]);

describe('chunks', () => {
  it('follow each other', () => {
    const all = merged([chunk(1, 10, 0, [0, 1]), chunk(11, 15), chunk(16, 20, 0, [2])], null);
    expect(attempts(all)).toHaveLength(20);
    expect(epochsOf(all).map(([epoch]) => epoch)).toEqual([0, 1, 2]);
  });

  it('that came twice count as they came last', () => {
    const all = merged([chunk(1, 10, 0, [0, 1]), chunk(11, 25, 0, [2]), chunk(11, 18, 1), chunk(19, 21, 1, [2])], null);
    expect(attempts(all)).toEqual([...Array(10).fill(0), ...Array(11).fill(1)]);
    expect(epochsOf(all)).toEqual([
      [0, 0],
      [1, 0],
      [2, 1],
    ]);
  });

  it('end where they are to be cut: an epoch whose record was still due is not there', () => {
    const chunks = [chunk(1, 20, 0, [0, 1, 2])];
    expect(attempts(merged(chunks, [{ runId: 'run-1', updates: 20, epochs: 1 }]))).toHaveLength(20);
    expect(epochsOf(merged(chunks, [{ runId: 'run-1', updates: 20, epochs: 1 }])).map(([epoch]) => epoch)).toEqual([0, 1]);
    expect(merged(chunks, [{ runId: 'run-1', updates: 0, epochs: -1 }])).toEqual({ updates: [], epochs: [] });
  });

  it('with something missing between them are refused', () => {
    expect(() => merged([chunk(1, 10), chunk(12, 20)], null)).toThrow('run-1: the updates before 12 are missing');
  });

  it('amount to the same however a session was interrupted', () => {
    // Each step trains on from some place that was reached before, for a while.
    const steps = fc.array(fc.tuple(fc.nat({ max: 1000 }), fc.integer({ min: 1, max: 30 })), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(steps, (taken) => {
        const expected: number[] = [];
        const chunks = taken.map(([back, length], attempt) => {
          const from = back % (expected.length + 1);
          expected.length = from;
          for (let i = 0; i < length; i++) expected.push(attempt);
          return chunk(from + 1, from + length, attempt);
        });
        expect(attempts(merged(chunks, null))).toEqual(expected);
      }),
    );
  });
});
