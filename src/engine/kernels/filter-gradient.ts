/**
 * A convolution's gradient with respect to its filter, NHWC. The library's kernel has one thread a weight, which goes through all pixels of
 * all samples alone. Here the rows of all images are cut into chunks. In stage one a thread goes through one chunk for a tile of the
 * filter: up to 3 neighbouring taps × 4 or 8 input × 4 or 8 output channels, all in registers, so that each number that it loads is
 * used many times. Neighbouring threads have neighbouring output channels. Stage two adds the chunks' gradients, in their order: the
 * same bits each run.
 */
import {
  type backend_util,
  Conv2DBackpropFilter,
  type Conv2DBackpropFilterAttrs,
  type KernelConfig,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import { geometryOf } from './convolution-geometry';
import { ElementProgram, flatSizes, type Program, shaped, webGpu } from './program';
import { range, repeat } from './text';

/** Output pixels whose products a thread adds in one step: fewer changes of its sums. */
const unrolled = 2;
/** Threads that stage one aims at: enough for a large GPU, few enough that the chunks' gradients stay small. */
const wantedThreads = 8192;
/** Output pixels that are worth a thread: below, starting it and storing its sums takes most of its time. */
const fewestPixels = 96;
const mostChunks = 256;

/** How stage one is cut into threads. */
export interface FilterGradientPlan {
  /** Neighbouring taps of a filter row in a tile. */
  readonly taps: number;
  /** Input channels of a tile, in fours. */
  readonly inputFours: number;
  /** Output channels of a tile, in fours. */
  readonly outputFours: number;
  /** Rows of output pixels in a chunk; rows of all samples count. */
  readonly rowsPerChunk: number;
  readonly chunks: number;
  readonly threads: number;
}

/** Depends on the sizes alone, so that every device adds in the same order. */
export function planFilterGradient(info: backend_util.Conv2DInfo): FilterGradientPlan {
  const taps = Math.min(3, info.filterWidth);
  const inputFours = taps === 1 && info.inChannels % 8 === 0 ? 2 : 1;
  const outputFours = info.outChannels % 8 === 0 ? 2 : 1;
  const tiles =
    info.filterHeight *
    Math.ceil(info.filterWidth / taps) *
    Math.ceil(info.inChannels / (4 * inputFours)) *
    Math.ceil(info.outChannels / (4 * outputFours));
  const rows = info.batchSize * info.outHeight;
  const wantedChunks = Math.min(mostChunks, Math.ceil(wantedThreads / tiles));
  const rowsPerChunk = Math.max(Math.ceil(rows / wantedChunks), Math.ceil(fewestPixels / info.outWidth));
  const chunks = Math.ceil(rows / rowsPerChunk);
  return { taps, inputFours, outputFours, rowsPerChunk, chunks, threads: tiles * chunks };
}

/** Stage one: `x` [b, h, w, i] and `dy` [b, oh, ow, o] to each chunk's gradient [chunks, kh·kw·i·o]. */
export class FilterGradientProgram implements Program {
  readonly variableNames = ['x', 'dy'];
  readonly uniforms = 'filterSize : vec2<i32>, pads : vec2<i32>, strides : vec2<i32>, rowsPerChunk : i32, threads : i32,';
  readonly outputShape: number[];
  readonly outputComponent: number;
  readonly variableComponents: number[];
  readonly workgroupSize: Program['workgroupSize'];
  readonly dispatchLayout: Program['dispatchLayout'];
  dispatch: Program['dispatch'];
  shaderKey: string;
  private readonly stride: number;
  /** Whether the output rows have a pixel more than whole steps. */
  private readonly tail: boolean;

  constructor(
    info: backend_util.Conv2DInfo,
    private readonly plan: FilterGradientPlan,
  ) {
    const component = (channels: number) => (channels % 4 === 0 ? 4 : 1);
    this.stride = info.strideWidth;
    this.tail = info.outWidth % unrolled !== 0;
    this.outputShape = [plan.chunks, info.filterHeight * info.filterWidth * info.inChannels * info.outChannels];
    this.outputComponent = component(info.outChannels);
    this.variableComponents = [component(info.inChannels), this.outputComponent];
    ({ workgroupSize: this.workgroupSize, dispatchLayout: this.dispatchLayout, dispatch: this.dispatch } = flatSizes(2, plan.threads));
    const { taps, inputFours, outputFours } = plan;
    const baked = [taps, inputFours, outputFours, this.stride, ...this.variableComponents, this.tail];
    this.shaderKey = `polyakFilterGradient_${baked.join('_')}`;
  }

  /** The text for each of the tile's sums, a vector of four output channels. */
  private sums(text: (tap: number, input: number, four: number) => string): string {
    const { taps, inputFours, outputFours } = this.plan;
    return repeat(taps, (tap) => repeat(4 * inputFours, (input) => repeat(outputFours, (four) => text(tap, input, four))));
  }

  /** Adds the products of `pixels` neighbouring output pixels, then moves on. */
  private loop(pixels: number): string {
    const { stride } = this;
    const { taps, inputFours, outputFours } = this.plan;
    const columns = [...new Set(range(pixels).flatMap((p) => range(taps).map((tap) => p * stride + tap)))];
    const products = (tap: number, input: number, four: number) =>
      range(pixels)
        .map((p) => `x${p * stride + tap}_${input >> 2}[${input & 3}] * d${p}_${four}`)
        .join(' + ');
    return `
          for (; dyColumn + ${pixels} <= uniforms.dyShape[2]; dyColumn += ${pixels}) {
            ${columns.map((k) => repeat(inputFours, (i) => `let x${k}_${i} = loadX(rowStart, column + ${k}, input + ${4 * i});`)).join('\n')}
            ${repeat(pixels, (p) =>
              repeat(outputFours, (four) => `let d${p}_${four} = loadDy(at + ${p} * uniforms.dyShape[3], output + ${4 * four});`),
            )}
            ${this.sums((tap, input, four) => `sum${tap}_${input}_${four} += ${products(tap, input, four)};`)}
            column += ${pixels * stride};
            at += ${pixels} * uniforms.dyShape[3];
          }`;
  }

  /** How four channels are loaded and stored: at once where channels come in fours, else one by one and not past the last. */
  private access(): string {
    const [xComponent, dyComponent] = this.variableComponents;
    const four = (name: string) => `vec4<f32>(${range(4).map((i) => `${name}[min(start + ${i}, last)]`)})`;
    return `
      fn loadX(rowStart : i32, column : i32, channel : i32) -> vec4<f32> {
        let width = uniforms.xShape[2];
        let pixel = rowStart + clamp(column, 0, width - 1) * uniforms.xShape[3];
        let start = pixel + channel;
        let last = pixel + uniforms.xShape[3] - 1;
        return select(vec4<f32>(0.0), ${xComponent === 4 ? 'x[start / 4]' : four('x')}, column >= 0 && column < width);
      }
      fn loadDy(pixel : i32, channel : i32) -> vec4<f32> {
        let start = pixel + channel;
        let last = pixel + uniforms.dyShape[3] - 1;
        return ${dyComponent === 4 ? 'dy[start / 4]' : four('dy')};
      }
      fn store(weight : i32, output : i32, value : vec4<f32>) {
        let start = weight * uniforms.dyShape[3] + output;
        ${
          dyComponent === 4
            ? 'result[start / 4] = value;'
            : repeat(4, (i) => `if (output + ${i} < uniforms.dyShape[3]) { result[start + ${i}] = value[${i}]; }`)
        }
      }`;
  }

  getUserCode(): string {
    const { taps, inputFours, outputFours } = this.plan;
    const split = (length: string, by: number) => `(${length} + ${by - 1}) / ${by}`;
    return `
      ${this.access()}
      fn main(index : i32) {
        if (index >= uniforms.threads) {
          return;
        }
        let outputBlocks = ${split('uniforms.dyShape[3]', 4 * outputFours)};
        let inputBlocks = ${split('uniforms.xShape[3]', 4 * inputFours)};
        let tapBlocks = ${split('uniforms.filterSize.y', taps)};
        var rest = index / outputBlocks;
        let output = (index - rest * outputBlocks) * ${4 * outputFours};
        let input = (rest % inputBlocks) * ${4 * inputFours};
        rest = rest / inputBlocks;
        let tapColumn = (rest % tapBlocks) * ${taps};
        rest = rest / tapBlocks;
        let tapRow = rest % uniforms.filterSize.x;
        let chunk = rest / uniforms.filterSize.x;
        let endRow = min((chunk + 1) * uniforms.rowsPerChunk, uniforms.dyShape[0] * uniforms.dyShape[1]);
        ${this.sums((tap, i, four) => `var sum${tap}_${i}_${four} = vec4<f32>(0.0);`)}
        for (var dyRow = chunk * uniforms.rowsPerChunk; dyRow < endRow; dyRow++) {
          let image = dyRow / uniforms.dyShape[1];
          let row = (dyRow - image * uniforms.dyShape[1]) * uniforms.strides.x + tapRow - uniforms.pads.x;
          if (row < 0 || row >= uniforms.xShape[1]) {
            continue;
          }
          let rowStart = (image * uniforms.xShape[1] + row) * uniforms.xShape[2] * uniforms.xShape[3];
          var column = tapColumn - uniforms.pads.y;
          var at = dyRow * uniforms.dyShape[2] * uniforms.dyShape[3];
          var dyColumn = 0;
          ${this.loop(unrolled)}
          ${this.tail ? this.loop(1) : ''}
        }
        let weight = ((chunk * uniforms.filterSize.x + tapRow) * uniforms.filterSize.y + tapColumn) * uniforms.xShape[3] + input;
        ${this.sums(
          (tap, i, four) => `if (tapColumn + ${tap} < uniforms.filterSize.y && input + ${i} < uniforms.xShape[3]) {
          store(weight + ${tap} * uniforms.xShape[3] + ${i}, output + ${4 * four}, sum${tap}_${i}_${four});
        }`,
        )}
      }`;
  }
}

/** Stage two: `x` [chunks, n] to the sum over chunks [n], added in their order. */
export class SumChunksProgram extends ElementProgram {
  readonly variableNames = ['x'];
  shaderKey = 'polyakSumChunks_';

  getUserCode(): string {
    return `
      fn main(index : i32) {
        if (index < uniforms.size) {
          var sum = 0.0;
          for (var chunk = 0; chunk < uniforms.xShape[0]; chunk++) {
            sum += x[chunk * uniforms.size + index];
          }
          result[index] = sum;
        }
      }`;
  }
}

/** `Conv2DBackpropFilter` on WebGPU: ours for NHWC, else the library's kernel. */
export function parallelFilterGradient(original: KernelConfig): KernelConfig {
  return {
    ...original,
    kernelFunc(params) {
      const { x, dy } = params.inputs as Record<'x' | 'dy', TensorInfo>;
      const attrs = params.attrs as unknown as Conv2DBackpropFilterAttrs;
      const info = geometryOf(x.shape, attrs.filterShape, attrs);
      if (!info) return original.kernelFunc(params);
      const backend = webGpu(params.backend);
      const plan = planFilterGradient(info);
      const chunks = backend.runWebGPUProgram(new FilterGradientProgram(info, plan), [x, dy], 'float32', [
        { type: 'int32', data: [info.filterHeight, info.filterWidth] },
        { type: 'int32', data: [info.padInfo.top, info.padInfo.left] },
        { type: 'int32', data: [info.strideHeight, info.strideWidth] },
        { type: 'int32', data: [plan.rowsPerChunk] },
        { type: 'int32', data: [plan.threads] },
      ]);
      if (plan.chunks === 1) return shaped(chunks, attrs.filterShape);
      const sum = backend.runWebGPUProgram(new SumChunksProgram(chunks.shape[1]!), [chunks], 'float32');
      backend.disposeData(chunks.dataId);
      return shaped(sum, attrs.filterShape);
    },
  };
}

export const filterGradientKernel = Conv2DBackpropFilter;
