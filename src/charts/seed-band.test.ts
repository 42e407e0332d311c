/** Means over seeds: equal to sums made at once, however the epochs come in; the seeds under way hold the line's end. */
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { spreadOf } from '../results/groups';
import { clearSeries, createSeries } from '../state/series';
import type { EpochRecord } from '../training/records';
import { epochRecord, runView } from './chart-checks';
import { bandOf, hasSeeds, type MethodView, methodsOf, pointOfBand, SeedBand } from './seed-band';

afterEach(() => clearSeries());

const loss = { name: 'loss', read: (record: EpochRecord) => record.trainLoss };

function add(runId: string, record: EpochRecord, series = createSeries(runId)) {
  series.addEpoch({ runId, record, batchHash: '00000000', followed: null, histogram: null });
  return series;
}

function methodOf(count: number, status: 'running' | 'done' = 'done'): MethodView {
  const runs = Array.from({ length: count }, (_, i) => runView(`s${i}`, { method: 'AALIG', seed: i + 1, status }));
  return methodsOf(runs)[0]!;
}

describe('methodsOf', () => {
  it('puts the seeds of an optimizer together, under its own name', () => {
    const runs = [0, 1, 0, 1].map((optimizerIndex, i) =>
      runView(`r${i}`, { optimizerIndex, method: `M${optimizerIndex}`, seed: 1 + (i >> 1) }),
    );
    expect(methodsOf(runs).map(({ label, runs: members }) => [label, members.map(({ runId }) => runId)])).toEqual([
      ['M0', ['r0', 'r2']],
      ['M1', ['r1', 'r3']],
    ]);
    expect(hasSeeds(runs)).toBe(true);
    expect(hasSeeds(runs.slice(0, 2))).toBe(false);
  });
});

describe('SeedBand', () => {
  it('is what all values of an epoch give together, in whatever order they came', () => {
    const value = fc.oneof(fc.double({ min: -100, max: 100, noNaN: true }), fc.constantFrom(null, Number.NaN, Number.POSITIVE_INFINITY));
    const runs = fc.array(fc.array(value, { maxLength: 8 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(runs, fc.infiniteStream(fc.nat(4)), (values, order) => {
        const members = values.map((_, i) => createSeries(`s${i}`));
        const band = new SeedBand(members, loss.read, 'epochs');
        const made = values.map(() => 0);
        while (made.some((count, i) => count < values[i]!.length)) {
          const i = order.next().value! % values.length;
          if (made[i]! >= values[i]!.length) continue;
          add(`s${i}`, epochRecord(made[i]!, { trainLoss: values[i]![made[i]!]! }), members[i]!);
          made[i]!++;
          band.extend(Number.POSITIVE_INFINITY);
        }
        const all = Array.from({ length: 8 }, (_, epoch) => values.flatMap((of) => of[epoch] ?? []).filter(Number.isFinite));
        const epochs = all.flatMap((of, epoch) => (of.length > 0 ? [epoch] : []));
        expect(band.epochs).toEqual(epochs);
        epochs.forEach((epoch, i) => {
          const { mean, sd, count } = spreadOf(all[epoch]!)!;
          expect(band.ys[i]).toBeCloseTo(mean, 9);
          expect(band.sds[i]).toBeCloseTo(sd, 6);
          expect([band.counts[i], band.lows[i], band.highs[i]]).toEqual([count, Math.min(...all[epoch]!), Math.max(...all[epoch]!)]);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('does not go beyond its limit, and goes on when that rises', () => {
    const series = createSeries('s0');
    for (let epoch = 0; epoch <= 4; epoch++) add('s0', epochRecord(epoch), series);
    const band = new SeedBand([series], loss.read, 'epochs');
    expect([...band.extend(2).xs]).toEqual([0, 1, 2]);
    expect([...band.extend(1).xs]).toEqual([0, 1]);
    expect([...band.extend(4).xs]).toEqual([0, 1, 2, 3, 4]);
  });

  it('never steps back, also where a slow seed ends early', () => {
    const [slow, fast] = [createSeries('s0'), createSeries('s1')];
    add('s0', epochRecord(1, { seconds: 10 }), slow);
    for (const epoch of [1, 2]) add('s1', epochRecord(epoch, { seconds: epoch }), fast);
    expect(new SeedBand([slow, fast], loss.read, 'seconds').extend(2).xs).toEqual([5.5, 5.5]);
  });
});

describe('bandOf', () => {
  it('waits for the seeds that are under way, and not for those that have ended', () => {
    const first = add('s0', epochRecord(1, { trainLoss: 1 }));
    add('s0', epochRecord(2, { trainLoss: 1 }), first);
    add('s1', epochRecord(1, { trainLoss: 3 }));
    expect(bandOf(methodOf(2, 'running'), loss, 'epochs').xs).toEqual([1]);
    const ended = bandOf(methodOf(2, 'done'), loss, 'epochs');
    expect([ended.ys, ended.counts]).toEqual([
      [2, 1],
      [2, 1],
    ]);
    expect(pointOfBand(ended, 1)).toEqual({ x: 1, value: 2, range: { low: 1, high: 3, count: 2 } });
  });

  it('is made anew when a seed is hidden or shown', () => {
    add('s0', epochRecord(1, { trainLoss: 1 }));
    add('s1', epochRecord(1, { trainLoss: 3 }));
    const both = methodOf(2);
    expect(bandOf(both, loss, 'epochs').ys).toEqual([2]);
    expect(bandOf({ ...both, runs: both.runs.slice(0, 1) }, loss, 'epochs').ys).toEqual([1]);
    expect(bandOf(both, loss, 'epochs').ys).toEqual([2]);
  });
});
