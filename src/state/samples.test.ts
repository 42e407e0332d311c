/** Picking samples, and what batches leave of the samples' numbers. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { ConfusionEntry, SamplesEntry } from '../worker/protocol';
import { maxPicked, useSamples, withToggled } from './samples';

const entry = (runId: string, epoch: number): SamplesEntry => ({
  runId,
  epoch,
  aov: new Float32Array(2),
  before: new Float32Array(2),
  loss: new Float32Array(2),
  reached: new Uint8Array(2),
});
const confusion = (runId: string, epoch: number): ConfusionEntry => ({ runId, epoch, counts: new Float32Array(4) });
const batch = (samples: SamplesEntry | null, confusions: ConfusionEntry[]) =>
  ({ type: 'batch', seq: 1, sessionId: 's', updates: [], epochs: [], statuses: [], followed: [], maps: [], samples, confusions }) as const;

beforeEach(() => useSamples.getState().clear(false));

describe('withToggled', () => {
  it('adds, takes away, and lets the oldest go', () => {
    expect(withToggled([1, 2], 3)).toEqual([1, 2, 3]);
    expect(withToggled([1, 2, 3], 2)).toEqual([1, 3]);
    const full = Array.from({ length: maxPicked }, (_, i) => i);
    expect(withToggled(full, 99)).toEqual([...full.slice(1), 99]);
  });
});

describe('useSamples', () => {
  it('keeps the latest of each', () => {
    const { receive } = useSamples.getState();
    receive(batch(entry('a', 1), [confusion('a', 1), confusion('b', 1)]));
    receive(batch(null, [confusion('b', 2)]));
    expect(useSamples.getState().entry?.epoch).toBe(1);
    expect([...useSamples.getState().confusions.values()].map(({ runId, epoch }) => [runId, epoch])).toEqual([
      ['a', 1],
      ['b', 2],
    ]);
  });

  it('drops the numbers of a run that is not looked at any more', () => {
    const state = () => useSamples.getState();
    state().receive(batch(entry('a', 1), []));
    state().expect('a');
    state().expect(null);
    expect(state().entry?.runId).toBe('a');
    state().expect('b');
    expect(state().entry).toBeNull();
  });

  it('keeps the picked samples only where they are the same samples', () => {
    const state = () => useSamples.getState();
    state().setPicked([3, 4, 3]);
    state().clear(true);
    expect(state().picked).toEqual([3, 4]);
    state().clear(false);
    expect(state().picked).toEqual([]);
  });
});
