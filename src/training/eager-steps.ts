/** Steps made one library call after the other: on any backend. Line searches read each trial loss. */
import { fill, keep, mul, type Scalar, stack, sub, type Tensor, type Tensor1D, tensor1d, tidy } from '@tensorflow/tfjs-core';
import type { Engine } from '../engine/engine';
import type { Constants, DirectRule, LineSearch, OptimizerState } from '../optimizers/definition';
import type { Draw, Tensors } from '../tasks/definition';
import { UploadedConstants } from './constants';
import { idsOf, objectiveAt } from './objective';
import { runSearch, type SearchMemory } from './search';
import { Stager, uploaded } from './stager';
import { cloned, directStep, fixedNumbers, gradientAt, initiallyCarried, type Standing, type StepParts, type StepSetting } from './step';
import type { Made, Steps } from './steps';

/** Direct steps that may queue ahead of the device. */
const stepsAhead = 3;

export class EagerSteps implements Steps {
  readonly stepping = 'eager';
  readonly report = null;
  search: SearchMemory | null;
  private weights: Tensor1D;
  private current: OptimizerState;
  private alive: Tensor1D;
  private model: Tensors;
  private constants: Constants = {};
  private order: Tensor1D | null = null;
  private readonly uploaded = new UploadedConstants();
  private readonly own = new UploadedConstants();
  private readonly fixed: Constants;
  private readonly averaging = new Map<number, Tensor1D>();
  private readonly ahead: Promise<void>[] = [];
  private readonly stager: Stager | null;
  private staged: Tensors = {};

  /**
   * Takes over the tensors of `standing`.
   * @param made updates made so far
   */
  constructor(
    private readonly setting: StepSetting,
    private readonly engine: Engine,
    standing: Standing,
    search: SearchMemory | null,
    private made: number,
  ) {
    this.weights = standing.w;
    this.model = standing.carried;
    this.current = standing.state;
    this.alive = standing.alive;
    this.search = search;
    this.fixed = this.own.set(fixedNumbers(setting));
    this.stager = setting.task.staging ? new Stager(setting.task.staging, 'train') : null;
  }

  get w(): Tensor1D {
    return this.weights;
  }

  get state(): OptimizerState {
    return this.current;
  }

  get carried(): Tensors {
    return this.model;
  }

  standing(): Standing {
    const state = Object.entries(this.current).map(([name, tensor]) => [name, tensor?.clone()]);
    return { w: this.weights.clone(), alive: this.alive.clone(), state: Object.fromEntries(state), carried: cloned(this.model) };
  }

  get tensorNames(): readonly string[] {
    return [...this.byName.keys()];
  }

  tensor(name: string): Tensor {
    return this.byName.get(name)!.clone();
  }

  replaceState(state: OptimizerState): void {
    this.replace(this.weights, state, this.model);
  }

  beginEpoch(order: Int32Array, numbers: Readonly<Record<string, number>>): void {
    this.order?.dispose();
    this.order = tensor1d(order, 'int32');
    this.stager?.begin(order);
    const { task } = this.setting;
    if (task.carried?.startsAnew) this.replace(this.weights, this.current, initiallyCarried(task));
    this.constants = this.uploaded.set(numbers);
  }

  continueEpoch(order: Int32Array, numbers: Readonly<Record<string, number>>): void {
    const { model } = this;
    this.model = {};
    this.beginEpoch(order, numbers);
    this.replace(this.weights, this.current, model);
  }

  async step(start: number, size: number): Promise<Made> {
    const { task, definition } = this.setting;
    if (this.stager) this.staged = uploaded(task.staging!, await this.stager.take(start, size), size);
    try {
      return await this.make(definition.method, start, size);
    } finally {
      this.made++;
      for (const tensor of Object.values(this.staged)) tensor.dispose();
      this.staged = {};
    }
  }

  private async make(method: DirectRule | LineSearch, start: number, size: number): Promise<Made> {
    if (method.kind === 'line-search') return this.searchStep(method, start, size);
    const row = this.directStep(method, start, size);
    this.ahead.push(this.engine.workDone());
    if (this.ahead.length > stepsAhead) await this.ahead.shift();
    return { row, evaluations: 1 + method.extraForwards, diverged: null };
  }

  private get byName(): Map<string, Tensor> {
    const tensors = new Map<string, Tensor>([
      ['w', this.weights],
      ['alive', this.alive],
    ]);
    for (const [name, tensor] of Object.entries(this.current)) if (tensor) tensors.set(`s:${name}`, tensor);
    for (const [name, tensor] of Object.entries(this.model)) tensors.set(`m:${name}`, tensor);
    return tensors;
  }

  async settle(): Promise<void> {
    this.ahead.length = 0;
    await this.engine.workDone();
  }

  dispose(): void {
    this.order?.dispose();
    this.weights.dispose();
    this.alive.dispose();
    for (const tensor of [...Object.values(this.current), ...Object.values(this.model)]) tensor?.dispose();
    for (const tensor of this.averaging.values()) tensor.dispose();
    this.uploaded.dispose();
    this.own.dispose();
  }

  /** Runs inside a tidy of the caller. */
  private parts(start: number, size: number): StepParts {
    return {
      sampleIds: idsOf(this.order!, start, size),
      averaging: this.averagingOf(size),
      constants: this.constants,
      fixed: this.fixed,
      draw: this.draw(),
      staged: this.staged,
    };
  }

  /** The update's number goes to the device only where something is random. */
  private draw(): Draw {
    const { made } = this;
    let update: Tensor1D | null = null;
    return {
      seed: this.setting.seed,
      get update() {
        update ??= tensor1d([made], 'int32');
        return update;
      },
    };
  }

  private directStep(method: DirectRule, start: number, size: number): Tensor1D {
    const out = tidy(() => {
      const standing = { w: this.weights, state: this.current, alive: this.alive, carried: this.model };
      return { ...directStep(this.setting, method, standing, this.parts(start, size)) };
    });
    this.alive.dispose();
    this.alive = out.alive;
    this.replace(out.w, out.state, out.carried);
    return out.row;
  }

  private async searchStep(method: LineSearch, start: number, size: number): Promise<Made> {
    const { task, hyperparameters, shape } = this.setting;
    const halfLambda = this.fixed['halfLambda'] ?? null;
    const at = tidy(() => {
      const made = gradientAt(this.setting, { w: this.weights, carried: this.model }, this.parts(start, size));
      return { ...made, batches: made.batches.map((batch) => ({ ...batch })), next: { ...made.next } };
    });
    let next: Tensors = at.next;
    try {
      const [loss, gradNormSq, batchLoss] = (await readScalars([at.loss, at.gradNormSq, at.batchLoss])) as unknown as [
        number,
        number,
        number,
      ];
      if (!Number.isFinite(loss) || !Number.isFinite(gradNormSq)) {
        return { row: [batchLoss, Number.NaN, Number.NaN, gradNormSq, Number.NaN], evaluations: 1, diverged: true };
      }
      const moved = (step: number) => sub(this.weights, mul(at.grad, step)) as Tensor1D;
      const begin = { loss, gradNorm: Math.sqrt(gradNormSq), stored: this.search!.stored };
      const { first, trials, ...found } = await runSearch(method, begin, hyperparameters, shape, async (step) => {
        const trial = tidy(() => objectiveAt(task, moved(step), at.batches, halfLambda, this.model));
        const [trialLoss] = await readScalars([trial]).finally(() => trial.dispose());
        return trialLoss!;
      });
      this.search = found;
      const moving = tidy(() => {
        const accepted = moved(found.applied);
        return method.afterSearch
          ? method.afterSearch(this.weights, accepted, this.current, this.constants)
          : { w: accepted, state: this.current };
      });
      this.replace(moving.w, moving.state, { ...this.model, ...next });
      next = {};
      return { row: [batchLoss, first, found.applied, gradNormSq, Number.NaN], evaluations: 1 + trials, diverged: false };
    } finally {
      const batches = at.batches.flatMap((batch) => Object.values(batch));
      for (const tensor of [at.losses, at.grad, at.loss, at.batchLoss, at.gradNormSq, ...batches, ...Object.values(next)]) tensor.dispose();
    }
  }

  /** 1/b for each of b samples; kept, since only two sizes occur. */
  private averagingOf(size: number): Tensor1D {
    let weights = this.averaging.get(size);
    if (!weights) {
      weights = keep(fill([size], 1 / size)) as Tensor1D;
      this.averaging.set(size, weights);
    }
    return weights;
  }

  /** Takes over new weights, state and what the model carries, and disposes of the old tensors that are no longer used. */
  private replace(w: Tensor1D, state: OptimizerState, carried: Tensors): void {
    const kept = new Set<Tensor | undefined>([w, ...Object.values(state), ...Object.values(carried)]);
    const held = [this.weights, ...Object.values(this.current), ...Object.values(this.model)];
    for (const old of held) if (old && !kept.has(old)) old.dispose();
    this.weights = w;
    this.current = state;
    this.model = carried;
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
