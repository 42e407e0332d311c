/** The ground that all GPU tests stand on: the browser has WebGPU, and a compute pass computes. */
import { expect, test } from 'vitest';
import { commands } from 'vitest/browser';

test('a compute pass doubles a number', async () => {
  const adapter = await navigator.gpu?.requestAdapter();
  if (!adapter) throw new Error('no WebGPU adapter: are the browser flags in scripts/find-chromium.mjs still right?');
  const device = await adapter.requestDevice();
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
  const value = device.createBuffer({ size: 4, usage });
  const read = device.createBuffer({ size: 4, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
  device.queue.writeBuffer(value, 0, new Float32Array([21]));

  const code = '@group(0) @binding(0) var<storage, read_write> x: array<f32>; @compute @workgroup_size(1) fn main() { x[0] *= 2.0; }';
  const pipeline = device.createComputePipeline({
    layout: 'auto',
    compute: { module: device.createShaderModule({ code }) },
  });
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  pass.setBindGroup(
    0,
    device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries: [{ binding: 0, resource: { buffer: value } }] }),
  );
  pass.dispatchWorkgroups(1);
  pass.end();
  encoder.copyBufferToBuffer(value, 0, read, 0, 4);
  device.queue.submit([encoder.finish()]);

  await read.mapAsync(GPUMapMode.READ);
  expect(new Float32Array(read.getMappedRange())[0]).toBe(42);
  device.destroy();
});

test('a GPU error is noticed', async () => {
  const adapter = await navigator.gpu.requestAdapter();
  const device = await adapter?.requestDevice();
  const messages = await globalThis.expectGpuErrors(async () => {
    device?.createBuffer({ size: 4, usage: 0 });
    await device?.queue.onSubmittedWorkDone();
  });
  expect(messages).toHaveLength(1);
  device?.destroy();
});

test('files beside the checkout can be read, and nothing else', async () => {
  expect(await commands.readShared('no such file')).toBeNull();
  await expect(commands.readShared('../main/package.json')).rejects.toThrow('not inside');
});
