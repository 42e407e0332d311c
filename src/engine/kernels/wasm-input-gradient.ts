/**
 * The gradient of a strided convolution with respect to its input, on WebAssembly. Spread out by the stride, ∂y would be mostly zeros to
 * multiply by; here no zero is put between, and the convolution that is left has a fraction of the products.
 */
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import {
  type backend_util,
  Conv2D,
  type Conv2DBackpropInputAttrs,
  type KernelConfig,
  Slice,
  type TensorInfo,
  Transpose,
} from '@tensorflow/tfjs-core';
import { geometryOf } from './convolution-geometry';
import { KernelSequence } from './library-kernels';
import { shaped } from './program';

/** Which places of y, relative to u, have to do with the places stride·u … stride·u + stride − 1 of x, along one axis. */
interface Reach {
  readonly stride: number;
  readonly taps: number;
  readonly pad: number;
  /** The first is place u + first. */
  readonly first: number;
  readonly count: number;
  /** How many u there are. */
  readonly blocks: number;
  /** Padding of ∂y. */
  readonly ends: readonly [number, number];
}

function reachOf(taps: number, stride: number, pad: number, size: number, outs: number): Reach {
  const first = -Math.floor((taps - 1 - pad) / stride);
  const last = Math.floor((pad + stride - 1) / stride);
  const blocks = Math.ceil(size / stride);
  return { stride, taps, pad, first, count: last - first + 1, blocks, ends: [-first, blocks + last - outs] };
}

/** The filter that makes ∂x from ∂y: [rows.count, columns.count, outputs, rows.stride·columns.stride·inputs]; see `inputGradient`. */
function spreadFilter(filter: Float32Array, rows: Reach, columns: Reach, inputs: number, outputs: number): Float32Array {
  const spread = new Float32Array(rows.count * columns.count * outputs * rows.stride * columns.stride * inputs);
  const tapAt = ({ taps, stride, pad, first }: Reach, place: number, shift: number): number | null => {
    const tap = shift + pad - stride * (first + place);
    return tap >= 0 && tap < taps ? tap : null;
  };
  let to = 0;
  for (let i = 0; i < rows.count; i++) {
    for (let j = 0; j < columns.count; j++) {
      for (let output = 0; output < outputs; output++) {
        for (let down = 0; down < rows.stride; down++) {
          const row = tapAt(rows, i, down);
          for (let right = 0; right < columns.stride; right++, to += inputs) {
            const column = tapAt(columns, j, right);
            if (row === null || column === null) continue;
            const from = (row * columns.taps + column) * inputs * outputs + output;
            for (let input = 0; input < inputs; input++) spread[to + input] = filter[from + input * outputs]!;
          }
        }
      }
    }
  }
  return spread;
}

/**
 * ∂x[i] = Σ over places o of ∂y[o]·filter[i + pad − stride·o]. With i = stride·u + shift the taps of each shift are a filter of their own
 * on the places around u, so that all shifts are the channels of one convolution of ∂y; they are put in their places afterwards.
 * @returns null where ∂y would have to be cut (pads wider than the filter)
 */
function inputGradient(backend: BackendWasm, info: backend_util.Conv2DInfo, dy: TensorInfo, filter: TensorInfo): TensorInfo | null {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, padInfo } = info;
  const rows = reachOf(info.filterHeight, info.strideHeight, padInfo.top, inHeight, outHeight);
  const columns = reachOf(info.filterWidth, info.strideWidth, padInfo.left, inWidth, outWidth);
  if ([...rows.ends, ...columns.ends].some((end) => end < 0)) return null;
  const kernels = new KernelSequence('wasm', backend);
  const taps = spreadFilter(backend.typedArrayFromHeap(filter) as Float32Array, rows, columns, inChannels, outChannels);
  const inner = columns.stride * inChannels;
  const spread = backend.makeOutput([rows.count, columns.count, outChannels, rows.stride * inner], 'float32', undefined, taps);
  const pad = [[0, 0], rows.ends, columns.ends, [0, 0]];
  const blocks = kernels.run(Conv2D, { x: dy, filter: spread }, { strides: [1, 1], pad, dataFormat: 'NHWC', dilations: [1, 1] });
  backend.disposeData(spread.dataId);
  // [b·u, v, down, right·channels] → [b·u, down, v, right·channels] = [b, rows, columns, channels].
  const apart = shaped(blocks, [batchSize * rows.blocks, columns.blocks, rows.stride, inner]);
  const placed = kernels.run(Transpose, { x: apart }, { perm: [0, 2, 1, 3] });
  const [height, width] = [rows.blocks * rows.stride, columns.blocks * columns.stride];
  const whole = shaped(placed, [batchSize, height, width, inChannels]);
  if (height === inHeight && width === inWidth) return kernels.end(whole);
  return kernels.end(kernels.run(Slice, { x: whole }, { begin: [0, 0, 0, 0], size: [...info.inShape] }));
}

/** Takes the place of `Conv2DBackpropInput` where there is a stride. */
export function stridedInputGradient(original: KernelConfig): KernelConfig {
  return {
    ...original,
    kernelFunc(params) {
      const { dy, filter } = params.inputs as Record<'dy' | 'filter', TensorInfo>;
      const attributes = params.attrs as unknown as Conv2DBackpropInputAttrs;
      const info = geometryOf(attributes.inputShape, filter.shape, attributes);
      const strided = info !== null && (info.strideHeight > 1 || info.strideWidth > 1);
      return (strided && inputGradient(params.backend as BackendWasm, info, dy, filter)) || original.kernelFunc(params);
    },
  };
}
