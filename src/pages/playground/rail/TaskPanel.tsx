/** What is trained on what, and for how long. */
import { IconDice5 } from '@tabler/icons-react';
import { type Field, isVisible } from '../../../fields/field';
import { useExperiment } from '../../../state/experiment';
import { namesSet } from '../../../state/experiment-edit';
import {
  type Address,
  addressText,
  defaultAt,
  type Edit,
  type ProtocolKey,
  protocolField,
  valueAt,
} from '../../../state/experiment-fields';
import type { TaskId } from '../../../tasks/definition';
import { taskOf, tasks } from '../../../tasks/registry';
import { TaskData } from '../data/TaskData';
import { FieldControl } from '../fields/FieldControl';
import type { FieldLayout } from '../fields/FieldFrame';
import { MemoryNote } from './MemoryNote';
import { OpenedSettings } from './OpenedSettings';
import styles from './rail.module.css';
import { SeedCount } from './SeedCount';
import { StartsFrom } from './StartsFrom';

const seedCount: Address = { part: 'protocol', field: 'seedCount' };

/** The task section of the rail. */
export function TaskPanel() {
  const edit = useExperiment((state) => state.edit);
  const chooseTask = useExperiment((state) => state.chooseTask);
  const setValue = useExperiment((state) => state.setValue);
  const task = taskOf(edit.taskId);
  const shown = task.fields.filter((field) => isVisible(field, edit.options));
  const plain = shown.filter((field) => !field.advanced);
  /** Where the options that choose the data end. */
  const data = 1 + plain.findLastIndex((field) => namesSet(field) || field.key === 'dataset');
  const advanced = shown.filter((field) => field.advanced);
  const option = (field: Field) => (
    <EditedField key={`${edit.taskId}.${field.key}`} edit={edit} field={field} address={{ part: 'task', field: field.key }} />
  );
  const protocol = (key: ProtocolKey) => (
    <EditedField edit={edit} field={protocolField(key, edit.taskId)} address={{ part: 'protocol', field: key }} layout="bare" />
  );
  return (
    <section className={styles.section} aria-labelledby="task-heading" data-tour="task">
      <h2 id="task-heading">Task</h2>
      <select
        className={styles.task}
        aria-label="Task"
        aria-describedby="task-summary"
        value={edit.taskId}
        onChange={(event) => chooseTask(event.currentTarget.value as TaskId)}
      >
        {tasks.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      <p className={styles.summary} id="task-summary">
        {task.summary} ({task.paper})
      </p>
      {plain.slice(0, data).map(option)}
      <TaskData edit={edit} />
      {plain.slice(data).map(option)}
      {advanced.length > 0 && (
        <details className={styles.details}>
          <summary>More options</summary>
          <div className={styles.fold}>{advanced.map(option)}</div>
        </details>
      )}
      <div className={styles.protocol}>
        {protocol('epochs')}
        {protocol('batchSize')}
        <div className={styles.seed}>
          {protocol('seed')}
          <button
            type="button"
            className={styles.icon}
            aria-label="Draw another seed"
            title="Draw another seed"
            onClick={() => setValue({ part: 'protocol', field: 'seed' }, 1 + Math.floor(Math.random() * 9999))}
          >
            <IconDice5 size={17} stroke={1.6} aria-hidden="true" />
          </button>
        </div>
        <SeedCount
          value={edit.seedCount}
          runs={edit.optimizers.length * edit.seedCount}
          error={edit.refused[addressText(seedCount)]?.message}
          onChange={(count) => setValue(seedCount, count)}
        />
      </div>
      <StartsFrom />
      <OpenedSettings edit={edit} />
      <MemoryNote edit={edit} />
    </section>
  );
}

interface EditedFieldProps {
  readonly edit: Edit;
  readonly field: Field;
  readonly address: Address;
  readonly layout?: FieldLayout;
}

/** A field of the experiment, at its address. */
function EditedField({ edit, field, address, layout }: EditedFieldProps) {
  const setValue = useExperiment((state) => state.setValue);
  const resetValue = useExperiment((state) => state.resetValue);
  return (
    <FieldControl
      field={field}
      layout={layout}
      value={valueAt(edit, address)}
      defaultValue={defaultAt(edit, address)}
      refusal={edit.refused[addressText(address)]}
      onChange={(value, text) => setValue(address, value, text)}
      onReset={() => resetValue(address)}
    />
  );
}
