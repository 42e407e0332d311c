/** Reading numbers off a result, and writing them into sentences: what the judges of all tours share. */
import type { FieldValue } from '../fields/field';
import type { OptimizerId } from '../optimizers/definition';
import type { EpochResult, ExperimentResult, RunResult } from '../results/result';

const superscripts: Readonly<Record<string, string>> = Object.fromEntries(
  [...'0123456789'].map((digit, i) => [digit, '⁰¹²³⁴⁵⁶⁷⁸⁹'[i] ?? digit]),
);

/** A measured number in a sentence, with three digits: `0.0538`, `1.21`, `38.2`, `4.2 × 10⁻⁶`. */
export function said(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? 'infinity' : 'no number';
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e-3 && size < 1e4) return value.toPrecision(3);
  const [digits, exponent] = value.toExponential(1).split('e') as [string, string];
  const power = [...String(Math.abs(Number(exponent)))].map((digit) => superscripts[digit]).join('');
  return `${digits} × 10${Number(exponent) < 0 ? '⁻' : ''}${power}`;
}

/** A share in a sentence: `83 %`. */
export function share(value: number): string {
  return `${Math.round(100 * value)} %`;
}

/** The training loss after an epoch: of the whole set, or where that was not computed the mean of the losses met; infinite where it is none. */
export function lossAfter(epoch: EpochResult | undefined): number {
  return epoch?.fullTrainLoss ?? epoch?.trainLoss ?? Number.POSITIVE_INFINITY;
}

/** The loss that a run ended with; infinite where it diverged. */
export function finalLoss(run: RunResult): number {
  return run.status === 'done' ? lossAfter(run.epochs.at(-1)) : Number.POSITIVE_INFINITY;
}

/** The runs of a method. */
export function runsOf(result: ExperimentResult, id: OptimizerId): readonly RunResult[] {
  return result.runs.filter((run) => run.optimizer === id);
}

/** The run of a method whose hyperparameter has this value, or without one its first. */
export function runOf(result: ExperimentResult, id: OptimizerId, key?: string, value?: FieldValue): RunResult | null {
  return runsOf(result, id).find((run) => key === undefined || run.hyperparameters[key] === value) ?? null;
}

/** The best of a list by a number, the smallest first; null for an empty list. */
export function smallest<T>(list: readonly T[], by: (item: T) => number): T | null {
  return list.reduce<T | null>((best, item) => (best === null || by(item) < by(best) ? item : best), null);
}

/** A mean; NaN of an empty list. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
