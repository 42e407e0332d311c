/**
 * Counts what WebGPU is asked to do, the same way for every engine: dispatches, bytes of live buffers, errors. It stands in front
 * of the browser's own functions, so no engine can count otherwise.
 */

export interface GpuMeter {
  /** Compute dispatches so far. */
  dispatches(): number;
  /** Bytes of all buffers created and not destroyed: staging and pooled ones too. */
  bytes(): number;
  /** Messages of errors that no call reported. */
  readonly errors: readonly string[];
}

/** Starts counting, for every device made from now on; null where there is no WebGPU. */
export function startGpuMeter(): GpuMeter | null {
  if (typeof GPUAdapter === 'undefined' || typeof GPUDevice === 'undefined') return null;
  const errors: string[] = [];
  const sizes = new WeakMap<GPUBuffer, number>();
  let dispatches = 0;
  let bytes = 0;

  const { requestDevice } = GPUAdapter.prototype;
  GPUAdapter.prototype.requestDevice = async function (this: GPUAdapter, descriptor?: GPUDeviceDescriptor) {
    const device = await requestDevice.call(this, descriptor);
    device.addEventListener('uncapturederror', (event) => errors.push((event as GPUUncapturedErrorEvent).error.message));
    return device;
  };

  const { dispatchWorkgroups, dispatchWorkgroupsIndirect } = GPUComputePassEncoder.prototype;
  GPUComputePassEncoder.prototype.dispatchWorkgroups = function (this: GPUComputePassEncoder, x: number, y?: number, z?: number) {
    dispatches++;
    dispatchWorkgroups.call(this, x, y, z);
  };
  GPUComputePassEncoder.prototype.dispatchWorkgroupsIndirect = function (this: GPUComputePassEncoder, buffer: GPUBuffer, offset: number) {
    dispatches++;
    dispatchWorkgroupsIndirect.call(this, buffer, offset);
  };

  const { createBuffer } = GPUDevice.prototype;
  GPUDevice.prototype.createBuffer = function (this: GPUDevice, descriptor: GPUBufferDescriptor) {
    const buffer = createBuffer.call(this, descriptor);
    sizes.set(buffer, descriptor.size);
    bytes += descriptor.size;
    return buffer;
  };
  const { destroy } = GPUBuffer.prototype;
  GPUBuffer.prototype.destroy = function (this: GPUBuffer) {
    // Destroying twice is allowed.
    bytes -= sizes.get(this) ?? 0;
    sizes.delete(this);
    destroy.call(this);
  };

  return { dispatches: () => dispatches, bytes: () => bytes, errors };
}
