/** Where the page serves TensorFlow.js's WASM binaries from. */
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';

/** Must be called before the WASM backend starts. */
export function serveWasmFiles(): void {
  const at = (url: string) => new URL(url, import.meta.url).href;
  // The threaded binary is never loaded: one thread gives the same sums on every machine.
  setWasmPaths({
    'tfjs-backend-wasm.wasm': at(plain),
    'tfjs-backend-wasm-simd.wasm': at(simd),
    'tfjs-backend-wasm-threaded-simd.wasm': at(simd),
  });
}
