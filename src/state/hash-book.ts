/**
 * Checks that runs of one seed see the same batches. Runs advance an epoch each in turn, so their hashes are compared
 * epoch by epoch, not as they happen to stand.
 */
export class HashBook {
  readonly #first = new Map<string, string>();
  #comparisons = 0;
  #same = true;

  /** Notes the hash of all batches that a run of this seed met up to the end of an epoch. */
  record(seed: number, epoch: number, hash: string): void {
    // Before training nobody has met a batch: equal there means nothing.
    if (epoch === 0) return;
    const key = `${seed}/${epoch}`;
    const known = this.#first.get(key);
    if (known === undefined) {
      this.#first.set(key, hash);
      return;
    }
    this.#comparisons += 1;
    if (known !== hash) this.#same = false;
  }

  /** Whether all hashes compared so far were equal; null before the first comparison. */
  get agrees(): boolean | null {
    return this.#comparisons === 0 ? null : this.#same;
  }
}

/** Whether runs of the same seed have the same hash; null if no two runs share a seed. */
export function sameWithinSeeds(runs: readonly { readonly seed: number; readonly initialHash: string }[]): boolean | null {
  const first = new Map<number, string>();
  let comparisons = 0;
  let same = true;
  for (const { seed, initialHash } of runs) {
    const known = first.get(seed);
    if (known === undefined) first.set(seed, initialHash);
    else {
      comparisons += 1;
      same &&= known === initialHash;
    }
  }
  return comparisons === 0 ? null : same;
}
