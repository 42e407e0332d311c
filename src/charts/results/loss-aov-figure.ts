/** Figure 4 of the paper: mean loss and mean AOV above, mean step size below. */
import type { EpochResult } from '../../results/result';
import type { YScale } from '../../state/chart-settings';
import type { Figure } from '../figure';

export interface LossAovOptions {
  readonly yScale: YScale;
  /** The whole x axis, where it is known before all has come. */
  readonly xEnd?: number;
}

export function lossAovFigure(_epochs: readonly EpochResult[], _options: LossAovOptions): Figure {
  return { draw() {} };
}
