/** MNIST and sets in its form, from idx files: one file of images and one of labels a part. */
import { InputError } from '../../fields/input-error';
import { type IdxArray, readIdx } from '../formats/idx';
import type { ImageSet } from '../parsed-set';
import { imageSetOf, type Piece } from './assemble';
import type { Leaf } from './leaves';
import { type PartName, partOf } from './part-names';
import type { Reading } from './reading';
import type { PictureSetId } from './set-facts';

interface IdxFile {
  readonly path: string;
  readonly where: string;
  readonly part: PartName | null;
  readonly array: IdxArray;
}

export async function readIdxSet(id: PictureSetId, from: string, leaves: readonly Leaf[], reading: Reading): Promise<ImageSet> {
  const images: IdxFile[] = [];
  const labels: IdxFile[] = [];
  let done = 0;
  for (const { file, where } of leaves) {
    await reading.step(done++, leaves.length, 'reading idx files');
    const read = { path: file.path, where, part: partOf(file.path), array: readIdx(await file.bytes(), where) };
    const { dims } = read.array;
    if (dims.length === 1) labels.push(read);
    else if (dims.length >= 3) images.push(read);
    else throw new InputError(where, `has ${dims.length} dimensions; images have 3 (number, rows, columns) and labels 1.`);
  }
  if (images.length === 0)
    throw new InputError(from, `holds labels only (${labels[0]!.where}). Add the file of images that belongs to them.`);
  const left = new Set(labels);
  const pieces = images.map((file) => {
    const partner = labelsFor(file, images, [...left]);
    left.delete(partner);
    return pieceOf(file, partner);
  });
  const [unused] = left;
  if (unused) throw new InputError(unused.where, 'holds labels to which there are no images. Add the file of images, or leave it out.');
  return imageSetOf(id, from, pieces);
}

/** The labels of the same part, or, where names do not tell, those of the same number. */
function labelsFor(file: IdxFile, images: readonly IdxFile[], labels: readonly IdxFile[]): IdxFile {
  const twin = images.find((other) => other !== file && other.part === file.part && file.part !== null);
  if (twin) throw new InputError(file.where, `holds images of the same part as ${twin.where}. Leave one of them out.`);
  const fits = labels.filter(({ part }) => part === file.part || part === null || file.part === null);
  const best =
    fits.find(({ array, part }) => part === file.part && array.dims[0] === file.array.dims[0]) ??
    fits.find(({ array }) => array.dims[0] === file.array.dims[0]) ??
    fits.find(({ part }) => part === file.part) ??
    fits[0];
  if (best) return best;
  throw new InputError(file.where, 'holds images to which there are no labels. Add the file of labels (…-labels-idx1-ubyte).');
}

function pieceOf(file: IdxFile, labels: IdxFile): Piece {
  const [count, height, width, channels = 1] = file.array.dims as [number, number, number, number?];
  if (labels.array.data.length !== count) {
    throw new InputError(
      file.where,
      `has ${count.toLocaleString('en-GB')} images, but ${labels.where} has ${labels.array.data.length.toLocaleString('en-GB')} labels. Use files that belong together.`,
    );
  }
  const part = file.part ?? labels.part;
  return { path: file.path, where: file.where, part, height, width, channels, pixels: file.array.data, labels: labels.array.data };
}
