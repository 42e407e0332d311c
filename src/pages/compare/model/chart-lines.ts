/** What the charts of a panel are given: lines with their seeds together or one by one. */
import type { BandLine } from '../../../charts/results/shapes';
import { axisValue, type CurveAxis, type CurveMetric, groupCurve } from '../../../results/groups';
import type { RunResult } from '../../../results/result';
import type { YScale } from '../../../state/chart-settings';
import type { SeedMode } from '../../../state/comparison';
import type { ComparedGroup } from './compared';

export interface ChartKind {
  readonly metric: CurveMetric;
  readonly title: string;
  readonly help: string;
  readonly yTitle: string;
  readonly yFormat: 'number' | 'share';
  /** At first. */
  readonly yScale: YScale;
  /** Whether the axis can be switched. */
  readonly scales: boolean;
}

export const chartKinds: readonly ChartKind[] = [
  {
    metric: 'trainLoss',
    title: 'Training loss',
    help: 'Over the whole training set where that was measured, else the mean met during the epoch. The dashed line is the smallest possible loss, where it is known.',
    yTitle: 'loss',
    yFormat: 'number',
    yScale: 'log',
    scales: true,
  },
  {
    metric: 'validationLoss',
    title: 'Validation loss',
    help: 'Mean loss over the validation samples after each epoch.',
    yTitle: 'loss',
    yFormat: 'number',
    yScale: 'log',
    scales: true,
  },
  {
    metric: 'validationAccuracy',
    title: 'Validation accuracy',
    help: 'Share of the validation samples that are classified right after each epoch.',
    yTitle: 'accuracy',
    yFormat: 'share',
    yScale: 'linear',
    scales: false,
  },
  {
    metric: 'meanStepSize',
    title: 'Step size γ',
    help: 'Mean step size of the epoch’s updates.',
    yTitle: 'γ',
    yFormat: 'number',
    yScale: 'log',
    scales: true,
  },
  {
    metric: 'meanAov',
    title: 'Mean AOV',
    help: 'Mean of the approximate optimal values of all training samples (AALIG).',
    yTitle: 'AOV',
    yFormat: 'number',
    yScale: 'linear',
    scales: true,
  },
  {
    metric: 'evaluationsPerUpdate',
    title: 'Cost',
    help: 'Batch evaluations an update: 1 for most methods; a line search pays for its trials.',
    yTitle: 'evaluations per update',
    yFormat: 'number',
    yScale: 'linear',
    scales: true,
  },
];

/** Where runs of these diverged, on the axis. */
function divergences(runs: readonly RunResult[], axis: CurveAxis): number[] {
  return runs.flatMap((run) => {
    const last = run.epochs.at(-1);
    return run.status === 'diverged' && last ? [axisValue(last, axis)] : [];
  });
}

/** The lines of a metric; settings without it have none. */
export function linesOf(groups: readonly ComparedGroup[], metric: CurveMetric, axis: CurveAxis, seeds: SeedMode): BandLine[] {
  return groups.flatMap(({ key, label, color, dash, runs }) => {
    const line = (members: readonly RunResult[], name: string, id: string): BandLine[] => {
      const points = groupCurve({ runs: members }, metric, axis);
      return points.length === 0 ? [] : [{ key: id, label: name, color, dash, points, divergedAt: divergences(members, axis) }];
    };
    if (seeds === 'together' || runs.length === 1) return line(runs, label, key);
    return runs.flatMap((run, at) => line([run], `${label} · seed ${run.seed}`, `${key} ${at}`));
  });
}
