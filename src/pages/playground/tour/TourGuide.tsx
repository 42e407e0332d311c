/**
 * The guide of a tour: a small panel over the playground, bottom right, or on a narrow screen above the transport. The focus moves to it
 * with each step; from there Escape leaves the tour (elsewhere it closes menus, dialogs and the help of fields).
 */
import { IconX } from '@tabler/icons-react';
import { useEffect, useId, useRef } from 'react';
import { leaveTour, stepOf, useTour } from '../../../state/tour';
import type { Tour, TourStep } from '../../../tours/tour';
import { StepBody } from './StepBody';
import { StepButtons } from './StepButtons';
import { TargetMark } from './TargetMark';
import styles from './tour.module.css';

/** The panel; nothing while no tour is on. */
export function TourGuide() {
  const tour = useTour((state) => state.tour);
  const at = useTour((state) => state.at);
  const step = useTour(stepOf);
  return tour && step ? <Guide tour={tour} at={at} step={step} /> : null;
}

interface GuideProps {
  readonly tour: Tour;
  readonly at: number;
  readonly step: TourStep;
}

function Guide({ tour, at, step }: GuideProps) {
  const id = useId();
  const panel = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the focus moves when the step changes, not when anything it needs does
  useEffect(() => {
    panel.current?.focus({ preventScroll: true });
    panel.current?.scrollTo(0, 0);
  }, [tour, at]);
  // The page gets room below, so that whatever is pointed at can be brought above the panel.
  useEffect(() => {
    document.documentElement.dataset['touring'] = '';
    return () => {
      delete document.documentElement.dataset['touring'];
    };
  }, []);
  const total = tour.steps.length;
  return (
    <>
      <TargetMark target={step.target ?? null} at={at} panel={panel} />
      <section
        ref={panel}
        className={styles.panel}
        aria-labelledby={`${id}-title`}
        aria-describedby={`${id}-text`}
        tabIndex={-1}
        onKeyDown={(event) => event.key === 'Escape' && !event.defaultPrevented && leaveTour()}
      >
        <header className={styles.head}>
          <p className={styles.place}>
            <span className={styles.tour}>{tour.title}</span>
            <span className={styles.count}>
              <span className="visually-hidden">step </span>
              {at + 1} of {total}
            </span>
          </p>
          <button
            type="button"
            className={styles.leave}
            aria-label="Leave the tour"
            title="Leave the tour (Escape)"
            onClick={() => leaveTour()}
          >
            <IconX size={16} stroke={1.8} aria-hidden="true" />
          </button>
          <div className={styles.track} aria-hidden="true">
            <span style={{ width: `${(100 * (at + 1)) / total}%` }} />
          </div>
        </header>
        <div className={styles.body}>
          <h2 className={styles.title} id={`${id}-title`}>
            {step.title}
          </h2>
          {step.kind !== 'check' && (
            <p className={styles.text} id={`${id}-text`}>
              {step.text}
            </p>
          )}
          <StepBody step={step} textId={`${id}-text`} />
        </div>
        <StepButtons step={step} />
      </section>
    </>
  );
}
