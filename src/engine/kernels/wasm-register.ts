/** Kernels of ours on WebAssembly that take the place of those registered before: the library's, or our convolutions'. */
import {
  Add,
  AvgPoolGrad,
  BatchMatMul,
  Conv2DBackpropInput,
  Exp,
  GatherV2,
  getKernel,
  Identity,
  Multiply,
  registerKernel,
  Slice,
  SplitV,
  Sub,
  Tile,
  unregisterKernel,
} from '@tensorflow/tfjs-core';
import type { Replacement } from './program';
import { joinRows } from './wasm-broadcast';
import { exponentialsInMemory } from './wasm-exp';
import { gatherInMemory } from './wasm-gather';
import { shareStorage } from './wasm-identity';
import { stridedInputGradient } from './wasm-input-gradient';
import { transposeFirst } from './wasm-matmul';
import { poolingGradient } from './wasm-pooling';
import { sliceInMemory, splitInMemory } from './wasm-slice';
import { tileInMemory } from './wasm-tile';

const replacements: ReadonlyMap<string, Replacement> = new Map([
  [Add, joinRows],
  [Sub, joinRows],
  [Multiply, joinRows],
  [BatchMatMul, transposeFirst],
  [AvgPoolGrad, poolingGradient],
  [Identity, shareStorage],
  [Conv2DBackpropInput, stridedInputGradient],
  [Exp, exponentialsInMemory],
  [GatherV2, gatherInMemory],
  [Slice, sliceInMemory],
  [SplitV, splitInMemory],
  [Tile, tileInMemory],
]);

let registered = false;

/**
 * Registers our kernels on the WASM backend, once.
 * @throws if a kernel that one of ours falls back to is not registered yet
 */
export function registerWasmKernels(): void {
  if (registered) return;
  for (const [name, replace] of replacements) {
    const original = getKernel(name, 'wasm');
    if (!original) throw new Error(`the WASM backend has no kernel ${name} to replace`);
    unregisterKernel(name, 'wasm');
    registerKernel(replace(original));
  }
  registered = true;
}
