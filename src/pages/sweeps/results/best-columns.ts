/** Columns of the table of best settings. */
import { type SpreadColumn, spreadColumn, textColumn } from '../../../charts/results/spread-columns';
import type { RunMetric } from '../../../results/groups';
import type { BestMethod } from './overview';

/** @param metrics that the runs have */
export function bestColumns(metrics: readonly RunMetric[]): SpreadColumn<BestMethod>[] {
  const has = (metric: RunMetric) => metrics.includes(metric);
  return [
    textColumn('method', 'method', 'The method', ({ label }) => label),
    textColumn('setting', 'best setting', 'Of what was varied, the setting that was chosen', ({ setting }) => setting),
    spreadColumn(
      'trainLoss',
      'training loss',
      'After the last epoch, mean ± standard deviation over the seeds',
      'ascending',
      'number',
      ({ row }) => row.trainLoss,
    ),
    ...(has('validationAccuracy')
      ? [
          spreadColumn<BestMethod>(
            'bestAccuracy',
            'best val. acc.',
            'Validation accuracy in the best epoch of each run',
            'descending',
            'share',
            ({ row }) => row.bestValidationAccuracy,
          ),
          spreadColumn<BestMethod>(
            'accuracy',
            'final val. acc.',
            'Validation accuracy after the last epoch',
            'descending',
            'share',
            ({ row }) => row.validationAccuracy,
          ),
        ]
      : []),
    ...(has('validationLoss')
      ? [
          spreadColumn<BestMethod>(
            'validationLoss',
            'val. loss',
            'Validation loss after the last epoch',
            'ascending',
            'number',
            ({ row }) => row.validationLoss,
          ),
        ]
      : []),
    spreadColumn(
      'evaluations',
      'evaluations',
      'Batch losses computed in a run: line searches pay for their trial steps here',
      'ascending',
      'count',
      ({ row }) => row.evaluations,
    ),
    spreadColumn(
      'pace',
      'upd/s',
      'Updates a second of its own training time, over all runs of the method in this sweep',
      'descending',
      'count',
      ({ pace }) => pace,
    ),
    {
      id: 'seeds',
      title: 'seeds',
      help: 'Seeds that this setting has run with, and how many of them diverged or failed',
      first: 'descending',
      kind: 'number',
      value: ({ row }) => row.seeds.length - row.failures,
      text: ({ row }) => (row.failures > 0 ? `${row.seeds.length}, ${row.failures} failed` : String(row.seeds.length)),
    },
    {
      id: 'failedSettings',
      title: 'settings failed',
      help: 'Settings of the method in which a run diverged or failed, of those that were compared',
      first: 'ascending',
      kind: 'number',
      value: ({ row }) => row.comparedFailed / Math.max(1, row.compared),
      text: ({ row }) => (row.comparedFailed === 0 ? `none of ${row.compared}` : `${row.comparedFailed} of ${row.compared}`),
    },
  ];
}
