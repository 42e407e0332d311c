/**
 * The one door to the private parts of TensorFlow.js's WebGPU backend (pinned at 4.22.0). Everything that reads or replaces what
 * the library does not publish is in this file: which buffer holds a tensor, when the library's batch of commands is sent, and
 * what a stretch of code made the library do.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { backend, type DataId, engine, getBackend, type Tensor, type TensorInfo } from '@tensorflow/tfjs-core';

/** A compute program of the library, as its backend sees it after it was compiled. */
export interface LibraryProgram {
  /** Names the program and the shapes its text depends on. */
  readonly shaderKey: string;
  readonly variableNames: readonly string[];
  readonly outputShape: readonly number[];
  readonly workgroupSize: readonly [number, number, number];
  readonly dispatch: readonly [number, number, number];
  readonly pipeline: GPUComputePipeline;
  /** Declarations of the program's own uniforms, `name : type, …`. */
  readonly uniforms?: string;
  /** Elements a vector holds in the output's declaration. */
  readonly outputComponent?: number;
  getUserCode(): string;
}

export interface ProgramUniform {
  readonly type: string;
  readonly data: readonly number[];
}

export type DType = 'float32' | 'int32' | 'bool';

/** A tensor as an input or output of a program. */
export interface Operand {
  /** Identity of the data; reshaped tensors share it. */
  readonly dataId: DataId;
  readonly shape: readonly number[];
  readonly dtype: DType;
}

/** One dispatch of the library. */
export interface Dispatch {
  readonly program: LibraryProgram;
  readonly inputs: readonly Operand[];
  readonly output: Operand;
  /** Content of the whole uniform buffer. */
  readonly uniformBytes: ArrayBuffer;
  /** The program's own uniforms, in the order of `program.uniforms`. */
  readonly uniforms: readonly ProgramUniform[];
}

/** What happened on the device while some code ran. */
export interface Activity {
  readonly dispatches: readonly Dispatch[];
  /** Data made from numbers of the host during that time. */
  readonly uploads: ReadonlyMap<DataId, Float32Array | Int32Array>;
}

interface TensorData {
  values: ArrayLike<number> | null;
  resource: GPUBuffer | null;
  dtype: DType;
  shape: number[];
}

/** The members of the backend that this file uses; most of them are private in the library's types. */
interface Internals {
  device: GPUDevice;
  queue: GPUQueue;
  commandEncoder: GPUCommandEncoder | null;
  tensorMap: { get(dataId: DataId): TensorData; has(dataId: DataId): boolean };
  submitQueue(): void;
  endComputePassEncoder(): void;
  uploadToGPU(dataId: DataId): void;
  makeUniforms(uniforms: ProgramUniform[]): unknown;
  recordAndSubmit(program: LibraryProgram, output: TensorInfo, inputs: TensorInfo[], uniforms?: ProgramUniform[]): void;
  getBufferData(buffer: GPUBuffer): Promise<ArrayBuffer>;
  readSync(dataId: DataId): ArrayLike<number>;
  copyBuffer(buffer: GPUBuffer): GPUBuffer;
}

/** Raised where a piece of code does something that cannot be recorded. */
export class NotRecordable extends Error {}

function internals(): Internals {
  if (getBackend() !== 'webgpu') throw new Error(`the backend in use is ${getBackend()}, not webgpu`);
  return backend() as unknown as Internals;
}

/** The device that the library computes on. */
export function libraryDevice(): GPUDevice {
  return internals().device;
}

/** Sends the commands that the library has gathered so far. */
export function submitLibraryCommands(): void {
  const gpu = internals();
  if (!gpu.commandEncoder) return;
  gpu.endComputePassEncoder();
  gpu.submitQueue();
}

/** The buffer that holds a tensor's numbers, uploaded if they are still on the host. Valid as long as the tensor is. */
export function bufferOf(tensor: { readonly dataId: DataId }): GPUBuffer {
  const gpu = internals();
  gpu.uploadToGPU(tensor.dataId);
  return gpu.tensorMap.get(tensor.dataId).resource!;
}

/** A new tensor with a copy of `size` numbers of a buffer. The copy is made on the device, after all commands so far. */
export function tensorFromBuffer(source: GPUBuffer, offset: number, shape: readonly number[], dtype: DType): Tensor {
  submitLibraryCommands();
  const gpu = internals();
  const info = (gpu as unknown as WebGPUBackend).makeTensorInfo([...shape], dtype);
  gpu.uploadToGPU(info.dataId);
  const target = gpu.tensorMap.get(info.dataId).resource!;
  const encoder = gpu.device.createCommandEncoder();
  const size = 4 * shape.reduce((product, length) => product * length, 1);
  encoder.copyBufferToBuffer(source, offset, target, 0, size);
  gpu.queue.submit([encoder.finish()]);
  return engine().makeTensorFromTensorInfo(info);
}

/** Sizes of a tensor's data, whatever shape it is seen in. */
export function dataOf(dataId: DataId): { readonly size: number; readonly dtype: DType; readonly buffer: GPUBuffer } {
  const gpu = internals();
  const { shape, dtype } = gpu.tensorMap.get(dataId);
  return { size: shape.reduce((product, length) => product * length, 1), dtype, buffer: bufferOf({ dataId }) };
}

/** The number that the next tensor's data will be known by: lower ones existed before. */
function nextId(): number {
  return (Object.getPrototypeOf(internals()).constructor as { nextDataId: number }).nextDataId;
}

const idOf = (dataId: DataId): number => (dataId as { id: number }).id;

/**
 * Runs `body` as usual and tells what it made the library do on the device. Commands gathered before are sent first.
 * @throws NotRecordable if `body` reads from the device: what a record repeats cannot wait for the host
 */
export function observe<T>(body: () => T): { result: T; activity: Activity } {
  const gpu = internals();
  submitLibraryCommands();
  const firstNew = nextId();
  const dispatches: Dispatch[] = [];
  const uploads = new Map<DataId, Float32Array | Int32Array>();
  let uniformBytes: ArrayBuffer | null = null;
  let refusal: NotRecordable | null = null;

  // Assigned to the object itself, over its prototype's methods, and deleted afterwards.
  const overrides: Partial<Internals> = {
    makeUniforms(uniforms) {
      const real = gpu.queue;
      const watching = {
        writeBuffer(buffer: GPUBuffer, offset: number, data: ArrayBuffer, from: number, size: number) {
          uniformBytes = data.slice(from, from + size);
          real.writeBuffer(buffer, offset, data, from, size);
        },
      };
      gpu.queue = watching as GPUQueue;
      try {
        return original.makeUniforms.call(gpu, uniforms);
      } finally {
        gpu.queue = real;
      }
    },
    uploadToGPU(dataId) {
      const data = gpu.tensorMap.get(dataId);
      if (data.resource === null || data.resource === undefined) {
        if (data.values && idOf(dataId) >= firstNew) {
          uploads.set(dataId, data.dtype === 'float32' ? Float32Array.from(data.values) : Int32Array.from(data.values));
        }
      }
      original.uploadToGPU.call(gpu, dataId);
    },
    recordAndSubmit(program, output, inputs, uniforms) {
      original.recordAndSubmit.call(gpu, program, output, inputs, uniforms);
      const operand = ({ dataId, shape }: TensorInfo): Operand => ({ dataId, shape: [...shape], dtype: gpu.tensorMap.get(dataId).dtype });
      dispatches.push({
        // The object is the library's own and made for this dispatch alone.
        program,
        inputs: inputs.map(operand),
        output: operand(output),
        uniformBytes: uniformBytes!,
        uniforms: (uniforms ?? []).map(({ type, data }) => ({ type, data: [...data] })),
      });
    },
    // Reached through an async function of the library: an error thrown here would reach nobody.
    getBufferData() {
      refusal = new NotRecordable('a step that is recorded may not read from the device');
      return new Promise(() => undefined);
    },
    readSync(dataId) {
      if (!gpu.tensorMap.get(dataId).values) throw new NotRecordable('a step that is recorded may not read from the device');
      return original.readSync.call(gpu, dataId);
    },
    copyBuffer() {
      throw new NotRecordable('a step that is recorded may not copy whole buffers');
    },
  };
  const original = Object.getPrototypeOf(gpu) as Internals;
  Object.assign(gpu, overrides);
  try {
    const result = body();
    if (refusal) throw refusal;
    // What it uploaded must be there for whoever comes next.
    submitLibraryCommands();
    return { result, activity: { dispatches, uploads } };
  } finally {
    for (const name of Object.keys(overrides)) delete (gpu as unknown as Record<string, unknown>)[name];
  }
}
