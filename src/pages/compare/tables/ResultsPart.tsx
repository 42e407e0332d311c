/** What every setting came to: mean ± standard deviation over its seeds, what it cost, how it ended. */
import { SpreadTable } from '../../../charts/results/SpreadTable';
import { type SpreadColumn, spreadColumn, textColumn } from '../../../charts/results/spread-columns';
import { groupMetric, metricOf, spreadOf } from '../../../results/groups';
import type { RunResult } from '../../../results/result';
import type { ComparedGroup } from '../model/compared';
import { taskKey } from '../model/compared';
import { taskNames } from '../model/panels';
import { seedsText } from '../model/settings-rows';
import { anyFailed, statusText } from '../model/texts';
import styles from './tables.module.css';

/** Updates a second of a run's own training; null before any. */
function updatesPerSecond(run: RunResult): number | null {
  const last = run.epochs.at(-1);
  return last && last.update > 0 && last.seconds > 0 ? last.update / last.seconds : null;
}

function columnsFor(groups: readonly ComparedGroup[]): SpreadColumn<ComparedGroup>[] {
  const tasks = taskNames(groups);
  const experiments = new Set(groups.map(({ experiment }) => experiment.id));
  const has = (metric: 'validationLoss' | 'validationAccuracy') =>
    groups.some(({ runs }) => runs.some((run) => metricOf(run, metric) !== null));
  return [
    textColumn('setting', 'setting', 'The method, and where it differs from the others', ({ label }) => label),
    ...(tasks.size > 1
      ? [textColumn<ComparedGroup>('task', 'task', 'What was trained', ({ experiment }) => tasks.get(taskKey(experiment)) ?? '')]
      : []),
    ...(experiments.size > 1
      ? [textColumn<ComparedGroup>('experiment', 'experiment', 'Where the runs are from', ({ experiment }) => experiment.name)]
      : []),
    textColumn('seeds', 'seeds', 'Seeds of the picked runs', ({ runs }) => seedsText(runs.map(({ seed }) => seed))),
    spreadColumn(
      'trainLoss',
      'training loss',
      'After the last epoch: over the whole training set where that was measured',
      'ascending',
      'number',
      (group) => groupMetric(group, 'trainLoss'),
    ),
    ...(has('validationLoss')
      ? [
          spreadColumn<ComparedGroup>('validationLoss', 'validation loss', 'After the last epoch', 'ascending', 'number', (group) =>
            groupMetric(group, 'validationLoss'),
          ),
        ]
      : []),
    ...(has('validationAccuracy')
      ? [
          spreadColumn<ComparedGroup>(
            'validationAccuracy',
            'accuracy',
            'On validation samples, after the last epoch',
            'descending',
            'share',
            (group) => groupMetric(group, 'validationAccuracy'),
          ),
          spreadColumn<ComparedGroup>(
            'bestAccuracy',
            'best accuracy',
            'On validation samples, in the best epoch of each run',
            'descending',
            'share',
            (group) => groupMetric(group, 'bestValidationAccuracy'),
          ),
        ]
      : []),
    spreadColumn(
      'evaluations',
      'evaluations',
      'Batches passed through the model, trial points of line searches included',
      'ascending',
      'count',
      (group) => groupMetric(group, 'evaluations'),
    ),
    spreadColumn(
      'speed',
      'updates/s',
      'Updates a second of the run’s own training; compare it only within one session',
      'descending',
      'number',
      ({ runs }) => spreadOf(runs.map(updatesPerSecond)),
    ),
    spreadColumn('seconds', 'time', 'Seconds of the run’s own training, without evaluation', 'ascending', 'duration', (group) =>
      groupMetric(group, 'seconds'),
    ),
    textColumn('status', 'status', 'How the runs ended', ({ runs }) => statusText(runs)),
  ];
}

export function ResultsPart({ groups }: { readonly groups: readonly ComparedGroup[] }) {
  return (
    <section className={styles.part} aria-labelledby="compare-results">
      <div className={styles.head}>
        <h3 id="compare-results">Results</h3>
        <p>Mean ± standard deviation over the seeds.</p>
      </div>
      <SpreadTable
        label="Results of the picked settings"
        rows={groups}
        columns={columnsFor(groups)}
        rowKey={({ id }) => id}
        look={({ color, dash }) => ({ color, dash })}
        failed={({ runs }) => anyFailed(runs)}
        emptyText="A line for every setting that is picked."
      />
    </section>
  );
}
