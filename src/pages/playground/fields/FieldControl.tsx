/** The control of any field, drawn from its description alone. */
import type { Field, FieldValue } from '../../../fields/field';
import type { Refusal } from '../../../state/experiment-fields';
import { settingText } from '../../../state/number-text';
import { ChoiceField } from './ChoiceField';
import type { FieldLayout } from './FieldFrame';
import { FileField } from './FileField';
import { NumberField } from './NumberField';
import { SwitchField } from './SwitchField';

export interface FieldControlProps {
  readonly field: Field;
  readonly value: FieldValue;
  /** What a reset brings back. */
  readonly defaultValue: FieldValue;
  readonly refusal: Refusal | undefined;
  readonly layout?: FieldLayout;
  /** `text`: what was typed, shown again if the value is refused. */
  readonly onChange: (value: FieldValue, text: string) => void;
  readonly onReset: () => void;
}

/** A value as text: the words of a choice, `none` for nothing. */
function valueText(field: Field, value: FieldValue): string {
  if (field.kind === 'choice') return field.choices.find((choice) => choice.value === value)?.label ?? String(value);
  if (typeof value === 'number') return settingText(value);
  if (value === null) return field.kind === 'number' ? (field.nullable ?? 'none') : 'none';
  return String(value);
}

/** The control of a field. */
export function FieldControl({ field, value, defaultValue, refusal, layout = 'full', onChange, onReset }: FieldControlProps) {
  const isDefault = value === defaultValue && refusal === undefined;
  const shared = { value, layout, isDefault, defaultText: valueText(field, defaultValue), error: refusal?.message, onReset };
  const change = (next: FieldValue) => onChange(next, valueText(field, next));
  switch (field.kind) {
    case 'number':
      return <NumberField {...shared} field={field} refusal={refusal} onChange={onChange} />;
    case 'choice':
      return <ChoiceField {...shared} field={field} onChange={change} />;
    case 'switch':
      return <SwitchField {...shared} field={field} onChange={change} />;
    case 'file':
      return <FileField {...shared} field={field} onChange={change} />;
    default:
      return field satisfies never;
  }
}
