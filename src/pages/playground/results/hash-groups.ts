/** Who shares what: the hashes of initial weights and batches of each seed, and the runs that have them. */
import type { RunSummary } from '../../../state/run-summary';
import type { RunView } from '../../../state/run-view';

/** Runs of a seed that have the same hash. */
export interface HashGroup {
  readonly hash: string;
  /** The epoch that the hash of the batches stands for; null for weights. */
  readonly epoch: number | null;
  readonly methods: readonly string[];
}

export interface SeedHashes {
  readonly seed: number;
  /** Runs of this seed. */
  readonly runs: number;
  readonly weights: readonly HashGroup[];
  /** Without runs that have met no batch yet. */
  readonly batches: readonly HashGroup[];
}

function grouped(members: readonly { readonly hash: string; readonly epoch: number | null; readonly method: string }[]): HashGroup[] {
  const groups = new Map<string, { hash: string; epoch: number | null; methods: string[] }>();
  for (const { hash, epoch, method } of members) {
    const key = `${hash} ${epoch}`;
    const known = groups.get(key);
    if (known) known.methods.push(method);
    else groups.set(key, { hash, epoch, methods: [method] });
  }
  return [...groups.values()];
}

/** The hashes of each seed, in ascending order of the seeds. */
export function hashesBySeed(runs: readonly RunView[], summaries: Readonly<Record<string, RunSummary>>): SeedHashes[] {
  const seeds = [...new Set(runs.map((run) => run.seed))].sort((a, b) => a - b);
  return seeds.map((seed) => {
    const own = runs.filter((run) => run.seed === seed);
    return {
      seed,
      runs: own.length,
      weights: grouped(own.map((run) => ({ hash: run.initialHash, epoch: null, method: run.method }))),
      batches: grouped(
        own.flatMap((run) => {
          const { batchHash = null, epoch = 0 } = summaries[run.runId] ?? {};
          return batchHash && epoch > 0 ? [{ hash: batchHash, epoch, method: run.method }] : [];
        }),
      ),
    };
  });
}
