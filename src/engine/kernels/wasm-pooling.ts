/** The gradient of means over windows, on WebAssembly. The library's asks at every pixel for all places whose windows may cover it. */
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { type AvgPoolGradAttrs, backend_util, type KernelConfig, type TensorInfo } from '@tensorflow/tfjs-core';

/** The sizes of a pooling, as far as it has no padding. */
export type Windows = Pick<
  backend_util.Conv2DInfo,
  'inShape' | 'outHeight' | 'outWidth' | 'strideHeight' | 'strideWidth' | 'filterHeight' | 'filterWidth'
>;

/**
 * Adds a share of each place's gradient to all pixels of its window, places in order.
 * @param dy [b, outHeight, outWidth, channels]
 * @param dx [b, height, width, channels], zeros at first
 */
export function spreadOverWindows(windows: Windows, dy: Float32Array, dx: Float32Array): void {
  const { inShape, outHeight, outWidth, strideHeight, strideWidth, filterHeight, filterWidth } = windows;
  const [batch, height, width, channels] = inShape;
  const share = 1 / (filterHeight * filterWidth);
  const shares = new Float32Array(channels);
  let place = 0;
  for (let image = 0; image < batch; image++) {
    for (let row = 0; row < outHeight; row++) {
      for (let column = 0; column < outWidth; column++, place += channels) {
        for (let channel = 0; channel < channels; channel++) shares[channel] = dy[place + channel]! * share;
        const corner = ((image * height + row * strideHeight) * width + column * strideWidth) * channels;
        for (let down = 0; down < filterHeight; down++) {
          const first = corner + down * width * channels;
          for (let right = 0, pixel = first; right < filterWidth; right++, pixel += channels) {
            for (let channel = 0; channel < channels; channel++) dx[pixel + channel]! += shares[channel]!;
          }
        }
      }
    }
  }
}

/** Takes the place of `AvgPoolGrad` where nothing is padded. */
export function poolingGradient(original: KernelConfig): KernelConfig {
  return {
    ...original,
    kernelFunc(params) {
      const { dy, input } = params.inputs as Record<'dy' | 'input', TensorInfo>;
      const { filterSize, strides, pad } = params.attrs as unknown as AvgPoolGradAttrs;
      const info = backend_util.computePool2DInfo(input.shape as [number, number, number, number], filterSize, strides, 1, pad);
      const { top, bottom, left, right } = info.padInfo;
      if (top + bottom + left + right > 0) return original.kernelFunc(params);
      const backend = params.backend as BackendWasm;
      const out = backend.makeOutput(info.inShape, 'float32');
      const dx = backend.typedArrayFromHeap(out) as Float32Array;
      dx.fill(0);
      spreadOverWindows(info, backend.typedArrayFromHeap(dy) as Float32Array, dx);
      return out;
    },
  };
}
