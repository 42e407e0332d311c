/** The values of a hyperparameter: one press each for the usual ones, and a line of text for whatever else. */
import { useId } from 'react';
import type { Field, FieldValue } from '../../../fields/field';
import { settingText, symbolText } from '../../../state/number-text';
import { valuesIn, valueText } from './list-text';
import styles from './setup.module.css';

export interface ListFieldProps {
  readonly field: Field;
  /** Of the method, for names that tell its controls apart. */
  readonly method: string;
  readonly text: string;
  readonly problem: string | undefined;
  /** Whether its name is written out; else its symbol stands for it. */
  readonly named?: boolean;
  /** Values to press. */
  readonly choices: readonly FieldValue[];
  readonly onToggle: (value: FieldValue) => void;
  readonly onText: (text: string) => void;
}

/** What a press is called: a choice by its name, a number as it is typed. */
function choiceText(field: Field, value: FieldValue): string {
  if (field.kind === 'choice') return field.choices.find((choice) => choice.value === value)?.label ?? String(value);
  if (field.kind === 'number' && typeof value === 'number') return settingText(value);
  return valueText(field, value);
}

export function ListField({ field, method, text, problem, named = false, choices, onToggle, onText }: ListFieldProps) {
  const id = useId();
  const symbol = field.symbol ? symbolText(field.symbol) : null;
  const chosen = valuesIn(field, text).values;
  const typed = field.kind === 'number';
  return (
    <div className={styles.list} data-invalid={problem ? true : undefined}>
      <span className={styles.listName} title={`${field.label}: ${field.help}`} aria-hidden="true">
        {(named || !symbol) && field.label}
        {symbol && <i>{symbol}</i>}
      </span>
      {choices.length > 0 && (
        <fieldset className={styles.chips}>
          <legend className="visually-hidden">
            {field.label} of {method}
          </legend>
          {choices.map((value) => (
            <button
              key={String(value)}
              type="button"
              className={styles.chip}
              aria-pressed={chosen.includes(value)}
              onClick={() => onToggle(value)}
            >
              {choiceText(field, value)}
            </button>
          ))}
        </fieldset>
      )}
      {typed && (
        <input
          id={id}
          className={styles.text}
          type="text"
          autoComplete="off"
          spellCheck={false}
          value={text}
          aria-label={`${field.label} of ${method}`}
          aria-invalid={problem !== undefined}
          aria-describedby={`${id}-help${problem ? ` ${id}-problem` : ''}`}
          onChange={(event) => onText(event.currentTarget.value)}
        />
      )}
      <span className="visually-hidden" id={`${id}-help`}>
        {field.help} One value, or several with commas between them.
      </span>
      {problem && (
        <p className={styles.problem} id={`${id}-problem`} role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
