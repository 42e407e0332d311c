/** What the experiment will take of the device's memory, before it runs, and the choice of a subset where the data do not fit. */
import { Suspense, use } from 'react';
import { useAvailableSets } from '../../../state/data';
import { useDevice } from '../../../state/device';
import { useExperiment } from '../../../state/experiment';
import { namedSet } from '../../../state/experiment-edit';
import type { Edit } from '../../../state/experiment-fields';
import { countText } from '../../../state/number-text';
import type { TaskDefinition } from '../../../tasks/definition';
import { taskOf } from '../../../tasks/registry';
import { memoryText } from './memory-text';
import styles from './rail.module.css';

type Reckoning = Awaited<ReturnType<NonNullable<TaskDefinition['memory']>>>;

/** By task: fetched once. */
const fetched = new Map<TaskDefinition, Promise<Reckoning | null>>();

function reckoningOf(task: TaskDefinition): Promise<Reckoning | null> {
  // Where it cannot be fetched nothing is said: the experiment can run without.
  const reckoning = fetched.get(task) ?? task.memory?.().catch(() => null) ?? Promise.resolve(null);
  fetched.set(task, reckoning);
  return reckoning;
}

/** The note; nothing for tasks that take little. */
export function MemoryNote({ edit }: { readonly edit: Edit }) {
  const task = taskOf(edit.taskId);
  if (!task.memory) return null;
  return (
    <Suspense fallback={null}>
      <Note edit={edit} task={task} />
    </Suspense>
  );
}

function Note({ edit, task }: { readonly edit: Edit; readonly task: TaskDefinition }) {
  const info = useDevice((state) => state.info);
  const stepping = useDevice((state) => state.stepping);
  const setValue = useExperiment((state) => state.setValue);
  const sets = useAvailableSets();
  const memory = use(reckoningOf(task));
  const runs = edit.optimizers.length * edit.seedCount;
  if (!memory || runs === 0) return null;
  const onGpu = info?.backend === 'webgpu';
  const named = namedSet(edit);
  const limits = onGpu ? info.limits : null;
  const estimate = memory(edit.options, {
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
