/** How a reader tells how far it has come and learns that it is no longer wanted. */

/** @param fraction of this stage that is done, 0 … 1 */
export type Progress = (fraction: number, what: string) => void;

/** Time between two reports of a stage, in milliseconds. */
const every = 50;

export class Reading {
  private reportedAt = Number.NEGATIVE_INFINITY;
  private reported = '';

  constructor(
    private readonly progress: Progress | undefined,
    private readonly signal: AbortSignal | undefined,
  ) {}

  /**
   * To be awaited for every item of a stage. Now and then it reports, and lets whoever calls reading off get a word in: decoding from memory
   * would keep the thread to itself for minutes.
   * @throws the signal's reason where reading was called off
   */
  async step(done: number, all: number, what: string): Promise<void> {
    this.signal?.throwIfAborted();
    const now = performance.now();
    if (what === this.reported && now - this.reportedAt < every) return;
    this.reported = what;
    this.progress?.(all > 0 ? Math.min(1, done / all) : 1, what);
    await new Promise((resolve) => setTimeout(resolve, 0));
    this.reportedAt = performance.now();
    this.signal?.throwIfAborted();
  }
}
