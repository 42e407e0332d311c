/**
 * Whether compared runs are a fair comparison: on one task, runs of one seed should begin with the same weights and meet the same batches.
 * The hash of the batches covers all that a run has met, so that only runs of the same length can be compared by it.
 */
import { type ComparedGroup, taskKey } from './compared';
import { taskNames } from './panels';

/** Runs with the same hash. */
export interface HashShare {
  readonly hash: string;
  readonly labels: readonly string[];
}

export interface FairnessRow {
  readonly key: string;
  readonly task: string;
  readonly seed: number;
  readonly runs: number;
  readonly weights: readonly HashShare[];
  /** Of runs that have met as many batches as most have; runs of other lengths are counted in `otherLength`. */
  readonly batches: readonly HashShare[];
  /** Runs that ended after another number of epochs, whose batches cannot be compared. */
  readonly otherLength: number;
}

function shares(entries: readonly { readonly hash: string; readonly label: string }[]): HashShare[] {
  const known = new Map<string, string[]>();
  for (const { hash, label } of entries) known.set(hash, [...(known.get(hash) ?? []), label]);
  return [...known].map(([hash, labels]) => ({ hash, labels })).sort((a, b) => b.labels.length - a.labels.length);
}

/** A row a task and seed, in the order in which they come. */
export function fairnessRows(groups: readonly ComparedGroup[]): FairnessRow[] {
  const tasks = taskNames(groups);
  const rows = new Map<string, { task: string; seed: number; runs: { label: string; run: ComparedGroup['runs'][number] }[] }>();
  for (const { experiment, label, runs } of groups) {
    for (const run of runs) {
      const key = `${taskKey(experiment)} ${run.seed}`;
      const row = rows.get(key) ?? { task: tasks.get(taskKey(experiment)) as string, seed: run.seed, runs: [] };
      row.runs.push({ label, run });
      rows.set(key, row);
    }
  }
  return [...rows]
    .map(([key, { task, seed, runs }]): FairnessRow => {
      const lengthOf = (run: ComparedGroup['runs'][number]) => run.epochs.at(-1)?.epoch ?? 0;
      const counts = new Map<number, number>();
      for (const { run } of runs) counts.set(lengthOf(run), (counts.get(lengthOf(run)) ?? 0) + 1);
      const [common] = [...counts].sort(([a, n], [b, m]) => m - n || b - a)[0] as [number, number];
      const alike = runs.filter(({ run }) => lengthOf(run) === common && run.batchHash !== null);
      return {
        key,
        task,
        seed,
        runs: runs.length,
        weights: shares(runs.map(({ label, run }) => ({ hash: run.initialHash, label }))),
        batches: shares(alike.map(({ label, run }) => ({ hash: run.batchHash as string, label }))),
        otherLength: runs.length - alike.length,
      };
    })
    .sort((a, b) => (a.task === b.task ? a.seed - b.seed : 0));
}
