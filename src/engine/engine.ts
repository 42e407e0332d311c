/**
 * The engine: which backend computes, and the few things that training needs of it beyond tensor algebra. All that knows
 * TensorFlow.js backends is in this folder, so that another library version or backend is a change here alone.
 */
import { enableProdMode, env, getBackend, memory, ready, setBackend } from '@tensorflow/tfjs-core';
// The library's core registers no gradient by itself. In Node its files cannot be imported one by one: there the whole library does it.
import '#gradients';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import { forgetAdapter, gpuAdapter } from './adapter';
import { pinnedBytes } from './capture/pinned';
import { avoidBranches } from './capture/plan';
import { type BackendName, deviceLost } from './device-info';
import { registerWasmConvolutions } from './kernels/convolution-wasm';
import { preferRegisterTiles } from './kernels/matmul';
import { preferThreadSums } from './kernels/partial-sums';
import { registerWebGpuKernels } from './kernels/register';
import { registerWasmKernels } from './kernels/wasm-register';
import { libraryDevice, submitLibraryCommands } from './library';
import { patchWebGl } from './patches';
import { forgetStockBackend, type OwnedDevice, openDevice } from './webgpu-device';

// Keeps the library from printing advice to the console.
enableProdMode();

export interface MemoryCounts {
  readonly tensors: number;
  readonly bytes: number;
  /** Allocated on the GPU, pooled buffers and those of recorded steps included; null off WebGPU. */
  readonly deviceBytes: number | null;
}

/** A backend in use. */
export interface Engine {
  readonly backend: BackendName;
  /** Resolves when the device has finished all work given to it so far; at once on backends that compute in place. */
  workDone(): Promise<void>;
  memory(): MemoryCounts;
  /** Errors that no call reports: GPU validation, out of memory, device lost. Returns the way to unsubscribe. */
  onError(listener: (message: string) => void): () => void;
}

let owned: OwnedDevice | undefined;

async function openWebGpu(): Promise<void> {
  if (owned) return;
  const found = await gpuAdapter();
  if (!found) {
    // The stock factory would otherwise be tried and fail half-way.
    forgetStockBackend();
    throw new Error('no WebGPU adapter was found');
  }
  const opened = await openDevice(found.adapter);
  owned = opened;
  preferRegisterTiles(found.software);
  preferThreadSums(found.software);
  avoidBranches(found.software);
  opened.onError((message) => {
    if (!message.startsWith(deviceLost)) return;
    // The next use starts from a new adapter and device.
    owned = undefined;
    forgetAdapter();
  });
}

/**
 * Makes a backend the one in use. Tensors made on another one must not be used any more.
 * @throws if the backend does not exist here
 */
export async function useBackend(name: BackendName): Promise<Engine> {
  if (name === 'webgpu') await openWebGpu();
  if (name === 'webgl') {
    await import('@tensorflow/tfjs-backend-webgl');
    patchWebGl();
  }
  // One WASM thread everywhere: the same sums in the page and on the command line.
  if (name === 'wasm') {
    env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
    registerWasmConvolutions();
    registerWasmKernels();
  }
  let opened = false;
  try {
    opened = await setBackend(name);
    await ready();
  } catch (error) {
    throw new Error(`${name} does not start here: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!opened) throw new Error(`${name} does not start here`);
  if (name === 'webgpu') registerWebGpuKernels();
  return name === 'webgpu' && owned ? webGpuEngine(owned) : plainEngine(name);
}

/** Whether any backend has been started. */
export function isStarted(): boolean {
  return Boolean(getBackend());
}

/** Tensors and bytes held on the backend in use; zeros before one started. */
export function currentMemory(): MemoryCounts {
  return isStarted() ? counts() : { tensors: 0, bytes: 0, deviceBytes: null };
}

function counts(): MemoryCounts {
  const counted = memory() as ReturnType<typeof memory> & { numBytesAllocatedInGPU?: number };
  const pooled = counted.numBytesAllocatedInGPU;
  return { tensors: counted.numTensors, bytes: counted.numBytes, deviceBytes: pooled === undefined ? null : pooled + pinnedBytes() };
}

function webGpuEngine(device: OwnedDevice): Engine {
  if (libraryDevice() !== device.device) throw new Error('WebGPU runs on a device that is not ours');
  return {
    backend: 'webgpu',
    workDone: () => {
      submitLibraryCommands();
      return device.device.queue.onSubmittedWorkDone();
    },
    memory: counts,
    onError: device.onError,
  };
}

function plainEngine(name: BackendName): Engine {
  return { backend: name, workDone: () => Promise.resolve(), memory: counts, onError: () => () => undefined };
}
