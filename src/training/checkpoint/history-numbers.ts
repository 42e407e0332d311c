/** What an `AovHistory` remembers, as the plain data of a checkpoint and back. */
import { InputError } from '../../fields/input-error';
import type { AovHistory, Remembered } from '../aov-history';
import type { HistoryCheckpoint } from './session-checkpoint';

/** Arrays one after the other. */
function joined(arrays: readonly (Float32Array | null)[], length: number): Float32Array {
  const all = new Float32Array(arrays.length * length);
  arrays.forEach((array, i) => {
    all.set(array!, i * length);
  });
  return all;
}

/**
 * A history for a checkpoint.
 * @param budget numbers that the histories of all kept samples may take; if they are more, only those of the followed samples stay whole
 */
export function historyNumbers(history: AovHistory, budget: number): HistoryCheckpoint {
  const { has, kept, slots } = history;
  const epochs = has.aovs.length;
  const whole = 2 * epochs * kept.length <= budget && !has.aovs.includes(null);
  const followed = [...has.chosen.map(({ sample }) => sample), ...has.picked.filter((sample) => slots.has(sample))];
  return {
    epochs,
    updates: has.updates,
    latest: has.latest,
    before: has.before,
    first: has.first ?? new Float32Array(),
    peaks: has.peaks ?? new Float32Array(),
    whole: whole ? { aovs: joined(has.aovs, kept.length), losses: joined(has.losses, kept.length) } : null,
    known: whole ? [] : [...new Set(followed)].map((sample) => ({ sample, ...history.historyOf(sample) })),
    chosen: has.chosen,
    picked: Int32Array.from(has.picked),
    late: [...has.late].map(([sample, { missing, aovs, losses }]) => ({
      sample,
      missing,
      aov: Float32Array.from(aovs),
      loss: Float32Array.from(losses),
    })),
  };
}

/**
 * What the history of the same run remembers; arrays are copied, so that the checkpoint's bytes can be let go.
 * @throws InputError where sizes do not fit
 */
export function rememberedOf({ kept, size, slots }: AovHistory, from: HistoryCheckpoint): Remembered {
  const { epochs, updates, latest, before, first, peaks, whole, known, chosen, picked, late } = from;
  const begun = epochs > 0;
  const perEpoch = begun ? kept.length : 0;
  const isSample = (sample: number) => sample >= 0 && sample < size;
  const fits =
    (latest !== null) === begun &&
    [before, ...(latest ? [latest.aov, latest.latest, latest.reached] : [])].every(({ length }) => length === size) &&
    [first, peaks].every(({ length }) => length === perEpoch) &&
    [whole?.aovs, whole?.losses].every((array) => !array || array.length === epochs * kept.length) &&
    known.every(({ sample, aov, loss }) => slots.has(sample) && aov.length === epochs && loss.length === epochs) &&
    chosen.every(({ sample }) => slots.has(sample)) &&
    picked.every(isSample) &&
    late.every(({ sample, missing, aov, loss }) => isSample(sample) && missing + aov.length <= epochs + 1 && aov.length === loss.length);
  if (!fits) throw new InputError('checkpoint', 'has histories of AOVs that do not fit the data; take an earlier one');
  const parts = (all: Float32Array | undefined) =>
    Array.from({ length: epochs }, (_, i) => all?.slice(i * kept.length, (i + 1) * kept.length) ?? null);
  return {
    aovs: parts(whole?.aovs),
    losses: parts(whole?.losses),
    known: new Map(known.map(({ sample, aov, loss }) => [sample, { aov: aov.slice(), loss: loss.slice() }])),
    first: begun ? first.slice() : null,
    peaks: begun ? peaks.slice() : null,
    chosen,
    picked: [...picked],
    late: new Map(late.map(({ sample, missing, aov, loss }) => [sample, { missing, aovs: [...aov], losses: [...loss] }])),
    updates,
    latest: latest && { aov: latest.aov.slice(), latest: latest.latest.slice(), reached: latest.reached.slice() },
    before: before.slice(),
  };
}
