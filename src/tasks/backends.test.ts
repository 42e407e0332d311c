/** Every task computes the same on WebAssembly as on the CPU. */
import { expect, it } from 'vitest';
import { useBackend } from '../engine/engine';
import { everythingOf, smallTasks, useCpu } from './task-checks';

it.each(smallTasks)('$id $options', async ({ id, options }) => {
  await useCpu();
  const expected = await everythingOf(id, options);
  await useBackend('wasm');
  const found = await everythingOf(id, options);
  expect(found).toHaveLength(expected.length);
  const worst = Math.max(...found.map((value, i) => Math.abs(value - expected[i]!)));
  expect(worst).toBeLessThan(1e-5);
});
