/**
 * Notices a worker that is stuck: one that says nothing at all while it should be training, not even that it is there (`beat`). Where the
 * worker computes itself, on WASM or in JavaScript, it says nothing during an update either: then the limit grows with the longest silence
 * that turned out to be work.
 */

/** Seconds of silence after which a worker is stuck. */
export const silenceLimit = 30;
/** The same before a session's first update: data are read, kernels are made. */
const firstLimit = 240;
/** Where the worker computes itself, silences this many times as long as the longest so far are possible. */
const slowFactor = 10;
/** Milliseconds between two looks. */
const lookEvery = 5000;

export interface Watched {
  /** Whether the worker should be computing. */
  readonly training: boolean;
  /** Whether the session has told an update. */
  readonly started: boolean;
  /** Whether the worker waits for a device while that computes, and so can speak. */
  readonly onDevice: boolean;
}

export class Watchdog {
  private timer: ReturnType<typeof setInterval> | null = null;
  private heardAt: number;
  private lookedAt: number;
  private longest = 0;
  /** Doubles each time, so that one that was only slow gets further. */
  private leniency = 1;

  /**
   * @param watched what it looks at
   * @param stuck called once a silence, with its seconds
   * @param now milliseconds
   */
  constructor(
    private readonly watched: () => Watched,
    private readonly stuck: (seconds: number) => void,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.heardAt = now();
    this.lookedAt = now();
    this.timer = setInterval(() => this.look(), lookEvery);
  }

  /** The worker has said something. @param progress that it has trained */
  heard(progress = false): void {
    const now = this.now();
    if (this.watched().training) this.longest = Math.max(this.longest, (now - this.heardAt) / 1000);
    if (progress) this.leniency = 1;
    this.heardAt = now;
  }

  close(): void {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
  }

  private look(): void {
    const now = this.now();
    const late = now - this.lookedAt > 3 * lookEvery;
    this.lookedAt = now;
    const { training, started, onDevice } = this.watched();
    // A machine that slept, or a page that was held, has not been listening.
    if (!training || late) {
      this.heardAt = now;
      if (!training) this.longest = 0;
      return;
    }
    const silence = (now - this.heardAt) / 1000;
    const usual = !started ? firstLimit : onDevice ? silenceLimit : Math.max(silenceLimit, slowFactor * this.longest);
    if (silence < usual * this.leniency) return;
    this.leniency *= 2;
    this.heardAt = now;
    this.stuck(Math.round(silence));
  }
}
