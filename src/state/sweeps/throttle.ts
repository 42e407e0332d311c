/** Does something at most so often. */

/** Calls `work` at most once in `every` milliseconds; what was asked for last is never lost. */
export class Throttle {
  private timer: ReturnType<typeof setTimeout> | null = null;
  private last = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly every: number,
    private readonly work: () => void,
  ) {}

  /** Soon: at once, if the last time is long enough ago. */
  ask(): void {
    if (this.timer !== null) return;
    const wait = this.last + this.every - performance.now();
    if (wait <= 0) this.now();
    else this.timer = setTimeout(() => this.now(), wait);
  }

  now(): void {
    this.stop();
    this.last = performance.now();
    this.work();
  }

  /** What was asked for and has not been done is not done any more. */
  stop(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }
}
