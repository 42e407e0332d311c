/** Every task computes the same on WebGPU as on the CPU, and the same to the bit each time, where TensorFlow.js itself does not. */
import { afterAll, expect, test } from 'vitest';
import { useBackend } from '../engine/engine';
import { rbf } from './rbf';
import { buildWith, everythingOf, noFiles, observe, smallTasks } from './task-checks';

afterAll(async () => {
  await useBackend('cpu');
});

test.each(smallTasks)('$id $options', async ({ id, options }) => {
  await useBackend('cpu');
  const expected = await everythingOf(id, options);
  await useBackend('webgpu');
  const found = await everythingOf(id, options);
  expect(found).toHaveLength(expected.length);
  const worst = Math.max(...found.map((value, i) => Math.abs(value - expected[i]!)));
  expect(worst).toBeLessThan(1e-4);
  expect(await everythingOf(id, options)).toEqual(found);
});

test('kernel rows of more than 2,000 samples and more than 2,000 features: the same to the bit each time', async () => {
  await useBackend('webgpu');
  const lines = (count: number, line: (i: number) => string) => ({
    ...noFiles,
    read: async () => new TextEncoder().encode(Array.from({ length: count }, (_, i) => line(i)).join('')),
  });
  const many = await buildWith(
    rbf,
    { file: 'many' },
    lines(2600, (i) => `${i % 2} 1:${Math.sin(i)} 2:${Math.cos(3 * i)}\n`),
  );
  const wide = await buildWith(
    rbf,
    { file: 'wide', sigma: 5 },
    lines(60, (i) => `${i % 2} ${Array.from({ length: 9 }, (_, k) => `${250 * k + i + 1}:${Math.sin(i + k)}`).join(' ')}\n`),
  );
  for (const task of [many, wide]) {
    const ids = Array.from({ length: Math.min(140, task.trainSize) }, (_, i) => i);
    const weights = task.initialWeights(0);
    const first = await observe(task, 'train', ids, weights);
    expect(await observe(task, 'train', ids, weights)).toEqual(first);
    task.dispose();
  }
});
