/** Loss and accuracy over a whole part of the data, in chunks, with room for messages in between. */
import { add, type Scalar, scalar, stack, sum, type Tensor1D, tidy } from '@tensorflow/tfjs-core';
import type { Engine } from '../engine/engine';
import type { Part, Task } from '../tasks/definition';
import { idsOf, uploadRange } from './objective';

export interface Evaluation {
  readonly loss: number;
  /** In [0, 1]; null where the task has none. */
  readonly accuracy: number | null;
}

/** Chunks that may queue ahead of the device. */
const chunksAhead = 4;

/** Evaluates a task's parts; keeps the sample numbers on the device between calls. */
export class Evaluator {
  private readonly ranges = new Map<Part, Tensor1D>();

  constructor(
    private readonly task: Task,
    private readonly engine: Engine,
  ) {}

  /**
   * Mean loss and accuracy at `w` over a part.
   * @param breathe awaited between chunks: lets messages in, and throws to cancel
   */
  async evaluate(w: Tensor1D, part: Part, breathe: () => Promise<void>): Promise<Evaluation> {
    const size = part === 'train' ? this.task.trainSize : this.task.validationSize;
    if (size === 0) return { loss: Number.NaN, accuracy: null };
    let range = this.ranges.get(part);
    if (!range) {
      range = uploadRange(size);
      this.ranges.set(part, range);
    }
    const order = range;
    const chunk = this.task.evaluationChunk;
    let lossSum: Scalar = scalar(0);
    let correctSum: Scalar = scalar(0);
    const pending: Promise<void>[] = [];
    try {
      for (let start = 0; start < size; start += chunk) {
        const [nextLoss, nextCorrect] = tidy(() => {
          const batch = this.task.batch(part, idsOf(order, start, Math.min(chunk, size - start)));
          const output = this.task.predict(w, batch);
          const loss = add(lossSum, sum(this.task.losses(output, batch))) as Scalar;
          const correct = this.task.hasAccuracy ? (add(correctSum, sum(this.task.correct(output, batch))) as Scalar) : correctSum;
          return [loss, correct] as [Scalar, Scalar];
        });
        lossSum.dispose();
        if (nextCorrect !== correctSum) correctSum.dispose();
        lossSum = nextLoss;
        correctSum = nextCorrect;
        pending.push(this.engine.workDone());
        if (pending.length >= chunksAhead) await pending.shift();
        await breathe();
      }
      const totals = stack([lossSum, correctSum]);
      const [loss, correct] = (await totals.data()) as Float32Array;
      totals.dispose();
      return { loss: loss! / size, accuracy: this.task.hasAccuracy ? correct! / size : null };
    } finally {
      lossSum.dispose();
      correctSum.dispose();
    }
  }

  dispose(): void {
    for (const range of this.ranges.values()) range.dispose();
    this.ranges.clear();
  }
}
