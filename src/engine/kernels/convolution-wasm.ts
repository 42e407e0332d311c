/**
 * Gradients of convolutions on WebAssembly. The library has none for the filter, and one for the input that is ten times slower than its
 * forward kernel. Both are convolutions themselves, once axes change places, so that the forward kernel computes them here.
 */
import {
  type backend_util,
  Conv2D,
  Conv2DBackpropFilter,
  type Conv2DBackpropFilterAttrs,
  Conv2DBackpropInput,
  type Conv2DBackpropInputAttrs,
  Fill,
  getKernel,
  PadV2,
  Reverse,
  registerKernel,
  Slice,
  type TensorInfo,
  Transpose,
  unregisterKernel,
} from '@tensorflow/tfjs-core';
import { geometryOf } from './convolution-geometry';
import { KernelSequence } from './library-kernels';
import { shaped } from './program';

const backendName = 'wasm';

/** Rows and columns of padding around images, [[0, 0], rows, columns, [0, 0]]; negative ones count as none. */
const around = (rows: readonly [number, number], columns: readonly [number, number]) =>
  [[0, 0], rows, columns, [0, 0]].map((pair) => pair.map((count) => Math.max(0, count)));

/** Cuts off what a negative padding at an edge stands for. */
function cut(kernels: KernelSequence, x: TensorInfo, rows: readonly [number, number], columns: readonly [number, number]): TensorInfo {
  const [top, bottom, left, right] = [...rows, ...columns].map((padding) => Math.min(0, padding)) as [number, number, number, number];
  if (top + bottom + left + right === 0) return x;
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const size = [batch, height + top + bottom, width + left + right, channels];
  return kernels.run(Slice, { x }, { begin: [0, -top, -left, 0], size });
}

/**
 * dW[k, l, i, o] = Σ x[n, k + s·r − pad, l + s·c − pad, i]·dy[n, r, c, o] over images n and output places (r, c): a convolution whose
 * "images" are the input's channels, whose "channels" are the images, and whose taps (r, c) lie s apart.
 */
function filterGradient(kernels: KernelSequence, x: TensorInfo, dy: TensorInfo, info: backend_util.Conv2DInfo): TensorInfo {
  const { top, left } = info.padInfo;
  const bottom = (info.outHeight - 1) * info.strideHeight + info.filterHeight - info.inHeight - top;
  const right = (info.outWidth - 1) * info.strideWidth + info.filterWidth - info.inWidth - left;
  // Where all windows lie in the padding above or to the left (wider than the filter), no tap meets a pixel.
  if (info.inHeight + bottom <= 0 || info.inWidth + right <= 0) {
    return kernels.run(Fill, {}, { shape: [...info.filterShape], value: 0, dtype: 'float32' });
  }
  const images = kernels.run(Transpose, { x: cut(kernels, x, [top, bottom], [left, right]) }, { perm: [3, 1, 2, 0] });
  const filter = kernels.run(Transpose, { x: dy }, { perm: [1, 2, 0, 3] });
  const gradient = kernels.run(
    Conv2D,
    { x: images, filter },
    {
      strides: [1, 1],
      pad: around([top, bottom], [left, right]),
      dilations: [info.strideHeight, info.strideWidth],
      dataFormat: 'NHWC',
    },
  );
  return kernels.run(Transpose, { x: gradient }, { perm: [1, 2, 0, 3] });
}

/** `dy` with zeros between its rows and columns, as many as the stride leaves out, and as many behind the last. */
function spread(kernels: KernelSequence, dy: TensorInfo, info: backend_util.Conv2DInfo): TensorInfo {
  const { strideHeight, strideWidth, batchSize, outHeight, outWidth, outChannels } = info;
  if (strideHeight === 1 && strideWidth === 1) return dy;
  const apart = shaped(dy, [batchSize * outHeight, 1, outWidth, 1, outChannels]);
  const paddings = [
    [0, 0],
    [0, strideHeight - 1],
    [0, 0],
    [0, strideWidth - 1],
    [0, 0],
  ];
  const padded = kernels.run(PadV2, { x: apart }, { paddings, constantValue: 0 });
  return shaped(padded, [batchSize, outHeight * strideHeight, outWidth * strideWidth, outChannels]);
}

/**
 * dx: `dy`, spread out by the stride, convolved with the filter turned by half a turn, its channels in and out exchanged. Where the padding
 * is as wide as the filter, the places of `dy` that saw no pixel are left out. (Wider still, the library's forward kernel already fails.)
 */
function inputGradient(kernels: KernelSequence, dy: TensorInfo, filter: TensorInfo, info: backend_util.Conv2DInfo): TensorInfo {
  const top = info.filterHeight - 1 - info.padInfo.top;
  const left = info.filterWidth - 1 - info.padInfo.left;
  const bottom = info.inHeight + info.filterHeight - 1 - top - info.outHeight * info.strideHeight;
  const right = info.inWidth + info.filterWidth - 1 - left - info.outWidth * info.strideWidth;
  const turned = kernels.run(Reverse, { x: filter }, { dims: [0, 1] });
  return kernels.run(
    Conv2D,
    {
      x: cut(kernels, spread(kernels, dy, info), [top, bottom], [left, right]),
      filter: kernels.run(Transpose, { x: turned }, { perm: [0, 1, 3, 2] }),
    },
    { strides: [1, 1], pad: around([top, bottom], [left, right]), dilations: [1, 1], dataFormat: 'NHWC' },
  );
}

/** Registers both gradients on WebAssembly; other layouts, and dilations, stay with the library, which has them for the input only. */
export function registerWasmConvolutions(): void {
  const original = getKernel(Conv2DBackpropInput, backendName);
  if (!original || getKernel(Conv2DBackpropFilter, backendName)) return;
  registerKernel({
    kernelName: Conv2DBackpropFilter,
    backendName,
    kernelFunc({ inputs, attrs, backend }) {
      const { x, dy } = inputs as Record<'x' | 'dy', TensorInfo>;
      const given = attrs as unknown as Conv2DBackpropFilterAttrs;
      const info = geometryOf(x.shape, given.filterShape, given);
      if (!info) throw new Error('on WebAssembly only convolutions of layout NHWC, without dilation, have a gradient for the filter');
      const kernels = new KernelSequence(backendName, backend);
      return kernels.end(filterGradient(kernels, x, dy, info));
    },
  });
  unregisterKernel(Conv2DBackpropInput, backendName);
  registerKernel({
    ...original,
    kernelFunc(params) {
      const { dy, filter } = params.inputs as Record<'dy' | 'filter', TensorInfo>;
      const given = params.attrs as unknown as Conv2DBackpropInputAttrs;
      const info = geometryOf(given.inputShape, filter.shape, given);
      if (!info) return original.kernelFunc(params);
      const kernels = new KernelSequence(backendName, params.backend);
      return kernels.end(inputGradient(kernels, dy, filter, info));
    },
  });
}
