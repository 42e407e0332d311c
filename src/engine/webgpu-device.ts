/**
 * The WebGPU device, created and owned by us. The library's own factory asks for few limits, crashes without an adapter and
 * hides the device; here we know the adapter, its errors and its loss.
 */

import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { engine, env, registerBackend, removeBackend } from '@tensorflow/tfjs-core';
import { deviceLost } from './device-info';

export interface OwnedDevice {
  readonly device: GPUDevice;
  /** Called once for each uncaptured GPU error, and once if the device is lost. */
  onError(listener: (message: string) => void): () => void;
}

/** Limits worth asking for: everything the adapter can do that a training step may need. */
const wantedLimits = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupsPerDimension',
] as const;

/**
 * Takes the library's own WebGPU backend, or our last one, off the list. Asked for by its factory: `findBackend` would start the
 * stock one, on a device that is not ours.
 */
export function forgetStockBackend(): void {
  if (engine().findBackendFactory('webgpu')) removeBackend('webgpu');
}

/**
 * Opens a device on the adapter and registers TensorFlow.js's WebGPU backend on it, in place of the stock one.
 * @throws if the adapter refuses a device
 */
export async function openDevice(adapter: GPUAdapter): Promise<OwnedDevice> {
  const device = await adapter.requestDevice({
    requiredFeatures: adapter.features.has('timestamp-query') ? ['timestamp-query'] : [],
    requiredLimits: Object.fromEntries(wantedLimits.map((name) => [name, adapter.limits[name]])),
  });
  const listeners = new Set<(message: string) => void>();
  const tell = (message: string) => {
    for (const listener of listeners) listener(message);
  };
  device.addEventListener('uncapturederror', (event) => {
    const { error } = event as GPUUncapturedErrorEvent;
    // Browsers word it differently; who reads the message must know it for what it is.
    const kind = typeof GPUOutOfMemoryError === 'function' && error instanceof GPUOutOfMemoryError ? 'out of memory: ' : '';
    tell(`GPU error: ${kind}${error.message}`);
  });
  void device.lost.then((info) => {
    if (info.reason !== 'destroyed') tell(`${deviceLost}: ${info.message || info.reason}`);
  });
  // A submit every 48 dispatches keeps the GPU fed without a submit a kernel; small tensors stay on the GPU like large ones.
  env().set('WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE', 48);
  env().set('WEBGPU_CPU_FORWARD', false);
  forgetStockBackend();
  if (!registerBackend('webgpu', () => new WebGPUBackend(device, adapter.info as never), 3))
    throw new Error('the WebGPU backend could not be registered');
  return {
    device,
    onError(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
