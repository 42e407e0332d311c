/**
 * The rules that read the batch loss at further points, in plain numbers: the SLS line searches, by the product's own generators
 * (specification §8–10), and PAL (§11).
 */
import type { FieldValues } from '../fields/field';
import { type LineSearch, numeric, type OptimizerId, type RunShape, type SearchResult } from '../optimizers/definition';
import { optimizerOf } from '../optimizers/registry';
import type { PlainRule, PlainTrial } from './rule';
import { dot, filled, plus, type Vector } from './vectors';

export interface PlainSearch extends SearchResult {
  /** The step tried first; where none was tried, the step applied. */
  readonly first: number;
  readonly trials: readonly PlainTrial[];
}

/**
 * Runs a search to its end.
 * @param lossAt the objective after a step of this length along −∇
 */
export function runPlainSearch(search: ReturnType<LineSearch['search']>, lossAt: (step: number) => number): PlainSearch {
  const tried: { step: number; loss: number }[] = [];
  let turn = search.next();
  while (!turn.done) {
    const step = turn.value;
    const loss = lossAt(step);
    tried.push({ step, loss });
    turn = search.next(loss);
  }
  const { applied, stored } = turn.value;
  const taken = tried.findLastIndex(({ step }) => step === applied);
  const trials = tried.map((trial, index) => ({ ...trial, accepted: index === taken }));
  return { applied, stored, first: trials[0]?.step ?? applied, trials };
}

/** The line search of this optimizer; throws where it is none. */
export function lineSearchOf(id: OptimizerId): LineSearch {
  const { method } = optimizerOf(id);
  if (method.kind !== 'line-search') throw new Error(`${id} is no line search`);
  return method;
}

interface SearchState {
  /** The step remembered for the next search. */
  readonly stored: number;
  /** The weights before the last step, where the method adds momentum (SLS-Polyak). */
  readonly previous: Vector | null;
}

/** w ← w − s∇ with the step s that the search accepts; SLS-Polyak adds β(w_t − w_{t−1}) after it. */
export function searchRule(id: OptimizerId): (h: FieldValues, run: RunShape) => PlainRule<SearchState> {
  const method = lineSearchOf(id);
  return (h, run) => ({
    init: (w) => ({ w, state: { stored: method.initialStep(h), previous: id === 'sls-polyak' ? w : null } }),
    update({ w, grad, gradNormSq, loss, lossAt }, state) {
      const search = method.search(loss, Math.sqrt(gradNormSq), state.stored, h, run);
      const { applied, stored, first, trials } = runPlainSearch(search, (step) => lossAt(plus(w, grad, -step)));
      let next = plus(w, grad, -applied);
      if (state.previous) next = plus(next, plus(w, state.previous, -1), numeric(h, 'momentum'));
      return { w: next, state: { stored, previous: state.previous && w }, stepSize: applied, unclipped: first, trials };
    },
  });
}

/** The parabola that PAL lays through the loss along its unit direction: ℓ + slope·s + curvature·s², s a distance. */
export interface PalFit {
  /** μ_m, the distance measured at. */
  readonly measure: number;
  /** The loss there. */
  readonly measured: number;
  /** k, the directional derivative at 0. */
  readonly slope: number;
  /** a = (ℓ_m − ℓ − k·μ_m)/μ_m². */
  readonly curvature: number;
  /** The distance to go before it is capped at s_max. */
  readonly wanted: number;
  /** The distance gone; 0 where the measurement is not finite or the direction does not descend. */
  readonly distance: number;
}

/**
 * PAL's distance: to the parabola's minimum α·(−k)/(2a) where it has one, μ_m where it does not (a ≤ 0), 0 where k ≥ 0; at most s_max.
 * @param loss at the current point
 * @param slope k
 * @param measured the loss at distance μ_m
 */
export function palFit(h: FieldValues, loss: number, slope: number, measured: number): PalFit {
  const measure = numeric(h, 'measure');
  const curvature = (measured - loss - slope * measure) / measure ** 2;
  const toMinimum = (-slope * numeric(h, 'loosening')) / (2 * curvature);
  const wanted = slope < 0 ? (curvature > 0 ? toMinimum : measure) : 0;
  const usable = Number.isFinite(curvature) && Number.isFinite(slope);
  return { measure, measured, slope, curvature, wanted, distance: usable ? Math.min(wanted, numeric(h, 'maxStep')) : 0 };
}

/** d ← βd + ∇; w ← w − s·d/‖d‖ with `palFit`'s distance s. Its step size is s/‖d‖. */
export function palRule(h: FieldValues): PlainRule<{ direction: Vector | null }> {
  const keep = numeric(h, 'direction');
  return {
    init: (w) => ({ w, state: { direction: keep > 0 ? filled(w.length, 0) : null } }),
    update({ w, grad, loss, lossAt }, state) {
      const direction = state.direction ? plus(grad, state.direction, keep) : grad;
      const length = Math.sqrt(dot(direction, direction)) || numeric(h, 'epsilon');
      const slope = -dot(grad, direction) / length;
      const measure = numeric(h, 'measure');
      const measured = lossAt(plus(w, direction, -measure / length));
      const { wanted, distance } = palFit(h, loss, slope, measured);
      return {
        w: plus(w, direction, -distance / length),
        state: { direction: state.direction && direction },
        stepSize: distance / length,
        unclipped: wanted / length,
        trials: [{ step: measure / length, loss: measured, accepted: distance === measure }],
      };
    },
  };
}
