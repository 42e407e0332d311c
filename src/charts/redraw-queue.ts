/**
 * Who draws when. Charts ask to be redrawn; the queue lets one chart draw a frame, each at most ten times a second, so that
 * the arrival of a batch never becomes one long task.
 */

/** Least time between two drawings of a chart for new data, in ms. */
export const redrawInterval = 100;

const frameLength = 1000 / 60;

export interface FrameClock {
  now(): number;
  requestFrame(callback: () => void): void;
  wait(callback: () => void, milliseconds: number): void;
}

export interface RedrawHandle {
  /** Asks for a drawing. `urgent`: in the next free frame, for what a person did. */
  request(urgent?: boolean): void;
  dispose(): void;
}

interface Entry {
  readonly draw: () => void;
  wanted: 'no' | 'soon' | 'now';
  drawnAt: number;
}

export class RedrawQueue {
  readonly #clock: FrameClock;
  readonly #entries = new Set<Entry>();
  #frameAsked = false;
  #waiting = false;

  constructor(clock: FrameClock) {
    this.#clock = clock;
  }

  /** Adds a chart; `draw` is called in animation frames, never at once. */
  register(draw: () => void): RedrawHandle {
    const entry: Entry = { draw, wanted: 'no', drawnAt: -Infinity };
    this.#entries.add(entry);
    return {
      request: (urgent = false) => {
        if (!this.#entries.has(entry)) return;
        if (urgent || entry.wanted === 'no') entry.wanted = urgent ? 'now' : 'soon';
        this.#schedule();
      },
      dispose: () => {
        this.#entries.delete(entry);
      },
    };
  }

  /** When an entry may be drawn; Infinity if it need not be. */
  #dueAt(entry: Entry): number {
    return entry.wanted === 'now' ? -Infinity : entry.wanted === 'soon' ? entry.drawnAt + redrawInterval : Infinity;
  }

  /** Asks for a frame when the next entry is due, and not before: an empty frame is not free. */
  #schedule(): void {
    if (this.#frameAsked) return;
    const due = Math.min(...[...this.#entries].map((entry) => this.#dueAt(entry)));
    if (due === Infinity) return;
    const delay = due - this.#clock.now();
    if (delay > frameLength) {
      if (this.#waiting) return;
      this.#waiting = true;
      this.#clock.wait(
        () => {
          this.#waiting = false;
          this.#schedule();
        },
        delay - frameLength / 2,
      );
      return;
    }
    this.#frameAsked = true;
    this.#clock.requestFrame(() => {
      this.#frameAsked = false;
      this.#drawOne();
    });
  }

  #drawOne(): void {
    const now = this.#clock.now();
    let next: Entry | null = null;
    for (const entry of this.#entries) {
      if (this.#dueAt(entry) > now) continue;
      // Urgent ones first, then whoever has waited longest.
      const before = next && (next.wanted === entry.wanted ? entry.drawnAt < next.drawnAt : entry.wanted === 'now');
      if (!next || before) next = entry;
    }
    if (next) {
      next.wanted = 'no';
      next.drawnAt = now;
    }
    try {
      next?.draw();
    } finally {
      this.#schedule();
    }
  }
}

/** The page's queue. */
export const redrawQueue = new RedrawQueue({
  now: () => performance.now(),
  requestFrame: (callback) => void requestAnimationFrame(callback),
  wait: (callback, milliseconds) => void setTimeout(callback, milliseconds),
});
