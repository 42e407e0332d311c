/** A long file out of many short texts, without holding up the page: neither one long text nor one long task. */
import type { Pace } from './pace';

/** Characters that are handed to the browser at once: it keeps them outside of the page's memory. */
const partLength = 500_000;

/**
 * @param pieces short ones: each is made in one go
 * @param share of the whole that is done after so many pieces and characters, 0 to 1
 * @throws CalledOff
 */
export async function blobOf(
  pieces: Iterable<string>,
  type: string,
  pace: Pace,
  share: (pieces: number, characters: number) => number = () => 0,
): Promise<Blob> {
  const parts: Blob[] = [];
  let waiting: string[] = [];
  let length = 0;
  let count = 0;
  let total = 0;
  for (const piece of pieces) {
    waiting.push(piece);
    length += piece.length;
    total += piece.length;
    count += 1;
    if (length >= partLength) {
      parts.push(new Blob(waiting));
      waiting = [];
      length = 0;
    }
    await pace.next(Math.min(1, share(count, total)));
  }
  return new Blob([...parts, ...waiting], { type });
}
