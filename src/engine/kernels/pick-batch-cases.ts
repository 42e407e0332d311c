/** What the pick of a batch must do, for its tests on every backend. */
import { memory, tensor1d } from '@tensorflow/tfjs-core';
import { pickBatch } from './pick-batch';

/** The batches of three from each place of an order of ten, read back, and the tensors and buffers left behind. */
export async function pickEverywhere(): Promise<{ picked: number[][]; expected: number[][]; left: number }> {
  const numbers = [7, 3, 9, 1, 0, 8, 2, 6, 5, 4];
  const order = tensor1d(numbers, 'int32');
  const before = memory();
  const picked: number[][] = [];
  const expected: number[][] = [];
  for (const from of [0, 1, 5, 7]) {
    const position = tensor1d([from], 'int32');
    const batch = pickBatch(order, position, 3);
    if (batch.dtype !== 'int32' || batch.rank !== 1) throw new Error('a batch is int32 [size]');
    picked.push([...(await batch.data())]);
    expected.push(numbers.slice(from, from + 3));
    batch.dispose();
    position.dispose();
  }
  const after = memory();
  const left = after.numTensors - before.numTensors + after.numDataBuffers - before.numDataBuffers;
  order.dispose();
  return { picked, expected, left };
}
