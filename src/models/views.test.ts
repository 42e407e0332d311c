/** Views of the flat vector: right pieces, one split, one concat. */
import '#gradients';
import '@tensorflow/tfjs-backend-cpu';
import { add, env, grad, mul, profile, setBackend, sum, type Tensor1D, tensor1d } from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { countOf, sizeOf, viewsOf } from './views';

const parameters = [
  { name: 'a', shape: [2, 3] },
  { name: 'b', shape: [2] },
  { name: 'c', shape: [1, 1] },
];

beforeAll(async () => {
  env().set('IS_TEST', true);
  await setBackend('cpu');
});

it('counts weights', () => {
  expect(parameters.map(sizeOf)).toEqual([6, 2, 1]);
  expect(countOf(parameters)).toBe(9);
});

it('cuts the vector in order', async () => {
  const views = viewsOf(tensor1d([1, 2, 3, 4, 5, 6, 7, 8, 9]), parameters);
  expect(views['a']!.shape).toEqual([2, 3]);
  expect([...(await views['a']!.data())]).toEqual([1, 2, 3, 4, 5, 6]);
  expect([...(await views['b']!.data())]).toEqual([7, 8]);
  expect([...(await views['c']!.data())]).toEqual([9]);
});

it('gives the gradient in the same order, by one split and one concat', async () => {
  const w = tensor1d([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  const loss = (v: Tensor1D) => {
    const { a, b, c } = viewsOf(v, parameters);
    return add(add(sum(mul(a!, a!)), mul(sum(b!), 3)), sum(c!));
  };
  let gradient: Tensor1D | undefined;
  const { kernelNames } = await profile(() => {
    gradient = grad((v) => loss(v as Tensor1D))(w) as Tensor1D;
    return gradient;
  });
  expect([...(await gradient!.data())]).toEqual([2, 4, 6, 8, 10, 12, 3, 3, 1]);
  expect(kernelNames.filter((name) => name === 'SplitV' || name === 'Concat').sort()).toEqual(['Concat', 'SplitV']);
});
