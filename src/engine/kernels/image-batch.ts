/**
 * A batch of pictures from a table of bytes on the device: gathered, unpacked, cropped and mirrored by the samples' draws, and normalised,
 * in one kernel. As bytes a data set takes a quarter of what its float32 numbers would. See `image-batch.reference.ts`.
 */
import {
  engine,
  getBackend,
  registerKernel,
  backend as runningBackend,
  type Tensor1D,
  type Tensor2D,
  type Tensor4D,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import { imageBatchReference, type PictureSize, wordsOf } from './image-batch.reference';
import { flatSizes, hostBackends, type Program, tensorOn, valuesOn, webGpu } from './program';

const kernelName = 'ImageBatch';

/** `table` [n, words] int32, `levels` [channels · 256], with or without `ids` [b] int32 and `draws` [b, 3], to [b, height, width, channels]. */
export class ImageBatchProgram implements Program {
  readonly variableNames: string[];
  readonly uniforms = 'pad : i32,';
  readonly size = true;
  readonly outputShape: number[];
  readonly workgroupSize: Program['workgroupSize'];
  readonly dispatchLayout: Program['dispatchLayout'];
  dispatch: Program['dispatch'];
  shaderKey: string;

  constructor(
    count: number,
    { height, width, channels }: PictureSize,
    private readonly chosen: boolean,
    private readonly drawn: boolean,
  ) {
    this.variableNames = ['table', 'levels', ...(chosen ? ['ids'] : []), ...(drawn ? ['draws'] : [])];
    this.outputShape = [count, height, width, channels];
    this.shaderKey = `polyakImageBatch_${chosen}_${drawn}`;
    const threads = count * height * width * channels;
    ({ workgroupSize: this.workgroupSize, dispatchLayout: this.dispatchLayout, dispatch: this.dispatch } = flatSizes(4, threads, 256));
  }

  getUserCode(): string {
    const moved = `
          let most = 2 * uniforms.pad;
          let scale = f32(most + 1);
          if (draws[3 * picture + 2] < 0.5) {
            column = uniforms.outShape[2] - 1 - column;
          }
          row += min(i32(draws[3 * picture] * scale), most) - uniforms.pad;
          column += min(i32(draws[3 * picture + 1] * scale), most) - uniforms.pad;`;
    return `
      fn main(index : i32) {
        if (index < uniforms.size) {
          let channels = uniforms.outShape[3];
          var rest = index / channels;
          let channel = index - rest * channels;
          var column = rest % uniforms.outShape[2];
          rest = rest / uniforms.outShape[2];
          var row = rest % uniforms.outShape[1];
          let picture = rest / uniforms.outShape[1];
          ${this.drawn ? moved : ''}
          let id = clamp(${this.chosen ? 'ids[picture]' : 'picture'}, 0, uniforms.tableShape[0] - 1);
          var byte = 0u;
          if (row >= 0 && row < uniforms.outShape[1] && column >= 0 && column < uniforms.outShape[2]) {
            let at = (row * uniforms.outShape[2] + column) * channels + channel;
            let word = bitcast<u32>(table[id * uniforms.tableShape[1] + at / 4]);
            byte = (word >> (8u * u32(at % 4))) & 255u;
          }
          result[index] = levels[256 * channel + i32(byte)];
        }
      }`;
  }
}

/** What a batch is made of besides the table. */
export interface ImageBatchOptions extends PictureSize {
  /** int32 [b], pictures of the table; null: all, in their order (a table that the host brought for this batch). */
  readonly ids: Tensor1D | null;
  /** float32 [channels · 256], the number that each byte of each colour becomes: `levelsOf`. */
  readonly levels: Tensor1D;
  /** float32 [b, 3] in [0, 1), e.g. of `uniformByHash`: offset down, offset across, and below ½ for a mirrored picture; null: as they are. */
  readonly draws: Tensor2D | null;
  /** Black border around the picture, out of which a window of its size is cut; only with draws. */
  readonly pad: number;
}

/**
 * A batch of pictures. Not differentiable.
 * @param table int32 [n, words]: `packPictures`
 * @returns float32 [b, height, width, channels]
 * @throws RangeError if a number in `ids` is none of the table's; on WebGPU, where nobody can look, the nearest picture is taken instead
 */
export function imageBatch(table: Tensor2D, options: ImageBatchOptions): Tensor4D {
  const { ids, levels, draws, height, width, channels, pad } = options;
  if (table.shape[1] !== wordsOf(options)) throw new Error(`a picture takes ${wordsOf(options)} words, the table has ${table.shape[1]}`);
  const inputs = { table, levels, ...(ids ? { ids } : {}), ...(draws ? { draws } : {}) };
  return engine().runKernel(kernelName, inputs, { height, width, channels, pad }) as Tensor4D;
}

/** Bytes that one tensor may take on the backend in use: what WebGPU's device binds at once; elsewhere a gigabyte, a guess. */
export function largestTensorBytes(): number {
  if (getBackend() !== 'webgpu') return 2 ** 30;
  const { maxStorageBufferBindingSize, maxBufferSize } = webGpu(runningBackend()).device.limits;
  return Math.min(maxStorageBufferBindingSize, maxBufferSize);
}

type Inputs = Readonly<Record<'table' | 'levels', TensorInfo>> & { readonly ids?: TensorInfo; readonly draws?: TensorInfo };
type Attributes = PictureSize & { readonly pad: number };

/** Registers the kernel on WebGPU. */
export function registerImageBatch(): void {
  registerKernel({
    kernelName,
    backendName: 'webgpu',
    kernelFunc({ backend, inputs, attrs }) {
      const { table, levels, ids, draws } = inputs as unknown as Inputs;
      const { pad, ...size } = attrs as unknown as Attributes;
      const program = new ImageBatchProgram((ids ?? table).shape[0]!, size, ids !== undefined, draws !== undefined);
      const given = [table, levels, ...(ids ? [ids] : []), ...(draws ? [draws] : [])];
      return webGpu(backend).runWebGPUProgram(program, given, 'float32', [{ type: 'int32', data: [pad] }]);
    },
  });
}

/** The table's words. On WebAssembly a view of its memory: a copy of the whole table for every batch would take longer than the batch. */
function tableOn(backend: unknown, table: TensorInfo): Int32Array {
  const wasm = backend as { typedArrayFromHeap?(info: TensorInfo): Int32Array };
  return wasm.typedArrayFromHeap?.(table) ?? valuesOn<Int32Array>(backend, table);
}

for (const backendName of hostBackends) {
  registerKernel({
    kernelName,
    backendName,
    kernelFunc({ backend, inputs, attrs }) {
      const { table, levels, ids, draws } = inputs as unknown as Inputs;
      const { pad, ...size } = attrs as unknown as Attributes;
      const values = imageBatchReference(
        tableOn(backend, table),
        ids ? valuesOn<Int32Array>(backend, ids) : null,
        valuesOn<Float32Array>(backend, levels),
        draws ? valuesOn<Float32Array>(backend, draws) : null,
        size,
        pad,
      );
      return tensorOn(backend, [(ids ?? table).shape[0]!, size.height, size.width, size.channels], 'float32', values);
    },
  });
}
