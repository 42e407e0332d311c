/** Products for the tests: every way a tile or a sum can be cut or cut off. */
import { matMul, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { randomStream } from '../../random/random';
import { matMulReference } from './matmul.reference';
import { type Product, productOf } from './matmul-plan';

export interface ProductCase {
  readonly what: string;
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

const sizes: readonly [what: string, batches: readonly number[], m: number, k: number, n: number][] = [
  ['sizes in fours', [], 20, 8, 12],
  ['odd sizes', [], 9, 7, 13],
  ['odd inner size', [], 12, 7, 8],
  ['odd rows', [], 13, 8, 12],
  ['odd columns', [], 12, 8, 10],
  ['one row', [], 1, 8, 24],
  ['two rows, one column', [], 2, 12, 1],
  ['three rows, many columns', [], 3, 4, 300],
  ['one column', [], 20, 8, 1],
  ['one number', [1], 1, 1, 1],
  ['several workgroups, cut off', [], 71, 4, 68],
  ['batches', [2, 3], 5, 8, 12],
  ['long sum', [], 12, 1028, 8],
  ['long sum, odd sizes, batches', [2], 5, 1031, 7],
];

const transposes = [false, true].flatMap((transposeA) => [false, true].map((transposeB) => ({ transposeA, transposeB })));

export const productCases: readonly ProductCase[] = sizes.flatMap(([what, batches, m, k, n]) =>
  transposes.map(({ transposeA, transposeB }) => ({
    what: `${what}, A${transposeA ? 'ᵀ' : ''}·B${transposeB ? 'ᵀ' : ''}`,
    a: [...batches, ...(transposeA ? [k, m] : [m, k])],
    b: [...batches, ...(transposeB ? [n, k] : [k, n])],
    transposeA,
    transposeB,
  })),
);

/** A case's factors on the backend in use, its sizes, and what the reference says. */
export function prepare(each: ProductCase): { product: Product; a: Tensor; b: Tensor; expected: Float64Array } {
  const random = randomStream(5, each.what);
  const noise = (shape: readonly number[]) => Float32Array.from({ length: shape.reduce((x, y) => x * y, 1) }, () => random.normal());
  const [a, b] = [noise(each.a), noise(each.b)];
  const product = productOf(each.a, each.b, each)!;
  return { product, a: tensor(a, [...each.a]), b: tensor(b, [...each.b]), expected: matMulReference(product, a, b) };
}

/** The product by the backend in use. */
export async function compute({ transposeA, transposeB }: ProductCase, product: Product, a: Tensor, b: Tensor): Promise<Float32Array> {
  const output = matMul(a, b, transposeA, transposeB);
  const shape = [...a.shape.slice(0, -2), product.m, product.n];
  if (output.shape.join() !== shape.join()) throw new Error(`shape ${output.shape} instead of ${shape}`);
  const values = (await output.data()) as Float32Array;
  output.dispose();
  return values;
}
