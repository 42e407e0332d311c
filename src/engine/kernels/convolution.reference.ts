/** A convolution and its two gradients in plain TypeScript, NHWC, in double precision: what the WebGPU kernels are compared with. */
import type { backend_util } from '@tensorflow/tfjs-core';

export type Geometry = Pick<backend_util.Conv2DInfo, 'inShape' | 'outShape' | 'filterShape' | 'strideHeight' | 'strideWidth' | 'padInfo'>;

/** Calls `visit` with the flat places in x, filter and y of every product of the convolution y = Σ x·filter. */
function eachProduct(geometry: Geometry, visit: (x: number, filter: number, y: number) => void): void {
  const { inShape, outShape, filterShape, strideHeight, strideWidth, padInfo } = geometry;
  const [batch, height, width, inputs] = inShape;
  const [, outHeight, outWidth, outputs] = outShape;
  const [filterHeight, filterWidth] = filterShape;
  for (let image = 0; image < batch; image++) {
    for (let outRow = 0; outRow < outHeight; outRow++) {
      for (let outColumn = 0; outColumn < outWidth; outColumn++) {
        for (let tapRow = 0; tapRow < filterHeight; tapRow++) {
          const row = outRow * strideHeight + tapRow - padInfo.top;
          if (row < 0 || row >= height) continue;
          for (let tapColumn = 0; tapColumn < filterWidth; tapColumn++) {
            const column = outColumn * strideWidth + tapColumn - padInfo.left;
            if (column < 0 || column >= width) continue;
            const x = ((image * height + row) * width + column) * inputs;
            const filter = (tapRow * filterWidth + tapColumn) * inputs;
            const y = ((image * outHeight + outRow) * outWidth + outColumn) * outputs;
            for (let i = 0; i < inputs; i++) for (let o = 0; o < outputs; o++) visit(x + i, (filter + i) * outputs + o, y + o);
          }
        }
      }
    }
  }
}

const zeros = (shape: readonly number[]) => new Float64Array(shape.reduce((a, b) => a * b, 1));

/** y [b, oh, ow, o] of x [b, h, w, i] and filter [kh, kw, i, o]. */
export function convolutionReference(geometry: Geometry, x: Float32Array, filter: Float32Array): Float64Array {
  const y = zeros(geometry.outShape);
  eachProduct(geometry, (atX, atFilter, atY) => {
    y[atY]! += x[atX]! * filter[atFilter]!;
  });
  return y;
}

/** The gradient with respect to the filter, [kh, kw, i, o]. */
export function filterGradientReference(geometry: Geometry, x: Float32Array, dy: Float32Array): Float64Array {
  const gradient = zeros(geometry.filterShape);
  eachProduct(geometry, (atX, atFilter, atY) => {
    gradient[atFilter]! += x[atX]! * dy[atY]!;
  });
  return gradient;
}

/** The gradient with respect to x, [b, h, w, i]. */
export function inputGradientReference(geometry: Geometry, dy: Float32Array, filter: Float32Array): Float64Array {
  const gradient = zeros(geometry.inShape);
  eachProduct(geometry, (atX, atFilter, atY) => {
    gradient[atX]! += dy[atY]! * filter[atFilter]!;
  });
  return gradient;
}
