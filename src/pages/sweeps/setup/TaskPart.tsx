/** What is trained: the task with its options, and the protocol that all runs share. */
import { useEffect } from 'react';
import { catalogEntry } from '../../../datasets/catalog';
import { type Field, isVisible } from '../../../fields/field';
import { useAvailableSets } from '../../../state/data';
import { listData } from '../../../state/data-actions';
import { namedSet, namesSet } from '../../../state/experiment-edit';
import { protocolField } from '../../../state/experiment-fields';
import { goTo } from '../../../state/place';
import type { TaskId } from '../../../tasks/definition';
import { taskOf, tasks } from '../../../tasks/registry';
import { type Draft, optionValues } from './draft';
import { OptionField, TextRow } from './OptionField';
import styles from './setup.module.css';
import { type SweepEdit, withOption, withPart, withTask } from './sweep-edit';
import { useSweepEdit } from './use-sweep-edit';

export function TaskPart({ edit, problems }: { readonly edit: SweepEdit; readonly problems: Draft['problems'] }) {
  const change = useSweepEdit((state) => state.change);
  const task = taskOf(edit.taskId);
  const values = optionValues(edit);
  const shown = task.fields.filter((field) => isVisible(field, values));
  const advanced = shown.filter((field) => field.advanced);
  const option = (field: Field) => (
    <OptionField
      key={`${edit.taskId}.${field.key}`}
      edit={edit}
      field={field}
      value={edit.options[field.key] ?? null}
      problem={problems[`task.${field.key}`]}
      onChange={(value) => change((before) => withOption(before, field.key, value))}
    />
  );
  const protocol = (key: 'epochs' | 'batchSize') => (
    <TextRow
      label={protocolField(key, edit.taskId).label}
      help={protocolField(key, edit.taskId).help}
      numeric
      value={edit[key]}
      problem={problems[key]}
      onChange={(text) => change((before) => withPart(before, { [key]: text }))}
    />
  );
  return (
    <section className={styles.part} aria-labelledby="sweep-task">
      <h3 id="sweep-task">Task</h3>
      <select
        className={styles.task}
        aria-label="Task"
        aria-describedby="sweep-task-summary"
        value={edit.taskId}
        onChange={(event) => {
          const id = event.currentTarget.value as TaskId;
          change((before) => withTask(before, id));
        }}
      >
        {tasks.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      <p className={styles.note} id="sweep-task-summary">
        {task.summary} ({task.paper})
      </p>
      <div className={styles.fields}>{shown.filter((field) => !field.advanced).map(option)}</div>
      <MissingSet edit={edit} />
      {advanced.length > 0 && (
        <details className={styles.details} open={advanced.some(({ key }) => problems[`task.${key}`]) || undefined}>
          <summary>More options</summary>
          <div className={styles.fields}>{advanced.map(option)}</div>
        </details>
      )}
      <div className={styles.protocol}>
        {protocol('epochs')}
        {protocol('batchSize')}
        <TextRow
          label="seeds"
          help="Numbers and ranges, e.g. 1, 2, 3 or 1-5. Every setting runs with each; within a seed all share initial weights and batches."
          value={edit.seeds}
          problem={problems['seeds']}
          onChange={(seeds) => change((before) => withPart(before, { seeds }))}
        />
      </div>
    </section>
  );
}

/** Says that the data set which the options name is not on this machine, and where it is brought. */
function MissingSet({ edit }: { readonly edit: SweepEdit }) {
  const takesSets = taskOf(edit.taskId).fields.some(namesSet);
  const sets = useAvailableSets();
  useEffect(() => {
    if (takesSets) listData();
  }, [takesSets]);
  const named = namedSet(edit);
  if (!takesSets || named === null) return null;
  const here = sets.find(({ set }) => set.key === named.key);
  if (here) return <p className={styles.note}>{here.set.text}</p>;
  const name = named.key === named.id ? catalogEntry(named.id).name : `“${named.key}”`;
  return (
    <p className={styles.missing}>
      {name} is not on this machine yet: bring it with <em>Data…</em> on the{' '}
      <button type="button" className={styles.link} onClick={() => goTo('playground')}>
        Playground
      </button>
      , then it can be swept here.
    </p>
  );
}
