/** For tests only: reading made-up sets, and comparing what came out. */
import { InputError } from '../../fields/input-error';
import type { ImageSet, ParsedSet, SetId } from '../parsed-set';
import { readSet } from '../read-set';
import { type MadeFiles, sourceOf } from './made-sets';

/** Reads made-up files as a set. */
export const read = async <T extends ParsedSet = ImageSet>(files: MadeFiles, expected: SetId | null = null, name = 'made'): Promise<T> =>
  (await readSet(sourceOf(files, name), expected)) as T;

/** The message with which files are refused. */
export async function refusal(files: MadeFiles, expected: SetId | null = null): Promise<string> {
  const error: unknown = await read(files, expected).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof InputError) return error.message;
  throw error ?? new Error('the files were taken');
}

/** A set without the functions of its pixels, to compare it. */
export const plain = (set: ImageSet) => ({
  ...set,
  train: { labels: set.train.labels, bytes: set.train.pixels.memory },
  test: set.test && { labels: set.test.labels, bytes: set.test.pixels.memory },
});
/** Pictures of the training and the test part. */
export const sizes = (set: ImageSet) => [set.train.pixels.count, set.test?.pixels.count ?? null];
