/**
 * A number on a slider: its name, its value as text, and the browser's own range input, which keyboards, fingers and screen readers know.
 *
 *     <Slider label="maximum step size" symbol="η" value={eta} min={0.01} max={10} scale="log" onChange={setEta} text={measuredText} />
 */
import { useId } from 'react';
import { measuredText } from '../state/number-text';
import styles from './parts.module.css';

export interface SliderProps {
  readonly label: string;
  /** The symbol of the formulas, before the label. */
  readonly symbol?: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  /** Smallest change; on a log scale 1/100 of the way by default, on a linear one too. */
  readonly step?: number;
  /** `log`: equal ways are equal factors; `min` and `max` above 0. */
  readonly scale?: 'linear' | 'log';
  readonly onChange: (value: number) => void;
  /** The value as it is shown and told, with its unit. */
  readonly text?: (value: number) => string;
  /** Of the value's line on the track. */
  readonly color?: string;
  readonly disabled?: boolean;
}

/** A number on a log scale, with the three digits that a slider can set. */
const rounded = (value: number) => Number(value.toPrecision(3));

/** The slider. */
export function Slider(props: SliderProps) {
  const { label, symbol, value, min, max, scale = 'linear', onChange, text = measuredText, color, disabled } = props;
  const id = useId();
  const log = scale === 'log';
  const low = log ? Math.log10(min) : min;
  const high = log ? Math.log10(max) : max;
  const step = props.step ?? (high - low) / 100;
  const at = Math.max(low, Math.min(high, log ? Math.log10(value) : value));
  const written = text(value);
  return (
    <div className={styles.slider}>
      <label htmlFor={id}>
        {symbol && <i>{symbol}</i>} {label}
      </label>
      <output htmlFor={id} aria-live="off">
        {written}
      </output>
      <input
        id={id}
        type="range"
        min={low}
        // A hair more: a hundred steps of a hundredth add up to a little too much, and the End key would stop short.
        max={high + step * 1e-6}
        step={step}
        value={at}
        disabled={disabled}
        aria-valuetext={written}
        style={{ '--part': `${(100 * (at - low)) / (high - low)}%`, ...(color ? { '--slider-color': color } : {}) } as React.CSSProperties}
        onChange={(event) => {
          const to = Number(event.currentTarget.value);
          onChange(Math.max(min, Math.min(max, log ? rounded(10 ** to) : to)));
        }}
      />
    </div>
  );
}
