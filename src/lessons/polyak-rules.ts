/** The rules with a Polyak step, in plain numbers: ALI-G, SPS and AALIG (specification §6, §7 and §13). */
import type { FieldValues } from '../fields/field';
import { sectionLength } from '../optimizers/aalig';
import { numeric, type RunShape } from '../optimizers/definition';
import { vanishingGradient } from '../optimizers/line-search';
import { updateAov } from './aov-rule';
import type { PlainAovs, PlainRule } from './rule';
import { dot, filled, meanOf, plus, times, type Vector } from './vectors';

/** v ← μv − γ∇; w ← w − γ∇ + μv. Without a buffer: w ← w − γ∇. */
function moved(w: Vector, step: Vector, velocity: Vector | null, momentum: number): { w: Vector; velocity: Vector | null } {
  if (!velocity) return { w: plus(w, step, -1), velocity };
  const next = velocity.map((value, i) => momentum * value - step[i]!);
  return { w: w.map((value, i) => value - step[i]! + momentum * next[i]!), velocity: next };
}

/** w scaled back onto the ball ‖w‖ ≤ r; as it is where there is no ball. */
function project(w: Vector, radius: number | null): Vector {
  if (radius === null) return w;
  const length = Math.sqrt(dot(w, w));
  return length > radius ? times(w, radius / length) : w;
}

/** γ = min(η, ℓ/(‖∇‖² + ε)); η may be null ("no cap"). Momentum with γ inside the buffer; optionally ‖w‖ ≤ r. */
export function aligRule(h: FieldValues): PlainRule<{ velocity: Vector | null }> {
  const eta = h['eta'] as number | null;
  const radius = h['radius'] as number | null;
  const momentum = numeric(h, 'momentum');
  const epsilon = numeric(h, 'epsilon');
  return {
    init: (w) => ({ w: project(w, radius), state: { velocity: momentum > 0 ? filled(w.length, 0) : null } }),
    update({ w, grad, gradNormSq, loss }, state) {
      const unclipped = loss / (gradNormSq + epsilon);
      const stepSize = eta === null ? unclipped : Math.min(unclipped, eta);
      const next = moved(w, times(grad, stepSize), state.velocity, momentum);
      return { w: project(next.w, radius), state: { velocity: next.velocity }, stepSize, unclipped };
    },
  };
}

/**
 * "smooth": γ = min(τ^{1/m}·γ₋, ℓ/(c‖∇‖² + ε)), γ₋ the last step; "max": γ = max(0, min(η_max, (ℓ − f*)/(c‖∇‖² + ε))).
 * Without a gradient there is no step, and γ₋ is kept.
 */
export function spsRule(h: FieldValues, run: RunShape): PlainRule<{ previous: number }> {
  const c = numeric(h, 'c');
  const epsilon = numeric(h, 'epsilon');
  const growth = numeric(h, 'growth') ** (1 / run.batchesPerEpoch);
  return {
    init: (w) => ({ w, state: { previous: numeric(h, 'initialStep') } }),
    update({ w, grad, gradNormSq, loss }, state) {
      const denominator = c * gradNormSq + epsilon;
      const smooth = h['variant'] === 'smooth';
      const unclipped = (smooth ? loss : loss - numeric(h, 'optimum')) / denominator;
      if (gradNormSq < vanishingGradient ** 2) return { w, state, stepSize: 0, unclipped };
      const stepSize = smooth ? Math.min(unclipped, state.previous * growth) : Math.max(Math.min(unclipped, numeric(h, 'etaMax')), 0);
      return { w: plus(w, grad, -stepSize), state: { previous: stepSize }, stepSize, unclipped };
    },
  };
}

interface AaligState extends PlainAovs {
  readonly velocity: Vector | null;
  /** f_best, the smallest mean loss of an epoch so far. */
  readonly best: number;
}

/** B: the hyperparameter, or the problem's own bound. */
export function lowerBoundOf(h: FieldValues, run: RunShape): number {
  return (h['lowerBound'] as number | null) ?? run.lowerBound;
}

/**
 * Algorithm 1: γ = max(0, min(η, mean(ℓ_z − a_z)/(‖∇‖² + ε))); v ← μv − γ∇; w ← w − γ(∇ + λw) + μv.
 * At the end of an epoch the best epoch's losses become the references, and every ⌊E/K⌋ epochs Algorithm 2 updates all AOVs.
 */
export function aaligRule(h: FieldValues, run: RunShape): PlainRule<AaligState> {
  const eta = numeric(h, 'eta');
  const momentum = numeric(h, 'momentum');
  const lambda = numeric(h, 'weightDecay');
  const epsilon = numeric(h, 'epsilon');
  const bound = lowerBoundOf(h, run);
  const section = sectionLength(run.epochs, numeric(h, 'sections'));
  const n = run.trainSize;
  const unmet = Number.POSITIVE_INFINITY;
  return {
    init: (w) => ({
      w,
      state: {
        velocity: momentum > 0 ? filled(w.length, 0) : null,
        aov: filled(n, bound),
        gap: filled(n, 0),
        latest: filled(n, unmet),
        reference: filled(n, unmet),
        reached: filled(n, 0),
        best: unmet,
      },
    }),
    update({ w, grad, gradNormSq, losses, ids }, state) {
      const batchAov = meanOf(ids.map((id) => state.aov[id]!));
      const unclipped = meanOf(losses.map((loss, i) => loss - state.aov[ids[i]!]!)) / (gradNormSq + epsilon);
      const stepSize = Math.max(0, Math.min(eta, unclipped));
      const next = moved(w, times(grad, stepSize), state.velocity, momentum);
      const latest = state.latest.slice();
      ids.forEach((id, i) => {
        latest[id] = losses[i]!;
      });
      return {
        // Weight decay enters the direct term but not the buffer.
        w: lambda > 0 ? plus(next.w, w, -stepSize * lambda) : next.w,
        state: { ...state, velocity: next.velocity, latest },
        stepSize,
        unclipped,
        batchAov,
      };
    },
    endEpoch(state, epochsFinished) {
      const average = meanOf(state.latest);
      const follow = h['reference'] === 'latest' || average < state.best;
      const reference = follow ? state.latest : state.reference;
      const next = { ...state, reference, best: Math.min(average, state.best) };
      if (epochsFinished % section !== 0) return { state: next, updated: false };
      const changes = Array.from(reference, (r, z) => updateAov(state.aov[z]!, state.gap[z]!, r, bound));
      const all = (number: (change: (typeof changes)[number]) => number) => Float64Array.from(changes, number);
      return {
        state: {
          ...next,
          aov: all(({ aov }) => aov),
          gap: all(({ gap }) => gap),
          reached: all(({ reached }) => Number(reached)),
        },
        updated: true,
      };
    },
    aovs: ({ aov, gap, latest, reference, reached }) => ({ aov, gap, latest, reference, reached }),
  };
}
