/** Fork here: other optimizers start from the weights that a run has now. Says what becomes of the session that they replace. */
import { useId, useMemo, useState } from 'react';
import { InputError } from '../../../fields/input-error';
import { LessonButton } from '../../../lesson-parts/LessonButton';
import { useExperiment } from '../../../state/experiment';
import { countText } from '../../../state/number-text';
import { appearanceOf } from '../../../state/palette';
import type { RunView } from '../../../state/run-view';
import { useRuns } from '../../../state/runs';
import { fork } from '../../../state/session';
import { useWeights } from '../../../state/starting-weights';
import { type Experiment, limits } from '../../../training/experiment';
import { Swatch } from '../Swatch';
import { forkNot } from './availability';
import { type ForkChoice, firstChosen, forkChoices, forkOf } from './fork-choices';
import styles from './why.module.css';

interface ForkFormProps {
  readonly run: RunView;
  readonly source: Experiment;
  /** After the fork has begun. */
  readonly onForked: () => void;
}

/** The form. */
export function ForkForm({ run, source, onForked }: ForkFormProps) {
  const id = useId();
  const entries = useExperiment((state) => state.edit.optimizers);
  const status = useRuns((state) => state.status);
  const weights = useWeights((state) => state.source);
  const updates = useRuns((state) => state.summaries[run.runId]?.updates ?? 0);
  const choices = useMemo(() => forkChoices(entries, source.task.id), [entries, source]);
  const [chosen, setChosen] = useState<ReadonlySet<string> | null>(null);
  const [epochs, setEpochs] = useState(String(source.epochs));
  const [problem, setProblem] = useState<string | null>(null);
  const picked = chosen ?? firstChosen(choices, run.optimizer);
  const toggle = (key: string) => {
    const next = new Set(picked);
    if (!next.delete(key)) next.add(key);
    setChosen(next);
    setProblem(null);
  };
  const starting = choices.filter(({ key }) => picked.has(key));
  const why = forkNot(status, weights, run.runId) ?? (starting.length === 0 ? 'Choose at least one optimizer.' : null);
  const start = () => {
    try {
      const { experiment, looks } = forkOf(source, run.seed, starting, Number(epochs));
      if (fork(run.runId, experiment, looks)) onForked();
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      setProblem(error.message);
    }
  };
  const boxes = (list: readonly ForkChoice[]) =>
    list.map(({ key, label, setting, slot }) => (
      <label key={key} className={styles.choice}>
        <input type="checkbox" checked={picked.has(key)} onChange={() => toggle(key)} />
        {slot !== null && <Swatch {...appearanceOf(setting.id, slot)} />}
        {label}
      </label>
    ));
  const more = choices.filter(({ slot }) => slot === null);
  return (
    <section className={styles.fork} aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`}>Fork here</h3>
      <p>
        Start other optimizers from exactly the weights that {run.label} has now, after update {countText(updates)}. They see the batches of
        seed {run.seed} from its first epoch on.
      </p>
      <fieldset>
        <legend>As the list of optimizers has them</legend>
        {boxes(choices.filter(({ slot }) => slot !== null))}
      </fieldset>
      {more.length > 0 && (
        <fieldset>
          <legend>Others, with the settings suggested for this task</legend>
          {boxes(more)}
        </fieldset>
      )}
      <div className={styles.launch}>
        <label htmlFor={`${id}-epochs`}>
          epochs{' '}
          <input
            id={`${id}-epochs`}
            type="number"
            min={1}
            max={limits.epochs}
            value={epochs}
            onChange={(event) => {
              setEpochs(event.currentTarget.value);
              setProblem(null);
            }}
          />
        </label>
        <LessonButton primary disabled={why !== null} onClick={start}>
          {starting.length === 1 ? 'Start one optimizer from here' : `Start ${starting.length} optimizers from here`}
        </LessonButton>
        {why && <span className={styles.dim}>{why}</span>}
      </div>
      {problem && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
      <Replaced />
    </section>
  );
}

/** What becomes of the session that is there. */
function Replaced() {
  const status = useRuns((state) => state.status);
  const count = useRuns((state) => state.runs.length);
  const kept = useRuns((state) => state.runs.some(({ runId }) => (state.summaries[runId]?.epoch ?? 0) > 0));
  const runs = count === 1 ? 'the run that is there' : `the ${count} runs that are there`;
  return (
    <p className={styles.dim}>
      This replaces {runs}
      {status === 'paused' && ', which end'}.{' '}
      {kept ? 'What they have come to stays under Compare.' : 'They have not finished an epoch, so that nothing of them is kept.'}
    </p>
  );
}
