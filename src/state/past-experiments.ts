/**
 * All experiments that can be compared: what the history keeps, and the sweeps with the runs that they have so far. Their runs are taken
 * together by setting and named.
 */
import { useMemo } from 'react';
import { groupsOf, type RunGroup } from '../results/groups';
import type { ExperimentResult, RunResult } from '../results/result';
import type { Pick, Picks } from './comparison';
import { taskText } from './field-text';
import { type HistoryEntry, useHistory } from './history';
import { optimizerLabels } from './labels';
import { resultOfSweep, type SweepEntry } from './sweeps/entry';
import { useSweeps } from './sweeps/store';

export interface PastRun {
  /** The same for the same run, also after others have come. */
  readonly id: string;
  readonly run: RunResult;
}

/** Runs of one setting of one experiment. */
export interface PastGroup extends Omit<RunGroup, 'runs'> {
  readonly id: string;
  /** As short as it can be within the experiment. */
  readonly label: string;
  readonly runs: readonly PastRun[];
}

export interface PastExperiment {
  readonly id: string;
  readonly name: string;
  readonly source: HistoryEntry['source'] | 'sweep';
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly task: string;
  readonly result: ExperimentResult;
  readonly groups: readonly PastGroup[];
}

function grouped(id: string, runs: readonly RunResult[]): PastGroup[] {
  const groups = groupsOf(runs);
  const labels = optimizerLabels(groups.map(({ optimizer, hyperparameters }) => ({ id: optimizer, hyperparameters })));
  return groups.map((group, at) => {
    const met = new Map<number, number>();
    return {
      ...group,
      id: `${id} ${group.key}`,
      label: labels[at] as string,
      runs: group.runs.map((run) => {
        const nth = (met.get(run.seed) ?? 0) + 1;
        met.set(run.seed, nth);
        return { id: `${group.key} ${run.seed}${nth > 1 ? ` ${nth}` : ''}`, run };
      }),
    };
  });
}

type Head = Omit<PastExperiment, 'task' | 'result' | 'groups'>;

/** What was made of a list of runs; a new list is a new key. */
const known = new WeakMap<readonly RunResult[], PastExperiment>();

function past(head: Head, runs: readonly RunResult[], result: () => ExperimentResult): PastExperiment {
  const before = known.get(runs);
  if (before?.id === head.id) {
    if (before.name === head.name) return before;
    const renamed = { ...before, name: head.name };
    known.set(runs, renamed);
    return renamed;
  }
  const made = result();
  const experiment = { ...head, task: taskText(made.task), result: made, groups: grouped(head.id, runs) };
  known.set(runs, experiment);
  return experiment;
}

/** Everything there is, the newest first. Sweeps without a run are left out. */
export function pastExperiments(history: readonly HistoryEntry[], sweeps: readonly SweepEntry[]): PastExperiment[] {
  const kept = history.map(({ id, name, source, at, result }) => past({ id, name, source, at }, result.runs, () => result));
  const swept = sweeps.flatMap((entry) => {
    const { id, name, createdAt, runs, facts } = entry;
    if (!facts || runs.length === 0) return [];
    return [past({ id: `sweep-${id}`, name, source: 'sweep', at: createdAt }, runs, () => resultOfSweep(entry) as ExperimentResult)];
  });
  // Of the same instant, the later in the list is the newer.
  return [...kept, ...swept].reverse().sort((a, b) => b.at - a.at);
}

/** `pastExperiments` of the stores. */
export function usePastExperiments(): readonly PastExperiment[] {
  const history = useHistory((state) => state.experiments);
  const sweeps = useSweeps((state) => state.entries);
  return useMemo(() => pastExperiments(history, sweeps), [history, sweeps]);
}

/** Most settings of an experiment that are picked by themselves. */
const suggestedGroups = 13;

/** Runs for a first look: all, or of a large sweep the best setting of each method. */
function suggestedRuns({ groups, result }: PastExperiment): readonly PastRun[] {
  if (groups.length <= suggestedGroups) return groups.flatMap(({ runs }) => runs);
  const key = (hyperparameters: object) => JSON.stringify(Object.entries(hyperparameters).sort());
  const best = new Set((result.best ?? []).map((row) => `${row.optimizer} ${key(row.hyperparameters)}`));
  const ofBest = groups.filter((group) => best.has(`${group.optimizer} ${key(group.hyperparameters)}`));
  return (ofBest.length > 0 ? ofBest : groups).slice(0, suggestedGroups).flatMap(({ runs }) => runs);
}

/** Ids of the runs that are picked. */
export function pickedRuns(experiment: PastExperiment, pick: Pick | undefined): ReadonlySet<string> {
  if (pick === undefined) return new Set();
  if (pick === 'all') return new Set(experiment.groups.flatMap(({ runs }) => runs.map(({ id }) => id)));
  if (pick === 'suggested') return new Set(suggestedRuns(experiment).map(({ id }) => id));
  const there = new Set(experiment.groups.flatMap(({ runs }) => runs.map(({ id }) => id)));
  return new Set(pick.filter((id) => there.has(id)));
}

/** The picks in force: until a person has picked something, the newest experiment is. */
export function picksOf(picks: Picks | null, experiments: readonly PastExperiment[]): Picks {
  const [newest] = experiments;
  return picks ?? (newest ? { [newest.id]: 'suggested' } : {});
}

/** The picks after runs of an experiment were picked or left out. @param runs ids of runs */
export function withPicked(picks: Picks, experiment: PastExperiment, runs: readonly string[], picked: boolean): Picks {
  const next = new Set(pickedRuns(experiment, picks[experiment.id]));
  for (const id of runs) {
    if (picked) next.add(id);
    else next.delete(id);
  }
  const { [experiment.id]: _before, ...others } = picks;
  if (next.size === 0) return others;
  const total = experiment.groups.reduce((sum, group) => sum + group.runs.length, 0);
  return { ...others, [experiment.id]: next.size === total ? 'all' : [...next] };
}
