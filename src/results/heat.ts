/**
 * A sweep as a matrix: methods by η with the best λ at each, or λ by η of one method. A cell holds the number of its setting and what
 * failed; settings that have not run yet are there too where the sweep is known.
 */
import type { FieldValue } from '../fields/field';
import type { OptimizerId } from '../optimizers/definition';
import { selectionFor } from './best';
import { groupMetric, type RunMetric, settingKey } from './groups';
import type { RunResult, SelectionMetric, Spread } from './result';
import { bestOf, betterOf, decayOf, endedRuns, failuresOf, type Method, methodsOf, type Setting } from './step-axis';
import { type Sweep, settingsOf } from './sweep';

export interface HeatRow {
  /** Of the method, or of one λ of it. */
  readonly key: string;
  readonly optimizer: OptimizerId;
  /** Those that are the same along the row. */
  readonly hyperparameters: Readonly<Record<string, FieldValue>>;
  /** λ of the row where rows are λ, else null. */
  readonly weightDecay: number | null;
}

export interface HeatSetting {
  readonly row: number;
  readonly column: number;
  /** Over the seeds that did not fail; null where all did or none has ended. */
  readonly spread: Spread | null;
  /** Runs of the setting that have ended, and how many of them diverged or failed. */
  readonly runs: number;
  readonly failures: number;
  /** Whether all runs that belong here have ended. */
  readonly complete: boolean;
  /** The best of its row, or of all where rows are λ: fewest failures first, then the best number. */
  readonly best: boolean;
  /** The setting: the best λ where several were tried. */
  readonly hyperparameters: Readonly<Record<string, FieldValue>>;
}

export interface Heat {
  readonly metric: RunMetric;
  readonly better: 'lower' | 'higher';
  readonly rows: readonly HeatRow[];
  /** η of each column, ascending; null (first) for methods without one. */
  readonly columns: readonly (number | null)[];
  readonly cells: readonly HeatSetting[];
}

export interface HeatRequest {
  /** Says which settings and seeds there are to be; null: those that have runs. */
  readonly sweep: Pick<Sweep, 'optimizers' | 'seeds'> | null;
  /** Key of a method (a row of the matrix of methods): its λ by η; none: methods by η. */
  readonly method?: string | null;
  /** By what the best λ is chosen; `auto`: as for the best rows. */
  readonly select?: SelectionMetric | 'auto';
}

/** The numbers of a heat map, from runs that have ended. */
export function heatOf(runs: readonly RunResult[], metric: RunMetric, { sweep, method = null, select = 'auto' }: HeatRequest): Heat {
  const ended = endedRuns(runs);
  const by = selectionFor(select, ended);
  const better = betterOf(metric);
  const planned: readonly Setting[] = sweep
    ? settingsOf(sweep).map(({ id, hyperparameters }) => ({ optimizer: id, hyperparameters }))
    : runs;
  const rows = method === null ? methodRows(planned) : decayRows(planned, method);
  const columns = [...new Set(rows.flatMap(({ places }) => [...places.keys()]))].sort((a, b) => (a ?? -1) - (b ?? -1));
  const known = new Map<string, RunResult[]>();
  for (const run of ended) {
    const key = settingKey(run);
    known.set(key, [...(known.get(key) ?? []), run]);
  }
  const cells = rows.flatMap(({ places }, row) =>
    [...places].map(([step, settings]): Omit<HeatSetting, 'best'> => {
      const keys = [...new Set(settings.map(settingKey))];
      const members = keys.flatMap((key) => known.get(key) ?? []);
      const chosen = bestOf(members, by);
      const expected = sweep ? keys.length * sweep.seeds.length : settings.length;
      return {
        row,
        column: columns.indexOf(step),
        spread: chosen ? groupMetric(chosen, metric) : null,
        runs: chosen?.runs.length ?? 0,
        failures: chosen ? failuresOf(chosen) : 0,
        complete: members.length >= expected,
        hyperparameters: chosen?.hyperparameters ?? (settings[0] as Setting).hyperparameters,
      };
    }),
  );
  const best = new Set(
    method === null
      ? rows.map((_, row) =>
          bestCell(
            cells.filter((cell) => cell.row === row),
            better,
          ),
        )
      : [bestCell(cells, better)],
  );
  return {
    metric,
    better,
    rows: rows.map(({ places: _, ...row }) => row),
    columns,
    cells: cells.map((cell) => ({ ...cell, best: best.has(cell) })),
  };
}

type Row = HeatRow & Pick<Method<Setting>, 'places'>;

function methodRows(settings: readonly Setting[]): Row[] {
  return methodsOf(settings).map((method) => ({ ...method, weightDecay: null }));
}

function decayRows(settings: readonly Setting[], method: string): Row[] {
  const found = methodsOf(settings).find(({ key }) => key === method);
  if (!found) return [];
  const all = [...found.places.values()].flat();
  const decays = [...new Set(all.map(decayOf))].sort((a, b) => a - b);
  return decays.map((decay) => ({
    ...found,
    key: `${found.key} ${decay}`,
    hyperparameters: { ...found.hyperparameters, weightDecay: decay },
    weightDecay: decay,
    places: new Map(
      [...found.places].flatMap(([step, members]) => {
        const here = members.filter((member) => decayOf(member) === decay);
        return here.length > 0 ? [[step, here] as const] : [];
      }),
    ),
  }));
}

type Candidate = Pick<HeatSetting, 'spread' | 'failures' | 'runs'>;

function bestCell<C extends Candidate>(cells: readonly C[], better: Heat['better']): C | null {
  const sign = better === 'lower' ? 1 : -1;
  const failed = ({ failures, runs }: C) => failures / Math.max(1, runs);
  return cells.reduce<C | null>((known, cell) => {
    if (!cell.spread) return known;
    if (!known?.spread) return cell;
    return (failed(cell) - failed(known) || sign * (cell.spread.mean - known.spread.mean)) < 0 ? cell : known;
  }, null);
}
