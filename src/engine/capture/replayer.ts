/**
 * Repeats recorded steps: gathers a few into one submission, keeps two to four submissions ahead of the device, and reads small slots back
 * without making a buffer each time.
 */
import { libraryDevice, submitLibraryCommands } from '../library';
import { pinnedBuffer, release } from './pinned';
import type { Slot } from './step-memory';
import type { StepRecord } from './step-record';

/** Submissions that may wait for the device. */
const submissionsAhead = 3;
/** A submission should keep the device busy for about this long, in milliseconds: long enough to be worth it, short enough to stop. */
const submissionLength = 12;
const mostSteps = 32;

export class Replayer {
  private readonly device = libraryDevice();
  private encoder: GPUCommandEncoder | null = null;
  private pass: GPUComputePassEncoder | null = null;
  /** Steps gathered and not yet submitted. */
  private gathered = 0;
  private readonly ahead: Promise<void>[] = [];
  /** Steps a submission. */
  private stepsEach = 1;
  /** When the submission before ended, for measuring. */
  private lastDone = 0;
  private readonly staging = new Map<Slot, { buffer: GPUBuffer; busy: boolean }>();

  /** Gathers one step. */
  add(record: StepRecord): void {
    // Whatever the library was asked for before comes before.
    if (!this.encoder) submitLibraryCommands();
    this.encoder ??= this.device.createCommandEncoder();
    if (record.isOnePass) {
      this.pass ??= this.encoder.beginComputePass();
      record.encodeInto(this.pass);
    } else {
      this.endPass();
      record.encode(this.encoder);
    }
    this.gathered++;
  }

  /** Submits if enough steps are gathered; resolves when the device is not too far behind. */
  async pace(): Promise<void> {
    if (this.gathered < this.stepsEach) return;
    const steps = this.gathered;
    this.submit();
    const began = performance.now();
    const done = this.device.queue.onSubmittedWorkDone().then(() => this.measure(steps, began));
    this.ahead.push(done);
    if (this.ahead.length >= submissionsAhead) await this.ahead.shift();
  }

  /** Submits what is gathered, so that later work on the queue sees its results. */
  submit(): void {
    if (!this.encoder) return;
    this.endPass();
    this.device.queue.submit([this.encoder.finish()]);
    this.encoder = null;
    this.gathered = 0;
  }

  /** Resolves when the device has done everything. */
  async settle(): Promise<void> {
    this.submit();
    this.ahead.length = 0;
    await this.device.queue.onSubmittedWorkDone();
  }

  /** Reads a slot as it is after the steps added so far. */
  async read(slot: Slot): Promise<Float32Array> {
    let place = this.staging.get(slot);
    if (!place) {
      place = { buffer: this.stagingFor(slot), busy: false };
      this.staging.set(slot, place);
    }
    // Two readers at once are rare: the second gets a buffer for itself.
    const alone = place.busy ? this.stagingFor(slot) : null;
    const buffer = alone ?? place.buffer;
    if (!alone) place.busy = true;
    try {
      this.endPass();
      this.encoder ??= this.device.createCommandEncoder();
      this.encoder.copyBufferToBuffer(slot.buffer, slot.offset, buffer, 0, 4 * slot.size);
      this.submit();
      await buffer.mapAsync(GPUMapMode.READ);
      const numbers = new Float32Array(buffer.getMappedRange().slice(0));
      buffer.unmap();
      return numbers;
    } finally {
      if (alone) release(alone);
      else place.busy = false;
    }
  }

  dispose(): void {
    this.submit();
    for (const { buffer } of this.staging.values()) release(buffer);
    this.staging.clear();
  }

  private stagingFor(slot: Slot): GPUBuffer {
    return pinnedBuffer(this.device, `readback of ${slot.name}`, 4 * slot.size, GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST);
  }

  private endPass(): void {
    this.pass?.end();
    this.pass = null;
  }

  /** Adjusts the steps a submission to what one took. */
  private measure(steps: number, submitted: number): void {
    const now = performance.now();
    // While submissions queue, the time between their ends is the device's own.
    const each = (now - Math.max(submitted, this.lastDone)) / steps;
    this.lastDone = now;
    const wanted = Math.max(1, Math.min(mostSteps, Math.round(submissionLength / Math.max(each, 0.01))));
    // Up by doubling, down at once.
    this.stepsEach = Math.min(wanted, 2 * this.stepsEach);
  }
}
