/** Batches of pictures: what the reference does, by hand, and that the host's backends do it. */
import { tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { useBackend } from '../engine';
import { imageBatch, largestTensorBytes } from './image-batch';
import { imageBatchReference, levelsOf, packPictures, wordsOf } from './image-batch.reference';
import { computeCase, imageCases } from './image-batch-cases';

const small = { height: 2, width: 3, channels: 1 };
/** Each byte stays the number it is. */
const plain = Float32Array.from({ length: 256 }, (_, byte) => byte);
const two = packPictures(Uint8Array.of(1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15, 255), small);

test('a picture takes whole words, filled up with zeros; without a rest the bytes are used as they are', () => {
  expect(wordsOf(small)).toBe(2);
  expect([...two]).toEqual([0x04030201, 0x0605, 0x0e0d0c0b, 0xff0f]);
  const bytes = Uint8Array.from({ length: 32 }, (_, i) => i);
  expect(packPictures(bytes, { height: 2, width: 2, channels: 4 }).buffer).toBe(bytes.buffer);
  expect([...packPictures(bytes.subarray(1, 17), { height: 2, width: 2, channels: 4 })]).toEqual([
    0x04030201, 0x08070605, 0x0c0b0a09, 0x100f0e0d,
  ]);
});

test('a byte becomes (byte/255 − mean)/deviation of its colour', () => {
  const levels = levelsOf([0.5, 0.25], [0.5, 0.125]);
  expect(levels).toHaveLength(512);
  expect([levels[0], levels[255], levels[256], levels[511]]).toEqual([-1, 1, -2, 6]);
});

test('without draws a picture is as it is', () => {
  expect([...imageBatchReference(two, Int32Array.of(1, 0), plain, null, small, 4)]).toEqual([11, 12, 13, 14, 15, 255, 1, 2, 3, 4, 5, 6]);
});

test.each([
  ['the middle of the border is the picture', [0.4, 0.4, 0.5], [1, 2, 3, 4, 5, 6]],
  ['mirrored', [0.4, 0.4, 0.49], [3, 2, 1, 6, 5, 4]],
  ['from the upper left corner of the border', [0, 0, 0.5], [0, 0, 0, 0, 1, 2]],
  ['from the lower right one', [0.99, 0.99, 0.5], [5, 6, 0, 0, 0, 0]],
  ['cut out first, then mirrored', [0.99, 0.99, 0], [0, 6, 5, 0, 0, 0]],
])('the window: %s', (_what, draws, expected) => {
  expect([...imageBatchReference(two, Int32Array.of(0), plain, Float32Array.from(draws), small, 1)]).toEqual(expected);
});

test('the border is black before the colours are normalised', () => {
  const levels = levelsOf([0.5], [0.5]);
  expect(imageBatchReference(two, Int32Array.of(0), levels, Float32Array.of(0, 0, 0.5), small, 1)[0]).toBe(-1);
});

test.each(imageCases.flatMap((each) => (['cpu', 'wasm'] as const).map((backend) => ({ ...each, backend }))))(
  '$what, on $backend',
  async ({ backend, ...each }) => {
    await useBackend(backend);
    const { found, shape, expected, left } = await computeCase(each);
    expect(shape).toEqual([each.ids?.length ?? each.pictures, each.height, each.width, each.channels]);
    expect(found).toEqual(expected);
    expect(new Set(found).size).toBeGreaterThan(10);
    expect(left).toBe(0);
  },
);

test('numbers that are none of the table’s, and tables of other pictures, are refused', async () => {
  await useBackend('cpu');
  const table = tensor2d(two, [2, 2], 'int32');
  const levels = tensor1d(plain);
  for (const id of [2, -1]) {
    const ids = tensor1d([id], 'int32');
    expect(() => imageBatch(table, { ...small, ids, levels, draws: null, pad: 0 })).toThrow(RangeError);
    ids.dispose();
  }
  expect(() => imageBatch(table, { ...small, width: 9, ids: null, levels, draws: null, pad: 0 })).toThrow('takes 5 words, the table has 2');
  expect(largestTensorBytes()).toBe(2 ** 30);
  table.dispose();
  levels.dispose();
});
