/**
 * What all controls share: the label, the dot that resets, the help on hover and focus, the error below. The control
 * itself is a child.
 */
import { Tooltip } from '@mantine/core';
import { type FocusEvent, type ReactNode, useId, useState } from 'react';
import type { Field } from '../../../fields/field';
import { symbolText } from '../../../state/number-text';
import styles from './fields.module.css';

/** `full`: label above, slider with ticks. `compact`: one row, for a folded card. `bare`: label and input, no slider. */
export type FieldLayout = 'full' | 'compact' | 'bare';

/** Ids that tie a control to its label, help and error. */
export interface ControlIds {
  readonly id: string;
  readonly label: string;
  /** For `aria-describedby`. */
  readonly describedBy: string;
}

export interface FieldFrameProps {
  readonly field: Field;
  readonly layout: FieldLayout;
  readonly isDefault: boolean;
  /** The default value as text, for the dot's name. */
  readonly defaultText: string;
  readonly error: string | undefined;
  readonly onReset: () => void;
  /** The control that stands beside the label. */
  readonly control: (ids: ControlIds) => ReactNode;
  /** What stands on its own line below, or between label and control in a compact row. */
  readonly below?: (ids: ControlIds) => ReactNode;
}

/** A labelled field with help, reset and error. */
export function FieldFrame({ field, layout, isDefault, defaultText, error, onReset, control, below }: FieldFrameProps) {
  const id = useId();
  const [helped, setHelped] = useState(false);
  const ids: ControlIds = { id, label: `${id}-label`, describedBy: `${id}-help${error ? ` ${id}-error` : ''}` };
  const onFocus = (event: FocusEvent) => {
    // Only where the browser shows focus: dragging a slider with the mouse should not cover the charts with help.
    if (event.target.matches(':focus-visible')) setHelped(true);
  };
  const symbol = field.symbol ? symbolText(field.symbol) : null;
  return (
    <Tooltip label={field.help} opened={helped} position="right" offset={14} multiline maw={280} withArrow>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the listeners only show help; the control inside does the work */}
      <div
        className={styles.field}
        data-tour={`field-${field.key}`}
        data-layout={layout}
        data-invalid={error ? true : undefined}
        onFocus={onFocus}
        onBlur={() => setHelped(false)}
        onKeyDown={(event) => event.key === 'Escape' && setHelped(false)}
      >
        <div className={styles.row}>
          <label
            className={styles.label}
            id={ids.label}
            htmlFor={id}
            onMouseEnter={() => setHelped(true)}
            onMouseLeave={() => setHelped(false)}
          >
            {layout === 'compact' && symbol ? (
              <>
                <span className="visually-hidden">{field.label}</span>
                <span className={styles.symbol} aria-hidden="true">
                  {symbol}
                </span>
              </>
            ) : (
              <>
                {field.label}
                {symbol && (
                  <span className={styles.symbol} aria-hidden="true">
                    {symbol}
                  </span>
                )}
              </>
            )}
          </label>
          {layout === 'compact' && below?.(ids)}
          <ResetDot label={field.label} defaultText={defaultText} hidden={isDefault} onReset={onReset} />
          {control(ids)}
        </div>
        {layout !== 'compact' && below?.(ids)}
        {error && (
          <p className={styles.error} id={`${id}-error`} role="alert">
            {error}
          </p>
        )}
        <span className="visually-hidden" id={`${id}-help`}>
          {field.help}
        </span>
      </div>
    </Tooltip>
  );
}

interface ResetDotProps {
  readonly label: string;
  readonly defaultText: string;
  readonly hidden: boolean;
  readonly onReset: () => void;
}

/** The dot of a field that was changed. Its place is kept while there is none. */
function ResetDot({ label, defaultText, hidden, onReset }: ResetDotProps) {
  const name = `Reset ${label} to ${defaultText}`;
  return (
    <button
      type="button"
      className={styles.dot}
      aria-label={name}
      title={name}
      data-hidden={hidden || undefined}
      disabled={hidden}
      onClick={onReset}
    />
  );
}
