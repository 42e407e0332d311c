/** One option of the task in one row: its name to the left, its control to the right, what is wrong below. */
import { type ReactNode, useId, useRef } from 'react';
import type { Field, FieldValue, FileField } from '../../../fields/field';
import { useAvailableSets } from '../../../state/data';
import { namesSet, setIdsOf } from '../../../state/experiment-edit';
import { useFiles } from '../../../state/files';
import { symbolText } from '../../../state/number-text';
import { openFiles } from '../../../state/worker-files';
import styles from './setup.module.css';
import type { SweepEdit } from './sweep-edit';

interface RowProps {
  readonly label: string;
  readonly symbol?: string | undefined;
  readonly help: string;
  readonly problem: string | undefined;
  /** @param ids for the control: its own, and those that describe it */
  readonly control: (ids: { readonly id: string; readonly describedBy: string }) => ReactNode;
  readonly below?: ReactNode;
}

/** A labelled control with help and error. */
export function FieldRow({ label, symbol, help, problem, control, below }: RowProps) {
  const id = useId();
  return (
    <div className={styles.field} data-invalid={problem ? true : undefined}>
      <label className={styles.label} htmlFor={id} title={help}>
        {label}
        {symbol && <i aria-hidden="true">{symbolText(symbol)}</i>}
      </label>
      {control({ id, describedBy: `${id}-help${problem ? ` ${id}-problem` : ''}` })}
      <span className="visually-hidden" id={`${id}-help`}>
        {help}
      </span>
      {below}
      {problem && (
        <p className={styles.problem} id={`${id}-problem`} role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}

interface TextRowProps extends Omit<RowProps, 'control' | 'below'> {
  readonly value: string;
  readonly placeholder?: string | undefined;
  readonly numeric?: boolean;
  readonly onChange: (text: string) => void;
}

/** A row with a line of text. */
export function TextRow({ value, placeholder, numeric, onChange, ...row }: TextRowProps) {
  return (
    <FieldRow
      {...row}
      control={({ id, describedBy }) => (
        <input
          id={id}
          className={styles.text}
          type="text"
          inputMode={numeric ? 'decimal' : undefined}
          autoComplete="off"
          spellCheck={false}
          value={value}
          placeholder={placeholder}
          aria-invalid={row.problem !== undefined}
          aria-describedby={describedBy}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )}
    />
  );
}

export interface OptionFieldProps {
  readonly edit: SweepEdit;
  readonly field: Field;
  readonly value: FieldValue;
  readonly problem: string | undefined;
  readonly onChange: (value: FieldValue) => void;
}

/** The control of an option, drawn from its description. */
export function OptionField({ edit, field, value, problem, onChange }: OptionFieldProps) {
  const row = { label: field.label, symbol: field.symbol, help: field.help, problem };
  switch (field.kind) {
    case 'number':
      return <TextRow {...row} numeric value={String(value ?? '')} placeholder={field.nullable} onChange={onChange} />;
    case 'choice':
      return (
        <Select
          {...row}
          value={String(field.choices.findIndex((choice) => choice.value === value))}
          choices={field.choices.map(({ label }, index) => ({ value: String(index), label }))}
          onChange={(index) => onChange(field.choices[Number(index)]?.value ?? field.default)}
        />
      );
    case 'switch':
      return (
        <FieldRow
          {...row}
          control={({ id, describedBy }) => (
            <input
              id={id}
              className={styles.box}
              type="checkbox"
              aria-describedby={describedBy}
              checked={value === true}
              onChange={(event) => onChange(event.currentTarget.checked)}
            />
          )}
        />
      );
    case 'file':
      return namesSet(field) ? (
        <SetOption edit={edit} value={value} onChange={onChange} row={row} />
      ) : (
        <FileOption field={field} value={value} onChange={onChange} row={row} />
      );
    default:
      return field satisfies never;
  }
}

interface SelectProps extends Omit<RowProps, 'control'> {
  readonly value: string;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string) => void;
}

/** A row with a list to choose from. */
export function Select({ value, choices, onChange, ...row }: SelectProps) {
  return (
    <FieldRow
      {...row}
      control={({ id, describedBy }) => (
        <select
          id={id}
          className={styles.select}
          value={value}
          aria-describedby={describedBy}
          onChange={(event) => onChange(event.currentTarget.value)}
        >
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </select>
      )}
    />
  );
}

interface FileProps {
  readonly value: FieldValue;
  readonly onChange: (value: FieldValue) => void;
  readonly row: Omit<RowProps, 'control' | 'below'>;
}

/** What can be chosen, with what is chosen though it is not here. */
function fileChoices(names: readonly string[], value: FieldValue, gone: string) {
  const choices = [{ value: '', label: 'none' }, ...names.map((name) => ({ value: name, label: name }))];
  if (typeof value === 'string' && !names.includes(value)) choices.push({ value, label: `${value} (${gone})` });
  return choices;
}

/** A kept data set; without any that fits there is nothing to choose, and no row. */
function SetOption({ edit, value, onChange, row }: FileProps & { readonly edit: SweepEdit }) {
  const ids = setIdsOf(edit.taskId);
  const chosen = ids.find((id) => id === edit.options['dataset']);
  const fitting = useAvailableSets().filter(({ set }) => (chosen ? set.id === chosen : ids.includes(set.id)) && set.key !== set.id);
  if (fitting.length === 0 && value === null) return null;
  const names = fitting.map(({ set }) => set.key);
  return (
    <Select
      {...row}
      value={typeof value === 'string' ? value : ''}
      choices={fileChoices(names, value, 'not here')}
      onChange={(name) => onChange(name || null)}
    />
  );
}

/** A file that was opened, here or in the playground. */
function FileOption({ field, value, onChange, row }: FileProps & { readonly field: FileField }) {
  const files = useFiles((state) => state.files);
  const reading = useFiles((state) => state.reading);
  const input = useRef<HTMLInputElement>(null);
  const names = files.map(({ summary }) => summary.name);
  const open = async (list: File[]) => {
    const name = await openFiles(list, false);
    if (name !== null) onChange(name);
  };
  return (
    <Select
      {...row}
      value={typeof value === 'string' ? value : ''}
      choices={fileChoices(names, value, 'not opened')}
      onChange={(name) => onChange(name || null)}
      below={
        <p className={styles.fileLine}>
          <button type="button" className={styles.link} disabled={reading.length > 0} onClick={() => input.current?.click()}>
            {reading.length > 0 ? `Reading ${reading[0]}…` : 'Open file…'}
          </button>{' '}
          {files.find(({ summary }) => summary.name === value)?.summary.description ?? field.accepts}
          <input
            ref={input}
            type="file"
            className="visually-hidden"
            aria-label={`Open ${field.accepts}`}
            tabIndex={-1}
            onChange={(event) => {
              const list = [...(event.currentTarget.files ?? [])];
              // Emptied, so that the same file can be opened again after it was changed.
              event.currentTarget.value = '';
              void open(list);
            }}
          />
        </p>
      }
    />
  );
}
