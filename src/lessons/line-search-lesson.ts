/**
 * Line searches on one curve: φ(γ) = ℓ(w − γ∇), the loss along the negative gradient at a point of a landscape. On it lie the lines of the
 * acceptance conditions, every trial of a search with what it had cost by then, PAL's parabola, and the Polyak point.
 */
import { defaultsOf, type FieldValue } from '../fields/field';
import { numeric, type OptimizerId } from '../optimizers/definition';
import { optimizerOf } from '../optimizers/registry';
import type { OptimizerSetting } from '../training/experiment';
import type { Landscape, Point } from './landscapes';
import { type PolyakSizes, polyakSizes } from './polyak-step';
import type { PlainProblem } from './rules';
import { lineSearchOf, type PalFit, palFit, runPlainSearch } from './search-rules';
import { dot, meanOf, plus } from './vectors';

/** The loss along −∇. */
export interface Line {
  /** ℓ = φ(0). */
  readonly loss: number;
  /** ‖∇‖² = −φ′(0). */
  readonly gradNormSq: number;
  /** φ(γ). */
  phi(step: number): number;
  /** w − γ∇. */
  at(step: number): Float64Array;
}

/** The line at w on the batch of these samples. */
export function lineOf(problem: PlainProblem, ids: readonly number[], w: Float64Array): Line {
  const gradient = problem.batchGradient(w, ids);
  const at = (step: number) => plus(w, gradient, -step);
  return {
    loss: meanOf(problem.batchLosses(w, ids)),
    gradNormSq: dot(gradient, gradient),
    phi: (step) => meanOf(problem.batchLosses(at(step), ids)),
    at,
  };
}

/** The line at a point of a landscape, on all its samples. */
export function lineOn({ problem, samples }: Landscape, point: Point): Line {
  return lineOf(
    problem,
    Array.from({ length: samples }, (_, z) => z),
    Float64Array.from(point),
  );
}

/** φ(0) + φ′(0)γ = ℓ − γ‖∇‖². */
export function tangentLine({ loss, gradNormSq }: Line, step: number): number {
  return loss - step * gradNormSq;
}

/** Armijo's line ℓ − c·γ‖∇‖²: a trial at or below it has gained enough. */
export function armijoLine({ loss, gradNormSq }: Line, c: number, step: number): number {
  return loss - c * step * gradNormSq;
}

/** Goldstein's second line ℓ − (1 − c)·γ‖∇‖²: a trial at or above it was not too cautious. */
export function goldsteinLine(line: Line, c: number, step: number): number {
  return armijoLine(line, 1 - c, step);
}

/** One trial of a search. */
export interface SearchTrial {
  /** γ. */
  readonly step: number;
  /** φ(γ). */
  readonly loss: number;
  /** On or below Armijo's line. */
  readonly enough: boolean;
  /** On or above Goldstein's line. SLS-Armijo and SLS-Polyak do not ask. */
  readonly bold: boolean;
  readonly accepted: boolean;
  /** Evaluations spent up to and with this one; the loss and gradient at w are the first. */
  readonly evaluations: number;
  /** What the search made of it, e.g. "too little gained: shorter". */
  readonly text: string;
}

export interface SearchCourse {
  readonly trials: readonly SearchTrial[];
  /** The step taken; a fallback of 1e-6 where Armijo's trials ran out. */
  readonly applied: number;
  /** The step remembered for the next search. */
  readonly stored: number;
  readonly evaluations: number;
}

export const searchIds = ['sls-armijo', 'sls-goldstein', 'sls-polyak'] as const satisfies readonly OptimizerId[];
export type SearchId = (typeof searchIds)[number];

/** A setting of an optimizer with what differs from its defaults. */
export function searchSetting<Id extends OptimizerId>(
  id: Id,
  changed: Record<string, FieldValue> = {},
): OptimizerSetting & { readonly id: Id } {
  return { id, hyperparameters: { ...defaultsOf(optimizerOf(id).fields), ...changed } };
}

function verdict(enough: boolean, bold: boolean, accepted: boolean): string {
  if (accepted) return 'accepted';
  return enough && !bold ? 'too cautious: longer' : 'too little gained: shorter';
}

/**
 * A search from the step it remembers, by the product's own generator.
 * @param stored that step; the method's initial step by default
 * @param batchesPerEpoch m, by which SLS-Armijo's step grows (τ^{1/m})
 */
export function searched(
  { id, hyperparameters }: OptimizerSetting & { readonly id: SearchId },
  line: Line,
  stored = lineSearchOf(id).initialStep(hyperparameters),
  batchesPerEpoch = 1,
): SearchCourse {
  const shape = { trainSize: 1, epochs: 1, batchesPerEpoch, lowerBound: 0 };
  const search = lineSearchOf(id).search(line.loss, Math.sqrt(line.gradNormSq), stored, hyperparameters, shape);
  const found = runPlainSearch(search, line.phi);
  const c = numeric(hyperparameters, 'c');
  const trials = found.trials.map(({ step, loss, accepted }, index): SearchTrial => {
    const enough = loss <= armijoLine(line, c, step);
    const bold = loss >= goldsteinLine(line, c, step);
    const text = verdict(enough, bold || id !== 'sls-goldstein', accepted);
    return { step, loss, enough, bold, accepted, evaluations: index + 2, text };
  });
  return { trials, applied: found.applied, stored: found.stored, evaluations: 1 + trials.length };
}

/** PAL's parabola on the same curve; PAL reckons in distances γ‖∇‖. */
export interface PalCourse extends PalFit {
  /** γ of the point measured. */
  readonly measuredStep: number;
  /** γ of the step taken: its distance over ‖∇‖. */
  readonly stepSize: number;
  /** Of the parabola's minimum, before the cap; null where it has none. */
  readonly vertexStep: number | null;
  readonly evaluations: 2;
  /** The parabola at γ: ℓ + k·s + a·s² with s = γ‖∇‖. */
  parabola(step: number): number;
}

/** PAL's first step from here: its direction is the gradient while there is no earlier one to mix in. */
export function palCourse({ hyperparameters }: OptimizerSetting & { readonly id: 'pal' }, line: Line): PalCourse {
  const { loss } = line;
  const gradNorm = Math.sqrt(line.gradNormSq);
  const length = gradNorm || numeric(hyperparameters, 'epsilon');
  const measuredStep = numeric(hyperparameters, 'measure') / length;
  const fit = palFit(hyperparameters, loss, -gradNorm, line.phi(measuredStep));
  return {
    ...fit,
    measuredStep,
    stepSize: fit.distance / length,
    vertexStep: fit.curvature > 0 ? -fit.slope / (2 * fit.curvature) / length : null,
    evaluations: 2,
    parabola: (step) => loss + fit.slope * step * length + fit.curvature * (step * length) ** 2,
  };
}

export interface PolyakCourse extends PolyakSizes {
  /** φ at the step taken. */
  readonly loss: number;
  /** γ at which the tangent meets the target: the step before it is clipped. */
  readonly tangentMeetsTarget: number;
  readonly evaluations: 1;
}

/**
 * The Polyak point: where the tangent ℓ − γ‖∇‖² meets the target, capped at η.
 * @param target ℓ̄: 0, or an AOV
 */
export function polyakCourse(line: Line, eta: number, target: number): PolyakCourse {
  const sizes = polyakSizes(line.loss - target, line.gradNormSq, eta);
  return { ...sizes, loss: line.phi(sizes.stepSize), tangentMeetsTarget: sizes.raw, evaluations: 1 };
}

/**
 * φ at equally spaced steps.
 * @returns [γ, φ(γ)] for `points` steps from 0 to `reach`
 */
export function curveOf(line: Line, reach: number, points = 101): readonly (readonly [number, number])[] {
  return Array.from({ length: points }, (_, i) => {
    const step = (reach * i) / (points - 1);
    return [step, line.phi(step)] as const;
  });
}
