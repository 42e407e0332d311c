/**
 * Pictures and excerpts of training samples, fetched from the worker as they are looked at and kept for a while. Outside React,
 * as the numbers of the runs are: a component asks for what it shows and is told when some of it has come.
 */
import type { GalleryContent } from '../worker/protocol';

/** What a sample looks like: RGBA bytes of its picture, or a text. */
export type SampleContent = Uint8ClampedArray<ArrayBuffer> | string;

/** Samples kept at most: 2,000 pictures of 64 × 64 pixels take 33 MB. */
const mostKept = 2000;

export type FetchContent = (ids: readonly number[]) => Promise<GalleryContent>;

export class GalleryCache {
  /** In the order they were last asked for. */
  readonly #kept = new Map<number, SampleContent>();
  readonly #listeners = new Set<() => void>();
  readonly #fetch: FetchContent;
  #wanted: readonly number[] = [];
  #fetching = false;
  #closed = false;
  #revision = 0;
  #problem: string | null = null;

  constructor(fetch: FetchContent) {
    this.#fetch = fetch;
  }

  /** Counts what has come. */
  get revision(): number {
    return this.#revision;
  }

  /** Why the latest request brought nothing. */
  get problem(): string | null {
    return this.#problem;
  }

  /** A sample's content; undefined while it is not here. */
  get(id: number): SampleContent | undefined {
    return this.#kept.get(id);
  }

  /** These are looked at now: what is missing of them is fetched. What was wanted before and is not under way is forgotten. */
  want(ids: readonly number[]): void {
    this.#wanted = ids;
    this.#problem = null;
    for (const id of ids) {
      const content = this.#kept.get(id);
      if (content === undefined) continue;
      this.#kept.delete(id);
      this.#kept.set(id, content);
    }
    void this.#fetchNext();
  }

  /** @returns a function that ends the subscription */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  /** Answers that are still under way are dropped. */
  close(): void {
    this.#closed = true;
    this.#listeners.clear();
  }

  /** One request at a time: a person who turns pages fast gets the last one, not all of them. */
  async #fetchNext(): Promise<void> {
    const missing = this.#wanted.filter((id) => !this.#kept.has(id));
    if (this.#fetching || this.#closed || missing.length === 0) return;
    this.#fetching = true;
    try {
      const content = await this.#fetch(missing);
      if (this.#closed) return;
      this.#keep(missing, content);
    } catch (error) {
      // Not asked for again by itself: what failed once would fail in a loop.
      this.#problem = error instanceof Error ? error.message : String(error);
    } finally {
      this.#fetching = false;
    }
    if (this.#closed) return;
    this.#revision++;
    for (const listener of [...this.#listeners]) listener();
    if (this.#problem === null) void this.#fetchNext();
  }

  #keep(ids: readonly number[], content: GalleryContent): void {
    if (content.kind === 'texts') {
      ids.forEach((id, i) => {
        this.#kept.set(id, content.texts[i] ?? '');
      });
    } else {
      const size = content.rgba.length / ids.length;
      ids.forEach((id, i) => {
        this.#kept.set(id, new Uint8ClampedArray(content.rgba.slice(i * size, (i + 1) * size).buffer));
      });
    }
    for (const id of this.#kept.keys()) {
      if (this.#kept.size <= Math.max(mostKept, this.#wanted.length)) break;
      this.#kept.delete(id);
    }
  }
}
