/** A file the person brings: opened with the button or dropped anywhere on the page, then chosen here. */
import { useRef } from 'react';
import type { FieldValue, FileField as FileFieldSpec } from '../../../fields/field';
import { useAvailableSets } from '../../../state/data';
import { useExperiment } from '../../../state/experiment';
import { namesSet, setIdsOf } from '../../../state/experiment-edit';
import { useFiles } from '../../../state/files';
import { openFiles } from '../../../state/worker-files';
import { FieldFrame, type FieldLayout } from './FieldFrame';
import styles from './fields.module.css';

export interface FileFieldProps {
  readonly field: FileFieldSpec;
  readonly value: FieldValue;
  readonly error: string | undefined;
  readonly isDefault: boolean;
  readonly layout: FieldLayout;
  readonly onChange: (value: FieldValue) => void;
  readonly onReset: () => void;
}

/** What a file field can be set to. */
interface Choice {
  readonly name: string;
  readonly label: string;
}

interface ChosenFileProps extends FileFieldProps {
  readonly choices: readonly Choice[];
  /** What is said of a choice that is gone. */
  readonly gone: string;
}

/** A file field: what is there to choose from, and how to bring more. */
export function FileField(props: FileFieldProps) {
  return namesSet(props.field) ? <SetField {...props} /> : <SingleFileField {...props} />;
}

/**
 * Data sets come by the data panel, which the task panel leads to; those that fit the task are here to choose from. Without any there is
 * nothing to choose, and no field.
 */
function SetField(props: FileFieldProps) {
  const edit = useExperiment((state) => state.edit);
  const ids = setIdsOf(edit.taskId);
  const chosen = ids.find((id) => id === edit.options['dataset']);
  // Without a file of its own a task takes the set of the catalog's name, so that one is no choice here.
  const fitting = useAvailableSets().filter(({ set }) => (chosen ? set.id === chosen : ids.includes(set.id)) && set.key !== set.id);
  const choices = fitting.map(({ set }) => ({ name: set.key, label: set.key }));
  if (choices.length === 0 && props.value === null && !props.error) return null;
  return <ChosenFile {...props} choices={choices} gone="not here" below={null} />;
}

/** Single files are opened here. */
function SingleFileField(props: FileFieldProps) {
  const files = useFiles((state) => state.files);
  const choices = files.map(({ summary }) => ({ name: summary.name, label: summary.name }));
  const chosen = files.find(({ summary }) => summary.name === props.value);
  return (
    <ChosenFile
      {...props}
      choices={choices}
      gone="not opened"
      below={<OpenFile accepts={props.field.accepts} description={chosen?.summary.description} />}
    />
  );
}

function ChosenFile({
  field,
  value,
  error,
  isDefault,
  layout,
  choices,
  gone,
  below,
  onChange,
  onReset,
}: ChosenFileProps & { readonly below: React.ReactNode }) {
  const known = choices.some(({ name }) => name === value);
  return (
    <FieldFrame
      field={field}
      layout={layout}
      isDefault={isDefault}
      defaultText="none"
      error={error}
      onReset={onReset}
      control={(ids) => (
        <select
          id={ids.id}
          className={styles.select}
          aria-describedby={ids.describedBy}
          value={typeof value === 'string' ? value : ''}
          onChange={(event) => onChange(event.currentTarget.value || null)}
        >
          <option value="">none</option>
          {choices.map(({ name, label }) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
          {typeof value === 'string' && !known && (
            <option value={value}>
              {value} ({gone})
            </option>
          )}
        </select>
      )}
      below={() => below}
    />
  );
}

function OpenFile({ accepts, description }: { readonly accepts: string; readonly description: string | undefined }) {
  const reading = useFiles((state) => state.reading);
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className={styles.file}>
      <button type="button" className={styles.textButton} onClick={() => input.current?.click()} disabled={reading.length > 0}>
        {reading.length > 0 ? `Reading ${reading[0]}…` : 'Open file…'}
      </button>
      <span className={styles.note}>{description ?? `${accepts}, or drop it anywhere`}</span>
      <input
        ref={input}
        type="file"
        className="visually-hidden"
        aria-label={`Open ${accepts}`}
        tabIndex={-1}
        onChange={(event) => {
          const list = [...(event.currentTarget.files ?? [])];
          // Emptied, so that the same file can be opened again after it was changed.
          event.currentTarget.value = '';
          void openFiles(list);
        }}
      />
    </div>
  );
}
