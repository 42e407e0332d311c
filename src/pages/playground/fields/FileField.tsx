/** A file the person brings: opened with the button or dropped anywhere on the page, then chosen here. */
import { useRef } from 'react';
import type { FieldValue, FileField as FileFieldSpec } from '../../../fields/field';
import { useFiles } from '../../../state/files';
import { openFiles } from '../../../state/session';
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

/** A file field: the opened files to choose from, and a button that opens one more. */
export function FileField({ field, value, error, isDefault, layout, onChange, onReset }: FileFieldProps) {
  const files = useFiles((state) => state.files);
  const reading = useFiles((state) => state.reading);
  const input = useRef<HTMLInputElement>(null);
  const chosen = files.find(({ summary }) => summary.name === value);
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
          {files.map(({ summary }) => (
            <option key={summary.name} value={summary.name}>
              {summary.name}
            </option>
          ))}
          {typeof value === 'string' && !chosen && <option value={value}>{value} (not opened)</option>}
        </select>
      )}
      below={() => (
        <div className={styles.file}>
          <button type="button" className={styles.textButton} onClick={() => input.current?.click()} disabled={reading.length > 0}>
            {reading.length > 0 ? `Reading ${reading[0]}…` : 'Open file…'}
          </button>
          <span className={styles.note}>{chosen ? chosen.summary.description : `${field.accepts}, or drop it anywhere`}</span>
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
              void openFiles(list);
            }}
          />
        </div>
      )}
    />
  );
}
