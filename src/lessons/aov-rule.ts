/** Algorithm 2 for one sample, in plain numbers: how an approximate optimal value (AOV) answers a reference loss (specification §13.4). */

export interface AovChange {
  /** a_z after the update. */
  readonly aov: number;
  /** Δ_z after the update. */
  readonly gap: number;
  /** Whether r_z ≤ a_z. */
  readonly reached: boolean;
}

/**
 * Reached (r ≤ a): a ← max(a − Δ/2, B), Δ unchanged, so that every further reduction is as large.
 * Not reached (r > a): Δ ← (r − a)/2, a ← a + Δ, half-way up to r.
 * A reference that is not finite (no loss was met yet) changes nothing.
 * @param aov a_z
 * @param gap Δ_z, the size of its last raise
 * @param reference r_z, the sample's loss in the best epoch so far
 * @param bound B, below which no AOV falls
 */
export function updateAov(aov: number, gap: number, reference: number, bound: number): AovChange {
  if (reference <= aov) return { aov: Math.max(aov - gap / 2, bound), gap, reached: true };
  if (!Number.isFinite(reference)) return { aov, gap, reached: false };
  const raise = (reference - aov) / 2;
  return { aov: aov + raise, gap: raise, reached: false };
}
