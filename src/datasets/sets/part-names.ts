/** What the names of files say about a set: which part of it a file belongs to, and what is not data at all. */

/** A part of a published set. Validation parts count as test parts: their labels are known. */
export type PartName = 'train' | 'test' | 'extra';

const words: readonly { readonly part: PartName; readonly pattern: RegExp }[] = [
  { part: 'train', pattern: /(?:^|[^a-z])(?:train|training|data_batch)(?![a-z])/ },
  { part: 'test', pattern: /(?:^|[^a-z])(?:test|testing|t10k|val|valid|validation)(?![a-z])/ },
  { part: 'extra', pattern: /(?:^|[^a-z])extra(?![a-z])/ },
];

/**
 * The part that a file's name speaks of, or else the nearest folder around it that speaks of one.
 * @returns null if nothing does, or a name speaks of two
 */
export function partOf(path: string): PartName | null {
  for (const name of path.toLowerCase().split('/').reverse()) {
    const found = words.filter(({ pattern }) => pattern.test(name));
    if (found.length > 1) return null;
    if (found[0]) return found[0].part;
  }
  return null;
}

const aside = [
  /(^|\/)(\.|__MACOSX\/)/, // hidden files and folders, `.DS_Store`, `._name`
  /(^|\/)(readme|licen[cs]e|checksums|thumbs)(\.(txt|rst|db))?$/i,
  /\.(html?|md|pdf|py|sh|md5|sha256|feat|vocab|json|xml)$/i,
  /(^|\/)(urls_[^/]*|imdbEr)\.txt$/,
  /(^|\/)unsup\//, // IMDB's reviews without labels
  /_boxes\.txt$/,
];

/** Whether a file lies among a set's files but holds none of its samples. */
export function isAside(path: string): boolean {
  return aside.some((pattern) => pattern.test(path));
}

/** The last part of a path. */
export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/**
 * Order by path, numbers in it by their value: `data_batch_2` before `data_batch_10`. The same on every machine. It makes no strings, so that a
 * million paths are sorted in seconds.
 */
export function byPath({ path: a }: { readonly path: string }, { path: b }: { readonly path: string }): number {
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    let x = a.charCodeAt(i);
    let y = b.charCodeAt(j);
    if (isDigit(x) && isDigit(y)) {
      let left = 0;
      let right = 0;
      for (; isDigit(x); x = a.charCodeAt(++i)) left = 10 * left + x - 48;
      for (; isDigit(y); y = b.charCodeAt(++j)) right = 10 * right + y - 48;
      if (left !== right) return left - right;
    } else {
      if (x !== y) return x - y;
      i++;
      j++;
    }
  }
  // Equal but for leading zeros: the plain order, so that different paths are never equal.
  return a.length - i - (b.length - j) || (a < b ? -1 : a > b ? 1 : 0);
}
