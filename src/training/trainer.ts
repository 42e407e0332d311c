/**
 * One run: a task, an optimizer, a seed. Makes one update at a time; everything a step needs stays on the device, and what
 * it leaves behind goes into the log without being waited for. Line searches are the one exception: each trial loss is read.
 */
import {
  add,
  fill,
  keep,
  mean,
  mul,
  type Scalar,
  stack,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  tensor1d,
  tidy,
} from '@tensorflow/tfjs-core';
import type { Engine } from '../engine/engine';
import { guarded, largestFloat, stillAlive } from '../engine/guard';
import {
  type Constants,
  type DirectRule,
  type LineSearch,
  numeric,
  type OptimizerDefinition,
  type OptimizerState,
  type RunShape,
} from '../optimizers/definition';
import { optimizerOf } from '../optimizers/registry';
import type { Batch, Task } from '../tasks/definition';
import { UploadedConstants } from './constants';
import type { OptimizerSetting } from './experiment';
import { idsOf, lossesAndGradient, objectiveAt, penalty } from './objective';
import type { EpochBatches, Sampler } from './sampler';
import { UpdateLog } from './update-log';

/** Direct steps that may queue ahead of the device. */
const stepsAhead = 3;

export interface TrainerOptions {
  readonly task: Task;
  readonly engine: Engine;
  readonly setting: OptimizerSetting;
  readonly shape: RunShape;
  readonly sampler: Sampler;
  /** Flat, [P]. */
  readonly initialWeights: Float32Array;
}

/** What a search remembers of its last search, for tests and the parity replay. */
export interface SearchMemory {
  readonly stored: number;
  readonly applied: number;
}

interface Gradient {
  readonly batch: Batch;
  readonly losses: Tensor1D;
  readonly grad: Tensor1D;
  /** What the method works on: the mean loss, plus ½λ‖w‖² where it is part of the objective. */
  readonly loss: Scalar;
  /** The mean loss alone: what is recorded, comparable between methods. */
  readonly batchLoss: Scalar;
  readonly gradNormSq: Scalar;
}

/** Trains one run, update by update. Call `dispose` when done with it. */
export class Trainer {
  readonly definition: OptimizerDefinition;
  readonly log = new UpdateLog();
  /** Epochs finished. */
  epochs = 0;
  /** Updates made. */
  updates = 0;
  /** Batch evaluations spent. */
  evaluations = 0;
  /** Seconds of this run's own training. */
  seconds = 0;
  /** The update at which a line search met a non-finite loss or gradient; direct rules tell by their log. */
  divergedAt: number | null = null;
  search: SearchMemory | null = null;
  /** Whether training starts from the initial weights as given; false where a method moved them (ALI-G's ball). */
  readonly startsAsGiven: boolean;

  private weights: Tensor1D;
  private state: OptimizerState;
  private alive: Tensor1D;
  private constants: Constants = {};
  private order: Tensor1D | null = null;
  private batches: EpochBatches | null = null;
  private next = 0;
  private readonly uploaded = new UploadedConstants();
  private readonly own = new UploadedConstants();
  private readonly fixed: Constants;
  private readonly sampleWeights = new Map<number, Tensor1D>();
  private readonly ahead: Promise<void>[] = [];

  constructor(private readonly options: TrainerOptions) {
    const { setting, shape, initialWeights } = options;
    this.definition = optimizerOf(setting.id);
    const method = this.definition.method;
    const lambda = this.definition.regularisation === 'objective' ? numeric(setting.hyperparameters, 'weightDecay') : 0;
    this.fixed = this.own.set({ largest: largestFloat, none: Number.NaN, ...(lambda > 0 ? { lambda, halfLambda: lambda / 2 } : {}) });
    const start = tidy(() => {
      const w = tensor1d(initialWeights);
      const begun = method.kind === 'line-search' ? { w, state: method.init?.(w) ?? {} } : method.init(w, setting.hyperparameters, shape);
      return { ...begun, asGiven: begun.w === w, alive: tensor1d([1], 'bool') };
    });
    this.startsAsGiven = start.asGiven;
    this.weights = start.w;
    this.state = start.state;
    this.alive = start.alive;
    if (method.kind === 'line-search') this.search = { stored: method.initialStep(setting.hyperparameters), applied: 0 };
  }

  /** Current flat weights, [P]; valid until the next update. */
  get w(): Tensor1D {
    return this.weights;
  }

  /** The AOV tensors [n], where the method keeps some; valid until the next update. */
  get aovs() {
    const method = this.definition.method;
    return method.kind === 'direct' ? (method.aovs?.(this.state) ?? null) : null;
  }

  /** Whether all batches of the epoch under way were used; `endEpoch` must follow. */
  get epochComplete(): boolean {
    return this.batches !== null && this.next >= this.batches.starts.length - 1;
  }

  /** Sample numbers of the batch that the next update uses. */
  nextBatch(): Int32Array {
    const batches = this.beginEpoch();
    return batches.order.subarray(batches.starts[this.next], batches.starts[this.next + 1]);
  }

  /** Makes one update on the epoch's next batch. */
  async step(): Promise<void> {
    const began = performance.now();
    const batches = this.beginEpoch();
    const start = batches.starts[this.next]!;
    const size = batches.starts[this.next + 1]! - start;
    const method = this.definition.method;
    this.updates++;
    this.next++;
    const row = method.kind === 'direct' ? this.directStep(method, start, size) : await this.searchStep(method, start, size);
    if (method.kind === 'direct') {
      this.ahead.push(this.options.engine.workDone());
      if (this.ahead.length > stepsAhead) await this.ahead.shift();
    }
    this.seconds += (performance.now() - began) / 1000;
    this.log.push(row, this.evaluations, this.seconds);
  }

  /** Waits for all updates made so far; the wait counts as training time. */
  async settle(): Promise<void> {
    const began = performance.now();
    this.ahead.length = 0;
    await this.options.engine.workDone();
    this.seconds += (performance.now() - began) / 1000;
  }

  /** Ends the epoch: AALIG remembers its best epoch and updates its AOVs. Returns whether AOVs were updated. */
  endEpoch(): boolean {
    const method = this.definition.method;
    const { shape, setting } = this.options;
    this.epochs++;
    this.order?.dispose();
    this.order = null;
    this.batches = null;
    if (method.kind !== 'direct' || !method.endEpoch) return false;
    const end = method.endEpoch;
    this.replace(
      this.weights,
      tidy(() => end(this.state, this.epochs, shape, setting.hyperparameters)),
    );
    return method.updatesAovsAt?.(this.epochs, shape, setting.hyperparameters) ?? false;
  }

  dispose(): void {
    this.log.dispose();
    this.order?.dispose();
    this.weights.dispose();
    this.alive.dispose();
    for (const tensor of Object.values(this.state)) tensor?.dispose();
    for (const tensor of this.sampleWeights.values()) tensor.dispose();
    this.uploaded.dispose();
    this.own.dispose();
  }

  private beginEpoch(): EpochBatches {
    if (this.batches) return this.batches;
    const { setting, shape, sampler } = this.options;
    const method = this.definition.method;
    this.batches = sampler(this.epochs);
    this.next = 0;
    this.order = tensor1d(this.batches.order, 'int32');
    const numbers =
      method.kind === 'direct'
        ? method.constants(setting.hyperparameters, shape, this.epochs)
        : (method.constants?.(setting.hyperparameters) ?? {});
    this.constants = this.uploaded.set(numbers);
    return this.batches;
  }

  /** The step's one forward and backward. Runs inside a tidy of the caller. */
  private gradientAt(start: number, size: number): Gradient & { sampleIds: Tensor1D } {
    const { task } = this.options;
    const sampleIds = idsOf(this.order!, start, size);
    const batch = task.batch('train', sampleIds);
    let { losses, grad } = lossesAndGradient(task, this.weights, batch, this.meanWeights(size));
    const batchLoss = mean(losses) as Scalar;
    let loss = batchLoss;
    if (this.fixed['lambda']) {
      loss = add(loss, penalty(this.weights, this.fixed['halfLambda']!)) as Scalar;
      grad = add(grad, mul(this.weights, this.fixed['lambda'])) as Tensor1D;
    }
    return { sampleIds, batch, losses, grad, loss, batchLoss, gradNormSq: sum(mul(grad, grad)) as Scalar };
  }

  private directStep(method: DirectRule, start: number, size: number): Tensor1D {
    const { task, setting } = this.options;
    const out = tidy(() => {
      const at = this.gradientAt(start, size);
      const result = method.update(
        {
          w: this.weights,
          grad: at.grad,
          gradNormSq: at.gradNormSq,
          losses: at.losses,
          loss: at.loss,
          sampleIds: at.sampleIds,
          lossAt: (w) => objectiveAt(task, w, at.batch, this.fixed['halfLambda'] ?? null),
        },
        this.state,
        this.constants,
        setting.hyperparameters,
      );
      const alive = stillAlive(this.alive, at.loss, at.gradNormSq, this.fixed['largest']!);
      const none = this.fixed['none']!;
      const row = stack([at.batchLoss, result.stepSizeUnclipped ?? none, result.stepSize ?? none, at.gradNormSq, result.batchAov ?? none]);
      const state: Record<string, Tensor> = {};
      for (const [name, tensor] of Object.entries(result.state)) {
        if (tensor) state[name] = guarded(alive, tensor, this.state[name] ?? tensor);
      }
      return { row: row as Tensor1D, alive, w: guarded(alive, result.w, this.weights), state };
    });
    this.alive.dispose();
    this.alive = out.alive;
    this.replace(out.w, out.state);
    this.evaluations += 1 + method.extraForwards;
    return out.row;
  }

  private async searchStep(method: LineSearch, start: number, size: number): Promise<readonly number[]> {
    const { task, setting, shape } = this.options;
    const at = tidy(() => {
      const { sampleIds: _, ...kept } = this.gradientAt(start, size);
      return kept;
    });
    try {
      this.evaluations++;
      const [loss, gradNormSq, batchLoss] = await readScalars([at.loss, at.gradNormSq, at.batchLoss]);
      if (!Number.isFinite(loss) || !Number.isFinite(gradNormSq)) {
        this.divergedAt ??= this.updates;
        return [batchLoss!, Number.NaN, Number.NaN, gradNormSq!, Number.NaN];
      }
      const moved = (step: number) => sub(this.weights, mul(at.grad, step)) as Tensor1D;
      const search = method.search(loss!, Math.sqrt(gradNormSq!), this.search!.stored, setting.hyperparameters, shape);
      let turn = search.next();
      const first = turn.done ? turn.value.applied : turn.value;
      while (!turn.done) {
        const step = turn.value;
        const trial = tidy(() => objectiveAt(task, moved(step), at.batch, this.fixed['halfLambda'] ?? null));
        this.evaluations++;
        const [trialLoss] = await readScalars([trial]).finally(() => trial.dispose());
        turn = search.next(trialLoss!);
      }
      this.search = turn.value;
      const { applied } = turn.value;
      const next = tidy(() => {
        const accepted = moved(applied);
        return method.afterSearch
          ? method.afterSearch(this.weights, accepted, this.state, this.constants)
          : { w: accepted, state: this.state };
      });
      this.replace(next.w, next.state);
      return [batchLoss!, first, applied, gradNormSq!, Number.NaN];
    } finally {
      for (const tensor of [at.losses, at.grad, at.loss, at.batchLoss, at.gradNormSq, ...Object.values(at.batch)]) tensor.dispose();
    }
  }

  /** 1/b for each of b samples; kept, since only two sizes occur. */
  private meanWeights(size: number): Tensor1D {
    let weights = this.sampleWeights.get(size);
    if (!weights) {
      weights = keep(fill([size], 1 / size)) as Tensor1D;
      this.sampleWeights.set(size, weights);
    }
    return weights;
  }

  /** Takes over new weights and state and disposes of the old tensors that are no longer used. */
  private replace(w: Tensor1D, state: OptimizerState): void {
    const kept = new Set<Tensor | undefined>([w, ...Object.values(state)]);
    for (const old of [this.weights, ...Object.values(this.state)]) if (old && !kept.has(old)) old.dispose();
    this.weights = w;
    this.state = state;
  }
}

/** Several scalars with one readback. */
async function readScalars(scalars: Scalar[]): Promise<Float32Array> {
  if (scalars.length === 1) return (await scalars[0]!.data()) as Float32Array;
  const joined = stack(scalars);
  const values = (await joined.data()) as Float32Array;
  joined.dispose();
  return values;
}
