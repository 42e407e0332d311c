/** What the experiment will take of the device's memory, before it runs, and the choice of a subset where the data do not fit. */
import { useAvailableSets } from '../../../state/data';
import { useDevice } from '../../../state/device';
import { useExperiment } from '../../../state/experiment';
import { namedSet } from '../../../state/experiment-edit';
import type { Edit } from '../../../state/experiment-fields';
import { countText } from '../../../state/number-text';
import { taskOf } from '../../../tasks/registry';
import { memoryText } from './memory-text';
import styles from './rail.module.css';

/** The note; nothing for tasks that take little. */
export function MemoryNote({ edit }: { readonly edit: Edit }) {
  const info = useDevice((state) => state.info);
  const stepping = useDevice((state) => state.stepping);
  const setValue = useExperiment((state) => state.setValue);
  const sets = useAvailableSets();
  const task = taskOf(edit.taskId);
  const runs = edit.optimizers.length * edit.seedCount;
  if (!task.memory || runs === 0) return null;
  const onGpu = info?.backend === 'webgpu';
  const named = namedSet(edit);
  const limits = onGpu ? info.limits : null;
  const estimate = task.memory(edit.options, {
    batchSize: edit.batchSize,
    runs,
    recorded: onGpu && stepping === 'recorded',
    largestTensor: limits ? Math.min(limits.buffer, limits.binding) : null,
    rows: sets.find(({ set }) => set.key === named?.key)?.set,
  });
  const { text, warns } = memoryText(estimate, runs);
  const { fits } = estimate;
  return (
    <div className={styles.memory} data-warns={warns || undefined}>
      <p>{text}</p>
      {fits !== null && (
        <button type="button" className={styles.link} onClick={() => setValue({ part: 'task', field: 'trainLimit' }, fits)}>
          Train on {countText(fits)} of them instead
        </button>
      )}
    </div>
  );
}
