/** Convolutions and both their gradients on WebAssembly against the reference, at every stride, padding and filter size. */
import { backend, conv2d, keep, sum, type Tensor, type Tensor4D, tensor4d, tidy, valueAndGrads } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { useBackend } from '../engine';
import { type ConvolutionCase, compute, convolutionCases, largestDifference, prepare } from './convolution-cases';

beforeAll(async () => {
  await useBackend('wasm');
});

async function expectRight(each: ConvolutionCase): Promise<void> {
  const { geometry, values, expected } = prepare(each);
  const found = await compute(each, geometry, values);
  for (const output of ['forward', 'filterGradient', 'inputGradient'] as const) {
    expect(largestDifference(found[output], expected[output])).toBeLessThan(1e-5);
  }
}

test.each(convolutionCases.filter(({ x }) => x[0] < 8))('$what', expectRight);

/** A size, a filter's taps, a stride, and pads that leave no tap in the padding for good: with wider ones the library's forward kernel fails. */
const axes = fc
  .record({
    size: fc.integer({ min: 1, max: 9 }),
    taps: fc.integer({ min: 1, max: 5 }),
    stride: fc.integer({ min: 1, max: 3 }),
    pads: fc.tuple(fc.nat(4), fc.nat(4)),
  })
  .map(({ size, taps, stride, pads: [before, after] }) => {
    const pads: [number, number] = [Math.min(before, taps - 1), Math.min(after, taps - 1)];
    return { size: Math.max(size, taps - pads[0] - pads[1]), taps, stride, pads };
  });
const channels = fc.integer({ min: 1, max: 5 });

test('any stride, filter and padding', async () => {
  await fc.assert(
    fc.asyncProperty(axes, axes, channels, channels, async (rows, columns, inputs, outputs) => {
      await expectRight({
        what: JSON.stringify([rows, columns]),
        x: [2, rows.size, columns.size, inputs],
        filter: [rows.taps, columns.taps, inputs, outputs],
        strides: [rows.stride, columns.stride],
        pad: [[0, 0], rows.pads, columns.pads, [0, 0]],
      });
    }),
    { numRuns: 100 },
  );
});

test('steps give the same bits each time and leave nothing behind, in the backend’s memory too', async () => {
  const { values } = prepare({ what: 'again', x: [4, 12, 12, 8], filter: [3, 3, 8, 16], strides: [2, 2], pad: 1 });
  const x = keep(tensor4d(values.x, [4, 12, 12, 8]));
  const filter = keep(tensor4d(values.filter, [3, 3, 8, 16]));
  const step = (): [Float32Array, Float32Array] =>
    tidy(() => {
      // A filter of its own, as in training, where each step makes new weights: the library keeps an operator a filter.
      const { grads } = valueAndGrads((image, taps) => sum(conv2d(image as Tensor4D, taps as Tensor4D, 2, 1)))([
        x,
        filter.mul(1),
      ] as Tensor[]);
      return grads.map((grad) => grad.dataSync().slice()) as [Float32Array, Float32Array];
    });
  const first = step();
  const wasm = backend() as unknown as { wasm: { HEAPU8: Uint8Array }; numDataIds(): number };
  for (let i = 0; i < 20; i++) step();
  const before = { ids: wasm.numDataIds(), heap: wasm.wasm.HEAPU8.byteLength };
  for (let i = 0; i < 200; i++) {
    const again = step();
    expect(again.every((grad, k) => grad.every((value, n) => value === first[k]![n]))).toBe(true);
  }
  expect({ ids: wasm.numDataIds(), heap: wasm.wasm.HEAPU8.byteLength }).toEqual(before);
});
