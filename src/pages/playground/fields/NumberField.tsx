/** A number: an input that takes what people type (`0.1`, `1e-3`) and, beside it, a slider. */
import { type KeyboardEvent, useState } from 'react';
import type { FieldValue, NumberField as NumberFieldSpec } from '../../../fields/field';
import type { Refusal } from '../../../state/experiment-fields';
import { settingText } from '../../../state/number-text';
import { FieldFrame, type FieldLayout } from './FieldFrame';
import styles from './fields.module.css';
import { RangeSlider } from './RangeSlider';
import { SwitchInput } from './SwitchInput';
import { firstValue, positionOf, positionRange, typedNumber, valueAtPosition } from './slider-scale';

export interface NumberFieldProps {
  readonly field: NumberFieldSpec;
  readonly value: FieldValue;
  readonly refusal: Refusal | undefined;
  readonly isDefault: boolean;
  readonly defaultText: string;
  readonly layout: FieldLayout;
  readonly onChange: (value: FieldValue, text: string) => void;
  readonly onReset: () => void;
}

/** A number field. What the checks refuse stays in the input, with the reason; the last good value stays in force. */
export function NumberField({ field, value, refusal, isDefault, defaultText, layout, onChange, onReset }: NumberFieldProps) {
  // While it is edited the input shows exactly what was typed: "0.10" must not turn into "0.1" under the cursor.
  const [draft, setDraft] = useState<string | null>(null);
  const number = typeof value === 'number' ? value : null;
  const shown = refusal?.text ?? draft ?? (number === null ? '' : settingText(number));
  const isSet = number !== null || refusal !== undefined;
  const type = (text: string) => {
    setDraft(text);
    onChange(typedNumber(text), text);
  };
  const set = (next: number) => {
    setDraft(null);
    onChange(next, settingText(next));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') setDraft(null);
    if ((event.key !== 'ArrowUp' && event.key !== 'ArrowDown') || number === null) return;
    event.preventDefault();
    set(nudged(field, number, event.key === 'ArrowUp' ? 1 : -1));
  };
  const slider = (describedBy: string) =>
    number !== null && <RangeSlider field={field} value={number} describedBy={describedBy} numbered={layout === 'full'} onChange={set} />;
  return (
    <FieldFrame
      field={field}
      layout={layout}
      isDefault={isDefault}
      defaultText={defaultText}
      error={refusal?.message}
      onReset={() => {
        setDraft(null);
        onReset();
      }}
      control={(ids) => (
        <>
          {field.nullable !== undefined && (
            <SwitchInput
              label={`Set ${field.label}`}
              checked={isSet}
              onChange={(on) => (on ? set(firstValue(field)) : onChange(null, field.nullable ?? ''))}
            />
          )}
          {isSet ? (
            <input
              id={ids.id}
              type="text"
              inputMode="decimal"
              autoComplete="off"
              spellCheck={false}
              className={styles.number}
              aria-invalid={refusal !== undefined}
              aria-describedby={ids.describedBy}
              value={shown}
              onChange={(event) => type(event.currentTarget.value)}
              onBlur={() => setDraft(null)}
              onKeyDown={onKeyDown}
            />
          ) : (
            <span className={styles.absent}>{field.nullable}</span>
          )}
          {field.unit && <span className={styles.unit}>{field.unit}</span>}
        </>
      )}
      below={layout === 'bare' ? undefined : (ids) => slider(ids.describedBy)}
    />
  );
}

/** The value one slider step up or down, within the field's limits. */
function nudged(field: NumberFieldSpec, value: number, direction: 1 | -1): number {
  const { slider, integer } = field;
  if (integer) return Math.min(field.max, Math.max(field.min, value + direction));
  const { step } = positionRange(slider);
  if (slider.scale === 'log' && value > 0) return valueAtPosition(Math.log10(value) + direction * step, slider);
  return Math.min(field.max, Math.max(field.min, valueAtPosition(positionOf(value, slider) + direction * step, slider)));
}
