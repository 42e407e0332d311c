/** Repetitions and picked rows on WebAssembly against plain indexing. */
import { backend, gather, type Tensor, type TensorLike, tensor, tile } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { useBackend } from '../engine';
import { tileInto } from './wasm-tile';

beforeAll(async () => {
  await useBackend('wasm');
});

const product = (lengths: readonly number[]) => lengths.reduce((a, b) => a * b, 1);
const counted = (count: number) => Array.from({ length: count }, (_, i) => i);

/** The index along each axis of the n-th entry. */
function indexOf(n: number, shape: readonly number[]): number[] {
  const index = new Array<number>(shape.length);
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    index[axis] = n % shape[axis]!;
    n = Math.floor(n / shape[axis]!);
  }
  return index;
}

const placeOf = (index: readonly number[], shape: readonly number[]) => index.reduce((at, i, axis) => at * shape[axis]! + i, 0);

test('tileInto repeats along any axes', () => {
  const axes = fc.array(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(axes, (drawn) => {
      const shape = drawn.map(([length]) => length);
      const times = drawn.map(([, count]) => count);
      const tiled = shape.map((length, axis) => length * times[axis]!);
      const to = new Int32Array(product(tiled));
      tileInto(Int32Array.from(counted(product(shape))), shape, times, to);
      const origin = (n: number) =>
        placeOf(
          indexOf(n, tiled).map((i, axis) => i % shape[axis]!),
          shape,
        );
      expect([...to]).toEqual(counted(to.length).map(origin));
    }),
  );
});

test('a repeated truth keeps its type, and nothing stays nothing', async () => {
  const found = tile(tensor([true, false]), [3]);
  expect(found.dtype).toBe('bool');
  expect([...(await found.data())].map(Number)).toEqual([1, 0, 1, 0, 1, 0]);
  expect(tile(tensor([], [0, 2]), [2, 2]).shape).toEqual([0, 4]);
});

test.each([
  ['rows', [6, 40], [2], 0],
  ['short rows, by a table of numbers', [6, 3], [2, 3], 0],
  ['numbers of a list', [9], [4], 0],
  ['columns', [3, 5, 2], [4], 1],
  ['the last axis', [3, 5], [7], -1],
  ['one row, by a scalar', [4, 3], [], 0],
  ['no row', [4, 3], [0], 0],
] as const)('gather: %s', async (_what, shape, numbersShape, axis) => {
  const along = axis < 0 ? shape.length - 1 : axis;
  const x = tensor(counted(product(shape)), [...shape], 'int32');
  const picked = counted(product(numbersShape)).map((i) => (i * 5 + 1) % shape[along]!);
  const found: Tensor = gather(x, tensor((numbersShape.length ? picked : picked[0]!) as TensorLike, [...numbersShape], 'int32'), axis);
  const flat = [...shape.slice(0, along), picked.length, ...shape.slice(along + 1)];
  expect(found.shape).toEqual([...shape.slice(0, along), ...numbersShape, ...shape.slice(along + 1)]);
  const origin = (n: number) =>
    placeOf(
      indexOf(n, flat).map((i, a) => (a === along ? picked[i]! : i)),
      shape,
    );
  expect([...(await found.data())]).toEqual(counted(product(flat)).map(origin));
});

test.each([-1, 4])('there is no row %i of four, and nothing is left behind', (number) => {
  const [x, numbers] = [tensor(counted(8), [4, 2]), tensor([0, number], [2], 'int32')];
  const before = backend().numDataIds();
  expect(() => gather(x, numbers)).toThrow(RangeError);
  expect(backend().numDataIds()).toBe(before);
});
