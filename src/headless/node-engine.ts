/** The engine in Node: CPU and WASM as they are, WebGPU through the `webgpu` package where a Vulkan (or Metal, D3D) driver is. */
import type { BackendName } from '../engine/device-info';
import { type Engine, useBackend } from '../engine/engine';
import { InputError } from '../fields/input-error';

/**
 * Starts a backend.
 * @throws InputError where it does not exist here, saying what is missing
 */
export async function startEngine(name: BackendName): Promise<Engine> {
  if (name === 'webgpu') await installWebGpu();
  try {
    return await useBackend(name);
  } catch (error) {
    const hint =
      name === 'webgpu' ? ' (Node needs the "webgpu" package and a GPU driver; a Vulkan driver can be named by VK_ICD_FILENAMES)' : '';
    throw new InputError('--backend', `${(error as Error).message}${hint}`);
  }
}

async function installWebGpu(): Promise<void> {
  if (globalThis.navigator?.gpu) return;
  try {
    const { create, globals } = await import('webgpu');
    Object.assign(globalThis, globals);
    const gpu = create([]);
    const existing: object = globalThis.navigator ?? {};
    Object.defineProperty(globalThis, 'navigator', {
      value: Object.assign(Object.create(existing), { gpu }),
      configurable: true,
      writable: true,
    });
  } catch (error) {
    throw new InputError('--backend', `webgpu cannot be loaded: ${(error as Error).message.split('\n')[0]}`);
  }
}
