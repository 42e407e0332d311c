/** Slices and splits on WebAssembly against plain indexing, and that a piece costs no copy of the whole. */
import { backend, slice, split, type Tensor, tensor } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { useBackend } from '../engine';
import { copyBox } from './wasm-slice';

beforeAll(async () => {
  await useBackend('wasm');
});

/** The box, entry by entry. */
function boxReference(from: ArrayLike<number>, shape: readonly number[], begin: readonly number[], size: readonly number[]): number[] {
  const count = size.reduce((a, b) => a * b, 1);
  return Array.from({ length: count }, (_, n) => {
    let left = n;
    let at = 0;
    for (let axis = shape.length - 1, stride = 1; axis >= 0; stride *= shape[axis--]!) {
      at += (begin[axis]! + (left % size[axis]!)) * stride;
      left = Math.floor(left / size[axis]!);
    }
    return from[at]!;
  });
}

const boxes = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 5 }), fc.nat(4), fc.nat(4)), { minLength: 1, maxLength: 5 })
  .chain((axes) => fc.tuple(fc.constant(axes), fc.constantFrom(1, 40)))
  .map(([axes, longest]) => {
    const shape = axes.map(([length], i) => (i === axes.length - 1 ? length * longest : length));
    const begin = axes.map(([, first], i) => first % shape[i]!);
    const size = axes.map(([, , extent], i) => 1 + (extent % (shape[i]! - begin[i]!)));
    return { shape, begin, size };
  });

test('copyBox copies the box, whatever its shape', () => {
  fc.assert(
    fc.property(boxes, ({ shape, begin, size }) => {
      const from = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i);
      const expected = boxReference(from, shape, begin, size);
      const to = new Float32Array(expected.length);
      copyBox(from, shape, begin, size, to);
      expect([...to]).toEqual(expected);
    }),
  );
});

test.each(['float32', 'int32', 'bool'] as const)('a slice of %s', async (dtype) => {
  const values = Array.from({ length: 3 * 4 * 50 }, (_, i) => (dtype === 'bool' ? Number(i % 3 === 0) : i));
  const x = tensor(values, [3, 4, 50], dtype);
  const found = slice(x, [1, 0, 3], [2, 3, -1]);
  expect(found.dtype).toBe(dtype);
  expect(found.shape).toEqual([2, 3, 47]);
  expect([...(await found.data())]).toEqual(boxReference(values, [3, 4, 50], [1, 0, 3], [2, 3, 47]));
});

test('an empty slice, and one that is out of range', async () => {
  const x = tensor([1, 2, 3, 4], [2, 2]);
  expect(slice(x, [1, 0], [0, 2]).shape).toEqual([0, 2]);
  expect(() => slice(x, [1, 0], [2, 2])).toThrow();
});

test.each([0, 1, 2])('a split along axis %i, in equal parts and in others', async (axis) => {
  const shape: [number, number, number] = [4, 4, 4];
  const x = tensor(
    Array.from({ length: 64 }, (_, i) => i),
    shape,
  );
  for (const parts of [2, [1, 3], [2, -1]]) {
    const pieces = split(x, parts, axis) as Tensor[];
    let first = 0;
    for (const piece of pieces) {
      const extent = piece.shape[axis]!;
      const begin = shape.map((_, i) => (i === axis ? first : 0));
      const size = shape.map((length, i) => (i === axis ? extent : length));
      expect([...(await piece.data())]).toEqual(boxReference(await x.data(), shape, begin, size));
      first += extent;
    }
    expect(first).toBe(4);
  }
});

test('a piece is copied within the backend, not through JavaScript', () => {
  const x = tensor(new Float32Array(1000));
  const wasm = backend() as unknown as { readSync(id: object): unknown };
  const { readSync } = wasm;
  let reads = 0;
  wasm.readSync = (id) => {
    reads++;
    return readSync.call(wasm, id);
  };
  try {
    slice(x, 10, 10);
    split(x, 10);
  } finally {
    wasm.readSync = readSync;
  }
  expect(reads).toBe(0);
});
