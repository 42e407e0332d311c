/** Reviews as numbers: words and marks of a text, the commonest of them by number, and texts cut or filled to one length. */

/** Things that look like tags of a mark-up language (`<br />`, `</i>`), not a lone `<`. */
const tag = /<\/?[a-z][^<>]*>/gi;

/** A word with its apostrophes (don't), a number (7.5), or a run of one and the same mark (!!!). */
const piece = /\p{L}[\p{L}\p{M}\p{N}]*(?:['’]\p{L}[\p{L}\p{M}]*)*|\p{N}+(?:[.,]\p{N}+)*|([\p{P}\p{S}])\1*/gu;

/** A text with its tags taken out, each of them one space. */
export function withoutTags(text: string): string {
  return text.replace(tag, ' ');
}

/**
 * Words and punctuation of a text, in order: lower case, tags taken out, typographic apostrophes made plain, a run of one mark made one.
 */
export function tokensOf(text: string): string[] {
  const plain = withoutTags(text).toLowerCase();
  return Array.from(plain.matchAll(piece), ([token, mark]) => mark ?? token.replaceAll('’', "'"));
}

/** Numbers that no word has. */
export const special = { padding: 0, unknown: 1 } as const;

/** Words by number. */
export interface Vocabulary {
  /** Numbers in use: words, padding and unknown. */
  readonly size: number;
  /** Of a word, `special.unknown` for others. */
  numberOf(token: string): number;
}

/**
 * The commonest tokens, the commonest first, equally common ones in alphabetical order (by code unit).
 * @param texts tokens of the training part only
 * @param largest numbers at most, with those for padding and unknown words
 */
export function vocabularyOf(texts: readonly (readonly string[])[], largest: number): Vocabulary {
  const counts = new Map<string, number>();
  for (const tokens of texts) for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1);
  const byCount = [...counts].sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1));
  const reserved = Object.keys(special).length;
  const numbers = new Map(byCount.slice(0, Math.max(0, largest - reserved)).map(([token], i) => [token, i + reserved]));
  return { size: numbers.size + reserved, numberOf: (token) => numbers.get(token) ?? special.unknown };
}

/** Which end of a text is kept if it is too long. */
export type KeptEnd = 'first' | 'last';

/**
 * Texts as tables of one length, once in reading order and once from last to first; both with padding in front, so that both end on a
 * token.
 * @returns two tables [texts × length]
 */
export function encode(
  texts: readonly (readonly string[])[],
  vocabulary: Vocabulary,
  length: number,
  kept: KeptEnd,
): { forward: Int32Array; backward: Int32Array } {
  const forward = new Int32Array(texts.length * length).fill(special.padding);
  const backward = forward.slice();
  texts.forEach((tokens, row) => {
    const some = kept === 'first' ? tokens.slice(0, length) : tokens.slice(-length);
    const numbers = some.map((token) => vocabulary.numberOf(token));
    const start = (row + 1) * length - numbers.length;
    forward.set(numbers, start);
    backward.set(numbers.reverse(), start);
  });
  return { forward, backward };
}
