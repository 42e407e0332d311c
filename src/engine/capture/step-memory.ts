/**
 * The device memory of a recorded step that outlives the step: weights, momentum, AOVs, counters, hyperparameters. Every piece is a
 * named *slot* at a fixed address, so that a record, whose bind groups are made once, finds it there every time. Slots of one kind
 * lie together in one buffer: a kernel may bind only a few buffers, but may reach anything inside them.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import { bufferOf, type DType, libraryDevice, submitLibraryCommands, tensorFromBuffer } from '../library';
import { pinnedBuffer, release } from './pinned';

export interface SlotSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: DType;
  /** Written by the host between steps (hyperparameters, an epoch's order) and only read by steps. Default: false. */
  readonly fromHost?: boolean;
}

export interface Slot extends SlotSpec {
  readonly buffer: GPUBuffer;
  /** In bytes; a multiple of `alignment`. */
  readonly offset: number;
  /** Number of elements. */
  readonly size: number;
}

/** WebGPU's default granularity for offsets of storage bindings, in bytes. */
export const alignment = 256;

export const aligned = (bytes: number): number => Math.ceil(bytes / alignment) * alignment;

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1);

const kindOf = ({ dtype, fromHost }: SlotSpec): string => `${dtype === 'float32' ? 'f32' : 'i32'} ${fromHost ? 'host' : 'step'}`;

export class StepMemory {
  private readonly slots = new Map<string, Slot>();
  private readonly buffers: GPUBuffer[] = [];
  private readonly device = libraryDevice();

  /**
   * Adds slots, filled with zeros.
   * @throws if a name is taken
   */
  allocate(specs: readonly SlotSpec[]): void {
    const kinds = new Map<string, SlotSpec[]>();
    for (const spec of specs) {
      if (this.slots.has(spec.name)) throw new Error(`the slot ${spec.name} exists already`);
      const kind = kindOf(spec);
      kinds.set(kind, [...(kinds.get(kind) ?? []), spec]);
    }
    for (const [kind, members] of kinds) {
      const offsets: number[] = [];
      let bytes = 0;
      for (const { shape } of members) {
        offsets.push(bytes);
        bytes += aligned(4 * Math.max(1, sizeOf(shape)));
      }
      const buffer = pinnedBuffer(this.device, `step memory, ${kind}`, bytes);
      this.buffers.push(buffer);
      members.forEach((spec, i) => {
        this.slots.set(spec.name, { ...spec, buffer, offset: offsets[i]!, size: sizeOf(spec.shape) });
      });
    }
  }

  has(name: string): boolean {
    return this.slots.has(name);
  }

  /** @throws if there is no slot of that name */
  slot(name: string): Slot {
    const slot = this.slots.get(name);
    if (!slot) throw new Error(`there is no slot ${name}`);
    return slot;
  }

  get all(): readonly Slot[] {
    return [...this.slots.values()];
  }

  /** Writes numbers of the host into a slot, after all commands submitted so far. */
  write(name: string, values: Float32Array | Int32Array): void {
    const { buffer, offset, size } = this.slot(name);
    if (values.length !== size) throw new Error(`the slot ${name} has ${size} numbers, not ${values.length}`);
    this.device.queue.writeBuffer(buffer, offset, values.buffer as ArrayBuffer, values.byteOffset, values.byteLength);
  }

  /** Copies a tensor of the library into a slot, on the device. */
  store(name: string, tensor: Tensor): void {
    const { buffer, offset, size } = this.slot(name);
    if (tensor.size !== size) throw new Error(`the slot ${name} has ${size} numbers, not ${tensor.size}`);
    const source = bufferOf(tensor);
    submitLibraryCommands();
    const encoder = this.device.createCommandEncoder();
    encoder.copyBufferToBuffer(source, 0, buffer, offset, 4 * size);
    this.device.queue.submit([encoder.finish()]);
  }

  /** A new tensor of the library with a copy of a slot's numbers; the caller disposes of it. */
  fetch(name: string): Tensor {
    const { buffer, offset, shape, dtype } = this.slot(name);
    return tensorFromBuffer(buffer, offset, shape, dtype);
  }

  dispose(): void {
    for (const buffer of this.buffers) release(buffer);
    this.buffers.length = 0;
    this.slots.clear();
  }
}
