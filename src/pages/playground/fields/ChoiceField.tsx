/** One of several: side by side while they are few and short, else a select. */
import { SegmentedControl } from '@mantine/core';
import type { ChoiceField as ChoiceFieldSpec, FieldValue } from '../../../fields/field';
import type { FieldLayout } from './FieldFrame';
import { FieldFrame } from './FieldFrame';
import styles from './fields.module.css';

export interface ChoiceFieldProps {
  readonly field: ChoiceFieldSpec;
  readonly value: FieldValue;
  readonly error: string | undefined;
  readonly isDefault: boolean;
  readonly defaultText: string;
  readonly layout: FieldLayout;
  readonly onChange: (value: FieldValue) => void;
  readonly onReset: () => void;
}

const mostSegments = 5;
/** Letters that fit side by side in the rail, counting each segment's padding as three. */
const mostLetters = 44;

/** A choice field. Choices are told apart by position, because they may be numbers as well as words. */
export function ChoiceField({ field, value, error, isDefault, defaultText, layout, onChange, onReset }: ChoiceFieldProps) {
  const { choices } = field;
  const chosen = String(
    Math.max(
      0,
      choices.findIndex((choice) => choice.value === value),
    ),
  );
  const choose = (position: string) => {
    const choice = choices[Number(position)];
    if (choice) onChange(choice.value);
  };
  const segmented =
    choices.length <= mostSegments && choices.reduce((letters, choice) => letters + choice.label.length + 3, 0) <= mostLetters;
  const help = choices[Number(chosen)]?.help;
  const frame = { field, layout, isDefault, defaultText, error, onReset };
  if (!segmented) {
    return (
      <FieldFrame
        {...frame}
        control={(ids) => (
          <select
            id={ids.id}
            className={styles.select}
            aria-describedby={ids.describedBy}
            value={chosen}
            onChange={(event) => choose(event.currentTarget.value)}
          >
            {choices.map((choice, position) => (
              <option key={choice.value} value={String(position)}>
                {choice.label}
              </option>
            ))}
          </select>
        )}
        below={() => help && <p className={styles.note}>{help}</p>}
      />
    );
  }
  return (
    <FieldFrame
      {...frame}
      control={() => null}
      below={(ids) => (
        <>
          <SegmentedControl
            className={styles.segments}
            size="xs"
            fullWidth
            aria-labelledby={ids.label}
            aria-describedby={ids.describedBy}
            value={chosen}
            onChange={choose}
            transitionDuration={0}
            data={choices.map((choice, position) => ({ value: String(position), label: choice.label }))}
          />
          {help && <p className={styles.note}>{help}</p>}
        </>
      )}
    />
  );
}
