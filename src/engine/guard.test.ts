/** The guard against non-finite numbers, on the CPU and in WebAssembly: which numbers stop a run, and what is kept then. */
import { scalar, tensor1d } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from './engine';
import { guarded } from './guard';
import { aliveAfter, choose, shapes } from './guard-cases';

describe.each(['cpu', 'wasm'] as const)('on %s', (backend) => {
  beforeAll(async () => {
    await useBackend(backend);
  });

  it('lets finite numbers through, however large or small', async () => {
    for (const loss of [0, 1, -1, 1e-40, 3e38, -3e38]) expect(await aliveAfter(loss, 2)).toBe(true);
    expect(await aliveAfter(1, 0)).toBe(true);
    expect(await aliveAfter(0, 3.4e38)).toBe(true);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('stops at a loss of %s', async (loss) => {
    expect(await aliveAfter(loss, 1)).toBe(false);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('stops at a squared gradient norm of %s', async (gradNormSq) => {
    expect(await aliveAfter(1, gradNormSq)).toBe(false);
  });

  it('stays stopped when numbers are finite again', async () => {
    expect(await aliveAfter(1, 1, false)).toBe(false);
  });

  it.each(shapes)('takes the new tensor while alive and keeps the old one after, shape $shape', async ({ shape }) => {
    for (const alive of [true, false]) {
      const { values, expected, shape: found, left } = await choose(alive, shape);
      expect(values).toEqual(expected);
      expect(found).toEqual(shape);
      expect(left).toBe(0);
    }
  });
});

it('a tensor that does not change is handed through', () => {
  const same = scalar(3);
  expect(guarded(tensor1d([1], 'bool'), same, same)).toBe(same);
});
