/** Kernel classification: splits, losses and gradients against float64, what the generated sets promise, bad input. */
import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { drawRings } from '../datasets/rings';
import { fieldsSchema } from '../fields/field';
import { rbf } from './rbf';
import { buildWith, leftBehind, noFiles, observe, slopeError, useCpu } from './task-checks';

beforeAll(useCpu);

const file = (text: string) => ({ ...noFiles, read: async () => new TextEncoder().encode(text) });
const alternating = (n: number) => Array.from({ length: n }, (_, i) => `${i % 2} 1:${i} 2:1\n`).join('');

describe('on the generated rings', () => {
  it('has the model of the paper: n weights, no bias', async () => {
    const task = await buildWith(rbf);
    expect(task).toMatchObject({
      trainSize: 480,
      validationSize: 120,
      parameters: [{ name: 'w', shape: [1, 480] }],
      parameterCount: 480,
      lowerBound: 0,
      floor: null,
      fullTrainLossIsCheap: true,
      hasAccuracy: true,
    });
    const weights = task.initialWeights(0);
    expect(weights).toHaveLength(480);
    expect(Math.max(...weights.map(Math.abs))).toBeLessThanOrEqual(1 / Math.sqrt(480));
    expect(Math.max(...weights.map(Math.abs))).toBeGreaterThan(0.9 / Math.sqrt(480));
    task.dispose();
  });

  it.each(['train', 'validation'] as const)('has losses and right answers as float64 gives them: %s', async (part) => {
    const task = await buildWith(rbf, { sigma: 0.3 });
    const data = drawRings(false);
    const weights = task.initialWeights(2).map((w) => 20 * w);
    const ids = [0, 5, 119, 60];
    const { losses, correct } = await observe(task, part, ids, weights);
    const offset = part === 'train' ? 0 : 480;
    ids.forEach((id, i) => {
      let z = 0;
      for (let j = 0; j < 480; j++) {
        const dx = data.values[2 * (offset + id)]! - data.values[2 * j]!;
        const dy = data.values[2 * (offset + id) + 1]! - data.values[2 * j + 1]!;
        z += weights[j]! * Math.exp(-(dx * dx + dy * dy) / (2 * 0.3 * 0.3));
      }
      const y = data.labels[offset + id]!;
      expect(losses[i]).toBeCloseTo(Math.log1p(Math.exp(z)) - y * z, 4);
      expect(correct![i]).toBe(z > 0 === (y === 1) ? 1 : 0);
    });
    task.dispose();
  });

  it('has the right gradient and leaves no tensor behind', async () => {
    const left = await leftBehind(async () => {
      const task = await buildWith(rbf, { dataset: 'noisy-rings' });
      expect(await slopeError(task, task.initialWeights(1), 0.3)).toBeLessThan(1e-3);
      task.dispose();
    });
    expect(left).toBe(0);
  });

  it('computes the same for a large batch, in pieces, as for small ones', async () => {
    const task = await buildWith(rbf);
    const weights = task.initialWeights(4);
    const ids = Array.from({ length: 300 }, (_, i) => (i * 7) % 480);
    const whole = await observe(task, 'train', ids, weights);
    const parts = await Promise.all([0, 100, 200].map((from) => observe(task, 'train', ids.slice(from, from + 100), weights)));
    expect([...whole.losses]).toEqual(parts.flatMap(({ losses }) => [...losses]));
    whole.gradient.forEach((g, i) => {
      expect(g).toBeCloseTo(
        parts.reduce((sum, { gradient }) => sum + gradient[i]! / 3, 0),
        6,
      );
    });
    task.dispose();
  });

  /** Plain gradient descent on the whole training part. */
  async function descend(dataset: string, steps: number): Promise<{ loss: number; accuracy: number }> {
    const task = await buildWith(rbf, { dataset });
    const all = Array.from({ length: task.trainSize }, (_, i) => i);
    const weights = task.initialWeights(0);
    for (let step = 0; step < steps; step++) {
      const { gradient } = await observe(task, 'train', all, weights);
      gradient.forEach((g, i) => {
        weights[i]! -= g * 0.5;
      });
    }
    const { losses, correct } = await observe(task, 'train', all, weights);
    task.dispose();
    const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
    return { loss: mean(losses), accuracy: mean(correct!) };
  }

  it('rings can be fitted; noisy rings cannot, whatever the weights', async () => {
    const clean = await descend('rings', 40);
    expect(clean.accuracy).toBe(1);
    expect(clean.loss).toBeLessThan(0.05);
    const noisy = await descend('noisy-rings', 40);
    // 60 pairs of one input with both labels: each pair's two losses sum to at least 2·ln 2.
    const bound = (60 * 2 * Math.LN2) / 480;
    expect(noisy.loss).toBeGreaterThan(bound);
    expect(noisy.accuracy).toBeLessThanOrEqual(1 - 60 / 480);
  });
});

describe('on a file', () => {
  it('trains on the first 80 % and validates on the rest, in their order', async () => {
    const task = await buildWith(rbf, { file: 'x' }, file(alternating(23)));
    expect(task).toMatchObject({ trainSize: 18, validationSize: 5 });
    // The first validation sample is row 18, of class 0: at weights 0 every logit is 0, which counts as class 0.
    const { correct } = await observe(task, 'validation', [0, 1, 2, 3, 4], new Float32Array(18));
    expect([...correct!]).toEqual([1, 0, 1, 0, 1]);
    task.dispose();
  });

  it('is used whenever it is given, as in {"file": …, "sigma": …}', async () => {
    const options = fieldsSchema(rbf.fields).parse({ file: 'x', sigma: 0.05 });
    const task = await rbf.build(options, file(alternating(50)), { batchSize: 100 });
    expect(task.trainSize).toBe(40);
    task.dispose();
  });

  it('can be cut to its first rows, and to a stratified subset of the training part', async () => {
    const first = await buildWith(rbf, { file: 'x', rows: 20 }, file(alternating(50)));
    expect(first).toMatchObject({ trainSize: 16, validationSize: 4 });
    first.dispose();
    const subset = await buildWith(rbf, { file: 'x', subset: 10 }, file(alternating(50)));
    expect(subset).toMatchObject({ trainSize: 10, validationSize: 10 });
    subset.dispose();
  });

  it('refuses what it cannot train on, and leaves nothing behind', async () => {
    const before = memory().numTensors;
    await expect(buildWith(rbf, { file: 'x', rows: 60 }, file(alternating(50)))).rejects.toThrow(
      'task.options.rows: x has only 50 samples, not 60',
    );
    await expect(buildWith(rbf, { file: 'x' }, file(`${'1 1:1\n'.repeat(40)}${'0 1:2\n'.repeat(5)}`))).rejects.toThrow(
      'x: all 36 training samples (the first 80 %) have the same label',
    );
    await expect(buildWith(rbf, { file: 'x' }, file('1 1:1\n0 0:1\n'))).rejects.toThrow('x, line 2: index 0');
    await expect(buildWith(rbf, { file: 'gone' })).rejects.toThrow('gone: no such file');
    expect(memory().numTensors).toBe(before);
  });
});
