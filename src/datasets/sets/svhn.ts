/** SVHN's cropped digits from MATLAB files: `X`, uint8 [32, 32, 3, N], and `y`, [N, 1], with the digit 0 as label 10. */
import { InputError } from '../../fields/input-error';
import { type MatArray, readMat } from '../formats/mat';
import type { ImageSet } from '../parsed-set';
import { imageSetOf, type Piece } from './assemble';
import type { Leaf } from './leaves';
import { partOf } from './part-names';
import type { Reading } from './reading';

const side = 32;
const channels = 3;

/** @param id `svhn` leaves the extra file out, which has 1.3 GB, without reading it */
export async function readSvhn(id: 'svhn' | 'svhn-extra', from: string, leaves: readonly Leaf[], reading: Reading): Promise<ImageSet> {
  const pieces: Piece[] = [];
  for (const { file, where } of leaves) {
    await reading.step(pieces.length, leaves.length, 'reading MATLAB files');
    const part = partOf(file.path);
    if (part === 'extra' && id === 'svhn' && leaves.length > 1) continue;
    const variables = await readMat(await file.bytes(), where);
    const pixels = pixelsOf(variables.get('X'), where);
    pieces.push({ path: file.path, where, part, height: side, width: side, channels, pixels, labels: labelsOf(variables.get('y'), where) });
  }
  return imageSetOf(id, from, pieces);
}

/** Rows, columns, colours, number (the first varies fastest) → row by row, the colours of a pixel together, in the same memory. */
function pixelsOf(x: MatArray | undefined, where: string): Uint8Array {
  if (!x) throw new InputError(where, 'has no variable "X" with the images. Use the files of cropped digits (format 2).');
  const [rows, columns, colours, count = 1] = x.dims;
  if (rows !== side || columns !== side || colours !== channels || x.dims.length > 4 || !(x.data instanceof Uint8Array)) {
    throw new InputError(where, `has a variable "X" of ${x.dims.join(' × ')} numbers; 32 × 32 × 3 × N unsigned bytes are needed.`);
  }
  const size = side * side * channels;
  const picture = new Uint8Array(size);
  for (let i = 0; i < count; i++) {
    const place = x.data.subarray(i * size, (i + 1) * size);
    let from = 0;
    for (let colour = 0; colour < channels; colour++)
      for (let column = 0; column < side; column++)
        for (let row = 0; row < side; row++) picture[(row * side + column) * channels + colour] = place[from++]!;
    place.set(picture);
  }
  return x.data;
}

function labelsOf(y: MatArray | undefined, where: string): Float64Array {
  if (!y) throw new InputError(where, 'has no variable "y" with the labels. Use the files of cropped digits (format 2).');
  return Float64Array.from(y.data, (label, i) => {
    if (label >= 1 && label <= 10 && Number.isInteger(label)) return label % 10;
    throw new InputError(
      where,
      `has the label ${label} at picture ${(i + 1).toLocaleString('en-GB')}; labels of SVHN go from 1 to 10 (the digit 0).`,
    );
  });
}
