/** CIFAR-10 and CIFAR-100 from files of binary records, and the names of their classes from the text files beside them. */
import { InputError } from '../../fields/input-error';
import { cifarRecordBytes, readCifarRecords } from '../formats/cifar';
import { decodeText } from '../formats/text';
import type { ImageSet } from '../parsed-set';
import { imageSetOf, type Piece } from './assemble';
import type { Leaf } from './leaves';
import { baseName, partOf } from './part-names';
import type { Reading } from './reading';
import { pictureFacts } from './set-facts';

export type CifarId = 'cifar10' | 'cifar100';

const labelBytes = { cifar10: 1, cifar100: 2 } as const;
const nameFiles = { cifar10: 'batches.meta.txt', cifar100: 'fine_label_names.txt' };

/** Which of the two the sizes of the files allow: none, one, or (in rare sizes) both. */
export function cifarOf(leaves: readonly Leaf[]): CifarId[] {
  return (['cifar10', 'cifar100'] as const).filter((id) =>
    leaves.every(({ file }) => file.size > 0 && file.size % cifarRecordBytes[labelBytes[id]] === 0),
  );
}

/**
 * @param leaves files of records
 * @param texts text files beside them
 */
export async function readCifar(
  id: CifarId,
  from: string,
  leaves: readonly Leaf[],
  texts: readonly Leaf[],
  reading: Reading,
): Promise<ImageSet> {
  const pieces: Piece[] = [];
  for (const { file, where } of leaves) {
    await reading.step(pieces.length, leaves.length, 'reading records');
    const { labels, pixels } = readCifarRecords(await file.bytes(), labelBytes[id], where);
    pieces.push({ path: file.path, where, part: partOf(file.path), height: 32, width: 32, channels: 3, labels, pixels });
  }
  return imageSetOf(id, from, pieces, await namesIn(id, texts));
}

async function namesIn(id: CifarId, texts: readonly Leaf[]): Promise<readonly string[]> {
  const known = pictureFacts[id].classNames;
  const found = texts.find(({ file }) => baseName(file.path) === nameFiles[id]);
  if (!found) return known;
  const lines = decodeText(await found.file.bytes(), found.where).split(/\r?\n/);
  const names = lines.map((line) => line.trim()).filter((line) => line !== '');
  if (names.length === known.length) return names;
  throw new InputError(found.where, `names ${names.length} classes instead of ${known.length}. Correct it, or leave it out.`);
}
