/**
 * The WebGPU adapter, and what to say of the machine before anything runs. Imports no library, so that the page can name the
 * device while TensorFlow.js is still on its way.
 */
import type { BackendChoice, BackendName, DeviceInfo, DeviceLimits } from './device-info';

/** Names for sentences. */
export const backendLabels: Readonly<Record<BackendName, string>> = { webgpu: 'WebGPU', webgl: 'WebGL', wasm: 'WASM', cpu: 'CPU' };

/** Names by which drivers that compute on the CPU give themselves away. */
const softwareNames = /swiftshader|llvmpipe|lavapipe|software|warp|basic render/i;

export interface Adapter {
  readonly adapter: GPUAdapter;
  /** As the browser tells it, e.g. "nvidia · ampere". */
  readonly name: string;
  readonly software: boolean;
}

/** The adapter's name for people, and whether it is a software one. */
export function describeAdapter(info: Partial<GPUAdapterInfo>): { name: string; software: boolean } {
  const description = info.description?.trim();
  const parts = [info.vendor, info.architecture, description || info.device].filter((part): part is string => Boolean(part));
  const name = parts.filter((part, index) => parts.indexOf(part) === index).join(' · ') || 'unnamed adapter';
  return { name, software: Boolean(info.isFallbackAdapter) || softwareNames.test(parts.join(' ')) };
}

/** The best adapter, or null where WebGPU is missing or refuses. Never throws. */
export async function findAdapter(): Promise<Adapter | null> {
  try {
    const adapter = await globalThis.navigator?.gpu?.requestAdapter({ powerPreference: 'high-performance' });
    if (!adapter) return null;
    return { adapter, ...describeAdapter(adapter.info ?? {}) };
  } catch {
    return null;
  }
}

let found: Promise<Adapter | null> | undefined;

/** The WebGPU adapter, asked for once; null where there is none. */
export function gpuAdapter(): Promise<Adapter | null> {
  found ??= findAdapter();
  return found;
}

/** The next `gpuAdapter` asks again: after a lost device the old adapter gives no new one. */
export function forgetAdapter(): void {
  found = undefined;
}

function limitsOf({ maxBufferSize, maxStorageBufferBindingSize }: GPUSupportedLimits): DeviceLimits {
  return { buffer: maxBufferSize, binding: maxStorageBufferBindingSize };
}

/** What to say of the machine before anything runs: quick, no trial. */
export async function describeDevice(requested: BackendChoice): Promise<DeviceInfo> {
  const adapter = await gpuAdapter();
  const base = {
    requested,
    adapter: adapter?.name ?? null,
    software: adapter?.software ?? false,
    limits: adapter ? limitsOf(adapter.adapter.limits) : null,
    trial: [],
  };
  if (requested !== 'auto') {
    if (requested === 'webgpu' && !adapter) {
      return { ...base, backend: 'wasm', reason: 'WebGPU was chosen, but no adapter was found here; WASM trains instead' };
    }
    return { ...base, backend: requested, reason: `${backendLabels[requested]} was chosen by hand` };
  }
  if (adapter && !adapter.software) return { ...base, backend: 'webgpu', reason: 'a GPU that WebGPU can use was found' };
  const why = adapter ? 'the GPU is emulated in software' : 'no WebGPU adapter was found here';
  return { ...base, backend: 'wasm', reason: `${why}; a short trial before the first run finds the fastest backend` };
}
