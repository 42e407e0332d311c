/** What the result charts are given, made from results: numbers of `results/` with the names and looks of methods. */

import type { RunMetric } from '../../results/groups';
import { type CurveAxis, type CurveMetric, groupCurve, type RunGroup, runCurve } from '../../results/groups';
import type { Heat, HeatSetting } from '../../results/heat';
import type { Robustness } from '../../results/robustness';
import { optimizerLabels } from '../../state/labels';
import { looksOf } from '../../state/looks';
import { countText, durationText, measuredText, settingText, shareText } from '../../state/number-text';
import type { OptimizerSetting } from '../../training/experiment';
import type { BandLine, HeatCell, HeatOptions, Look, RobustnessLine } from './shapes';

type Method = Pick<RunGroup, 'optimizer' | 'hyperparameters'> & { readonly key: string };

/** Names and looks of methods or settings that stand in one figure. */
export function looksOfMethods(methods: readonly Method[]): Look[] {
  const settings = methods.map(({ optimizer, hyperparameters }): OptimizerSetting => ({ id: optimizer, hyperparameters }));
  const labels = optimizerLabels(settings);
  const looks = looksOf(settings);
  return methods.map(({ key }, i) => ({ key, label: labels[i] as string, color: looks[i]?.color as string, dash: looks[i]?.dash ?? null }));
}

/** A line a group of runs, named and coloured. */
export function bandLines(groups: readonly RunGroup[], metric: CurveMetric, axis: CurveAxis): BandLine[] {
  const looks = looksOfMethods(groups);
  return groups.map((group, i) => ({
    ...(looks[i] as Look),
    points: groupCurve(group, metric, axis),
    divergedAt: group.runs.flatMap((run) => {
      if (run.status !== 'diverged') return [];
      // The epoch in which it diverged left no numbers: the cross stands where the last ones are.
      const last = runCurve(run, metric, axis).at(-1);
      return [last?.x ?? 0];
    }),
  }));
}

/** The lines and levels of a robustness plot, named and coloured. */
export function robustnessLines({ lines, levels }: Robustness): { readonly lines: RobustnessLine[]; readonly levels: RobustnessLine[] } {
  const looks = looksOfMethods([...lines, ...levels]);
  const looked = (methods: Robustness['lines'], first: number) =>
    methods.map(({ points }, i): RobustnessLine => ({ ...(looks[first + i] as Look), points }));
  return { lines: looked(lines, 0), levels: looked(levels, lines.length) };
}

/** A number of a run as a table writes it. */
export function metricText(value: number | null, metric: RunMetric): string {
  switch (metric) {
    case 'validationAccuracy':
    case 'bestValidationAccuracy':
      return shareText(value);
    case 'evaluations':
      return countText(value);
    case 'seconds':
      return durationText(value);
    default:
      return measuredText(value);
  }
}

/** Cells and axes of a heat map. */
export function heatMap(heat: Heat): { readonly cells: HeatCell[]; readonly options: HeatOptions } {
  const { metric, better, rows, columns } = heat;
  const byDecay = rows.some(({ weightDecay }) => weightDecay !== null);
  const share = metric === 'validationAccuracy' || metric === 'bestValidationAccuracy';
  return {
    cells: heat.cells.map((cell) => cellOf(cell, metric)),
    options: {
      rows: byDecay ? rows.map(({ weightDecay }) => settingText(weightDecay ?? 0)) : looksOfMethods(rows).map(({ label }) => label),
      ...(byDecay ? { rowTitle: 'λ' } : {}),
      columns: columns.map((step) => (step === null ? 'none' : settingText(step))),
      columnTitle: 'η',
      better,
      scale: share ? 'linear' : 'log',
    },
  };
}

function cellOf({ row, column, spread, runs, failures, complete, best }: HeatSetting, metric: RunMetric): HeatCell {
  const failed = runs === 0 ? 0 : failures / runs;
  const value = spread?.mean ?? null;
  const text = value === null && failed > 0 ? 'diverged' : value === null ? '' : metricText(value, metric);
  // A share of the runs is worth a line only where some came through.
  const note = failures > 0 && failures < runs ? { note: `${failures}/${runs} diverged` } : {};
  return { row, column, value, text, ...note, failed, best, complete };
}
