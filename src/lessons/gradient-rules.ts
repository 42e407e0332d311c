/** The rules that need the gradient alone, in plain numbers: SGD, AdaGrad, Adam, AdaBound and Coin (specification §1–5). */
import type { FieldValues } from '../fields/field';
import { numeric, type RunShape } from '../optimizers/definition';
import { scheduledStepSize } from '../optimizers/sgd';
import type { PlainRule } from './rule';
import { filled, plus, type Vector } from './vectors';

/** g = ∇ + λw. */
function decayed(grad: Vector, w: Vector, h: FieldValues): Vector {
  const lambda = numeric(h, 'weightDecay');
  return lambda > 0 ? plus(grad, w, lambda) : grad;
}

/**
 * v ← μv + g; w ← w − η(g + μv) with Nesterov's look-ahead, w − ηv without, w − ηg if μ = 0. η follows the schedule.
 */
export function sgdRule(h: FieldValues, run: RunShape): PlainRule<{ velocity: Vector | null }> {
  const momentum = numeric(h, 'momentum');
  return {
    init: (w) => ({ w, state: { velocity: momentum > 0 ? filled(w.length, 0) : null } }),
    update({ w, grad, epoch }, state) {
      const g = decayed(grad, w, h);
      const eta = scheduledStepSize(h, run, epoch);
      if (!state.velocity) return { w: plus(w, g, -eta), state, stepSize: eta, unclipped: null };
      const velocity = plus(g, state.velocity, momentum);
      const direction = h['nesterov'] ? plus(g, velocity, momentum) : velocity;
      return { w: plus(w, direction, -eta), state: { velocity }, stepSize: eta, unclipped: null };
    },
  };
}

/** G ← G + g²; w ← w − η g/(√G + ε). */
export function adagradRule(h: FieldValues): PlainRule<{ sum: Vector }> {
  const eta = numeric(h, 'eta');
  const epsilon = numeric(h, 'epsilon');
  return {
    init: (w) => ({ w, state: { sum: filled(w.length, 0) } }),
    update({ w, grad }, state) {
      const g = decayed(grad, w, h);
      const sum = state.sum.map((total, i) => total + g[i]! ** 2);
      return {
        w: w.map((value, i) => value - (eta * g[i]!) / (Math.sqrt(sum[i]!) + epsilon)),
        state: { sum },
        stepSize: eta,
        unclipped: null,
      };
    },
  };
}

interface Moments {
  readonly mean: Vector;
  readonly square: Vector;
  /** t, updates made. */
  readonly time: number;
}

const firstMoments = (w: Vector) => ({ w, state: { mean: filled(w.length, 0), square: filled(w.length, 0), time: 0 } });

/** m ← β₁m + (1 − β₁)g; v ← β₂v + (1 − β₂)g². */
function nextMoments(g: Vector, { mean, square, time }: Moments, beta1: number, beta2: number): Moments {
  return {
    mean: mean.map((value, i) => beta1 * value + (1 - beta1) * g[i]!),
    square: square.map((value, i) => beta2 * value + (1 - beta2) * g[i]! ** 2),
    time: time + 1,
  };
}

/** w ← w − η m̂/(√v̂ + ε) with m̂ = m/(1 − β₁ᵗ) and v̂ = v/(1 − β₂ᵗ). */
export function adamRule(h: FieldValues): PlainRule<Moments> {
  const eta = numeric(h, 'eta');
  const epsilon = numeric(h, 'epsilon');
  const [beta1, beta2] = [numeric(h, 'beta1'), numeric(h, 'beta2')];
  return {
    init: firstMoments,
    update({ w, grad }, state) {
      const next = nextMoments(decayed(grad, w, h), state, beta1, beta2);
      const [correction1, correction2] = [1 - beta1 ** next.time, 1 - beta2 ** next.time];
      const step = (i: number) => next.mean[i]! / correction1 / (Math.sqrt(next.square[i]! / correction2) + epsilon);
      return { w: w.map((value, i) => value - eta * step(i)), state: next, stepSize: eta, unclipped: null };
    },
  };
}

/**
 * w ← w − clip(s/(√v + ε), low, high)·m with s = η√(1 − β₂ᵗ)/(1 − β₁ᵗ), and a band that closes in on the final step size η_f:
 * low = η_f(1 − 1/(γt + 1)), high = η_f(1 + 1/(γt)).
 */
export function adaboundRule(h: FieldValues): PlainRule<Moments> {
  const eta = numeric(h, 'eta');
  const epsilon = numeric(h, 'epsilon');
  const finalStep = numeric(h, 'finalStep');
  const convergence = numeric(h, 'convergence');
  const [beta1, beta2] = [numeric(h, 'beta1'), numeric(h, 'beta2')];
  return {
    init: firstMoments,
    update({ w, grad }, state) {
      const next = nextMoments(decayed(grad, w, h), state, beta1, beta2);
      const reach = convergence * next.time;
      const low = (finalStep * reach) / (reach + 1);
      const high = (finalStep * (reach + 1)) / reach;
      const scale = (eta * Math.sqrt(1 - beta2 ** next.time)) / (1 - beta1 ** next.time);
      const rate = (i: number) => Math.min(Math.max(scale / (Math.sqrt(next.square[i]!) + epsilon), low), high);
      return { w: w.map((value, i) => value - rate(i) * next.mean[i]!), state: next, stepSize: eta, unclipped: null };
    },
  };
}

interface CoinState {
  readonly start: Vector;
  readonly largest: Vector;
  readonly sumAbs: Vector;
  readonly theta: Vector;
  readonly reward: Vector;
  readonly bet: Vector;
}

/**
 * Each weight bets on the sign of its gradient. L ← max(L, |∇|); A ← A + |∇|; R ← max(R − β∇, 0) with the previous bet;
 * θ ← θ − ∇; β ← θ(L + R)/(L·max(A + L, αL)); w ← w₀ + β.
 */
export function coinRule(h: FieldValues): PlainRule<CoinState> {
  const alpha = numeric(h, 'alpha');
  return {
    init: (w) => {
      const zero = filled(w.length, 0);
      const largest = filled(w.length, numeric(h, 'epsilon'));
      return { w, state: { start: w, largest, sumAbs: zero, theta: zero, reward: zero, bet: zero } };
    },
    update({ grad }, state) {
      const largest = state.largest.map((value, i) => Math.max(value, Math.abs(grad[i]!)));
      const sumAbs = state.sumAbs.map((value, i) => value + Math.abs(grad[i]!));
      const reward = state.reward.map((value, i) => Math.max(value - state.bet[i]! * grad[i]!, 0));
      const theta = plus(state.theta, grad, -1);
      const bet = theta.map((value, i) => {
        const most = largest[i]!;
        return (value / (most * Math.max(sumAbs[i]! + most, alpha * most))) * (most + reward[i]!);
      });
      return {
        w: plus(state.start, bet),
        state: { start: state.start, largest, sumAbs, theta, reward, bet },
        stepSize: null,
        unclipped: null,
      };
    },
  };
}
