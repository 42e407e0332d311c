/** What has come of the chosen sweep: its best settings, maps of all settings, robustness, curves, cost, and proof of fairness. */
import { useMemo, useState } from 'react';
import { SpreadTable } from '../../../charts/results/SpreadTable';
import { TextSwitch } from '../../../charts/TextSwitch';
import { useCalm } from '../../../charts/use-calm';
import { ReportButtons } from '../../../report/ReportButtons';
import { type RunMetric, runMetrics } from '../../../results/groups';
import { taskText } from '../../../state/field-text';
import { resultOfSweep, type SweepEntry } from '../../../state/sweeps/entry';
import { metricNames, selectionNames } from '../texts';
import { bestColumns } from './best-columns';
import { Curves } from './Curves';
import { Fairness } from './Fairness';
import { Maps } from './Maps';
import { bestMethods, metricsOf } from './overview';
import styles from './results.module.css';

/** Milliseconds between two drawings at least: short runs end several times a second. */
const calm = 1000;

export default function Results({ entry: latest }: { readonly entry: SweepEntry }) {
  // Told anew for another sweep, calmly while one runs.
  return <ResultsOf key={latest.id} latest={latest} />;
}

function ResultsOf({ latest }: { readonly latest: SweepEntry }) {
  const entry = useCalm(latest, false, calm);
  const { sweep, runs, facts } = entry;
  const result = useMemo(() => resultOfSweep({ sweep, runs, facts }), [sweep, runs, facts]);
  const [wanted, setWanted] = useState<RunMetric | null>(null);
  const known = useMemo(() => metricsOf(runs), [runs]);
  const methods = useMemo(() => (result ? bestMethods(sweep, result) : []), [sweep, result]);
  const columns = useMemo(() => bestColumns(known), [known]);
  const best = result?.best?.[0];
  const preferred = best?.selectedBy ?? known[0] ?? 'trainLoss';
  const metric = wanted && known.includes(wanted) ? wanted : known.includes(preferred) ? preferred : (known[0] ?? 'trainLoss');
  return (
    <section className={styles.results} aria-labelledby="results-heading">
      <header className={styles.head}>
        <div>
          <h2 id="results-heading">Results: {latest.name}</h2>
          <p className={styles.dim}>
            {taskText(sweep.task)} · {sweep.epochs} epochs, batch {sweep.batchSize} · seeds {sweep.seeds.join(', ')} · {latest.runs.length}{' '}
            of {latest.total} runs
          </p>
        </div>
        <ReportButtons name={latest.name} disabled={runs.length === 0} results={() => (result ? [{ name: latest.name, result }] : [])} />
      </header>
      {!result || runs.length === 0 ? (
        <p className={styles.empty}>
          {latest.status === 'running' || latest.status === 'waiting'
            ? 'Results appear here as soon as the first run has ended.'
            : 'No run of this sweep has ended. Press “Go on” in the queue to run it.'}
        </p>
      ) : (
        <>
          <section className={styles.card} aria-labelledby="best-heading">
            <header className={styles.cardHead}>
              <h3 id="best-heading">Best setting of each method</h3>
              <p className={styles.dim}>
                chosen by {selectionNames[best?.selectedBy ?? 'trainLoss']}; mean ± standard deviation over the seeds
              </p>
            </header>
            <SpreadTable
              label="Table of the best settings"
              rows={methods}
              columns={columns}
              rowKey={({ key }) => key}
              look={({ look }) => look}
              failed={({ row }) => row.failures > 0}
              emptyText="No run has ended yet."
            />
          </section>
          {known.length > 0 && (
            <div className={styles.metric}>
              <span aria-hidden="true">Maps and robustness show</span>
              <TextSwitch
                label="Number in the maps and the robustness plot"
                value={metric}
                choices={known.map((value) => ({ value, label: metricNames[value], help: `Show the ${metricNames[value]}` }))}
                onChange={(value) => setWanted(runMetrics.find((name) => name === value) ?? null)}
              />
            </div>
          )}
          <Maps sweep={sweep} runs={runs} metric={metric} floor={result.task.floor} />
          <Curves methods={methods} epochs={sweep.epochs} floor={result.task.floor} metrics={known} />
          <Fairness sweep={sweep} runs={runs} />
        </>
      )}
    </section>
  );
}
