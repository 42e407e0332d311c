/**
 * A convolution's gradient with respect to its input, NHWC, by register tiles (see `convolution-forward.ts`): a thread computes a few pixels
 * of a row that lie a stride apart, for 4 or 8 input channels. Such pixels meet the same taps of the filter, so that with stride 2
 * nothing is multiplied by zero, as three quarters of the library's products are.
 */
import {
  type backend_util,
  Conv2DBackpropInput,
  type Conv2DBackpropInputAttrs,
  type KernelConfig,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import { geometryOf } from './convolution-geometry';
import { flatSizes, type Program, webGpu } from './program';
import { range, repeat } from './text';

/** What a thread computes. */
interface Tile {
  /** Input pixels of a row, a stride apart. */
  readonly pixels: number;
  /** Input channels in fours. */
  readonly fours: number;
}

/** Larger tiles load less, but a GPU wants many threads: the largest tile of which there are this many. */
const enoughThreads = 2048;

/** Pixels of a row that lie a stride apart, at most. */
const perClass = (info: backend_util.Conv2DInfo) => Math.ceil(info.inWidth / info.strideWidth);

function tileFor(info: backend_util.Conv2DInfo): Tile {
  const fours = info.inChannels % 8 === 0 ? [2, 1] : [1];
  const pixels = perClass(info) % 8 === 0 || perClass(info) > 24 ? [8, 4] : [4];
  const tiles = pixels.flatMap((p) => fours.map((f) => ({ pixels: p, fours: f })));
  return tiles.find((tile) => threadsOf(info, tile) >= enoughThreads) ?? tiles[tiles.length - 1]!;
}

function threadsOf(info: backend_util.Conv2DInfo, { pixels, fours }: Tile): number {
  const tiles = Math.ceil(perClass(info) / pixels) * info.strideWidth;
  return info.batchSize * info.inHeight * tiles * (info.inChannels / (4 * fours));
}

/** `dy` [b, oh, ow, o] and `filter` [kh, kw, i, o], i and o multiples of 4, to the gradient [b, h, w, i]. */
export class InputGradientProgram implements Program {
  readonly variableNames = ['dy', 'w'];
  readonly uniforms = 'pads : vec2<i32>, strides : vec2<i32>, threads : i32,';
  readonly outputComponent = 4;
  readonly variableComponents = [4, 4];
  readonly outputShape: number[];
  readonly workgroupSize: Program['workgroupSize'];
  readonly dispatchLayout: Program['dispatchLayout'];
  dispatch: Program['dispatch'];
  shaderKey: string;
  readonly threads: number;
  private readonly tile: Tile;
  private readonly stride: number;
  /** Taps of a filter row that a pixel meets, where they are unrolled; of a longer row they are gone through one by one. */
  private readonly taps: number;
  /** Some pixels meet one tap less. */
  private readonly uneven: boolean;

  constructor(info: backend_util.Conv2DInfo) {
    this.tile = tileFor(info);
    this.stride = info.strideWidth;
    const taps = Math.ceil(info.filterWidth / this.stride);
    this.taps = taps <= 3 ? taps : 1;
    this.uneven = info.filterWidth % this.stride !== 0;
    this.threads = threadsOf(info, this.tile);
    this.outputShape = info.inShape;
    ({ workgroupSize: this.workgroupSize, dispatchLayout: this.dispatchLayout, dispatch: this.dispatch } = flatSizes(4, this.threads));
    const { pixels, fours } = this.tile;
    this.shaderKey = `polyakInputGradient_${[pixels, fours, this.stride, this.taps, this.uneven].join('_')}`;
  }

  /** One step: four output channels of `taps` taps for every number of the tile. */
  private step(): string {
    const { taps, stride } = this;
    const { pixels, fours } = this.tile;
    const loadDy = (k: number) => {
      const at = `column + ${k - (taps - 1)}`;
      return `let d${k} = select(vec4<f32>(0.0), dy[rowStart + clamp(${at}, 0, width - 1) * outputs + channel], ${at} >= 0 && ${at} < width);`;
    };
    const dots = (p: number, tap: number, f: number) => range(4).map((i) => `dot(d${p + taps - 1 - tap}, w${tap}_${4 * f + i})`);
    return `
      ${repeat(pixels + taps - 1, loadDy)}
      ${repeat(
        taps,
        (tap) => `
      ${this.uneven && taps > 1 ? `if (tapColumn + ${tap * stride} < uniforms.wShape[1])` : ''} {
        let weights = (weight + ${tap * stride}) * inputs + input;
        ${repeat(4 * fours, (i) => `let w${tap}_${i} = w[(weights + ${i}) * outputs + channel];`)}
        ${repeat(pixels, (p) => repeat(fours, (f) => `sum${p}_${f} += vec4<f32>(${dots(p, tap, f).join(', ')});`))}
      }`,
      )}`;
  }

  getUserCode(): string {
    const { taps, stride } = this;
    const { pixels, fours } = this.tile;
    return `
      fn main(index : i32) {
        if (index >= uniforms.threads) {
          return;
        }
        let height = uniforms.dyShape[1];
        let width = uniforms.dyShape[2];
        let outputs = uniforms.dyShape[3] / 4;
        let inputs = uniforms.outShape[3];
        let blocks = inputs / ${4 * fours};
        let tiles = ((uniforms.outShape[2] + ${stride - 1}) / ${stride} + ${pixels - 1}) / ${pixels};
        var rest = index / blocks;
        let input = (index - rest * blocks) * ${4 * fours};
        let tile = rest % tiles;
        rest = rest / tiles;
        let xColumn = rest % ${stride} + tile * ${pixels * stride};
        let xRow = rest / ${stride};
        let image = xRow / uniforms.outShape[1];
        let paddedRow = xRow - image * uniforms.outShape[1] + uniforms.pads.x;
        let paddedColumn = xColumn + uniforms.pads.y;
        ${repeat(pixels, (p) => repeat(fours, (f) => `var sum${p}_${f} = vec4<f32>(0.0);`))}
        for (var tapRow = paddedRow % uniforms.strides.x; tapRow < uniforms.wShape[0]; tapRow += uniforms.strides.x) {
          let row = (paddedRow - tapRow) / uniforms.strides.x;
          if (paddedRow < tapRow || row >= height) {
            continue;
          }
          let rowStart = (image * height + row) * width * outputs;
          for (var tapColumn = paddedColumn % ${stride}; tapColumn < uniforms.wShape[1]; tapColumn += ${taps * stride}) {
            let column = (paddedColumn - tapColumn) / ${stride};
            let weight = tapRow * uniforms.wShape[1] + tapColumn;
            for (var channel = 0; channel < outputs; channel++) {
              ${this.step()}
            }
          }
        }
        let at = ((xRow * uniforms.outShape[2] + xColumn) * inputs + input) / 4;
        ${repeat(
          pixels,
          (p) => `if (xColumn + ${p * stride} < uniforms.outShape[2]) {
          ${repeat(fours, (f) => `result[at + ${p * stride} * inputs / 4 + ${f}] = sum${p}_${f};`)}
        }`,
        )}
      }`;
  }
}

/** `Conv2DBackpropInput` on WebGPU: ours for NHWC with channels in fours, else the library's kernel. */
export function tiledInputGradient(original: KernelConfig): KernelConfig {
  return {
    ...original,
    kernelFunc(params) {
      const { dy, filter } = params.inputs as Record<'dy' | 'filter', TensorInfo>;
      const attrs = params.attrs as unknown as Conv2DBackpropInputAttrs;
      const info = geometryOf(attrs.inputShape, filter.shape, attrs);
      if (!info || info.outChannels % 4 !== 0 || info.inChannels % 4 !== 0) return original.kernelFunc(params);
      const program = new InputGradientProgram(info);
      return webGpu(params.backend).runWebGPUProgram(program, [dy, filter], 'float32', [
        { type: 'int32', data: [info.padInfo.top, info.padInfo.left] },
        { type: 'int32', data: [info.strideHeight, info.strideWidth] },
        { type: 'int32', data: [program.threads] },
      ]);
    },
  };
}

export const inputGradientKernel = Conv2DBackpropInput;
