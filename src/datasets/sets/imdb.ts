/** Film reviews: the folders of aclImdb (one file a review), or a table with a column of texts and one of sentiments. */
import { InputError } from '../../fields/input-error';
import { readCsv } from '../formats/csv';
import { decodeText } from '../formats/text';
import type { ReviewSet, Reviews } from '../parsed-set';
import type { Leaf } from './leaves';
import { type PartName, partOf } from './part-names';
import type { Reading } from './reading';
import { nameOf, neededFiles } from './set-facts';

/** A review with its label. */
export interface Review {
  readonly part: PartName | null;
  readonly text: string;
  /** 1 positive, 0 negative. */
  readonly label: 0 | 1;
}

/** Paths of reviews in aclImdb's folders. */
export const reviewPath = /(?:^|\/)(?:(train|test)\/)?(pos|neg)\/([^/]+)\.txt$/;

/**
 * Parts together. Files that name no part are training files; a test part alone is the one that is trained on, and the name says so.
 * @param from what the person named, for messages
 */
export function reviewSetOf(from: string, reviews: readonly Review[]): ReviewSet {
  const of = (...parts: (PartName | null)[]): Reviews | null => {
    const some = reviews.filter(({ part }) => parts.includes(part));
    if (some.length === 0) return null;
    const labels = Uint8Array.from(some, ({ label }) => label);
    const missing = [0, 1].find((label) => !labels.includes(label));
    if (missing !== undefined) {
      throw new InputError(
        from,
        `has no ${missing ? 'positive' : 'negative'} reviews in its ${parts.includes('test') ? 'test' : 'training'} part. Both are needed.`,
      );
    }
    return { texts: some.map(({ text }) => text), labels };
  };
  const train = of('train', 'extra', null);
  const test = of('test');
  const base = { kind: 'reviews' as const, id: 'imdb' as const };
  if (train) return { ...base, name: nameOf('imdb'), train, test };
  if (test) return { ...base, name: `${nameOf('imdb')}, test part only`, train: test, test: null };
  throw new InputError(from, `holds no reviews; ${neededFiles('imdb')}.`);
}

/**
 * @param leaves files whose paths are those of reviews, in order
 * @throws InputError if a file's rating does not agree with its folder (7 to 10 positive, 1 to 4 negative), or it is no text
 */
export async function readReviewFolders(from: string, leaves: readonly Leaf[], reading: Reading): Promise<ReviewSet> {
  const reviews: Review[] = [];
  for (const { file, where } of leaves) {
    await reading.step(reviews.length, leaves.length, 'reading reviews');
    const [, part, folder, name] = reviewPath.exec(file.path)!;
    const rating = /^\d+_(\d+)$/.exec(name!)?.[1];
    const positive = folder === 'pos';
    if (rating !== undefined && (positive ? Number(rating) < 7 || Number(rating) > 10 : Number(rating) < 1 || Number(rating) > 4)) {
      throw new InputError(
        where,
        `has the rating ${rating} in its name, but lies in the folder "${folder}" (positive: 7 to 10, negative: 1 to 4). It was moved or renamed.`,
      );
    }
    reviews.push({ part: (part as PartName | undefined) ?? null, text: decodeText(await file.bytes(), where), label: positive ? 1 : 0 });
  }
  return reviewSetOf(from, reviews);
}

/** Names of columns in use. */
const tables = [
  { text: 'review', label: 'sentiment' },
  { text: 'text', label: 'label' },
];

/** The columns of a table of reviews, from its first line; null if it is none. */
export function reviewColumns(firstLine: string): (typeof tables)[number] | null {
  const names = firstLine.split(',').map((name) => name.trim().replace(/^"(.*)"$/, '$1'));
  return tables.find(({ text, label }) => names.includes(text) && names.includes(label)) ?? null;
}

/** The first line of a text file, as far as a header can be long. */
export async function firstLineOf({ file }: Leaf): Promise<string> {
  const head = await file.bytes(0, Math.min(1000, file.size));
  return new TextDecoder().decode(head).split(/\r?\n/)[0]!;
}

/** @returns the label that a table's value stands for; null for none */
export function labelOf(value: string): 0 | 1 | null {
  const word = value.trim().toLowerCase();
  if (word === 'positive' || word === 'pos' || word === '1') return 1;
  return word === 'negative' || word === 'neg' || word === '0' ? 0 : null;
}

/** @throws InputError with the line of what is wrong */
export async function readReviewTables(from: string, leaves: readonly Leaf[], reading: Reading): Promise<ReviewSet> {
  const reviews: Review[] = [];
  let done = 0;
  for (const leaf of leaves) {
    await reading.step(done++, leaves.length, 'reading tables');
    const { file, where } = leaf;
    const columns = reviewColumns(await firstLineOf(leaf)) ?? tables[0]!;
    for (const { line, values } of readCsv(decodeText(await file.bytes(), where), where, [columns.text, columns.label])) {
      const value = values[columns.label]!;
      const label = labelOf(value);
      if (label === null)
        throw new InputError(
          `${where}, line ${line.toLocaleString('en-GB')}`,
          `has the ${columns.label} "${value.slice(0, 40)}"; positive or negative (or 1 or 0) is needed.`,
        );
      reviews.push({ part: partOf(file.path), text: values[columns.text]!, label });
    }
  }
  return reviewSetOf(from, reviews);
}
