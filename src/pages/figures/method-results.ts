/** The methods of a figure's sweep with what came of each: its best setting, the runs of that, how it is drawn, lines for the charts. */
import type { BandLine, Look } from '../../charts/results/shapes';
import type { OptimizerId } from '../../optimizers/definition';
import { optimizerOf } from '../../optimizers/registry';
import { methodKey, runsOfBest } from '../../results/best';
import { axisValue, type CurveAxis, type CurveMetric, groupCurve, spreadOf } from '../../results/groups';
import type { BestRow, RunResult, Spread } from '../../results/result';
import type { Sweep } from '../../results/sweep';
import { optimizerLabels } from '../../state/labels';
import { looksOf } from '../../state/looks';
import { settingText, symbolText } from '../../state/number-text';
import type { SweepEntry } from '../../state/sweeps/entry';
import { panelResult } from './panel-states';

/** A method as every panel of its figure names and draws it. */
export interface Method extends Look {
  readonly optimizer: OptimizerId;
}

export interface MethodResult extends Method {
  /** The best setting; null until a run of the method has ended. */
  readonly row: BestRow | null;
  /** The runs of the best setting; the one that is being made where none has ended. */
  readonly runs: readonly RunResult[];
  /** The values that the best setting has of what was swept, e.g. "η=0.1"; empty where nothing was. */
  readonly chosen: string;
  /** Settings of this method in the sweep. */
  readonly settings: number;
}

/** The methods of a sweep in its order. Keys and looks are the same in every sweep of the same methods. */
export function methodsOf({ optimizers }: Pick<Sweep, 'optimizers'>): Method[] {
  const firsts = optimizers.map(({ id, hyperparameters }) => ({
    id,
    hyperparameters: Object.fromEntries(Object.entries(hyperparameters).map(([key, values]) => [key, values[0] ?? null])),
  }));
  const labels = optimizerLabels(firsts);
  const looks = looksOf(firsts);
  return firsts.map(({ id }, at) => {
    const nth = firsts.slice(0, at).filter((other) => other.id === id).length;
    return { key: `${id}#${nth}`, optimizer: id, label: labels[at] ?? id, ...(looks[at] as { color: string; dash: string | null }) };
  });
}

/** The swept values of a setting: "η=0.1, λ=1e-3". */
export function chosenText({ id, hyperparameters }: Sweep['optimizers'][number], setting: Readonly<Record<string, unknown>>): string {
  const { fields } = optimizerOf(id);
  return fields
    .filter(({ key }) => (hyperparameters[key]?.length ?? 0) > 1)
    .map((field) => {
      const value = setting[field.key];
      const name = 'symbol' in field && field.symbol ? symbolText(field.symbol) : field.label;
      return `${name}=${typeof value === 'number' ? settingText(value) : String(value ?? 'auto')}`;
    })
    .join(', ');
}

/** What has come of each method of a sweep. Methods without a run yet have none. */
export function methodResults(entry: Pick<SweepEntry, 'sweep' | 'runs' | 'facts' | 'origin' | 'total' | 'current'>): MethodResult[] {
  const { sweep, current } = entry;
  const result = panelResult(entry as SweepEntry)?.result ?? null;
  const rows = new Map((result?.best ?? []).map((row) => [methodKey(row, sweep), row]));
  const live = current && current.run.epochs.length > 0 ? current.run : null;
  const liveKey = live ? methodKey(live, sweep) : null;
  return methodsOf(sweep).map((method, at) => {
    const swept = sweep.optimizers[at] as Sweep['optimizers'][number];
    const row = rows.get(`${at}`) ?? null;
    const settings = Object.values(swept.hyperparameters).reduce((product, values) => product * values.length, 1);
    if (result && row) {
      return { ...method, row, runs: runsOfBest(result, row), chosen: chosenText(swept, row.hyperparameters), settings };
    }
    const runs = live && liveKey === `${at}` ? [live] : [];
    return { ...method, row: null, runs, chosen: runs[0] ? chosenText(swept, runs[0].hyperparameters) : '', settings };
  });
}

/** The methods' lines over seeds; methods without runs, and hidden ones, have none. */
export function bandLines(methods: readonly MethodResult[], metric: CurveMetric, axis: CurveAxis, hidden: ReadonlySet<string>): BandLine[] {
  return methods
    .filter(({ key, runs }) => runs.length > 0 && !hidden.has(key))
    .map(({ key, label, color, dash, chosen, runs }) => ({
      key,
      label: chosen ? `${label} ${chosen}` : label,
      color,
      dash,
      points: groupCurve({ runs }, metric, axis),
      divergedAt: runs.flatMap(({ status, epochs }) => {
        const last = epochs.at(-1);
        return status === 'diverged' && last ? [axisValue(last, axis)] : [];
      }),
    }));
}

/** Updates a second of a method's runs, evaluations of whole epochs not counted; null where none made an update. */
export function updatesPerSecond(runs: readonly RunResult[]): Spread | null {
  return spreadOf(
    runs.map(({ epochs }) => {
      const last = epochs.at(-1);
      return last && last.seconds > 0 && last.update > 0 ? last.update / last.seconds : null;
    }),
  );
}

/** Evaluations an update over whole runs; null where none made an update. */
export function evaluationsPerUpdate(runs: readonly RunResult[]): Spread | null {
  return spreadOf(
    runs.map(({ epochs }) => {
      const last = epochs.at(-1);
      return last && last.update > 0 ? last.evaluations / last.update : null;
    }),
  );
}

/** Lines that end where most of the others have ended, and those that were cut. */
export interface CutLines {
  readonly lines: readonly BandLine[];
  /** Names of the lines that go on, and to where. */
  readonly cut: readonly { readonly label: string; readonly end: number }[];
}

/** A line that goes on more than this many times as far as the middle one leaves no room for the others. */
const longest = 5;

/** Cuts lines that would press all others against the axis: a line search that tries a hundred steps an update. */
export function cutLines(lines: readonly BandLine[]): CutLines {
  const ends = lines.map(({ points }) => points.at(-1)?.x ?? 0);
  const middle = ends.toSorted((a, b) => a - b)[Math.floor(ends.length / 2)] ?? 0;
  const limit = longest * middle;
  if (middle <= 0 || ends.every((end) => end <= limit)) return { lines, cut: [] };
  return {
    lines: lines.map((line, at) =>
      (ends[at] as number) <= limit
        ? line
        : { ...line, points: line.points.filter(({ x }) => x <= limit), divergedAt: line.divergedAt?.filter((x) => x <= limit) ?? [] },
    ),
    cut: lines.flatMap(({ label }, at) => ((ends[at] as number) > limit ? [{ label, end: ends[at] as number }] : [])),
  };
}
