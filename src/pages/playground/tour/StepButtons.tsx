/** The buttons below a step: back, and on; at a run, Run; at the end, what is to stay in the playground. */
import { IconPlayerPlayFilled } from '@tabler/icons-react';
import { isUnderWay, useRuns } from '../../../state/runs';
import { canGoOn, leaveTour, nextStep, previousStep, runTour, useTour } from '../../../state/tour';
import type { TourStep } from '../../../tours/tour';
import styles from './tour.module.css';

export function StepButtons({ step }: { readonly step: TourStep }) {
  const at = useTour((state) => state.at);
  const isLast = useTour((state) => state.at === (state.tour?.steps.length ?? 0) - 1);
  const ready = useTour(canGoOn);
  const ended = useTour((state) => state.results[state.at] !== undefined);
  const own = useTour((state) => (state.session?.step === state.at ? state.session.id : null));
  const running = useRuns((state) => own !== null && state.sessionId === own && isUnderWay(state.status));
  return (
    <footer className={styles.buttons}>
      {at > 0 && (
        <button type="button" className={styles.plain} onClick={previousStep}>
          Back
        </button>
      )}
      <span className={styles.space} />
      {step.kind === 'run' && (
        <button
          type="button"
          className={ended ? styles.plain : styles.primary}
          // Not `disabled`: the focus must not fall off the button when the run begins.
          aria-disabled={running}
          onClick={() => !running && runTour()}
        >
          {!ended && <IconPlayerPlayFilled size={12} aria-hidden="true" />}
          {running ? 'Running' : ended ? 'Run again' : 'Run'}
        </button>
      )}
      {isLast ? (
        <>
          <button
            type="button"
            className={styles.plain}
            title="The tour’s experiment stays in the playground"
            onClick={() => leaveTour(true)}
          >
            Keep experiment
          </button>
          <button type="button" className={styles.primary} title="Your own experiment comes back" onClick={() => leaveTour()}>
            Finish
          </button>
        </>
      ) : (
        (step.kind !== 'run' || ended) && (
          <button type="button" className={styles.primary} aria-disabled={!ready} onClick={nextStep}>
            {step.kind === 'run' ? 'What happened?' : 'Next'}
          </button>
        )
      )}
    </footer>
  );
}
