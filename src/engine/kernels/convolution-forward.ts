/**
 * Convolution, NHWC, by register tiles: a thread computes a few neighbouring pixels of 4 or 8 output channels, so that each number that
 * it loads is used many times. No shared memory and no barriers: neighbouring threads have neighbouring output channels, read the same
 * pixels (one load for all on a GPU) and neighbouring weights. The library's kernel loads from shared memory two to three times as often
 * for the same work, and its barriers are slow on software GPUs.
 */
import { type backend_util, Conv2D, type Conv2DAttrs, type KernelConfig, type TensorInfo } from '@tensorflow/tfjs-core';
import { geometryOf } from './convolution-geometry';
import { flatSizes, type Program, webGpu } from './program';
import { range, repeat } from './text';

/** What a thread computes. */
interface Tile {
  /** Neighbouring output pixels of a row. */
  readonly pixels: number;
  /** Output channels in fours. */
  readonly fours: number;
}

/** Larger tiles load less, but a GPU wants many threads: the largest tile of which there are this many. */
const enoughThreads = 2048;

function tileFor(info: backend_util.Conv2DInfo): Tile {
  const fours = info.outChannels % 8 === 0 ? [2, 1] : [1];
  const pixels = info.outWidth % 8 === 0 || info.outWidth > 24 ? [8, 4] : [4];
  const tiles = pixels.flatMap((p) => fours.map((f) => ({ pixels: p, fours: f })));
  return tiles.find((tile) => threadsOf(info, tile) >= enoughThreads) ?? tiles[tiles.length - 1]!;
}

function threadsOf(info: backend_util.Conv2DInfo, { pixels, fours }: Tile): number {
  return info.batchSize * info.outHeight * Math.ceil(info.outWidth / pixels) * (info.outChannels / (4 * fours));
}

/** `x` [b, h, w, i] and `filter` [kh, kw, i, o], o a multiple of 4, to the convolution [b, oh, ow, o]. */
export class ConvolutionProgram implements Program {
  readonly variableNames = ['x', 'w'];
  readonly uniforms = 'pads : vec2<i32>, strides : vec2<i32>, threads : i32,';
  readonly outputComponent = 4;
  readonly outputShape: number[];
  readonly variableComponents: number[];
  readonly workgroupSize: Program['workgroupSize'];
  readonly dispatchLayout: Program['dispatchLayout'];
  dispatch: Program['dispatch'];
  shaderKey: string;
  readonly threads: number;
  private readonly tile: Tile;
  private readonly stride: number;
  /** Taps of a filter row that are unrolled; a longer row is gone through one by one. */
  private readonly taps: number;
  /** Input channels of a step: four in one load, or one. (Several loads of one each make SwiftShader compile for minutes.) */
  private readonly channels: 1 | 4;

  constructor(info: backend_util.Conv2DInfo) {
    this.tile = tileFor(info);
    this.stride = info.strideWidth;
    this.taps = info.filterWidth <= 3 ? info.filterWidth : 1;
    this.channels = info.inChannels % 4 === 0 ? 4 : 1;
    this.threads = threadsOf(info, this.tile);
    this.outputShape = info.outShape;
    this.variableComponents = [this.channels, 4];
    ({ workgroupSize: this.workgroupSize, dispatchLayout: this.dispatchLayout, dispatch: this.dispatch } = flatSizes(4, this.threads));
    const { pixels, fours } = this.tile;
    this.shaderKey = `polyakConvolution_${[pixels, fours, this.stride, this.taps, this.channels].join('_')}`;
  }

  /** One step: `taps` × `channels` products for every number of the tile. */
  private step(): string {
    const { taps, channels, stride } = this;
    const { pixels, fours } = this.tile;
    const columns = [...new Set(range(pixels).flatMap((p) => range(taps).map((tap) => p * stride + tap)))];
    const product = (p: number, tap: number, f: number) =>
      range(channels)
        .map((c) => `x${p * stride + tap}${channels === 4 ? `[${c}]` : ''} * w${tap}_${c}_${f}`)
        .join(' + ');
    const loadPixel = (column: number) => {
      const at = `rowStart + clamp(column + ${column}, 0, width - 1) * inputs + channel`;
      const inside = `column + ${column} >= 0 && column + ${column} < width`;
      const [zero, value] = channels === 4 ? ['vec4<f32>(0.0)', `x[(${at}) / 4]`] : ['0.0', `x[${at}]`];
      return `let x${column} = select(${zero}, ${value}, ${inside});`;
    };
    return `
      ${columns.map(loadPixel).join('\n')}
      ${repeat(
        taps,
        (tap) => `
      ${repeat(channels, (c) =>
        repeat(fours, (f) => `let w${tap}_${c}_${f} = w[((weight + ${tap}) * inputs + channel + ${c}) * outputs + output + ${f}];`),
      )}
      ${repeat(pixels, (p) => repeat(fours, (f) => `sum${p}_${f} += ${product(p, tap, f)};`))}`,
      )}`;
  }

  getUserCode(): string {
    const { pixels, fours } = this.tile;
    return `
      fn main(index : i32) {
        if (index >= uniforms.threads) {
          return;
        }
        let height = uniforms.xShape[1];
        let width = uniforms.xShape[2];
        let inputs = uniforms.xShape[3];
        let outputs = uniforms.outShape[3] / 4;
        let blocks = outputs / ${fours};
        let tiles = (uniforms.outShape[2] + ${pixels - 1}) / ${pixels};
        var rest = index / blocks;
        let output = (index - rest * blocks) * ${fours};
        let outRow = rest / tiles;
        let outColumn = (rest - outRow * tiles) * ${pixels};
        let image = outRow / uniforms.outShape[1];
        let firstRow = (outRow - image * uniforms.outShape[1]) * uniforms.strides.x - uniforms.pads.x;
        ${repeat(pixels, (p) => repeat(fours, (f) => `var sum${p}_${f} = vec4<f32>(0.0);`))}
        for (var tapRow = 0; tapRow < uniforms.wShape[0]; tapRow++) {
          let row = firstRow + tapRow;
          if (row < 0 || row >= height) {
            continue;
          }
          let rowStart = (image * height + row) * width * inputs;
          for (var tapColumn = 0; tapColumn < uniforms.wShape[1]; tapColumn += ${this.taps}) {
            let column = outColumn * uniforms.strides.y - uniforms.pads.y + tapColumn;
            let weight = tapRow * uniforms.wShape[1] + tapColumn;
            for (var channel = 0; channel < inputs; channel += ${this.channels}) {
              ${this.step()}
            }
          }
        }
        let at = (outRow * uniforms.outShape[2] + outColumn) * outputs + output;
        ${repeat(
          pixels,
          (p) => `if (outColumn + ${p} < uniforms.outShape[2]) {
          ${repeat(fours, (f) => `result[at + ${p} * outputs + ${f}] = sum${p}_${f};`)}
        }`,
        )}
      }`;
  }
}

/** `Conv2D` on WebGPU: ours for NHWC without dilation and with output channels in fours, else the library's kernel. */
export function tiledConvolution(original: KernelConfig): KernelConfig {
  return {
    ...original,
    kernelFunc(params) {
      const { x, filter } = params.inputs as Record<'x' | 'filter', TensorInfo>;
      const info = geometryOf(x.shape, filter.shape, params.attrs as unknown as Conv2DAttrs);
      if (!info || info.outChannels % 4 !== 0) return original.kernelFunc(params);
      const program = new ConvolutionProgram(info);
      return webGpu(params.backend).runWebGPUProgram(program, [x, filter], 'float32', [
        { type: 'int32', data: [info.padInfo.top, info.padInfo.left] },
        { type: 'int32', data: [info.strideHeight, info.strideWidth] },
        { type: 'int32', data: [program.threads] },
      ]);
    },
  };
}

export const convolutionKernel = Conv2D;
