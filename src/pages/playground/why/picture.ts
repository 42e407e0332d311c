/** What the one-dimensional picture shows, and where: its ranges, the lines of the methods, their marks, and room for their names. */
import type { MethodAnswer, ProbeResult } from '../../../worker/protocol';
import { polyakScale, settingOf } from './explain';

export type Range = readonly [number, number];

/** The loss on the curve at a step, between its points on a straight line; null beyond its end or where it is not finite. */
export function lossOn({ steps, losses }: ProbeResult['curve'], step: number): number | null {
  const end = steps.at(-1) ?? 0;
  if (!(step >= 0 && step <= end)) return null;
  const at = end > 0 ? (step / end) * (steps.length - 1) : 0;
  const left = Math.min(Math.floor(at), steps.length - 2);
  const share = at - left;
  const value = losses[left]! * (1 - share) + losses[left + 1]! * share;
  return Number.isFinite(value) ? value : null;
}

/** A line of a rule in the picture: straight, or the model with its kink. */
export interface RuleLine {
  readonly kind: 'model' | 'armijo' | 'goldstein';
  readonly name: string;
  value(step: number): number;
}

/** The lines by which a method decides. */
export function ruleLines(answer: MethodAnswer, { loss, gradNormSq }: Pick<ProbeResult, 'loss' | 'gradNormSq'>): RuleLine[] {
  const { id } = answer.optimizer;
  const { target } = answer;
  if (target !== null) {
    const scale = polyakScale(answer);
    return [{ kind: 'model', name: 'truncated model', value: (step) => Math.max(loss - scale * gradNormSq * step, target) }];
  }
  const c = id.startsWith('sls-') ? settingOf(answer, 'c') : null;
  if (c === null) return [];
  const armijo: RuleLine = { kind: 'armijo', name: 'falls enough below this', value: (step) => loss - c * step * gradNormSq };
  if (id !== 'sls-goldstein') return [armijo];
  return [armijo, { kind: 'goldstein', name: 'too cautious below this', value: (step) => loss - (1 - c) * step * gradNormSq }];
}

/** Losses that are not drawn lie this many times the shown fall away. */
const farAway = 6;

/**
 * Losses that the picture spans, without room for names. A target far below everything else is left out, and so is what rises far above
 * the loss.
 */
export function lossRange(result: ProbeResult, shown: MethodAnswer): Range {
  const { curve, loss } = result;
  const losses = [...curve.losses, loss].filter(Number.isFinite);
  if (losses.length === 0) return [0, 1];
  let low = Math.min(...losses);
  const top = Math.max(...losses);
  const { target } = shown;
  const fall = Math.max(loss - low, Math.min(top - loss, 0.5 * (loss - low)), 1e-3 * Math.abs(loss), Number.MIN_VALUE * 1e10);
  if (target !== null && target < low && loss - target <= farAway * fall) low = target;
  let high = Math.min(top, loss + 1.5 * Math.max(loss - low, fall));
  if (target !== null && target > high && target - loss <= farAway * fall) high = target;
  const span = Math.max(high - low, fall);
  return [low - 0.08 * span, low + 1.04 * span];
}

/** Widths are those of the names; each is put into the first row where it does not touch another. @returns its row, or null: no room */
export function rowsFor(names: readonly { readonly left: number; readonly width: number }[], rows: number): (number | null)[] {
  const ends = Array.from({ length: rows }, () => Number.NEGATIVE_INFINITY);
  const order = names.map((_, at) => at).sort((a, b) => names[a]!.left - names[b]!.left);
  const placed: (number | null)[] = names.map(() => null);
  for (const at of order) {
    const { left, width } = names[at]!;
    const row = ends.findIndex((end) => left >= end);
    if (row < 0) continue;
    ends[row] = left + width;
    placed[at] = row;
  }
  return placed;
}
