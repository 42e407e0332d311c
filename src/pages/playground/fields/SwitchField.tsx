/** On or off. */
import type { FieldValue, SwitchField as SwitchFieldSpec } from '../../../fields/field';
import { FieldFrame, type FieldLayout } from './FieldFrame';
import { SwitchInput } from './SwitchInput';

export interface SwitchFieldProps {
  readonly field: SwitchFieldSpec;
  readonly value: FieldValue;
  readonly error: string | undefined;
  readonly isDefault: boolean;
  readonly layout: FieldLayout;
  readonly onChange: (value: FieldValue) => void;
  readonly onReset: () => void;
}

/** A switch field. */
export function SwitchField({ field, value, error, isDefault, layout, onChange, onReset }: SwitchFieldProps) {
  return (
    <FieldFrame
      field={field}
      layout={layout}
      isDefault={isDefault}
      defaultText={field.default ? 'on' : 'off'}
      error={error}
      onReset={onReset}
      control={(ids) => <SwitchInput id={ids.id} describedBy={ids.describedBy} checked={value === true} onChange={onChange} />}
    />
  );
}
