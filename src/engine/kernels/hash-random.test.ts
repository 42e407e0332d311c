/** Random numbers by hash: uniform, different from place to place, the same on every backend. */
import { memory, tensor1d } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { useBackend } from '../engine';
import { uniformByHash } from './hash-random';
import { uniformByHashReference } from './hash-random.reference';

const ids = (count: number, from = 0) => Int32Array.from({ length: count }, (_, i) => from + i);

/** Pearson's χ² of counts that should be equal. */
function chiSquare(counts: readonly number[]): number {
  const expected = counts.reduce((a, b) => a + b, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

/** The 0.999 quantile of χ² with k degrees of freedom is near k + 3.1·√(2k) + 6. */
const limit = (k: number) => k + 3.1 * Math.sqrt(2 * k) + 6;

function countInto(bins: number, values: Iterable<number>): number[] {
  const counts = Array.from({ length: bins }, () => 0);
  for (const value of values) counts[Math.floor(value * bins)]! += 1;
  return counts;
}

/** Numbers along one of the four words, the others fixed. */
const lines: Record<string, (count: number) => Float32Array> = {
  seed: (count) => Float32Array.from({ length: count }, (_, seed) => uniformByHashReference(seed, 0, ids(1), 1)[0]!),
  step: (count) => Float32Array.from({ length: count }, (_, step) => uniformByHashReference(1, step, ids(1), 1)[0]!),
  id: (count) => uniformByHashReference(0, 0, ids(count), 1),
  column: (count) => uniformByHashReference(0, 0, ids(1), count),
};

test.each(Object.keys(lines))('uniform along %s, and neighbours tell nothing of each other', (word) => {
  const count = 40_000;
  const values = lines[word]!(count);
  expect(values.every((value) => value >= 0 && value < 1 && Number.isInteger(value * 2 ** 24))).toBe(true);
  expect(chiSquare(countInto(100, values))).toBeLessThan(limit(99));
  const pairs = Array.from({ length: count / 2 }, (_, i) => (Math.floor(values[2 * i]! * 10) + values[2 * i + 1]!) / 10);
  expect(chiSquare(countInto(100, pairs))).toBeLessThan(limit(99));
  // The lowest bit, too, is a coin.
  const odd = values.reduce((sum, value) => sum + ((value * 2 ** 24) % 2), 0);
  expect(Math.abs(odd - count / 2)).toBeLessThan(3.5 * Math.sqrt(count / 4));
});

test('each of seed, step, id and column changes the numbers', () => {
  const base = uniformByHashReference(1, 2, ids(50, 3), 4);
  const others = [
    uniformByHashReference(2, 2, ids(50, 3), 4),
    uniformByHashReference(1 + 2 ** 40, 2, ids(50, 3), 4),
    uniformByHashReference(-1, 2, ids(50, 3), 4),
    uniformByHashReference(1, 3, ids(50, 3), 4),
    uniformByHashReference(1, 2, ids(50, 53), 4),
  ];
  for (const other of others) expect(base.filter((value, i) => value === other[i]).length).toBeLessThan(2);
  expect(new Set(base).size).toBeGreaterThan(198);
});

test('a sample’s numbers are its own wherever it stands in the batch, and wider rows begin alike', () => {
  const alone = uniformByHashReference(7, 1, Int32Array.of(9), 3);
  expect(uniformByHashReference(7, 1, Int32Array.of(4, 9, 2), 3).slice(3, 6)).toEqual(alone);
  expect(uniformByHashReference(7, 1, Int32Array.of(9), 8).slice(0, 3)).toEqual(alone);
});

test.each([0.5, Number.NaN, 2 ** 60])('a seed of %d is refused', (seed) => {
  expect(() => uniformByHashReference(seed, 0, ids(1), 1)).toThrow(RangeError);
});

test.each(['cpu', 'wasm'] as const)('the kernel on %s gives the reference’s numbers and leaves nothing behind', async (backend) => {
  await useBackend(backend);
  const step = tensor1d([12], 'int32');
  const samples = tensor1d([5, 0, 77], 'int32');
  const before = memory();
  const values = uniformByHash(3, step, samples, 4);
  expect(values.shape).toEqual([3, 4]);
  expect(await values.data()).toEqual(uniformByHashReference(3, 12, Int32Array.of(5, 0, 77), 4));
  values.dispose();
  expect(memory().numTensors).toBe(before.numTensors);
  expect(memory().numDataBuffers).toBe(before.numDataBuffers);
  step.dispose();
  samples.dispose();
});
