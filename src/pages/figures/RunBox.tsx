/** How a figure is run here: the button, seeds, data, and how far it is. Its height is kept while it speaks. */
import { IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import { useId, useMemo, useState } from 'react';
import type { PaperFigure } from '../../paper/definition';
import { countText } from '../../state/number-text';
import { resumeSweeps } from '../../state/sweeps/actions';
import { useSweeps } from '../../state/sweeps/store';
import { cancelAll, goOn, runPanels } from './actions';
import { DataChoices } from './DataChoices';
import { leftText, roughly, runsText } from './estimate';
import styles from './figures.module.css';
import { isWhole, partOf, progressOf, standingOf } from './panel-states';
import { planOf } from './plan';
import runStyles from './run.module.css';
import type { FigureChoices, FigureSweeps } from './use-figure';
import { type SeedCount, seedCounts } from './variants';

interface RunBoxProps {
  readonly figure: PaperFigure;
  readonly sweeps: FigureSweeps;
  readonly choices: FigureChoices;
}

/** The box. */
export function RunBox({ figure, sweeps, choices }: RunBoxProps) {
  const { newest, all } = sweeps;
  const standing = standingOf(figure, newest, (panel) => Boolean(choices.panels.get(panel)?.chosen));
  const [asking, setAsking] = useState(false);
  const running = standing.active.length > 0;
  const broken = [...newest.values()].filter((entry) => standing.open.includes(entry.origin.kind === 'figure' ? entry.origin.panel : ''));
  const anything = [...newest.values()].some(({ runs }) => runs.length > 0);

  const start = () => {
    if (broken.length > 0) goOn(broken);
    const missing = standing.open.filter((panel) => !newest.has(panel));
    if (missing.length > 0) runPanels(figure, missing, choices, all);
  };
  const again = () => {
    setAsking(false);
    runPanels(
      figure,
      figure.panels.map(({ id }) => id),
      choices,
      all,
    );
  };
  const runnable = [...choices.panels.values()].some(({ chosen }) => chosen !== null);
  const one = partOf(figure);
  const label = !anything ? 'Run here' : broken.length > 0 ? 'Go on' : `Run the other ${standing.open.length === 1 ? one : `${one}s`}`;

  return (
    <section className={runStyles.run} aria-label={`Run ${figure.number} here`}>
      <div className={runStyles.runLine}>
        {running && (
          <button type="button" className={styles.button} onClick={() => cancelAll(standing.active)}>
            <IconPlayerStop size={16} stroke={1.7} aria-hidden="true" />
            Cancel
          </button>
        )}
        {!running && !standing.whole && (
          <button type="button" className={styles.primary} disabled={!runnable} onClick={start}>
            <IconPlayerPlay size={16} stroke={1.7} aria-hidden="true" />
            {label}
          </button>
        )}
        {!running && anything && !asking && (
          <button type="button" className={styles.button} onClick={() => setAsking(true)}>
            Run again
          </button>
        )}
        {asking && !running && <Sure figure={figure} onYes={again} onNo={() => setAsking(false)} />}
        {!asking && <Seeds value={choices.seeds} disabled={running} onChange={choices.setSeeds} />}
      </div>
      {running ? <Under figure={figure} sweeps={sweeps} /> : <Idle figure={figure} sweeps={sweeps} choices={choices} />}
      <DataChoices figure={figure} choices={choices} disabled={running} />
    </section>
  );
}

/** Asked before results are thrown away. */
function Sure({ figure, onYes, onNo }: { readonly figure: PaperFigure; readonly onYes: () => void; readonly onNo: () => void }) {
  return (
    <fieldset className={runStyles.sure} aria-label="Run again">
      <span>The results of {figure.number} will be replaced.</span>
      {/* The harmless one has the focus. */}
      <button type="button" className={styles.button} onClick={onYes}>
        Replace
      </button>
      {/* biome-ignore lint/a11y/noAutofocus: the button that was pressed is gone; the focus would be lost with it */}
      <button type="button" className={styles.button} onClick={onNo} autoFocus>
        Keep
      </button>
    </fieldset>
  );
}

interface SeedsProps {
  readonly value: SeedCount;
  readonly disabled: boolean;
  readonly onChange: (seeds: SeedCount) => void;
}

function Seeds({ value, disabled, onChange }: SeedsProps) {
  const name = useId();
  return (
    <fieldset className={runStyles.seeds} disabled={disabled}>
      <legend className="visually-hidden">Seeds</legend>
      <span className={runStyles.seedsName} aria-hidden="true">
        Seeds
      </span>
      {seedCounts.map((count) => (
        <label key={count}>
          <input type="radio" name={name} checked={count === value} onChange={() => onChange(count)} />
          <span>{count}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** What is being done. */
function Under({ figure, sweeps }: Omit<RunBoxProps, 'choices'>) {
  const paused = useSweeps((state) => state.paused);
  const before = useSweeps(
    (state) =>
      state.entries.findIndex(
        ({ status, origin }) => (status === 'running' || status === 'waiting') && origin.kind === 'figure' && origin.figure === figure.id,
      ) > 0 &&
      state.entries.some(({ status, origin }) => status === 'running' && !(origin.kind === 'figure' && origin.figure === figure.id)),
  );
  const entries = [...sweeps.newest.values()];
  const { done, total, share, secondsLeft, label } = progressOf(entries);
  const said = [`${countText(done)} of ${countText(total)} runs`, secondsLeft !== null ? leftText(secondsLeft) : null];
  return (
    <div className={runStyles.progress}>
      <div
        className={runStyles.bar}
        role="progressbar"
        aria-label={`${figure.number}: runs that have ended`}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
      >
        <span className={runStyles.fill} style={{ transform: `scaleX(${share})` }} />
      </div>
      <p>
        <strong>{said.filter(Boolean).join(' · ')}</strong>
        {paused ? (
          <>
            {' · the queue is held '}
            <button type="button" className={styles.link} onClick={resumeSweeps}>
              Let it go on
            </button>
          </>
        ) : label ? (
          ` · ${label}`
        ) : before ? (
          ' · waits for the sweeps before it'
        ) : (
          ' · preparing'
        )}
      </p>
    </div>
  );
}

/** What would be done, or was done. */
function Idle({ figure, sweeps, choices }: RunBoxProps) {
  const { newest } = sweeps;
  const planned = useMemo(() => planOf(figure, choices), [figure, choices]);
  const entries = [...newest.values()];
  const made = entries.reduce((sum, { runs }) => sum + runs.length, 0);
  const total = entries.reduce((sum, entry) => sum + entry.total, 0);
  const failed = entries.find(({ status }) => status === 'failed');
  const whole = entries.length > 0 && entries.every(isWhole);
  const every = entries.length === figure.panels.length;
  const plan = `${runsText(planned.runs)}${planned.seconds === null ? '' : `, ${roughly(planned.seconds)}`}`;
  const runnable = planned.runs > 0;
  return (
    <div className={runStyles.progress}>
      {failed ? (
        <p role="alert" className={runStyles.failed}>
          {failed.name} stopped: {failed.message ?? 'no reason was given'}
        </p>
      ) : whole ? (
        <p>
          <strong>{made === 1 ? 'The run has' : `${every ? 'All ' : ''}${countText(made)} runs have`} ended.</strong> Again with{' '}
          {choices.seeds === 1 ? '1 seed' : `${choices.seeds} seeds`}: {plan}.
        </p>
      ) : made > 0 ? (
        <p>
          <strong>
            {countText(made)} of {countText(total)} runs have ended.
          </strong>{' '}
          Those stay; all {partOf(figure)}s together are {plan}.
        </p>
      ) : (
        <p>
          {runnable
            ? `${plan} on two cores without a GPU. It goes on while you are on another page.`
            : 'What it runs on is not on this machine: see below.'}
        </p>
      )}
    </div>
  );
}
