/**
 * Texts that models are asked for while they train and afterwards. A text is written between two updates, so that it neither
 * disturbs a step nor sees half of one; after the end, with the weights that the run ended with.
 */
import { type Tensor1D, tensor1d } from '@tensorflow/tfjs-core';
import { InputError } from '../fields/input-error';
import { randomStream } from '../random/random';
import type { Task } from '../tasks/definition';
import type { TextRequest } from './session-events';

/** A run as far as texts are concerned. */
export interface Writer {
  readonly runId: string;
  readonly trainer: { readonly w: Tensor1D };
}

export class TextRequests {
  private waiting: (() => Promise<void>)[] = [];
  /** Weights at the end, by run; null while the runs train. */
  private kept: ReadonlyMap<string, Float32Array> | null = null;
  private cancelled = false;

  /** @param runs of the session; may grow until the first request is served */
  constructor(
    private readonly task: Task,
    private readonly runs: readonly Writer[],
  ) {}

  get areWaiting(): boolean {
    return this.waiting.length > 0;
  }

  /**
   * A text by a run's model. While the runs train, it is written when `serve` is called.
   * @throws InputError where it cannot be written
   */
  ask(request: TextRequest): Promise<string> {
    if (this.kept) return this.write(request);
    return new Promise((resolve, reject) => {
      this.waiting.push(() => this.write(request).then(resolve, reject));
    });
  }

  /** Writes what is waiting. Never throws: whoever asked is told. */
  async serve(): Promise<void> {
    for (let next = this.waiting.shift(); next; next = this.waiting.shift()) await next();
  }

  /** A text under way is broken off: the session waits for it. */
  cancel(): void {
    this.cancelled = true;
  }

  /**
   * The runs have ended: reads their weights back, where texts can be asked for, and refuses what can no longer be written.
   * @param readable whether the device still answers
   */
  async end(readable: boolean): Promise<void> {
    const weights = new Map<string, Float32Array>();
    if (this.task.generate && readable) {
      for (const { runId, trainer } of this.runs) {
        // One that cannot be read is missing, and whoever asks for its texts is told; the session still has to give back what it holds.
        const values = await this.read(trainer).catch(() => null);
        if (values) weights.set(runId, values);
      }
    }
    this.kept = weights;
    this.cancelled = false;
  }

  private async read({ w }: Writer['trainer']): Promise<Float32Array> {
    return (await w.data()) as Float32Array;
  }

  private async write({ runId, prompt, length, temperature, seed }: TextRequest): Promise<string> {
    const { task, kept } = this;
    const run = this.runs.find((candidate) => candidate.runId === runId);
    if (!task.generate) throw new InputError('text', 'the model of this task does not write');
    if (!run) throw new InputError('text', `there is no run "${runId}"`);
    const weights = kept?.get(runId);
    if (kept && !weights) throw new InputError('text', 'the weights of this run were lost with the device; run the experiment again');
    const random = randomStream(seed, 'text');
    const uniform = () => {
      if (this.cancelled) throw new InputError('text', 'the session was cancelled before it was written');
      return random.uniform();
    };
    const w = weights ? tensor1d(weights) : run.trainer.w;
    try {
      return await task.generate(w, prompt, length, temperature, uniform);
    } finally {
      if (weights) w.dispose();
    }
  }
}
