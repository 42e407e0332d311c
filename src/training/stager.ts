/** Brings batches that the host keeps: reads the next one while the device is busy with this. */
import { type Tensor, tensor2d } from '@tensorflow/tfjs-core';
import type { Part, Staging, Tensors } from '../tasks/definition';

/** What a task's staging fetched, by name. */
export type Fetched = Readonly<Record<string, Float32Array | Int32Array>>;

/** Batches of one part in the order in which they will be used. */
export class Stager {
  private order: Int32Array = new Int32Array();
  private ahead: { readonly key: string; readonly fetched: Promise<Fetched> } | null = null;

  constructor(
    private readonly staging: Staging,
    private readonly part: Part,
  ) {}

  /** Begins with a new order of the samples. */
  begin(order: Int32Array): void {
    this.order = order;
    this.ahead = null;
  }

  /**
   * The numbers of samples `start … start + size` of the order; afterwards the samples that follow are fetched.
   * @throws what reading them threw
   */
  async take(start: number, size: number): Promise<Fetched> {
    const fetched = await this.fetch(start, size);
    const after = start + size;
    const following = Math.min(size, this.order.length - after);
    if (following > 0) this.ahead = { key: `${after} ${following}`, fetched: this.read(after, following) };
    return fetched;
  }

  private fetch(start: number, size: number): Promise<Fetched> {
    const { ahead } = this;
    this.ahead = null;
    return ahead?.key === `${start} ${size}` ? ahead.fetched : this.read(start, size);
  }

  private read(start: number, size: number): Promise<Fetched> {
    const fetched = this.staging.fetch(this.part, this.order.subarray(start, start + size));
    // Whoever takes it is told; until then a failure is nobody's.
    fetched.catch(() => undefined);
    return fetched;
  }
}

/** Fetched numbers as tensors [size, numbers a sample]; the caller disposes of them. */
export function uploaded(staging: Staging, fetched: Fetched, size: number): Tensors {
  const tensors: Record<string, Tensor> = {};
  for (const { name, numbers, dtype } of staging.tensors) tensors[name] = tensor2d(fetched[name]!, [size, numbers], dtype);
  return tensors;
}
