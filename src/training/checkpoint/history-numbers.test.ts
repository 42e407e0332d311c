/** Histories of AOVs in a checkpoint: whole where they are small, else those of the followed samples, with the same choice of samples later. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { InputError } from '../../fields/input-error';
import { AovHistory, type AovSnapshot } from '../aov-history';
import { historyNumbers, rememberedOf } from './history-numbers';

const samples = 12;
const epochs = 6;
const snapshots = fc.array(
  fc.record({
    aov: fc.float32Array({ minLength: samples, maxLength: samples, noNaN: true, min: -100, max: 100 }),
    latest: fc.float32Array({ minLength: samples, maxLength: samples, noNaN: true, min: -100, max: 100 }),
    reached: fc.float32Array({ minLength: samples, maxLength: samples, noNaN: true, min: 0, max: 1 }),
  }),
  { minLength: epochs, maxLength: epochs },
);

const addAll = (history: AovHistory, told: readonly AovSnapshot[], from: number) =>
  told.map((snapshot, i) => history.add(snapshot, (from + i) % 2 === 1));

/** A history that goes on from a checkpoint of another one after `cut` epochs, and one that was never cut; both follow sample 3. */
function cutAt(told: readonly AovSnapshot[], cut: number, budget: number) {
  const [whole, first] = [new AovHistory(samples, epochs), new AovHistory(samples, epochs)];
  for (const history of [whole, first]) history.pick([3]);
  addAll(first, told.slice(0, cut), 0);
  const later = new AovHistory(samples, epochs, 0, (history) => rememberedOf(history, historyNumbers(first, budget)));
  const expected = addAll(whole, told, 0);
  return { whole, later, summaries: addAll(later, told.slice(cut), cut), expected: expected.slice(cut) };
}

it('goes on as if it had not been cut, where all of it is kept', () => {
  fc.assert(
    fc.property(snapshots, fc.integer({ min: 0, max: epochs - 1 }), (told, cut) => {
      const { whole, later, summaries, expected } = cutAt(told, cut, 1e6);
      expect(summaries).toEqual(expected);
      expect(later.followed()).toEqual(whole.followed());
      expect(later.samples('r')).toEqual(whole.samples('r'));
    }),
  );
});

it('chooses the same samples where only the followed ones are kept, and knows of the others what came later', () => {
  fc.assert(
    fc.property(snapshots, fc.integer({ min: 1, max: epochs - 1 }), (told, cut) => {
      const { whole, later, summaries, expected } = cutAt(told, cut, 0);
      expect(summaries).toEqual(expected);
      expect(later.samples('r')).toEqual(whole.samples('r'));
      const found = later.followed();
      whole.followed().forEach(({ sample, role, aov, loss }, i) => {
        expect([found[i]!.sample, found[i]!.role]).toEqual([sample, role]);
        for (const [kept, all] of [
          [found[i]!.aov, aov],
          [found[i]!.loss, loss],
        ] as const) {
          expect(kept.subarray(cut)).toEqual(all.subarray(cut));
          expect(kept.subarray(0, cut)).toEqual(Number.isNaN(kept[0]) ? new Float32Array(cut).fill(Number.NaN) : all.subarray(0, cut));
        }
      });
      // The one that a person follows is known from the beginning.
      expect(later.historyOf(3)).toEqual(whole.historyOf(3));
    }),
  );
});

it('that does not fit is refused', () => {
  const history = new AovHistory(samples, epochs);
  const numbers = historyNumbers(history, 1e6);
  for (const wrong of [
    { epochs: 1 },
    { before: new Float32Array(3) },
    { picked: Int32Array.of(samples) },
    { chosen: [{ role: 'riser' as const, sample: 99 }] },
    { late: [{ sample: 1, missing: 5, aov: new Float32Array(1), loss: new Float32Array(1) }] },
  ]) {
    expect(() => rememberedOf(history, { ...numbers, ...wrong })).toThrow(InputError);
  }
});
