/**
 * Why a step came out as it did, in words and as the rule with its numbers filled in. The numbers are the method's own answer on the batch
 * (`MethodAnswer`); nothing is computed again that decides about the step.
 */
import { type FieldValues, isVisible } from '../../../fields/field';
import { capOf, optimizerOf } from '../../../optimizers/registry';
import { countText, measuredText, settingText, symbolText } from '../../../state/number-text';
import type { MethodAnswer, ProbeResult } from '../../../worker/protocol';

/**
 * `zero`: no step along −∇; `inside`: the whole Polyak step; `capped`: held back; `fixed`: set by hand; `searched`: a line search ended;
 * `measured`: PAL's parabola; `rates`: a step of its own for each weight; `none`: there is no number to explain.
 */
export type StepKind = 'zero' | 'inside' | 'capped' | 'fixed' | 'searched' | 'measured' | 'rates' | 'none';

export interface Explanation {
  readonly kind: StepKind;
  /** Begins with the kind in a word or two. */
  readonly sentence: string;
  /** The rule, and below it the same with numbers; empty where there is none. */
  readonly rule: string;
  readonly filled: string;
  /** What moves the weights beside the step along −∇; null: nothing. */
  readonly beside: string | null;
}

/** What of a look the explanation needs. */
export type LookAt = Pick<ProbeResult, 'loss' | 'gradNormSq'>;

const text = measuredText;

/** Five digits, for numbers that are subtracted from each other: three would not give the result that stands beside them. */
const exact = (value: number) => settingText(Number(value.toPrecision(5)));
const bracketed = (value: number) => (value < 0 ? `(${exact(value)})` : exact(value));

/** A hyperparameter that is a number, and in force. */
export function settingOf({ optimizer: { id, hyperparameters } }: Pick<MethodAnswer, 'optimizer'>, key: string): number | null {
  const field = optimizerOf(id).fields.find((candidate) => candidate.key === key);
  const value = hyperparameters[key];
  return field && isVisible(field, hyperparameters as FieldValues) && typeof value === 'number' ? value : null;
}

/** The cap on a step, and the symbol that the method gives it. */
export function capIn({ optimizer: { id, hyperparameters } }: Pick<MethodAnswer, 'optimizer'>): { value: number; symbol: string } | null {
  const definition = optimizerOf(id);
  const value = capOf(definition, hyperparameters);
  const field = definition.fields.find(({ key }) => key === definition.capField);
  return value === null ? null : { value, symbol: symbolText(field?.symbol ?? '\\eta') };
}

/** How much of ‖∇‖² a Polyak step divides by: SPS's c, else 1. */
export function polyakScale(answer: Pick<MethodAnswer, 'optimizer'>): number {
  return answer.optimizer.id === 'sps' ? (settingOf(answer, 'c') ?? 1) : 1;
}

/** What the target of a method is called: the batch's mean AOV, f*, or zero. */
export function targetName({ optimizer: { id }, target }: Pick<MethodAnswer, 'optimizer' | 'target'>): string {
  if (id === 'aalig') return 'mean AOV ℓ̄';
  return id === 'sps' && target !== 0 ? 'optimal value f*' : 'zero';
}

function besideOf(answer: MethodAnswer): string | null {
  const { id } = answer.optimizer;
  const momentum = settingOf(answer, 'momentum') ?? 0;
  const parts: string[] = [];
  if (momentum > 0) parts.push(`momentum (${settingText(momentum)}) also carries the weights on along earlier steps`);
  if (id === 'pal' && (settingOf(answer, 'direction') ?? 0) > 0) {
    parts.push('from its second step on, PAL’s direction remembers earlier gradients, so that it is not quite −∇');
  }
  if ((id === 'aalig' || id === 'sgd') && (settingOf(answer, 'weightDecay') ?? 0) > 0) parts.push('weight decay also pulls them towards 0');
  if (id === 'alig' && settingOf(answer, 'radius') !== null) parts.push('a step that leaves the ball is pulled back onto it');
  return parts.length > 0 ? `${parts.join('; ')}.`.replace(/^./, (first) => first.toUpperCase()) : null;
}

/** γ = max(0, min(η, (ℓ − ℓ̄)/(‖∇‖² + ε))) and its likes. */
function polyak(answer: MethodAnswer, at: LookAt, step: number, raw: number): Omit<Explanation, 'beside'> {
  const { id } = answer.optimizer;
  const target = answer.target ?? 0;
  const cap = capIn(answer);
  const smooth = id === 'sps' && cap === null;
  const c = polyakScale(answer);
  const epsilon = settingText(settingOf(answer, 'epsilon') ?? 0);
  const symbol = id === 'aalig' ? ' − ℓ̄' : id === 'sps' && !smooth ? ' − f*' : '';
  const over = symbol ? `(ℓ${symbol})` : 'ℓ';
  const overFilled = symbol ? `(${exact(at.loss)} − ${bracketed(target)})` : exact(at.loss);
  const quotient = `${over} / (${id === 'sps' ? 'c' : ''}‖∇‖² + ε)`;
  const quotientFilled = `${overFilled} / (${id === 'sps' ? `${settingText(c)} · ` : ''}${exact(at.gradNormSq)} + ${epsilon})`;
  const limit = smooth ? 'τ^(1/m) γ₋' : (cap?.symbol ?? null);
  const limitFilled = smooth ? (step < raw ? text(step) : 'τ^(1/m) γ₋') : cap ? settingText(cap.value) : null;
  const least = (inner: string, bound: string | null) => (bound === null ? inner : `min(${bound}, ${inner})`);
  const positive = (inner: string) => (id === 'aalig' || (id === 'sps' && !smooth) ? `max(0, ${inner})` : inner);
  const rule = `γ = ${positive(least(quotient, limit))}`;
  const filled = `γ = ${positive(least(quotientFilled, limitFilled))} = ${text(step)}`;
  const reach =
    c === 1
      ? `the tangent meets the target ${text(target)}`
      : `the Polyak step for the target ${text(target)}, divided by c = ${settingText(c)}, ends`;
  if (step === 0 && raw > 0)
    return { kind: 'zero', sentence: 'Zero: the gradient has vanished, so there is no direction to go.', rule, filled };
  if (step === 0) {
    const sentence = `Zero: the loss of the batch, ${text(at.loss)}, is already at or below its target, ${text(target)}, so no step is made along −∇.`;
    return { kind: 'zero', sentence, rule, filled };
  }
  if (step < raw) {
    const sentence = smooth
      ? `Held back: the Polyak step would be γ = ${text(raw)}, but a step may be only a little larger than the last one: γ = ${text(step)}.`
      : `Capped: ${reach} only at γ = ${text(raw)}, beyond ${cap?.symbol} = ${text(step)}. The step is ${cap?.symbol}, as that of SGD would be.`;
    return { kind: 'capped', sentence, rule, filled };
  }
  const within = smooth
    ? 'which is not much more than the last step'
    : cap
      ? `below ${cap.symbol} = ${settingText(cap.value)}`
      : 'and nothing caps it';
  return { kind: 'inside', sentence: `Inside: ${reach} at γ = ${text(step)}, ${within}. The step goes just there.`, rule, filled };
}

/** Armijo's and Goldstein's searches. */
function searched(answer: MethodAnswer, at: LookAt, step: number): Omit<Explanation, 'beside'> {
  const { trials, optimizer } = answer;
  const goldstein = optimizer.id === 'sls-goldstein';
  const c = settingOf(answer, 'c') ?? 0;
  const last = trials.at(-1);
  const enough = 'ℓ(w − γ∇) ≤ ℓ − cγ‖∇‖²';
  const rule = goldstein ? `ℓ − (1 − c)γ‖∇‖² ≤ ${enough}` : enough;
  if (!last) {
    return { kind: 'zero', sentence: 'Zero: the gradient has vanished, so there is no direction to search along.', rule, filled: '' };
  }
  const upper = at.loss - c * last.step * at.gradNormSq;
  const lower = at.loss - (1 - c) * last.step * at.gradNormSq;
  const passed = last.accepted && last.loss <= upper && (!goldstein || last.loss >= lower);
  const sign = (holds: boolean) => (holds ? '≤' : '≰');
  const product = (share: number) =>
    `${exact(at.loss)} − ${settingText(Number(share.toPrecision(6)))} · ${exact(last.step)} · ${exact(at.gradNormSq)}`;
  const filledUpper = `${exact(last.loss)} ${sign(last.loss <= upper)} ${exact(upper)} = ${product(c)}`;
  const filled = goldstein ? `${product(1 - c)} = ${exact(lower)} ${sign(lower <= last.loss)} ${filledUpper}` : filledUpper;
  const count = trials.length === 1 ? 'one trial' : `${countText(trials.length)} trials`;
  if (!passed) {
    const then =
      last.step === step
        ? `the last one stands: γ = ${text(step)}`
        : step === 0
          ? 'the weights stay where they are'
          : `γ falls back to ${text(step)}`;
    return { kind: 'searched', sentence: `Not accepted: no step passed in ${count}; ${then}.`, rule, filled };
  }
  const when = trials.length === 1 ? 'Accepted at once' : `Accepted after ${count}`;
  const what = goldstein
    ? 'the loss falls enough there, and no longer step would be safe'
    : `the loss falls there by at least c = ${settingText(c)} of what the tangent promises`;
  return { kind: 'searched', sentence: `${when}: γ = ${text(step)}. ${what.replace(/^./, (first) => first.toUpperCase())}.`, rule, filled };
}

function measured(answer: MethodAnswer, step: number): Omit<Explanation, 'beside'> {
  const wanted = answer.unclipped ?? step;
  const distance = settingText(settingOf(answer, 'measure') ?? 0);
  const rule = 'γ = min(α · (−k) / 2a, s_max) / ‖d‖'.replace('s_max', 's max');
  const filled = `γ = min(${text(wanted)}, s max / ‖d‖) = ${text(step)}`;
  const parabola = `one more loss, a distance of ${distance} ahead, gives a parabola`;
  if (step === 0)
    return { kind: 'zero', sentence: 'Zero: the loss does not fall in PAL’s direction, or could not be measured.', rule, filled };
  if (step < wanted) {
    const sentence = `Capped: ${parabola} whose lowest point lies at γ = ${text(wanted)}; the maximum distance ends the step at γ = ${text(step)}.`;
    return { kind: 'capped', sentence, rule, filled };
  }
  return { kind: 'measured', sentence: `Measured: ${parabola}, and the step goes to its lowest point, γ = ${text(step)}.`, rule, filled };
}

function explained(answer: MethodAnswer, at: LookAt): Omit<Explanation, 'beside'> {
  const { optimizer, stepSize: step, unclipped } = answer;
  const definition = optimizerOf(optimizer.id);
  if (['adam', 'adagrad', 'adabound', 'coin'].includes(optimizer.id)) {
    const sentence = `A step of its own for each weight: ${definition.name} has no single γ along −∇.`;
    return { kind: 'rates', sentence, rule: '', filled: '' };
  }
  if (step === null) {
    return { kind: 'none', sentence: 'No step: the loss or the gradient of this batch is not a finite number.', rule: '', filled: '' };
  }
  if (definition.method.kind === 'line-search') return searched(answer, at, step);
  if (optimizer.id === 'pal') return measured(answer, step);
  if (optimizer.id === 'sgd') {
    const scheduled = optimizer.hyperparameters['schedule'] === 'step' ? ', dropped as its schedule says' : '';
    const sentence = `Fixed: the step size of SGD is set by hand${scheduled}: γ = ${text(step)}, whatever the batch says.`;
    return { kind: 'fixed', sentence, rule: 'γ = η', filled: `γ = ${text(step)}` };
  }
  return polyak(answer, at, step, unclipped ?? step);
}

/** Why this method's step on this batch is what it is. */
export function explain(answer: MethodAnswer, at: LookAt): Explanation {
  return { ...explained(answer, at), beside: besideOf(answer) };
}
