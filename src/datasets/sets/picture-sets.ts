/** Sets of pictures in class folders: ImageNet, whose pictures stay encoded, and sets of small pictures of one size, which are decoded at once. */
import { InputError } from '../../fields/input-error';
import { asRgb, decodeImage } from '../formats/image';
import type { ImageFileSet, ImageSet } from '../parsed-set';
import { imageSetOf, type Piece } from './assemble';
import { type LabelledLeaf, type SortedPictures, sortPictures } from './class-folders';
import type { Leaf } from './leaves';
import type { PartName } from './part-names';
import { allocate } from './pixel-list';
import type { Reading } from './reading';
import { nameOf, type PictureSetId, pictureFacts, sizeInWords } from './set-facts';

/** Pictures that stay where they are, with their labels. */
export async function readImageFiles(from: string, pictures: readonly Leaf[], texts: readonly Leaf[]): Promise<ImageFileSet> {
  const { classNames, train, test } = await sortPictures(from, pictures, texts);
  const files = (some: readonly LabelledLeaf[]) => some.map(({ leaf, label }) => ({ file: leaf.file, label }));
  return { kind: 'image-files', id: 'imagenet', name: from, classNames, train: files(train), test: files(test) };
}

/** @throws InputError naming the first picture that is damaged or of another size */
export async function readPictureFolders(
  id: PictureSetId,
  from: string,
  pictures: readonly Leaf[],
  texts: readonly Leaf[],
  reading: Reading,
): Promise<ImageSet> {
  const sorted = await sortPictures(from, pictures, texts);
  const { labels, classNames } = classesFor(id, from, sorted);
  const all = sorted.train.length + sorted.test.length;
  const pieces: Piece[] = [];
  for (const [part, files, done] of [
    ['train', sorted.train, 0],
    ['test', sorted.test, sorted.train.length],
  ] as const) {
    if (files.length > 0)
      pieces.push(await decodeAll(id, part, from, files, labels, (i) => reading.step(done + i, all, 'decoding pictures')));
  }
  return imageSetOf(id, from, pieces, classNames);
}

/** What the folders' numbers are as labels of the set, and the names of its classes. */
function classesFor(
  id: PictureSetId,
  from: string,
  { folders, classNames }: SortedPictures,
): { labels: number[]; classNames: readonly string[] } {
  const own = folders.map((_, i) => i);
  if (id === 'tiny-imagenet') return { labels: own, classNames };
  const known = pictureFacts[id].classNames;
  const found = folders.map((folder) => known.findIndex((name) => name.toLowerCase() === folder.toLowerCase()));
  if (!found.includes(-1)) return { labels: found, classNames: known };
  if (folders.length === known.length) return { labels: own, classNames: folders };
  throw new InputError(from, `has ${folders.length} folders of classes; ${nameOf(id)} has ${known.length} classes.`);
}

async function decodeAll(
  id: PictureSetId,
  part: PartName,
  from: string,
  files: readonly LabelledLeaf[],
  labels: readonly number[],
  step: (done: number) => Promise<void>,
): Promise<Piece> {
  const { height, width, channels } = pictureFacts[id];
  const size = height * width * channels;
  const pixels = allocate(files.length * size, from);
  for (const [i, { leaf }] of files.entries()) {
    await step(i);
    pixels.set(pixelsOf(id, await leaf.file.bytes(), leaf.where), i * size);
  }
  return { path: part, where: from, part, height, width, channels, pixels, labels: files.map(({ label }) => labels[label]!) };
}

/**
 * A picture's pixels as the set has them: a grey one among colours is expanded.
 * @throws InputError if it is damaged or of another size
 */
export function pixelsOf(id: PictureSetId, encoded: Uint8Array, where: string): Uint8Array {
  const facts = pictureFacts[id];
  const image = decodeImage(encoded, where);
  if (image.height !== facts.height || image.width !== facts.width || image.channels > facts.channels) {
    throw new InputError(where, `is ${sizeInWords(image)}; the pictures of ${nameOf(id)} are ${sizeInWords(facts)}.`);
  }
  return facts.channels === 3 ? asRgb(image).pixels : image.pixels;
}
