/** What stands in a cell of the tables: the published number, or what came of our own runs; never one in the other's place. */
import { groupMetric, hasFailed } from '../results/groups';
import type { Spread } from '../results/result';
import type { PanelResult } from './definition';
import { methodOf, methodsIn } from './measured';
import type { TableMethod } from './tables';

/** A measured cell: accuracy of the best epoch, in [0, 1], over the seeds. */
export interface MeasuredCell {
  /** Null where every seed diverged or failed. */
  readonly accuracy: Spread | null;
  /** Seeds that diverged or failed, and all that ended. */
  readonly failures: number;
  readonly seeds: number;
  /** "54.4", "54.4 ± 0.3" over several seeds, "diverged". */
  readonly text: string;
}

/** Our number in a cell; null while no run of the method has ended. */
export function measuredOf(panel: PanelResult | undefined, method: TableMethod): MeasuredCell | null {
  const found = panel && methodOf(methodsIn(panel.result), method);
  if (!found) return null;
  const { runs } = found.group;
  const accuracy = groupMetric(found.group, 'bestValidationAccuracy');
  const failed = runs.filter(hasFailed);
  const asPercent = (share: number) => (100 * share).toFixed(1);
  const spread = accuracy && accuracy.count > 1 ? ` ± ${asPercent(accuracy.sd)}` : '';
  const text = accuracy
    ? `${asPercent(accuracy.mean)}${spread}`
    : failed.some(({ status }) => status === 'diverged')
      ? 'diverged'
      : 'failed';
  return { accuracy, failures: failed.length, seeds: runs.length, text };
}
