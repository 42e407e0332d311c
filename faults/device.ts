/** The loss of a GPU device, without any help of the page's code. */

declare global {
  var __devices: { open: GPUDevice[]; lose: () => number } | undefined;
}

/**
 * Runs in the worker before it has a device; it is put there as text, so it uses nothing from outside and names no function inside. A device
 * that is destroyed on purpose is no loss for the page: one that is to be lost says that the reason is unknown, as after a driver's reset.
 */
export function rememberDevices(): void {
  if (globalThis.__devices || typeof GPUAdapter === 'undefined') return;
  const open: GPUDevice[] = [];
  const lost = new WeakSet<GPUDevice>();
  globalThis.__devices = {
    open,
    lose() {
      for (const device of open) {
        lost.add(device);
        device.destroy();
      }
      return open.splice(0).length;
    },
  };
  const request = GPUAdapter.prototype.requestDevice;
  GPUAdapter.prototype.requestDevice = async function (...given) {
    const device = await request.apply(this, given);
    open.push(device);
    return device;
  };
  const told = Object.getOwnPropertyDescriptor(GPUDevice.prototype, 'lost')!.get!;
  Object.defineProperty(GPUDevice.prototype, 'lost', {
    configurable: true,
    get(this: GPUDevice) {
      return (told.call(this) as Promise<GPUDeviceLostInfo>).then((info) =>
        lost.has(this) ? { reason: 'unknown', message: 'the driver was reset (a test)' } : info,
      );
    },
  });
}
