/** What the result charts are given, made from results: numbers of `results/` with the names and looks of methods. */
import type { CurveAxis, CurveMetric, RunGroup } from '../../results/groups';
import type { Heat } from '../../results/heat';
import type { Robustness } from '../../results/robustness';
import type { BandLine, HeatCell, HeatOptions, RobustnessLine } from './shapes';

/** A line a group of runs, named and coloured. */
export function bandLines(_groups: readonly RunGroup[], _metric: CurveMetric, _axis: CurveAxis): BandLine[] {
  return [];
}

/** The lines and levels of a robustness plot, named and coloured. */
export function robustnessLines(_robustness: Robustness): { readonly lines: RobustnessLine[]; readonly levels: RobustnessLine[] } {
  return { lines: [], levels: [] };
}

/** Cells and axes of a heat map. */
export function heatMap(_heat: Heat): { readonly cells: HeatCell[]; readonly options: HeatOptions } {
  return { cells: [], options: { rows: [], columns: [], columnTitle: 'η', better: 'lower', scale: 'log' } };
}
