/** Kernel rows against the definition in float64. */
import '@tensorflow/tfjs-backend-cpu';
import { dispose, env, memory, setBackend, tensor1d } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { randomStream } from '../random/random';
import { kernelRows, kernelScale, type Points, queriesOf, referencesOf } from './rbf-kernel';

beforeAll(async () => {
  env().set('IS_TEST', true);
  await setBackend('cpu');
});

function kernel(x: Points, i: number, y: Points, j: number, sigma: number): number {
  let squared = 0;
  for (let f = 0; f < x.features; f++) squared += (x.values[i * x.features + f]! - y.values[j * y.features + f]!) ** 2;
  return Math.exp(-squared / (2 * sigma * sigma));
}

function randomPoints(count: number, features: number, stream: string, draw: (r: ReturnType<typeof randomStream>) => number): Points {
  const random = randomStream(2, stream);
  return { count, features, values: Float32Array.from({ length: count * features }, () => draw(random)) };
}

async function worstError(queries: Points, references: Points, sigma: number, ids: number[]): Promise<number> {
  const q = queriesOf(queries);
  const r = referencesOf(references);
  const scale = kernelScale(sigma);
  const rows = kernelRows(q, r, scale, tensor1d(ids, 'int32'));
  expect(rows.shape).toEqual([ids.length, references.count]);
  const values = await rows.data();
  let worst = 0;
  ids.forEach((id, row) => {
    for (let j = 0; j < references.count; j++) {
      const value = values[row * references.count + j]!;
      expect(value).toBeLessThanOrEqual(1);
      worst = Math.max(worst, Math.abs(value - kernel(queries, id, references, j, sigma)));
    }
  });
  dispose([...q, ...r, scale, rows]);
  return worst;
}

describe('kernel rows', () => {
  it.each([0.05, 0.5, 3])('agree with float64 at σ = %f, on the points themselves and on others', async (sigma) => {
    const points = randomPoints(40, 5, 'points', (random) => random.normal());
    expect(await worstError(points, points, sigma, [0, 7, 39, 7])).toBeLessThan(1e-4);
    expect(
      await worstError(
        randomPoints(9, 5, 'others', (random) => random.normal()),
        points,
        sigma,
        [8, 0],
      ),
    ).toBeLessThan(1e-4);
  });

  it('are exact to rounding for small whole numbers, 1 where points coincide', async () => {
    const binary = randomPoints(30, 112, 'binary', (random) => random.below(2));
    expect(await worstError(binary, binary, 0.5, [3, 4, 5])).toBeLessThan(1e-7);
  });

  it('agree with more features than fit one block', async () => {
    const wide = randomPoints(6, 4100, 'wide', (random) => 0.05 * random.normal());
    expect(await worstError(wide, wide, 1, [0, 5])).toBeLessThan(1e-5);
  });

  it('leave nothing behind', async () => {
    const before = memory().numTensors;
    const points = randomPoints(4, 2, 'few', (random) => random.normal());
    const q = queriesOf(points);
    const scale = kernelScale(1);
    const ids = tensor1d([1], 'int32');
    const rows = kernelRows(q, q, scale, ids);
    dispose([...q, scale, ids, rows]);
    expect(memory().numTensors).toBe(before);
  });
});
