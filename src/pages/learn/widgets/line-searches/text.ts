/** Step sizes of a search as text: small ones in decimals, so that shorter and longer can be seen at a glance. */
import { measuredText } from '../../../../state/number-text';

/** Three digits: `0.00970`, `0.387`, `1.00`; a dash where there is none. */
export function gammaText(step: number | undefined): string {
  return step !== undefined && step >= 1e-5 && step < 0.01 ? step.toPrecision(3) : measuredText(step);
}

/** A loss or the height of a line, which may be below zero. */
export const lossText = (loss: number | undefined) => measuredText(loss).replace(/^-/, '−');
