/** Loss and accuracy over a whole part of the data, in chunks, with room for messages in between. */
import { add, keep, scalar, stack, sum, type Tensor, type Tensor1D, tensor1d, tidy, zeros } from '@tensorflow/tfjs-core';
import type { Engine } from '../engine/engine';
import type { BatchContext, EpochBatches, Part, Pass, Task, Tensors } from '../tasks/definition';
import { idsOf } from './objective';
import { Stager, uploaded } from './stager';
import { initiallyCarried } from './step';

export interface Evaluation {
  readonly loss: number;
  /** In [0, 1]; null where the task has none. */
  readonly accuracy: number | null;
  /** Counts, row-major [classes · classes]: rows are the true classes, columns the predicted ones; null where the task has none. */
  readonly confusion: Float32Array | null;
}

/** Chunks that may queue ahead of the device. */
const chunksAhead = 4;

/** The samples of a part in the order of their evaluation, also on the device. */
interface Chunks extends EpochBatches {
  readonly onDevice: Tensor1D;
}

/** Totals so far, on the device. */
type Totals = Record<'loss' | 'correct' | 'confusion', Tensor>;

/** Evaluates a task's parts; keeps the sample numbers on the device between calls. */
export class Evaluator {
  private readonly chunks = new Map<Part, Chunks>();

  constructor(
    private readonly task: Task,
    private readonly engine: Engine,
  ) {}

  /**
   * Mean loss and accuracy at `w` over a part.
   * @param carried what the model carries beside its weights; where it starts anew with every epoch it does so here too
   * @param breathe awaited between chunks: lets messages in, and throws to cancel
   */
  async evaluate(w: Tensor1D, carried: Tensors, part: Part, breathe: () => Promise<void>): Promise<Evaluation> {
    const { task } = this;
    const size = part === 'train' ? task.trainSize : task.validationSize;
    if (size === 0) return { loss: Number.NaN, accuracy: null, confusion: null };
    const { order, starts, onDevice } = this.chunksOf(part, size);
    const stager = task.staging ? new Stager(task.staging, part) : null;
    stager?.begin(order);
    const classes = task.confusion ? (task.classNames?.length ?? 0) : 0;
    let held: { totals: Totals; own: Record<string, Tensor> } = {
      totals: { loss: scalar(0), correct: scalar(0), confusion: zeros([classes, classes]) },
      own: task.carried?.startsAnew ? initiallyCarried(task) : {},
    };
    const replace = (next: typeof held) => {
      const kept = new Set<Tensor>([...Object.values(next.totals), ...Object.values(next.own)]);
      for (const old of [...Object.values(held.totals), ...Object.values(held.own)]) if (!kept.has(old)) old.dispose();
      held = next;
    };
    const pending: Promise<void>[] = [];
    try {
      for (let chunk = 0; chunk + 1 < starts.length; chunk++) {
        const start = starts[chunk]!;
        const count = starts[chunk + 1]! - start;
        const staged = stager ? uploaded(task.staging!, await stager.take(start, count), count) : {};
        const context: BatchContext = { draw: null, staged };
        const ids = idsOf(onDevice, start, count);
        try {
          replace(tidy(() => this.addChunk(w, part, ids, context, held.totals, held.own, carried)));
        } finally {
          for (const tensor of [ids, ...Object.values(staged)]) tensor.dispose();
        }
        pending.push(this.engine.workDone());
        if (pending.length >= chunksAhead) await pending.shift();
        await breathe();
      }
      return await this.read(held.totals, size, classes);
    } finally {
      replace({ totals: {} as Totals, own: {} });
    }
  }

  dispose(): void {
    for (const { onDevice } of this.chunks.values()) onDevice.dispose();
    this.chunks.clear();
  }

  /** Adds a chunk to the totals. Runs inside a tidy. */
  private addChunk(
    w: Tensor1D,
    part: Part,
    ids: Tensor1D,
    context: BatchContext,
    totals: Totals,
    own: Tensors,
    carried: Tensors,
  ): { totals: Totals; own: Record<string, Tensor> } {
    const { task } = this;
    const moving = task.carried?.startsAnew ?? false;
    const next: Record<string, Tensor> = { ...own };
    const pass: Pass = {
      training: false,
      carried: moving ? own : carried,
      carry(name, tensor) {
        // Kept: it may be made inside a gradient, whose scope ends before it is taken over.
        if (moving) next[name] = keep(tensor.clone());
      },
    };
    const batch = task.batch(part, ids, context);
    const output = task.predict(w, batch, pass);
    return {
      totals: {
        loss: add(totals.loss, sum(task.losses(output, batch))),
        correct: task.hasAccuracy ? add(totals.correct, sum(task.correct(output, batch))) : totals.correct,
        confusion: task.confusion ? add(totals.confusion, task.confusion(output, batch)) : totals.confusion,
      },
      own: next,
    };
  }

  private async read({ loss, correct, confusion }: Totals, size: number, classes: number): Promise<Evaluation> {
    const both = stack([loss, correct]);
    try {
      const [[lossSum, correctSum], counts] = await Promise.all([both.data(), classes > 0 ? confusion.data() : null]);
      return {
        loss: lossSum! / size,
        accuracy: this.task.hasAccuracy ? correctSum! / size : null,
        confusion: counts as Float32Array | null,
      };
    } finally {
      both.dispose();
    }
  }

  private chunksOf(part: Part, size: number): Chunks {
    let chunks = this.chunks.get(part);
    if (!chunks) {
      const batches = this.task.arrangement?.(part) ?? inTurn(size, this.task.evaluationChunk);
      chunks = { ...batches, onDevice: tensor1d(batches.order, 'int32') };
      this.chunks.set(part, chunks);
    }
    return chunks;
  }
}

/** The samples one after the other, `chunk` at a time. */
function inTurn(size: number, chunk: number): EpochBatches {
  const starts: number[] = [];
  for (let start = 0; start < size; start += chunk) starts.push(start);
  return { order: Int32Array.from({ length: size }, (_, id) => id), starts: [...starts, size] };
}
