/** Points in the plane: gradient, picture, and that label noise cannot be fitted away. */
import { tensor1d } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { planeShapes } from '../datasets/plane-shapes';
import { classifier2d } from './classifier-2d';
import { buildWith, leftBehind, observe, slopeError, useCpu } from './task-checks';

beforeAll(useCpu);

it('has the sizes that the options ask for', async () => {
  const task = await buildWith(classifier2d);
  expect(task).toMatchObject({ trainSize: 400, validationSize: 200, parameterCount: 337, lowerBound: 0, floor: null, hasAccuracy: true });
  task.dispose();
  const wide = await buildWith(classifier2d, { width: 64, layers: 3, points: 51 });
  expect(wide).toMatchObject({ trainSize: 51, validationSize: 26, parameterCount: 3 * 64 + 2 * 65 * 64 + 65 });
  wide.dispose();
});

describe.each(planeShapes)('%s', (shape) => {
  it('has the right gradient and leaves no tensor behind', async () => {
    const left = await leftBehind(async () => {
      const task = await buildWith(classifier2d, { shape, labelNoise: 20, layers: 1 + (planeShapes.indexOf(shape) % 3) });
      expect(await slopeError(task, task.initialWeights(1), 0.05)).toBeLessThan(2e-3);
      task.dispose();
    });
    expect(left).toBe(0);
  });

  it('has a scene that shows every point', async () => {
    const task = await buildWith(classifier2d, { shape, labelNoise: 10 });
    const scene = task.scene!;
    expect(scene.points).toHaveLength(800);
    expect(scene.labels).toHaveLength(400);
    expect(scene.flipped.reduce((sum, flip) => sum + flip, 0)).toBe(40);
    expect(Math.max(...scene.points.map(Math.abs))).toBeLessThan(scene.extent);
    expect(scene.extent).toBeLessThan(2.5);
    task.dispose();
  });
});

it('maps the plane from the lower left, row by row', async () => {
  const task = await buildWith(classifier2d, { layers: 1, width: 4 });
  // One unit that looks at x and one that looks at y: logit = tanh(x) + 3·tanh(y).
  const weights = new Float32Array(task.parameterCount);
  weights.set([1, 0, 0, 1], 0);
  weights.set([1, 3, 0, 0], 12);
  const w = tensor1d(weights);
  const map = task.map!(w);
  const values = await map.data();
  const { side, extent } = task.scene!;
  expect(values).toHaveLength(side * side);
  const at = (column: number, row: number) => {
    const middle = (cell: number) => -extent + ((cell + 0.5) * 2 * extent) / side;
    return 1 / (1 + Math.exp(-Math.tanh(middle(column)) - 3 * Math.tanh(middle(row))));
  };
  for (const [column, row] of [
    [0, 0],
    [47, 0],
    [0, 47],
    [20, 30],
  ] as const) {
    expect(values[row * side + column]).toBeCloseTo(at(column, row), 5);
  }
  w.dispose();
  map.dispose();
  task.dispose();
});

it('flips training labels only: the validation part does not depend on the label noise', async () => {
  const ids = Array.from({ length: 200 }, (_, i) => i);
  const observed = [];
  for (const labelNoise of [0, 40]) {
    const task = await buildWith(classifier2d, { labelNoise });
    observed.push(await observe(task, 'validation', ids, task.initialWeights(0)));
    task.dispose();
  }
  expect(observed[0]).toEqual(observed[1]);
});

/** Adam on the whole training part, a strong fitter: the loss it ends with. */
async function trained(labelNoise: number, steps: number): Promise<{ loss: number; bound: number }> {
  const task = await buildWith(classifier2d, { labelNoise, width: 32, layers: 2, points: 60 });
  const all = Array.from({ length: task.trainSize }, (_, i) => i);
  const weights = task.initialWeights(0);
  const first = new Float32Array(weights.length);
  const second = new Float32Array(weights.length);
  for (let step = 1; step <= steps; step++) {
    const { gradient } = await observe(task, 'train', all, weights);
    gradient.forEach((g, i) => {
      first[i] = 0.9 * first[i]! + 0.1 * g;
      second[i] = 0.99 * second[i]! + 0.01 * g * g;
      weights[i]! -= (0.02 * (first[i]! / (1 - 0.9 ** step))) / (Math.sqrt(second[i]! / (1 - 0.99 ** step)) + 1e-8);
    });
  }
  const { losses } = await observe(task, 'train', all, weights);
  const flips = task.scene!.flipped.reduce((sum, flip) => sum + flip, 0);
  task.dispose();
  // Every second flipped point lies on one with the other label: the two losses sum to at least 2·ln 2.
  return { loss: losses.reduce((sum, value) => sum + value, 0) / 60, bound: (Math.ceil(flips / 2) * 2 * Math.LN2) / 60 };
}

it('can be fitted without label noise, and not with it', async () => {
  expect((await trained(0, 200)).loss).toBeLessThan(0.02);
  const noisy = await trained(20, 200);
  expect(noisy.bound).toBeGreaterThan(0.13);
  expect(noisy.loss).toBeGreaterThan(noisy.bound);
});
