/** Batches of pictures for the tests on every backend. */
import { memory, type Tensor, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import { randomStream } from '../../random/random';
import { imageBatch } from './image-batch';
import { imageBatchReference, levelsOf, type PictureSize, packPictures, wordsOf } from './image-batch.reference';

export interface ImageCase extends PictureSize {
  readonly what: string;
  readonly pictures: number;
  readonly ids: readonly number[] | null;
  readonly drawn: boolean;
  readonly pad: number;
}

export const imageCases: readonly ImageCase[] = [
  { what: 'one colour, size no multiple of four', pictures: 3, height: 3, width: 5, channels: 1, ids: [2, 0, 2], drawn: false, pad: 0 },
  { what: 'three colours, cropped and mirrored', pictures: 4, height: 6, width: 5, channels: 3, ids: [3, 1, 0, 2, 3], drawn: true, pad: 4 },
  { what: 'a table in its order', pictures: 3, height: 4, width: 4, channels: 3, ids: null, drawn: false, pad: 0 },
  { what: 'a table in its order, cropped', pictures: 3, height: 4, width: 4, channels: 3, ids: null, drawn: true, pad: 2 },
];

/** A case by the backend in use, by the reference, and what it left behind. */
export async function computeCase(
  each: ImageCase,
): Promise<{ found: Float32Array; shape: number[]; expected: Float32Array; left: number }> {
  const random = randomStream(3, each.what);
  const bytes = Uint8Array.from({ length: each.pictures * each.height * each.width * each.channels }, () => random.below(256));
  const packed = packPictures(bytes, each);
  const levels = levelsOf([0.5, 0.4, 0.3].slice(0, each.channels), [0.2, 0.25, 0.3].slice(0, each.channels));
  const count = each.ids?.length ?? each.pictures;
  // The largest draw, and the smallest, among them.
  const draws = Float32Array.from({ length: 3 * count }, (_, i) => [1 - 2 ** -24, 0][i] ?? random.uniform());
  const tensors = {
    table: tensor2d(packed, [each.pictures, wordsOf(each)], 'int32'),
    levels: tensor1d(levels),
    ids: each.ids ? tensor1d([...each.ids], 'int32') : null,
    draws: each.drawn ? tensor2d(draws, [count, 3]) : null,
  };
  const before = memory();
  const batch = imageBatch(tensors.table, { ...each, ...tensors });
  const found = (await batch.data()) as Float32Array;
  const { shape } = batch;
  batch.dispose();
  const after = memory();
  const left = after.numTensors - before.numTensors + after.numDataBuffers - before.numDataBuffers;
  for (const tensor of Object.values(tensors) as (Tensor | null)[]) tensor?.dispose();
  const ids = each.ids ? Int32Array.from(each.ids) : null;
  const expected = imageBatchReference(packed, ids, levels, each.drawn ? draws : null, each, each.pad);
  return { found, shape, expected, left };
}
