/**
 * One Polyak step in one dimension, in closed form. The step minimises the proximal truncated model
 *
 *     F(u) = max( ℓ + g(u − w), ℓ̄ ) + (u − w)²/(2η),
 *
 * the tangent cut off at the target ℓ̄, and a parabola that keeps the next point near. Its minimiser is w − γg with
 * γ = max(0, min(η, (ℓ − ℓ̄)/g²)): the rule of ALI-G (ℓ̄ = 0) and AALIG (ℓ̄ the AOV).
 *
 * The dual picture: max(a, b) is the largest αa + (1 − α)b over α in [0, 1], which turns F's minimum into the maximum of
 *
 *     D(α) = αℓ + (1 − α)ℓ̄ − ½ηα²g²,
 *
 * a parabola in one number. Its vertex is α = (ℓ − ℓ̄)/(ηg²), clipped to [0, 1], and γ = ηα.
 */

export interface PolyakPoint {
  /** w; by default 0, so that `next` is the move. */
  readonly w?: number;
  /** ℓ. */
  readonly loss: number;
  /** g, the slope at w. */
  readonly slope: number;
  /** ℓ̄, what the loss is thought to reach: 0, a lower bound, an AOV. */
  readonly target: number;
  /** η, the largest step size, above 0. */
  readonly eta: number;
  /** ε, added to g² as the optimizers do; 0 by default, which is the model's exact minimiser. */
  readonly epsilon?: number;
}

/** `zero`: already at or below the target; `inside`: the plain Polyak step; `capped`: η, a step of SGD. */
export type StepRegime = 'zero' | 'inside' | 'capped';

export interface PolyakStep {
  /** (ℓ − ℓ̄)/(g² + ε), before clipping; ±∞ on a flat loss. */
  readonly raw: number;
  /** γ = max(0, min(η, raw)). */
  readonly stepSize: number;
  readonly regime: StepRegime;
  /** w − γg. */
  readonly next: number;
  /** α = γ/η, in [0, 1]. */
  readonly dual: number;
  /** α before it was clipped: raw/η. */
  readonly dualUnclipped: number;
  /** F at `next`, which is D at `dual` (for ε = 0). */
  readonly modelMinimum: number;
}

export interface PolyakSizes {
  readonly raw: number;
  readonly stepSize: number;
  readonly regime: StepRegime;
}

/**
 * The step size alone, in any dimension.
 * @param gap ℓ − ℓ̄
 * @param gradNormSq ‖∇‖²
 */
export function polyakSizes(gap: number, gradNormSq: number, eta: number, epsilon = 0): PolyakSizes {
  const raw = gap === 0 ? 0 : gap / (gradNormSq + epsilon);
  if (raw <= 0) return { raw, stepSize: 0, regime: 'zero' };
  return raw >= eta ? { raw, stepSize: eta, regime: 'capped' } : { raw, stepSize: raw, regime: 'inside' };
}

/** The step from a point. */
export function polyakStep(at: PolyakPoint): PolyakStep {
  const { w = 0, loss, slope, target, eta, epsilon = 0 } = at;
  const sizes = polyakSizes(loss - target, slope * slope, eta, epsilon);
  const next = w - sizes.stepSize * slope;
  return { ...sizes, next, dual: sizes.stepSize / eta, dualUnclipped: sizes.raw / eta, modelMinimum: proximalModel(at, next) };
}

/** ℓ + g(u − w). */
export function tangent({ w = 0, loss, slope }: PolyakPoint, u: number): number {
  return loss + slope * (u - w);
}

/** max(tangent, ℓ̄): what the loss is thought to be at u. */
export function truncatedModel(at: PolyakPoint, u: number): number {
  return Math.max(tangent(at, u), at.target);
}

/** (u − w)²/(2η): the price of going far. */
export function proximalTerm({ w = 0, eta }: PolyakPoint, u: number): number {
  return (u - w) ** 2 / (2 * eta);
}

/** F(u), what the step minimises. */
export function proximalModel(at: PolyakPoint, u: number): number {
  return truncatedModel(at, u) + proximalTerm(at, u);
}

/** D(α), whose maximum over [0, 1] is F's minimum. */
export function dualObjective({ loss, slope, target, eta }: PolyakPoint, alpha: number): number {
  return alpha * loss + (1 - alpha) * target - (eta * (alpha * slope) ** 2) / 2;
}
