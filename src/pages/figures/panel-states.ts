/** What the queue's sweeps mean for a figure: which one counts for each panel, what has come of it, and how far all are. */
import type { FigureId, PanelResult, PaperFigure } from '../../paper/definition';
import { resultOfSweep, type SweepEntry } from '../../state/sweeps/entry';

/** The newest sweep of each panel of a figure, by panel id. */
export type FigureEntries = ReadonlyMap<string, SweepEntry>;

/** All sweeps that were made for a figure. */
export function entriesOf(entries: readonly SweepEntry[], figure: FigureId): SweepEntry[] {
  return entries.filter(({ origin }) => origin.kind === 'figure' && origin.figure === figure);
}

/** The newest sweep of each panel; of two made at the same moment, the later one in the list. */
export function newestByPanel(entries: readonly SweepEntry[]): FigureEntries {
  const newest = new Map<string, SweepEntry>();
  for (const entry of entries) {
    if (entry.origin.kind !== 'figure') continue;
    const known = newest.get(entry.origin.panel);
    if (!known || entry.createdAt >= known.createdAt) newest.set(entry.origin.panel, entry);
  }
  return newest;
}

/** Whether every run of a sweep has ended. */
export function isWhole(entry: Pick<SweepEntry, 'runs' | 'total'>): boolean {
  return entry.total > 0 && entry.runs.length >= entry.total;
}

/** Whether a sweep is in the queue: it runs, or will. */
export function isActive({ status }: Pick<SweepEntry, 'status'>): boolean {
  return status === 'waiting' || status === 'running';
}

/** Results are made anew only where the runs of a sweep have changed. */
const results = new WeakMap<SweepEntry['runs'], Pick<SweepEntry, 'id' | 'facts'> & { readonly result: PanelResult | null }>();

/** What has come of a sweep of a figure so far; null before its first run has begun. */
export function panelResult(entry: SweepEntry): PanelResult | null {
  const known = results.get(entry.runs);
  if (known && known.id === entry.id && known.facts === entry.facts) return known.result;
  const result = resultOfSweep(entry);
  const variant = entry.origin.kind === 'figure' ? entry.origin.variant : '';
  const made = result ? { variant, result, complete: isWhole(entry) } : null;
  results.set(entry.runs, { id: entry.id, facts: entry.facts, result: made });
  return made;
}

/** The results of a figure as its checks take them. */
export function figureResults(entries: FigureEntries): ReadonlyMap<string, PanelResult> {
  const made = [...entries].map(([panel, entry]) => [panel, panelResult(entry)] as const);
  return new Map(made.filter((pair): pair is readonly [string, PanelResult] => pair[1] !== null));
}

/** How far several sweeps together are. */
export interface FigureProgress {
  readonly done: number;
  readonly total: number;
  /** 0 to 1, with the part of the run that is being made. */
  readonly share: number;
  /** Null while no sweep has a pace yet. */
  readonly secondsLeft: number | null;
  /** The run that is being made; null while none of these is. */
  readonly label: string | null;
}

/** How far sweeps are. Those that have no pace yet are taken to need as long a run as those that have. */
export function progressOf(entries: readonly SweepEntry[]): FigureProgress {
  const total = entries.reduce((sum, entry) => sum + entry.total, 0);
  const done = entries.reduce((sum, entry) => sum + entry.runs.length, 0);
  const current = entries.reduce((sum, entry) => sum + (entry.current?.fraction ?? 0), 0);
  const left = ({ total: all, runs, current: running }: SweepEntry) => Math.max(0, all - runs.length - (running?.fraction ?? 0));
  const open = entries.filter((entry) => isActive(entry) && left(entry) > 0);
  const paced = open.filter(({ secondsLeft }) => secondsLeft !== null);
  const known = paced.reduce((sum, { secondsLeft }) => sum + (secondsLeft ?? 0), 0);
  const ofKnown = paced.reduce((sum, entry) => sum + left(entry), 0);
  const ofAll = open.reduce((sum, entry) => sum + left(entry), 0);
  return {
    done,
    total,
    share: total > 0 ? Math.min(1, (done + current) / total) : 0,
    secondsLeft: ofKnown > 0 ? known * (ofAll / ofKnown) : null,
    label: entries.find((entry) => entry.current)?.current?.label ?? null,
  };
}

/** What a figure's button would do. */
export interface FigureStanding {
  readonly active: readonly SweepEntry[];
  /** Panels that were not run, or whose sweep was broken off. */
  readonly open: readonly string[];
  /** Whether something was run, and nothing is left that could be. */
  readonly whole: boolean;
}

/**
 * Where the panels of a figure stand.
 * @param runnable ids of panels whose data are here; others that were not run do not count
 */
export function standingOf(
  figure: Pick<PaperFigure, 'panels'>,
  entries: FigureEntries,
  runnable: (panel: string) => boolean,
): FigureStanding {
  const all = [...entries.values()];
  const open = figure.panels
    .map(({ id }) => id)
    .filter((id) => {
      const entry = entries.get(id);
      return entry ? !isActive(entry) && !isWhole(entry) : runnable(id);
    });
  const active = all.filter(isActive);
  return { active, open, whole: all.length > 0 && open.length === 0 && active.length === 0 };
}

/** What a part of a figure is called. */
export function partOf({ panels }: Pick<PaperFigure, 'panels'>): 'panel' | 'column' {
  return panels.some(({ draws }) => draws.includes('cells')) ? 'column' : 'panel';
}
