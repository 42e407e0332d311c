/** What a step shows below its text: the question with its answers, the progress of the run, or the prediction beside what happened. */
import { IconCheck, IconEqual, IconX } from '@tabler/icons-react';
import { isUnderWay, useRuns } from '../../../state/runs';
import { findingOfCheck, isSettled, predict, useTour } from '../../../state/tour';
import { questionOf, verdictOf } from '../../../tours/finding';
import type { AskStep, CheckStep, TourStep } from '../../../tours/tour';
import styles from './tour.module.css';

interface StepBodyProps {
  readonly step: TourStep;
  /** For the element that holds the text of a check. */
  readonly textId: string;
}

export function StepBody({ step, textId }: StepBodyProps) {
  switch (step.kind) {
    case 'ask':
      return <Question step={step} />;
    case 'run':
      return <RunLine />;
    case 'check':
      return <Check step={step} textId={textId} />;
    case 'read':
    case 'set-up':
      return null;
    default:
      return step satisfies never;
  }
}

function Question({ step }: { readonly step: AskStep }) {
  const chosen = useTour((state) => state.predictions[step.id]);
  const settled = useTour(isSettled);
  return (
    <fieldset className={styles.question}>
      <legend>{step.question}</legend>
      {step.answers.map(({ id, text }) => (
        <label key={id} className={styles.answer} data-chosen={chosen === id || undefined}>
          <input
            type="radio"
            name={`prediction-${step.id}`}
            value={id}
            checked={chosen === id}
            disabled={settled && chosen !== id}
            onChange={() => predict(id)}
          />
          {text}
        </label>
      ))}
      {settled && <p className={styles.note}>The run has been made: a prediction cannot be changed afterwards.</p>}
    </fieldset>
  );
}

/** How the tour's run stands. */
function RunLine() {
  const ended = useTour((state) => state.results[state.at] !== undefined);
  const own = useTour((state) => (state.session?.step === state.at ? state.session.id : null));
  const sessionId = useRuns((state) => state.sessionId);
  const status = useRuns((state) => state.status);
  const epoch = useRuns((state) => state.progress.epoch);
  const fraction = useRuns((state) => state.progress.fraction);
  const epochs = useRuns((state) => state.experiment?.epochs ?? 0);
  const busy = isUnderWay(status);
  const isOwn = own !== null && own === sessionId;
  const running = isOwn && busy;
  const line = running
    ? status === 'preparing'
      ? 'Preparing…'
      : `${status === 'paused' ? 'Paused, ' : ''}epoch ${epoch} of ${epochs}`
    : ended
      ? 'The run has ended.'
      : busy
        ? 'Something else is training; Run takes its place.'
        : 'Press Run.';
  return (
    <div className={styles.running}>
      <div className={styles.bar} aria-hidden="true">
        <span style={{ transform: `scaleX(${running ? fraction : ended ? 1 : 0})` }} />
      </div>
      {/* Epochs would be read out one after the other. */}
      <p aria-hidden={running || undefined}>{line}</p>
      <p className="visually-hidden" aria-live="polite">
        {running ? (status === 'paused' ? 'Paused.' : 'The run is under way.') : ended ? 'The run has ended.' : ''}
      </p>
    </div>
  );
}

const verdicts = {
  right: { Icon: IconCheck, text: 'As you predicted.' },
  wrong: { Icon: IconX, text: 'Not as you predicted.' },
  undecided: { Icon: IconEqual, text: 'Not decided.' },
} as const;

function Check({ step, textId }: { readonly step: CheckStep; readonly textId: string }) {
  const state = useTour();
  if (!state.tour) return null;
  const ask = questionOf(state.tour, step);
  const finding = findingOfCheck(state, step);
  const prediction = state.predictions[ask.id] ?? null;
  const verdict = verdictOf(finding, prediction);
  const { Icon, text } = verdicts[verdict];
  const wordsOf = (id: string | null) => ask.answers.find((answer) => answer.id === id)?.text ?? null;
  const [said, came, meant] = [wordsOf(prediction), wordsOf(finding.answer), wordsOf(ask.expected)];
  return (
    <div id={textId} className={styles.check} aria-live="polite">
      <p className={styles.asked}>{ask.question}</p>
      <div className={styles.verdict} data-verdict={verdict}>
        <Icon size={17} stroke={2.2} aria-hidden="true" />
        <div>
          <p className={styles.outcome}>{text}</p>
          {said && (
            <p>
              You said: <b>{said}</b>.
              {verdict === 'wrong' && came && (
                <>
                  {' '}
                  It was: <b>{came}</b>.
                </>
              )}
              {verdict === 'undecided' && came === null && ' This run settles it neither way.'}
            </p>
          )}
        </div>
      </div>
      <p className={styles.numbers}>{finding.text}</p>
      {finding.answer !== null && finding.answer !== ask.expected && (
        <p className={styles.note}>
          This run came out otherwise than we expected (“{meant}”). Another device or a changed version can do that; the explanation is of
          the usual case.
        </p>
      )}
      <p className={styles.text}>{step.text}</p>
    </div>
  );
}
