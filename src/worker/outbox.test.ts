/** The outbox: at most ten batches a second, one unanswered at a time, and nothing lost, doubled or out of order. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readCheckpoint } from '../training/checkpoint/checkpoint-file';
import type { SessionCheckpoint } from '../training/checkpoint/session-checkpoint';
import { parseExperiment } from '../training/experiment';
import { type EpochRecord, updateWidth } from '../training/records';
import { joinBlocks, Outbox } from './outbox';
import type { ConfusionEntry, EpochEntry, SamplesEntry, WorkerEvent } from './protocol';

type Batch = Extract<WorkerEvent, { type: 'batch' }>;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const samplesOf = (runId: string, epoch: number): SamplesEntry => ({
  runId,
  epoch,
  aov: Float32Array.from([epoch]),
  before: new Float32Array(1),
  loss: new Float32Array(1),
  reached: new Uint8Array(1),
});
const confusionOf = (runId: string, epoch: number): ConfusionEntry => ({ runId, epoch, counts: Float32Array.from([epoch]) });

/** Of a session that has no runs yet. */
const checkpointOf = (parameterCount: number): SessionCheckpoint => ({
  version: 1,
  experiment: parseExperiment({ task: { id: 'rbf' }, optimizers: [{ id: 'adam' }] }),
  backend: 'cpu',
  task: { parameterCount, trainSize: 1, validationSize: 0, hash: '00000000' },
  origin: null,
  runs: [],
});

/** An outbox, what it posted and when, and ways to fill it. */
function setUp() {
  const posted: { event: WorkerEvent; at: number; transfer: Transferable[] }[] = [];
  const outbox = new Outbox('s', (event, transfer) => posted.push({ event, at: performance.now(), transfer }));
  const made = new Map<string, number>();
  /** The next `count` updates of a run; their losses are their numbers. */
  const update = (runId: string, count = 1) => {
    const first = (made.get(runId) ?? 0) + 1;
    const rows = Float32Array.from({ length: count * updateWidth }, (_, i) => first + Math.floor(i / updateWidth));
    made.set(runId, first + count - 1);
    outbox.updates({ runId, first, rows });
  };
  const epoch = (runId: string, number: number) =>
    outbox.epoch({ runId, record: { epoch: number } as EpochRecord, batchHash: '0', followed: null, histogram: null } satisfies EpochEntry);
  const batches = () => posted.map(({ event, at }) => ({ ...(event as Batch), at })).filter(({ type }) => type === 'batch');
  /** Numbers of all updates of a run that were sent, in the order they were sent. */
  const sent = (runId: string) =>
    batches().flatMap(({ updates }) =>
      updates.filter((block) => block.runId === runId).flatMap(({ rows }) => Array.from(rows.filter((_, i) => i % updateWidth === 0))),
    );
  const acknowledge = () => outbox.acknowledge(batches().at(-1)?.seq ?? 0);
  return { outbox, posted, made, update, epoch, batches, sent, acknowledge };
}

describe('a checkpoint', () => {
  it('comes after all that was told before it, acknowledged or not, and its bytes are handed over', () => {
    const { outbox, posted, update, sent } = setUp();
    update('run-1', 2);
    update('run-1');
    outbox.checkpoint(checkpointOf(0));
    expect(posted.map(({ event }) => event.type)).toEqual(['batch', 'batch', 'checkpoint']);
    expect(sent('run-1')).toEqual([1, 2, 3]);
    const { event, transfer } = posted.at(-1)!;
    expect(event).toMatchObject({ sessionId: 's', at: [] });
    const { bytes } = event as Extract<WorkerEvent, { type: 'checkpoint' }>;
    expect(transfer).toEqual([bytes]);
    expect(readCheckpoint(new Uint8Array(bytes))).toEqual(checkpointOf(0));
  });

  it('that cannot be made is told, and why', () => {
    const { outbox, posted } = setUp();
    outbox.unsaved('out of memory');
    expect(posted.map(({ event }) => event)).toEqual([
      { type: 'error', sessionId: 's', message: 'The session could not be saved (out of memory). It trains on.' },
    ]);
  });
});

describe('the rate', () => {
  it('is at most ten batches a second, however often something happens and however fast the page answers', () => {
    const { update, batches, sent, acknowledge } = setUp();
    for (let ms = 0; ms < 2000; ms += 5) {
      update('r');
      acknowledge();
      vi.advanceTimersByTime(5);
    }
    expect(batches().length).toBeGreaterThan(17);
    expect(batches().length).toBeLessThanOrEqual(21);
    const gaps = batches()
      .slice(1)
      .map(({ at }, i) => at - batches()[i]!.at);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(100);
    expect(sent('r').length).toBeGreaterThan(370);
  });

  it('sends the first batch at once, and nothing while nothing happens', () => {
    const { update, batches, acknowledge } = setUp();
    update('r');
    expect(batches()).toHaveLength(1);
    acknowledge();
    vi.advanceTimersByTime(60_000);
    expect(batches()).toHaveLength(1);
    update('r');
    expect(batches()).toHaveLength(2);
  });
});

describe('a page that lags', () => {
  it('gets nothing until it has answered, then all of it in one message', () => {
    const { update, epoch, outbox, batches, acknowledge } = setUp();
    update('a');
    for (let i = 0; i < 30; i++) {
      update('a', 2);
      update('b');
      outbox.map({ runId: 'a', epoch: i, values: Uint8Array.from([i]) });
      outbox.samples(samplesOf(i % 2 === 0 ? 'a' : 'b', i));
      outbox.confusion(confusionOf(i % 2 === 0 ? 'a' : 'b', i));
      vi.advanceTimersByTime(100);
    }
    epoch('a', 1);
    epoch('b', 1);
    expect(batches()).toHaveLength(1);
    acknowledge();
    vi.advanceTimersByTime(100);
    expect(batches()).toHaveLength(2);
    const { updates, epochs, maps, samples, confusions } = batches()[1]!;
    expect(samples).toMatchObject({ runId: 'b', epoch: 29 });
    expect(confusions.map(({ runId, epoch: number }) => [runId, number]).sort()).toEqual([
      ['a', 28],
      ['b', 29],
    ]);
    expect(updates.map(({ runId, first, rows }) => [runId, first, rows.length / updateWidth])).toEqual([
      ['a', 2, 60],
      ['b', 1, 30],
    ]);
    expect(epochs.map(({ runId }) => runId)).toEqual(['a', 'b']);
    expect(maps.map(({ epoch: number }) => number)).toEqual([29]);
  });

  it('is sent the next batch all the same after five seconds, and only one', () => {
    const { update, batches } = setUp();
    update('r');
    update('r');
    vi.advanceTimersByTime(4900);
    expect(batches()).toHaveLength(1);
    vi.advanceTimersByTime(300);
    expect(batches()).toHaveLength(2);
    update('r');
    vi.advanceTimersByTime(4000);
    expect(batches()).toHaveLength(2);
  });

  it('that answers an older batch has not answered', () => {
    const { outbox, update, batches } = setUp();
    update('r');
    outbox.acknowledge(1);
    vi.advanceTimersByTime(100);
    update('r');
    outbox.acknowledge(1);
    update('r');
    vi.advanceTimersByTime(1000);
    expect(batches()).toHaveLength(2);
  });
});

describe('the status of a session', () => {
  it.each(['done', 'failed', 'cancelled', 'paused'] as const)('“%s” comes after everything that was waiting', (status) => {
    const { outbox, update, posted, sent } = setUp();
    update('r');
    update('r', 3);
    outbox.runStatus({ runId: 'r', status: 'done', update: null, message: null });
    outbox.session(status, null);
    expect(posted.map(({ event }) => event.type)).toEqual(['batch', 'batch', 'session']);
    expect(sent('r')).toEqual([1, 2, 3, 4]);
    vi.advanceTimersByTime(60_000);
    expect(posted).toHaveLength(3);
  });

  it('“running” waits for nothing', () => {
    const { outbox, update, posted } = setUp();
    update('r');
    update('r');
    outbox.session('running', null);
    expect(posted.map(({ event }) => event.type)).toEqual(['batch', 'session']);
  });
});

describe('what is sent', () => {
  it('hands over the memory of all numbers, each buffer once', () => {
    const { outbox, posted, update } = setUp();
    update('a');
    update('a');
    update('b');
    outbox.map({ runId: 'a', epoch: 1, values: new Uint8Array(4) });
    const shared = new Float32Array(6);
    const followed = [{ sample: 1, role: 'picked', aov: shared.subarray(0, 3), loss: shared.subarray(3) }] as const;
    const counts = new Uint32Array(48);
    outbox.epoch({ runId: 'a', record: { epoch: 1 } as EpochRecord, batchHash: '0', followed, histogram: { min: 0, max: 1, counts } });
    outbox.samples(samplesOf('a', 1));
    outbox.confusion(confusionOf('a', 1));
    outbox.session('done', null);
    const { event, transfer } = posted[1]!;
    const { updates, maps, samples, confusions } = event as Batch;
    const { aov, before, loss, reached } = samples!;
    const sent = [...updates.map(({ rows }) => rows), maps[0]!.values, shared, counts, aov, before, loss, reached, confusions[0]!.counts];
    expect(new Set(transfer)).toEqual(new Set(sent.map(({ buffer }) => buffer)));
    expect(transfer).toHaveLength(10);
    expect(() => structuredClone(event, { transfer })).not.toThrow();
  });

  it('blocks that are not consecutive are an error, not silently wrong', () => {
    const block = (first: number) => ({ runId: 'r', first, rows: new Float32Array(2 * updateWidth) });
    expect(joinBlocks([block(3), block(5)])).toMatchObject({ first: 3, rows: new Float32Array(4 * updateWidth) });
    expect(() => joinBlocks([block(3), block(6)])).toThrow('not consecutive');
    expect(() => joinBlocks([])).toThrow('no blocks');
  });

  it('after closing: nothing', () => {
    const { outbox, update, posted } = setUp();
    update('r');
    update('r');
    outbox.close();
    vi.advanceTimersByTime(60_000);
    expect(posted).toHaveLength(1);
  });
});

it('whatever the timing of updates and answers, every update arrives once and in order, and of pictures the latest', () => {
  const action = fc.oneof(
    fc.record({ kind: fc.constant('wait' as const), ms: fc.oneof(fc.integer({ min: 0, max: 300 }), fc.constant(6000)) }),
    fc.record({ kind: fc.constant('update' as const), runId: fc.constantFrom('a', 'b'), count: fc.integer({ min: 1, max: 4 }) }),
    fc.record({ kind: fc.constant('epoch' as const), runId: fc.constantFrom('a', 'b') }),
    fc.record({ kind: fc.constant('look' as const), runId: fc.constantFrom('a', 'b') }),
    fc.record({ kind: fc.constant('answer' as const) }),
  );
  fc.assert(
    fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
      const { outbox, made, update, epoch, batches, sent, acknowledge } = setUp();
      const answered: number[] = [0];
      let epochs = 0;
      let looks = 0;
      const latest = new Map<string, number>();
      for (const each of actions) {
        if (each.kind === 'wait') vi.advanceTimersByTime(each.ms);
        else if (each.kind === 'update') update(each.runId, each.count);
        else if (each.kind === 'epoch') epoch(each.runId, ++epochs);
        else if (each.kind === 'look') {
          latest.set(each.runId, ++looks);
          outbox.samples(samplesOf(each.runId, looks));
          outbox.confusion(confusionOf(each.runId, looks));
        } else {
          answered[batches().length] = performance.now();
          acknowledge();
        }
      }
      const timed = batches();
      timed.slice(1).forEach(({ seq, at }, i) => {
        expect(seq).toBe(timed[i]!.seq + 1);
        const patient = at - timed[i]!.at >= 5000;
        const answer = answered[seq - 1];
        expect(patient || (answer !== undefined && answer <= at && at - timed[i]!.at >= 100)).toBe(true);
      });
      outbox.session('done', null);
      for (const [runId, count] of made) expect(sent(runId)).toEqual(Array.from({ length: count }, (_, i) => i + 1));
      expect(batches().flatMap((batch) => batch.epochs.map(({ record }) => record.epoch))).toEqual(
        Array.from({ length: epochs }, (_, i) => i + 1),
      );
      const seen = batches().flatMap(({ samples }) => (samples ? [samples.epoch] : []));
      expect(seen).toEqual([...seen].sort((a, b) => a - b));
      expect(seen.at(-1) ?? 0).toBe(looks);
      const matrices = batches().flatMap(({ confusions }) => confusions);
      for (const [runId, number] of latest) expect(matrices.findLast((entry) => entry.runId === runId)?.epoch).toBe(number);
      outbox.close();
    }),
    { numRuns: 150 },
  );
});
