/**
 * GPU errors never throw: a device reports them as events, if anyone listens. Calls `tell` with the message of every error of
 * every device made from now on. Tests and benchmarks use this; journeys send its text into pages and workers, so it must not
 * refer to anything outside itself.
 */
export function watchGpu(tell: (message: string) => void): void {
  if (typeof GPUAdapter === 'undefined') return;
  const { requestDevice } = GPUAdapter.prototype;
  GPUAdapter.prototype.requestDevice = function (this: GPUAdapter, descriptor?: GPUDeviceDescriptor) {
    return requestDevice.call(this, descriptor).then((device) => {
      device.addEventListener('uncapturederror', (event) => tell((event as GPUUncapturedErrorEvent).error.message));
      return device;
    });
  };
}
