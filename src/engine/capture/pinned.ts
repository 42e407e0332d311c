/** Buffers that records own, outside the library's pool; counted, so that memory can be shown and watched. */

let bytes = 0;

/** A new buffer; by default for storage and copies. */
export function pinnedBuffer(device: GPUDevice, label: string, size: number, usage?: GPUBufferUsageFlags): GPUBuffer {
  const buffer = device.createBuffer({
    label,
    size,
    usage: usage ?? GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST,
  });
  bytes += size;
  return buffer;
}

/** Frees a buffer made by `pinnedBuffer`. */
export function release(buffer: GPUBuffer): void {
  bytes -= buffer.size;
  buffer.destroy();
}

/** Bytes in use by records. */
export const pinnedBytes = (): number => bytes;
