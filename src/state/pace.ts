/** Long work in pieces: between them the page draws, and answers. */

/** Milliseconds of work after which the page gets its turn: well below what a person notices, also on a slow machine. */
const piece = 12;

/** Resolves in a task of its own. Not by a timer: those of a hidden tab come once a second. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/** Work that the person no longer wants. */
export class CalledOff extends Error {
  constructor() {
    super('It was called off');
  }
}

export class Pace {
  private since = performance.now();

  /**
   * @param told of the share that is done, 0 to 1, whenever the page gets its turn
   * @param signal aborted: the work is not wanted any more
   */
  constructor(
    private readonly told: (share: number) => void = () => {},
    private readonly signal: AbortSignal | null = null,
  ) {}

  /**
   * To be awaited between two small pieces of work; gives the page its turn where it is due.
   * @throws CalledOff
   */
  async next(share = 0): Promise<void> {
    if (performance.now() - this.since < piece) return;
    this.told(share);
    await nextTask();
    if (this.signal?.aborted) throw new CalledOff();
    this.since = performance.now();
  }
}
