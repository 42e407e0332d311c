/** A look at a step: what is looked at, why γ is what it is, the picture, the numbers, and the answers of all methods. */
import { useEffect, useState } from 'react';
import { LessonButton } from '../../../lesson-parts/LessonButton';
import { countText, measuredText } from '../../../state/number-text';
import type { RunView } from '../../../state/run-view';
import { useRuns } from '../../../state/runs';
import { seriesOf } from '../../../state/series';
import { step } from '../../../state/session';
import type { ProbeResult } from '../../../worker/protocol';
import { whyNotOf } from './availability';
import { Explained } from './Explained';
import { LookControls } from './LookControls';
import { useLook } from './use-look';
import styles from './why.module.css';

interface LookViewProps {
  readonly run: RunView;
  readonly sessionId: string;
}

/** A step that was looked at before it was made. */
type Foretold = Pick<ProbeResult, 'runId' | 'update'> & { readonly stepSize: number | null };

/** The view. */
export function LookView({ run, sessionId }: LookViewProps) {
  const { runId } = run;
  const status = useRuns((state) => state.status);
  const updates = useRuns((state) => state.summaries[runId]?.updates ?? 0);
  const [which, setWhich] = useState<'next' | 'last'>('next');
  const [upTo, setUpTo] = useState<number | null>(null);
  const [foretold, setForetold] = useState<Foretold | null>(null);
  const why = whyNotOf(status, run);
  // The last step of a run that has just ended can still be looked at while the others are paused.
  const can = status === 'paused' && (why === null || which === 'last');
  const { result, problem, looking } = useLook(can ? { sessionId, runId, which, upTo, updates } : null);
  // What the worker chose is the middle of the slider, whatever is chosen then.
  const [reach, setReach] = useState<number | null>(null);
  useEffect(() => {
    if (result && upTo === null) setReach(result.curve.steps.at(-1) ?? null);
  }, [result, upTo]);
  const makeStep = () => {
    setForetold(result?.which === 'next' ? { runId, update: result.update, stepSize: result.own.stepSize } : null);
    step('step-update');
  };
  const shown = result?.runId === runId ? result : null;
  return (
    <div className={styles.look}>
      <LookControls
        run={run}
        which={which}
        onWhich={(chosen) => {
          setWhich(chosen);
          setUpTo(null);
        }}
        upTo={upTo}
        reach={reach}
        onUpTo={setUpTo}
      />
      <div className={styles.make}>
        <LessonButton primary disabled={why !== null || looking} onClick={makeStep}>
          Step once, look again
        </LessonButton>
        <p className={styles.dim} role="status" aria-live="polite">
          {why && status !== 'running' ? why : <Made foretold={foretold} runId={runId} updates={updates} />}
        </p>
      </div>
      {problem && (
        <p className={styles.problem} role="alert">
          {problem.replace(/^\w+: /, '').replace(/^./, (first) => first.toUpperCase())}.
        </p>
      )}
      <div className={styles.found} aria-busy={looking}>
        {shown ? <Explained result={shown} run={run} /> : <p className={styles.waiting}>{looking ? 'Looking at the batch…' : ''}</p>}
      </div>
    </div>
  );
}

interface MadeProps {
  readonly foretold: Foretold | null;
  readonly runId: string;
  readonly updates: number;
}

/** What came of a step that was looked at first: what was recorded, beside what was foretold. */
function Made({ foretold, runId, updates }: MadeProps) {
  if (!foretold || foretold.runId !== runId || updates < foretold.update) {
    return <>Makes one update of every run, then looks at the one after it.</>;
  }
  const recorded = seriesOf(runId)?.column('stepSize')[foretold.update - 1];
  const name = `Update ${countText(foretold.update)} was made`;
  if (recorded === undefined || Number.isNaN(recorded) || foretold.stepSize === null) return <>{name}.</>;
  const agrees = recorded === Math.fround(foretold.stepSize);
  return (
    <>
      {name}: γ = {measuredText(recorded)} was recorded, {agrees ? 'as foretold' : `foretold was ${measuredText(foretold.stepSize)}`}.
    </>
  );
}
