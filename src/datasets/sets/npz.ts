/** Pictures from NumPy archives: arrays of pictures and of labels, under the names that people use for them. */
import { InputError } from '../../fields/input-error';
import { type NpyArray, readNpy, readNpz } from '../formats/npz';
import type { ImageSet } from '../parsed-set';
import { imageSetOf, type Piece } from './assemble';
import type { Leaf } from './leaves';
import { baseName, type PartName } from './part-names';
import type { Reading } from './reading';
import type { PictureSetId } from './set-facts';

/** An array and where it stands. */
interface Named {
  readonly where: string;
  readonly array: NpyArray;
}

const pairs: readonly { readonly part: PartName | null; readonly images: string; readonly labels: string }[] = [
  { part: 'train', images: 'x_train', labels: 'y_train' },
  { part: 'test', images: 'x_test', labels: 'y_test' },
  { part: 'train', images: 'train_images', labels: 'train_labels' },
  { part: 'test', images: 'test_images', labels: 'test_labels' },
  { part: null, images: 'images', labels: 'labels' },
  { part: null, images: 'x', labels: 'y' },
];

/** @param decide the set, from its first array's sizes and its labels */
export async function readNpzSet(
  decide: (piece: Piece) => PictureSetId,
  from: string,
  leaves: readonly Leaf[],
  reading: Reading,
): Promise<ImageSet> {
  const arrays = new Map<string, Named>();
  let done = 0;
  for (const { file, where, kind } of leaves) {
    await reading.step(done++, leaves.length, 'reading NumPy arrays');
    const found =
      kind === 'npz' ? await readNpz(file) : new Map([[baseName(file.path).replace(/\.npy$/i, ''), readNpy(await file.bytes(), where)]]);
    for (const [name, array] of found) {
      const key = name.toLowerCase();
      const other = arrays.get(key);
      const place = kind === 'npz' ? `${where}, ${name}` : where;
      if (other) throw new InputError(place, `is there twice (${other.where}). Leave one of them out.`);
      arrays.set(key, { where: place, array });
    }
  }
  const pieces = pairs.flatMap(({ part, images, labels }) => {
    const x = arrays.get(images);
    const y = arrays.get(labels);
    if (!x && !y) return [];
    if (!x || !y) throw new InputError(from, `holds the array ${x ? images : labels}, but not ${x ? labels : images}.`);
    return [pieceOf(images, part, x, y)];
  });
  if (!pieces[0]) {
    const names = [...arrays.keys()].slice(0, 8).join(', ');
    throw new InputError(from, `holds the arrays ${names}; x_train and y_train (and x_test, y_test), or images and labels are needed.`);
  }
  return imageSetOf(decide(pieces[0]), from, pieces);
}

function pieceOf(path: string, part: PartName | null, x: Named, y: Named): Piece {
  const { shape, data, fortran } = x.array;
  const [count, height, width, channels = 1] = shape;
  if (!(data instanceof Uint8Array) || fortran || shape.length < 3 || shape.length > 4 || (channels !== 1 && channels !== 3)) {
    throw new InputError(
      x.where,
      `has the shape ${shape.join(' × ')}${fortran ? ' in Fortran order' : ''}${data instanceof Uint8Array ? '' : ' and is not of type uint8'}; ` +
        'number × height × width (× 1 or 3 colours) unsigned bytes are needed.',
    );
  }
  const labels = y.array;
  if (labels.shape[0] !== count || labels.data.length !== count)
    throw new InputError(y.where, `has the shape ${labels.shape.join(' × ')}; one label for each of ${count} pictures is needed.`);
  return { path, where: x.where, part, height: height!, width: width!, channels, pixels: data, labels: labels.data };
}
