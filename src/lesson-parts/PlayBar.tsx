/**
 * Time of a lesson: play, step back and forth, begin again, and a slider to scrub through what has been.
 *
 *     const [at, setAt] = useState(0);
 *     <PlayBar label="the race" unit="step" at={at} length={states.length - 1} onSeek={setAt} />
 *
 * Where the future is made as one goes, give `onStep` (makes one more and goes there) and the `length` that is known so far.
 */
import {
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconPlayerSkipBackFilled,
  IconPlayerTrackNextFilled,
  IconPlayerTrackPrevFilled,
} from '@tabler/icons-react';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import styles from './parts.module.css';

export interface PlayBarProps {
  /** What is played: names the group for screen readers, e.g. `the search`. */
  readonly label: string;
  /** What a step is called, e.g. `trial`. */
  readonly unit: string;
  /** Where one is, from 0. */
  readonly at: number;
  /** The last place that is known. */
  readonly length: number;
  readonly onSeek: (at: number) => void;
  /** One more at the end; without it the end is `length`. */
  readonly onStep?: () => void;
  /** Where there is no more to come though there is `onStep`. */
  readonly ended?: boolean;
  /** While playing; 4 by default. */
  readonly stepsPerSecond?: number;
  /** Instead of going back to 0. */
  readonly onReset?: () => void;
  /** The place as it is told, e.g. `epoch 3`; `unit` and number by default. */
  readonly text?: string;
  /** Called when playing begins or ends, e.g. to keep settings from changing meanwhile. */
  readonly onPlaying?: (playing: boolean) => void;
}

/** The bar. */
export function PlayBar(props: PlayBarProps) {
  const { label, unit, at, length, onSeek, onStep, stepsPerSecond = 4, onPlaying } = props;
  const [playing, setPlaying] = useState(false);
  const host = useRef<HTMLDivElement>(null);
  const atEnd = onStep ? props.ended === true && at >= length : at >= length;
  const forth = () => {
    if (at < length) onSeek(at + 1);
    else if (!atEnd) onStep?.();
  };
  const play = (on: boolean) => {
    setPlaying(on);
    onPlaying?.(on);
    if (on && atEnd) (props.onReset ?? (() => onSeek(0)))();
  };
  const tick = useEffectEvent(() => {
    if (atEnd) play(false);
    else forth();
  });
  useEffect(() => {
    if (!playing) return;
    let last = performance.now();
    let visible = true;
    let frame = requestAnimationFrame(function next(now) {
      frame = requestAnimationFrame(next);
      // Nothing is played where nobody looks.
      if (!visible) last = now;
      if (now - last < 1000 / stepsPerSecond) return;
      last = Math.max(last + 1000 / stepsPerSecond, now - 100);
      tick();
    });
    const sight = new IntersectionObserver((entries) => {
      visible = entries.at(-1)?.isIntersecting ?? true;
    });
    // The bar's section: the bar itself may be out of sight while the picture is not.
    sight.observe(host.current?.closest('section') ?? host.current!);
    return () => {
      cancelAnimationFrame(frame);
      sight.disconnect();
    };
  }, [playing, stepsPerSecond]);
  const by = (act: () => void) => () => {
    if (playing) play(false);
    act();
  };
  const text = props.text ?? `${unit} ${at}`;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring its own layout
    <div ref={host} className={styles.playBar} role="group" aria-label={`Play ${label}`}>
      <button
        type="button"
        aria-label="Back to the start"
        disabled={at === 0 && !props.onReset}
        onClick={by(props.onReset ?? (() => onSeek(0)))}
      >
        <IconPlayerSkipBackFilled size={15} aria-hidden="true" />
      </button>
      <button type="button" aria-label={`One ${unit} back`} disabled={at === 0} onClick={by(() => onSeek(at - 1))}>
        <IconPlayerTrackPrevFilled size={15} aria-hidden="true" />
      </button>
      <button type="button" className={styles.play} onClick={() => play(!playing)}>
        {playing ? <IconPlayerPauseFilled size={15} aria-hidden="true" /> : <IconPlayerPlayFilled size={15} aria-hidden="true" />}
        <span>{playing ? 'Pause' : 'Play'}</span>
      </button>
      <button type="button" aria-label={`One ${unit} forth`} disabled={atEnd} onClick={by(forth)}>
        <IconPlayerTrackNextFilled size={15} aria-hidden="true" />
      </button>
      <input
        type="range"
        aria-label={`Time of ${label}`}
        aria-valuetext={text}
        min={0}
        max={Math.max(1, length)}
        step={1}
        value={at}
        disabled={length === 0}
        style={{ '--part': `${(100 * at) / Math.max(1, length)}%` } as React.CSSProperties}
        onChange={(event) => by(() => onSeek(Number(event.currentTarget.value)))()}
      />
      <output aria-live="off">{text}</output>
    </div>
  );
}
