/** Kept sessions on the page Compare: what of them can be put beside other experiments, and how. */
import { InputError } from '../../fields/input-error';
import { ResultCollector } from '../../results/collector';
import type { ExperimentResult } from '../../results/result';
import { useComparison } from '../comparison';
import { type HistoryEntry, rememberResult, useHistory } from '../history';
import { useNotices } from '../notices';
import { pastExperiments, picksOf } from '../past-experiments';
import { useSweeps } from '../sweeps/store';
import { listKept, theParts } from './place';
import { atRest, merged } from './records';
import { type LoadedSession, problemOf } from './storage';
import type { KeptEntry } from './store';

/**
 * A kept session as a result, as if it had just ended.
 * @throws InputError where something of it is missing
 */
export function resultOfKept({ head, prepared, chunks, latest }: LoadedSession): ExperimentResult {
  if (!head.device) throw new InputError('Kept run', 'it had not begun to train');
  const collector = new ResultCollector(head.experiment, head.device, () => undefined);
  collector.prepared(prepared.task, prepared.runs);
  for (const entry of merged(chunks, null).epochs) collector.epoch(entry);
  for (const entry of latest.followed) collector.followed(entry);
  for (const change of atRest(head.statuses, 'cancelled')) collector.runStatus(change);
  return collector.result();
}

/**
 * The sessions that can be added to those that are compared: with an epoch to show, not in another tab, and not compared already.
 * @param entries the list as it is kept
 * @param current the one in the charts: it comes by itself when it ends
 */
export function comparable(
  entries: readonly KeptEntry[],
  history: readonly Pick<HistoryEntry, 'keptId'>[],
  current: string | null,
): readonly KeptEntry[] {
  const there = new Set(history.map(({ keptId }) => keptId));
  return entries.filter(
    ({ id, damage, epoch, elsewhere, status }) =>
      damage === null && epoch > 0 && !elsewhere && !there.has(id) && !(id === current && status === 'under-way'),
  );
}

/** Puts a kept session among the experiments that can be compared. What is wrong with it is said in a notice. */
export async function compareKept({ id, name }: Pick<KeptEntry, 'id' | 'name'>): Promise<void> {
  try {
    const { keeper, storage } = theParts();
    await keeper.settled();
    const result = resultOfKept(await (await storage).load(id));
    // Beside what is shown, also where nobody has picked anything yet.
    const { picks, setPicks } = useComparison.getState();
    const inForce = picksOf(picks, pastExperiments(useHistory.getState().experiments, useSweeps.getState().entries));
    setPicks({ ...inForce, [rememberResult(name, 'kept', result, id)]: 'suggested' });
  } catch (error) {
    useNotices.getState().notify({
      kind: 'error',
      title: `“${name}” cannot be compared`,
      text: `${problemOf(error)}. The other runs are not harmed.`,
    });
    await listKept().catch(() => undefined);
  }
}
