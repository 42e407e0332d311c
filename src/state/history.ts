/**
 * The experiments of this visit, to be compared with each other: sessions of the playground, which are kept when they end or are replaced,
 * result files that were opened, and sessions of earlier visits that the browser keeps (`kept/comparable.ts`). Sweeps have a store of their
 * own; `past-experiments.ts` puts all together. Nothing here outlives the page.
 */
import { create } from 'zustand';
import { InputError } from '../fields/input-error';
import { type ExperimentResult, resultLimits } from '../results/result';
import { useComparison } from './comparison';
import { taskText } from './field-text';
import { useKept } from './kept/store';
import { useNotices } from './notices';
import { isFinished, isUnderWay, type SessionState, useRuns } from './runs';
import { sessionResult } from './session-result';

export type HistorySource = 'playground' | 'file' | 'kept';

export interface HistoryEntry {
  readonly id: string;
  readonly name: string;
  readonly source: HistorySource;
  /** Milliseconds since 1970: when it ended, or was opened. */
  readonly at: number;
  readonly result: ExperimentResult;
  /** The kept session that it is; null where the browser keeps none of it. */
  readonly keptId: string | null;
}

export interface HistoryStore {
  /** The oldest first. */
  readonly experiments: readonly HistoryEntry[];
  /** How many were let go to save memory. */
  readonly forgotten: number;
  /** The one that was removed last, which can be brought back. */
  readonly removed: HistoryEntry | null;
}

/** Most experiments, and most epochs of all their runs together (an epoch takes some 200 bytes). */
export const historyLimits = { experiments: 200, epochs: 1_000_000 } as const;

export const useHistory = create<HistoryStore>()(() => ({ experiments: [], forgotten: 0, removed: null }));

let lastId = 0;
let sessions = 0;

const epochsOf = ({ result }: Pick<HistoryEntry, 'result'>) => result.runs.reduce((sum, { epochs }) => sum + epochs.length, 0);

/**
 * What is kept of experiments when they are too many: the newest always; of the others those that are picked go last, then the oldest
 * first.
 * @param picked ids of experiments that are being compared
 */
export function withinLimits(
  experiments: readonly HistoryEntry[],
  picked: ReadonlySet<string>,
  limits: { readonly experiments: number; readonly epochs: number } = historyLimits,
): readonly HistoryEntry[] {
  let count = experiments.length;
  let epochs = experiments.reduce((sum, entry) => sum + epochsOf(entry), 0);
  const leaving = new Set<string>();
  const older = experiments.slice(0, -1);
  for (const entry of [...older.filter(({ id }) => !picked.has(id)), ...older.filter(({ id }) => picked.has(id))]) {
    if (count <= limits.experiments && epochs <= limits.epochs) break;
    leaving.add(entry.id);
    count -= 1;
    epochs -= epochsOf(entry);
  }
  return leaving.size === 0 ? experiments : experiments.filter(({ id }) => !leaving.has(id));
}

/** A name that no other experiment has: the second of a name gets a number. */
function freeName(name: string, taken: readonly HistoryEntry[]): string {
  const names = new Set(taken.map((entry) => entry.name));
  let number = 2;
  let free = name;
  for (; names.has(free); number += 1) free = `${name} (${number})`;
  return free;
}

/**
 * Keeps an experiment.
 * @param keptId the kept session that it is
 * @returns its id
 */
export function rememberResult(name: string, source: HistorySource, result: ExperimentResult, keptId: string | null = null): string {
  lastId += 1;
  const id = `${source}-${lastId}`;
  useHistory.setState(({ experiments, forgotten }) => {
    const entry: HistoryEntry = { id, name: freeName(name, experiments), source, at: Date.now(), result, keptId };
    const all = [...experiments, entry];
    const kept = withinLimits(all, new Set(Object.keys(useComparison.getState().picks ?? {})));
    return { experiments: kept, forgotten: forgotten + all.length - kept.length };
  });
  return id;
}

/** Gives an experiment another name; an empty one changes nothing. */
export function renameExperiment(id: string, name: string): void {
  const trimmed = name.trim().slice(0, 120);
  if (trimmed === '') return;
  useHistory.setState(({ experiments }) => ({
    experiments: experiments.map((entry) => (entry.id === id ? { ...entry, name: trimmed } : entry)),
  }));
}

/** Takes an experiment away; the last one taken can be brought back. */
export function removeExperiment(id: string): void {
  useHistory.setState(({ experiments, removed }) => ({
    experiments: experiments.filter((entry) => entry.id !== id),
    removed: experiments.find((entry) => entry.id === id) ?? removed,
  }));
}

/** Brings back the experiment that was removed last. */
export function restoreExperiment(): void {
  useHistory.setState(({ experiments, removed }) => ({
    experiments: removed ? [...experiments, removed].sort((a, b) => a.at - b.at) : experiments,
    removed: null,
  }));
}

/** What has come of a session that was given up: whatever it was doing has been cancelled. */
function ended(result: ExperimentResult): ExperimentResult {
  return { ...result, runs: result.runs.map((run) => (isFinished(run.status) ? run : { ...run, status: 'cancelled' })) };
}

/** Sessions that are among the experiments already, under which id. */
const known = new Map<string, string>();

/** A session that is put into the charts is an experiment that is kept here already. */
export function rememberedAs(sessionId: string, id: string): void {
  known.set(sessionId, id);
}

/** Keeps the playground's sessions as they end. @returns ends that */
export function connectHistory(): () => void {
  /** The session that was kept last, under which id, and of which revision. */
  let kept: { readonly sessionId: string; readonly id: string; readonly revision: number } | null = null;
  const keep = (state: SessionState): void => {
    const { sessionId, revision } = state;
    if (sessionId === null || (kept?.sessionId === sessionId && kept.revision === revision)) return;
    const result = sessionResult(state);
    // Before its first epoch a session has nothing that could be compared.
    if (!result?.runs.some(({ epochs }) => epochs.some(({ epoch }) => epoch > 0))) return;
    const before = (kept?.sessionId === sessionId ? kept.id : known.get(sessionId)) ?? null;
    if (before === null) sessions += 1;
    const id =
      before ??
      rememberResult(`Playground ${sessions} · ${taskText(result.task)}`, 'playground', ended(result), useKept.getState().current);
    // What came after the end (samples that were picked then) belongs to it.
    if (before !== null) {
      useHistory.setState(({ experiments }) => ({
        experiments: experiments.map((entry) => (entry.id === id ? { ...entry, result: ended(result) } : entry)),
      }));
    }
    kept = { sessionId, id, revision };
  };
  return useRuns.subscribe((state, before) => {
    if (state.sessionId !== before.sessionId) keep(before);
    else if (state.status !== 'idle' && !isUnderWay(state.status)) keep(state);
  });
}

function complain(name: string, text: string): void {
  useNotices.getState().notify({ kind: 'error', title: `“${name}” was not opened`, text });
}

/** What a JSON file that is no result may be instead; empty where nothing is known of it. */
function whatElse(content: string): string {
  if (content.length > 10_000_000) return '';
  try {
    const json: unknown = JSON.parse(content);
    if (typeof json !== 'object' || json === null || 'runs' in json) return '';
    if ('optimizers' in json) return ' It looks like an experiment or a sweep: run it on the page Sweeps, or on the command line.';
    return ' What is opened here is a RESULT.json of this page or of “npm run train”.';
  } catch {
    return ' Results are JSON; data sets are opened in the Playground.';
  }
}

/**
 * Opens a result file and keeps it. What is wrong with it is said in a notice, with file and field.
 * @returns the experiment's id, null where it was refused
 */
export async function openResultFile(file: File): Promise<string | null> {
  if (file.size > resultLimits.bytes) {
    complain(file.name, `The file has ${Math.ceil(file.size / 1e6)} MB; results of up to ${resultLimits.bytes / 1e6} MB are opened.`);
    return null;
  }
  let content = '';
  try {
    content = await file.text();
    const { readResult } = await import('../results/read-result');
    const result = readResult(file.name, content);
    if (result.runs.length === 0) throw new InputError(`${file.name}, runs`, 'is empty; there is nothing to compare');
    const stem = file.name.replace(/\.json$/i, '').slice(0, 120) || file.name;
    // The usual name says nothing.
    const id = rememberResult(/^result$/i.test(stem) ? `${stem} · ${taskText(result.task)}` : stem, 'file', result);
    useComparison.getState().suggest(id);
    return id;
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    complain(file.name, `${said}.${error instanceof InputError ? whatElse(content) : ' Choose the file again.'}`);
    return null;
  }
}

/** Opens several, one after the other. @returns the ids of those that were accepted */
export async function openResultFiles(files: readonly File[]): Promise<string[]> {
  const opened: string[] = [];
  for (const file of files) {
    const id = await openResultFile(file);
    if (id !== null) opened.push(id);
  }
  return opened;
}
