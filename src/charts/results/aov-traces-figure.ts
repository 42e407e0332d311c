/** Figure 1 of the paper: AOV and loss of four followed samples. */
import type { FollowedResult } from '../../results/result';
import type { YScale } from '../../state/chart-settings';
import type { Figure } from '../figure';

export interface AovTracesOptions {
  readonly yScale: YScale;
  /** Epochs at whose end the AOVs were updated. */
  readonly updates: readonly number[];
  /** The whole x axis, where it is known before all has come. */
  readonly xEnd?: number;
}

export function aovTracesFigure(_followed: readonly FollowedResult[], _options: AovTracesOptions): Figure {
  return { draw() {} };
}
