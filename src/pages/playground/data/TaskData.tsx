/** Below the options that choose a task's data: whether the set that they name is here, and the way to the data panel. */
import { useEffect } from 'react';
import { catalogEntry } from '../../../datasets/catalog';
import { useAvailableSets, useData } from '../../../state/data';
import { listData } from '../../../state/data-actions';
import { namedSet, namesSet, setIdsOf } from '../../../state/experiment-edit';
import type { Edit } from '../../../state/experiment-fields';
import { taskOf } from '../../../tasks/registry';
import styles from './data.module.css';
import { useMissingSet } from './use-missing-set';

/** The line; nothing for tasks that take no data sets. */
export function TaskData({ edit }: { readonly edit: Edit }) {
  const takesSets = taskOf(edit.taskId).fields.some(namesSet);
  const openPanel = useData((state) => state.openPanel);
  const downloads = useData((state) => state.downloads);
  const reading = useData((state) => state.openings.length > 0);
  const sets = useAvailableSets();
  const missing = useMissingSet(edit);
  useEffect(() => {
    if (takesSets) listData();
  }, [takesSets]);
  if (!takesSets) return null;
  const named = namedSet(edit);
  const here = named && sets.find(({ set }) => set.key === named.key);
  const loads = named !== null && named.key === named.id && catalogEntry(named.id).downloads.length > 0;
  const ids = setIdsOf(edit.taskId);
  const coming = (named && downloads[named.id] && 'is being downloaded') || (reading && 'is not here yet; a file is being read');
  return (
    <div className={styles.task} data-missing={missing !== null || undefined}>
      <p>
        {!named && 'Real data: download a set, or open files of your own.'}
        {here?.set.text}
        {missing &&
          (coming
            ? `${missing} ${coming}.`
            : `${missing} is not on this machine yet. ${loads ? 'Download it, or open' : 'Open'} your copy.`)}
      </p>
      <button
        type="button"
        className={missing && !coming ? styles.primary : styles.button}
        aria-haspopup="dialog"
        onClick={() => openPanel(named?.id ?? (ids.length === 1 ? ids[0] : undefined))}
      >
        Data…
      </button>
    </div>
  );
}
