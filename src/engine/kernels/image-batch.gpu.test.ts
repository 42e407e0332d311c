/** Batches of pictures on the GPU's backends: the reference's bits; and in a recorded step, where ids and draws change. */
import { type Tensor, type Tensor1D, tensor1d, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { afterAll, expect, test } from 'vitest';
import { record, type StepOutputs } from '../capture/record';
import { Replayer } from '../capture/replayer';
import { StepMemory } from '../capture/step-memory';
import { useBackend } from '../engine';
import { uniformByHash } from './hash-random';
import { uniformByHashReference } from './hash-random.reference';
import { imageBatch, largestTensorBytes } from './image-batch';
import { imageBatchReference } from './image-batch.reference';
import { computeCase, imageCases } from './image-batch-cases';

afterAll(async () => {
  await useBackend('cpu');
});

test.each(imageCases.flatMap((each) => (['webgpu', 'webgl'] as const).map((backend) => ({ ...each, backend }))))(
  '$what, on $backend',
  async ({ backend, ...each }) => {
    await useBackend(backend);
    const { found, shape, expected, left } = await computeCase(each);
    expect(shape).toEqual([each.ids?.length ?? each.pictures, each.height, each.width, each.channels]);
    expect(found).toEqual(expected);
    expect(left).toBe(0);
  },
);

test('a recorded step gathers the pictures of its ids and draws anew', async () => {
  await useBackend('webgpu');
  expect(largestTensorBytes()).toBeGreaterThanOrEqual(2 ** 27);
  const size = { height: 4, width: 4, channels: 1 };
  const words = Int32Array.from({ length: 3 * 4 }, (_, i) => i * 0x01010101);
  const table = tensor2d(words, [3, 4], 'int32');
  const levels = Float32Array.from({ length: 256 }, (_, byte) => byte / 4);
  const shown = tensor1d(levels);
  const memory = new StepMemory();
  memory.allocate([
    { name: 'ids', shape: [2], dtype: 'int32', fromHost: true },
    { name: 'counter', shape: [1], dtype: 'int32', fromHost: true },
    { name: 'batch', shape: [2, 4, 4, 1], dtype: 'float32' },
  ]);
  const expected = (ids: Int32Array, update: number) =>
    imageBatchReference(words, ids, levels, uniformByHashReference(5, update, ids, 3), size, 2);
  const set = (ids: Int32Array, update: number) => {
    memory.write('ids', ids);
    memory.write('counter', Int32Array.of(update));
  };
  const read = async () => {
    const tensor = memory.fetch('batch');
    const values = await tensor.data();
    tensor.dispose();
    return values;
  };
  set(Int32Array.of(0, 2), 0);
  const step = ({ ids, counter }: Record<string, Tensor>): StepOutputs => {
    const batch = tidy(() => {
      const draws = uniformByHash(5, counter as Tensor1D, ids as Tensor1D, 3);
      return imageBatch(table, { ...size, ids: ids as Tensor1D, levels: shown, draws, pad: 2 });
    });
    return { slots: { batch } };
  };
  const { record: made, difference } = await record(memory, ['ids', 'counter'], step);
  expect(difference.exact).toBe(true);
  expect(await read()).toEqual(expected(Int32Array.of(0, 2), 0));
  const replayer = new Replayer();
  set(Int32Array.of(1, 2), 9);
  replayer.add(made);
  replayer.submit();
  await replayer.settle();
  expect(await read()).toEqual(expected(Int32Array.of(1, 2), 9));
  replayer.dispose();
  made.dispose();
  memory.dispose();
  table.dispose();
  shown.dispose();
});
