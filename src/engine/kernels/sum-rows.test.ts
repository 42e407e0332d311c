/** Sums of rows by number: what they are, and that the host's backends give them. */
import { memory, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { useBackend } from '../engine';
import { sumRows } from './sum-rows';
import { sumRowsReference } from './sum-rows.reference';

test('adds rows of one number, leaves others at 0, and leaves out numbers out of range', () => {
  const rows = Float32Array.of(1, 2, 10, 20, 100, 200, 1000, 2000, 5, 5);
  expect([...sumRowsReference(rows, Int32Array.of(2, 0, 2, -1, 4), 2, 4)]).toEqual([10, 20, 0, 0, 101, 202, 0, 0]);
});

test('is the product with the one-hot numbers', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 6 }),
      fc.array(fc.integer({ min: -1, max: 6 }), { maxLength: 20 }),
      (width, count, numbers) => {
        // Whole numbers: every sum is exact, in whatever order.
        const rows = Float32Array.from({ length: numbers.length * width }, (_, i) => ((i * 7) % 11) - 5);
        const sums = sumRowsReference(rows, Int32Array.from(numbers), width, count);
        const expected = Array.from({ length: count * width }, (_, at) =>
          numbers.reduce((sum, id, i) => sum + (id === Math.floor(at / width) ? rows[i * width + (at % width)]! : 0), 0),
        );
        expect([...sums]).toEqual(expected);
      },
    ),
  );
});

test.each(['cpu', 'wasm'] as const)('the kernel on %s gives the reference’s numbers and leaves nothing behind', async (backend) => {
  await useBackend(backend);
  const values = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6];
  const rows = tensor2d(values, [3, 2]);
  const ids = tensor1d([3, 1, 3], 'int32');
  const before = memory();
  const sums = sumRows(rows, ids, 5);
  expect(sums.shape).toEqual([5, 2]);
  expect(await sums.data()).toEqual(sumRowsReference(Float32Array.from(values), Int32Array.of(3, 1, 3), 2, 5));
  sums.dispose();
  expect(memory().numTensors).toBe(before.numTensors);
  expect(memory().numDataBuffers).toBe(before.numDataBuffers);
  rows.dispose();
  ids.dispose();
});
