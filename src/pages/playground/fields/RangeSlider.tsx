/** A slider on a log or linear scale, with ticks. It is the browser's own range input, dressed. */
import type { CSSProperties } from 'react';
import type { NumberField } from '../../../fields/field';
import { settingText } from '../../../state/number-text';
import styles from './fields.module.css';
import { positionOf, positionRange, shareOf, ticksOf, valueAtPosition } from './slider-scale';

export interface RangeSliderProps {
  readonly field: NumberField;
  readonly value: number;
  readonly describedBy: string;
  /** Whether the ticks carry numbers. */
  readonly numbered: boolean;
  readonly onChange: (value: number) => void;
}

/** At most this many tick numbers fit under a slider in the rail. */
const mostNumbers = 8;

/** The slider of a number field. */
export function RangeSlider({ field, value, describedBy, numbered, onChange }: RangeSliderProps) {
  const { slider, integer } = field;
  const range = positionRange(slider);
  const ticks = ticksOf(slider);
  const stride = Math.ceil(ticks.length / mostNumbers);
  return (
    <div className={styles.slider} data-numbered={numbered || undefined}>
      <input
        type="range"
        className={styles.range}
        aria-label={`${field.label}, slider`}
        aria-valuetext={settingText(value)}
        aria-describedby={describedBy}
        min={range.min}
        max={range.max}
        step={range.step}
        value={positionOf(value, slider)}
        style={{ '--fill': shareOf(value, slider) } as CSSProperties}
        onChange={(event) => onChange(valueAtPosition(Number(event.currentTarget.value), slider, integer))}
      />
      <div className={styles.ticks} aria-hidden="true">
        {ticks.map((tick, index) => (
          <span key={tick.value} className={styles.tick} style={{ left: `${100 * tick.at}%` }}>
            {numbered && index % stride === 0 && <span className={styles.tickText}>{settingText(tick.value)}</span>}
          </span>
        ))}
      </div>
    </div>
  );
}
