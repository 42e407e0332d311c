/** Looking rows up: the rows, and the gradient of a product with one-hot rows. */
import '@tensorflow/tfjs-backend-cpu';
import '#gradients';
import { enableProdMode, grad, matMul, mul, setBackend, sum, type Tensor2D, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { lookUp } from './embedding';

enableProdMode();
beforeAll(async () => {
  await setBackend('cpu');
});

it('is a product with one-hot rows, and so is its gradient', async () => {
  const table = tensor2d([1, 2, 3, 4, 5, 6], [3, 2]);
  const numbers = [2, 0, 2, 2];
  const ids = tensor1d(numbers, 'int32');
  const oneHot = tensor2d(numbers.map((number) => [0, 1, 2].map((column) => Number(column === number))));
  const weights = tensor2d([1, -2, 3, 0.5, -1, 4, 2, 2], [4, 2]);
  expect(await lookUp(table, ids).data()).toEqual(await matMul(oneHot, table).data());
  const of = (look: (values: Tensor2D) => Tensor2D) => grad((values) => sum(mul(look(values as Tensor2D), weights)))(table);
  expect(await of((values) => lookUp(values, ids)).data()).toEqual(await of((values) => matMul(oneHot, values)).data());
});
