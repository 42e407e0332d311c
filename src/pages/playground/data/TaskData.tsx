/** Below the options that choose a task's data: whether the set that they name is here, and the way to the data panel. */
import { useEffect } from 'react';
import { catalogEntry } from '../../../datasets/catalog';
import { useAvailableSets, useData } from '../../../state/data';
import { listData } from '../../../state/data-actions';
import { namedSet, namesSet, setIdsOf } from '../../../state/experiment-edit';
import type { Edit } from '../../../state/experiment-fields';
import { taskOf } from '../../../tasks/registry';
import styles from './data.module.css';

/** The line; nothing for tasks that take no data sets. */
export function TaskData({ edit }: { readonly edit: Edit }) {
  const takesSets = taskOf(edit.taskId).fields.some(namesSet);
  const openPanel = useData((state) => state.openPanel);
  const known = useData((state) => state.inventory !== null || state.unavailable !== null);
  const downloads = useData((state) => state.downloads);
  const reading = useData((state) => state.openings.length > 0);
  const sets = useAvailableSets();
  useEffect(() => {
    if (takesSets) listData();
  }, [takesSets]);
  if (!takesSets) return null;
  const named = namedSet(edit);
  const here = named && sets.find(({ set }) => set.key === named.key);
  const missing = named && known && !here;
  const name = named && (named.key === named.id ? catalogEntry(named.id).name : `“${named.key}”`);
  const ids = setIdsOf(edit.taskId);
  const coming = (named && downloads[named.id] && 'is being downloaded') || (reading && 'is not here yet; a file is being read');
  return (
    <div className={styles.task} data-missing={missing || undefined}>
      <p>
        {here?.set.text}
        {missing && `${name} ${coming || 'is not on this machine yet'}.`}
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
