/** Uniform random numbers on the device, by a hash of (seed, step, sample number, column): see `hash-random.reference.ts`. */
import { engine, registerKernel, type Tensor1D, type Tensor2D, type TensorInfo } from '@tensorflow/tfjs-core';
import { addedToA, addedToB, seedKeys, uniformByHashReference } from './hash-random.reference';
import { flatSizes, hostBackends, type Program, tensorOn, valuesOn, webGpu } from './program';

const kernelName = 'UniformByHash';

/** `counter` [1] and `ids` [b], int32, to float32 [b, width]. */
export class UniformByHashProgram implements Program {
  readonly variableNames = ['counter', 'ids'];
  readonly uniforms = 'keyA : i32, keyB : i32,';
  readonly size = true;
  readonly outputShape: number[];
  readonly workgroupSize: Program['workgroupSize'];
  readonly dispatchLayout: Program['dispatchLayout'];
  dispatch: Program['dispatch'];
  shaderKey = 'polyakUniformByHash_';

  constructor(rows: number, width: number) {
    this.outputShape = [rows, width];
    ({ workgroupSize: this.workgroupSize, dispatchLayout: this.dispatchLayout, dispatch: this.dispatch } = flatSizes(2, rows * width));
  }

  getUserCode(): string {
    return `
      fn mixA(word : u32) -> u32 {
        var h = word;
        h = (h ^ (h >> 16u)) * 0x85ebca6bu;
        h = (h ^ (h >> 13u)) * 0xc2b2ae35u;
        return h ^ (h >> 16u);
      }
      fn mixB(word : u32) -> u32 {
        var h = word;
        h = (h ^ (h >> 16u)) * 0x7feb352du;
        h = (h ^ (h >> 15u)) * 0x846ca68bu;
        return h ^ (h >> 16u);
      }
      fn main(index : i32) {
        if (index < uniforms.size) {
          let row = index / uniforms.outShape[1];
          let words = array<u32, 3>(
            bitcast<u32>(counter[0]), bitcast<u32>(ids[row]), u32(index - row * uniforms.outShape[1]));
          var a = bitcast<u32>(uniforms.keyA);
          var b = bitcast<u32>(uniforms.keyB);
          for (var i = 0; i < 3; i++) {
            a = mixA((a ^ words[i]) + ${addedToA}u);
            b = mixB((b ^ words[i]) + ${addedToB}u);
          }
          result[index] = f32(mixA(a + ((b << 7u) | (b >> 25u))) >> 8u) / 16777216.0;
        }
      }`;
  }
}

/**
 * Random numbers for the samples of a batch at a step, the same on every backend to the bit.
 * @param seed a whole number; 0 is a seed like any other
 * @param step int32 [1], a counter that the caller moves on
 * @param ids int32 [b], sample numbers; equal ones get equal rows
 * @param width numbers a sample
 * @returns float32 [b, width], uniform in [0, 1), multiples of 2⁻²⁴
 * @throws RangeError if the seed is not a whole number
 */
export function uniformByHash(seed: number, step: Tensor1D, ids: Tensor1D, width: number): Tensor2D {
  return engine().runKernel(kernelName, { step, ids }, { seed, width }) as Tensor2D;
}

/** Registers the kernel on WebGPU. */
export function registerUniformByHash(): void {
  registerKernel({
    kernelName,
    backendName: 'webgpu',
    kernelFunc({ backend, inputs, attrs }) {
      const { step, ids } = inputs as Record<'step' | 'ids', TensorInfo>;
      const [keyA, keyB] = seedKeys(attrs!['seed'] as number);
      const program = new UniformByHashProgram(ids.shape[0]!, attrs!['width'] as number);
      return webGpu(backend).runWebGPUProgram(program, [step, ids], 'float32', [
        { type: 'int32', data: [keyA] },
        { type: 'int32', data: [keyB] },
      ]);
    },
  });
}

for (const backendName of hostBackends) {
  registerKernel({
    kernelName,
    backendName,
    kernelFunc({ backend, inputs, attrs }) {
      const [step] = valuesOn<Int32Array>(backend, inputs['step']!);
      const ids = valuesOn<Int32Array>(backend, inputs['ids']!);
      const width = attrs!['width'] as number;
      return tensorOn(backend, [ids.length, width], 'float32', uniformByHashReference(attrs!['seed'] as number, step!, ids, width));
    },
  });
}
