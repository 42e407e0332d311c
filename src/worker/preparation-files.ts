/**
 * Files as one session reads them while it is prepared. The trial of the backends and the training itself build the same task: what one has
 * read the next need not read again. Once the session is given up, nothing more is built from them.
 */
import type { ParsedSet, SetId } from '../datasets/parsed-set';
import type { FileSource } from '../tasks/definition';

export class PreparationFiles implements FileSource {
  private readonly sets = new Map<string, Promise<ParsedSet>>();

  /** @param signal aborted when the session is given up; reading then rejects with its reason */
  constructor(
    private readonly files: FileSource,
    private readonly signal: AbortSignal,
  ) {}

  read(name: string): Promise<Uint8Array> {
    return this.unlessGivenUp(this.files.read(name));
  }

  set(id: SetId, path: string | null): Promise<ParsedSet> {
    const key = JSON.stringify([id, path]);
    let set = this.sets.get(key);
    if (!set) {
      set = this.files.set(id, path);
      this.sets.set(key, set);
    }
    return this.unlessGivenUp(set);
  }

  /** Does not wait for what is being read: a large set takes seconds. */
  private unlessGivenUp<T>(reading: Promise<T>): Promise<T> {
    const { signal } = this;
    return new Promise((resolve, reject) => {
      const givenUp = () => reject(signal.reason as Error);
      if (signal.aborted) givenUp();
      signal.addEventListener('abort', givenUp, { once: true });
      reading.then(resolve, reject).finally(() => signal.removeEventListener('abort', givenUp));
    });
  }
}
