/** Steps made one library call after the other: on any backend. Line searches read each trial loss. */
import { fill, keep, mul, type Scalar, stack, sub, type Tensor, type Tensor1D, tensor1d, tidy } from '@tensorflow/tfjs-core';
import type { Engine } from '../engine/engine';
import type { Constants, DirectRule, LineSearch, OptimizerState } from '../optimizers/definition';
import { UploadedConstants } from './constants';
import { idsOf, objectiveAt } from './objective';
import { runSearch, type SearchMemory } from './search';
import { directStep, fixedNumbers, gradientAt, type Standing, type StepParts, type StepSetting } from './step';
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
  private constants: Constants = {};
  private order: Tensor1D | null = null;
  private readonly uploaded = new UploadedConstants();
  private readonly own = new UploadedConstants();
  private readonly fixed: Constants;
  private readonly averaging = new Map<number, Tensor1D>();
  private readonly ahead: Promise<void>[] = [];

  /** Takes over the tensors of `standing`. */
  constructor(
    private readonly setting: StepSetting,
    private readonly engine: Engine,
    standing: Standing,
    search: SearchMemory | null,
  ) {
    this.weights = standing.w;
    this.current = standing.state;
    this.alive = standing.alive;
    this.search = search;
    this.fixed = this.own.set(fixedNumbers(setting));
  }

  get w(): Tensor1D {
    return this.weights;
  }

  get state(): OptimizerState {
    return this.current;
  }

  replaceState(state: OptimizerState): void {
    this.replace(this.weights, state);
  }

  beginEpoch(order: Int32Array, numbers: Readonly<Record<string, number>>): void {
    this.order?.dispose();
    this.order = tensor1d(order, 'int32');
    this.constants = this.uploaded.set(numbers);
  }

  async step(start: number, size: number): Promise<Made> {
    const { method } = this.setting.definition;
    if (method.kind === 'line-search') return this.searchStep(method, start, size);
    const row = this.directStep(method, start, size);
    this.ahead.push(this.engine.workDone());
    if (this.ahead.length > stepsAhead) await this.ahead.shift();
    return { row, evaluations: 1 + method.extraForwards, diverged: null };
  }

  async settle(): Promise<void> {
    this.ahead.length = 0;
    await this.engine.workDone();
  }

  dispose(): void {
    this.order?.dispose();
    this.weights.dispose();
    this.alive.dispose();
    for (const tensor of Object.values(this.current)) tensor?.dispose();
    for (const tensor of this.averaging.values()) tensor.dispose();
    this.uploaded.dispose();
    this.own.dispose();
  }

  /** Runs inside a tidy of the caller. */
  private parts(start: number, size: number): StepParts {
    return { sampleIds: idsOf(this.order!, start, size), averaging: this.averagingOf(size), constants: this.constants, fixed: this.fixed };
  }

  private directStep(method: DirectRule, start: number, size: number): Tensor1D {
    const out = tidy(() => {
      const standing = { w: this.weights, state: this.current, alive: this.alive };
      return { ...directStep(this.setting, method, standing, this.parts(start, size)) };
    });
    this.alive.dispose();
    this.alive = out.alive;
    this.replace(out.w, out.state);
    return out.row;
  }

  private async searchStep(method: LineSearch, start: number, size: number): Promise<Made> {
    const { task, hyperparameters, shape } = this.setting;
    const halfLambda = this.fixed['halfLambda'] ?? null;
    const at = tidy(() => ({ ...gradientAt(this.setting, this.weights, this.parts(start, size)) }));
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
        const trial = tidy(() => objectiveAt(task, moved(step), at.batch, halfLambda));
        const [trialLoss] = await readScalars([trial]).finally(() => trial.dispose());
        return trialLoss!;
      });
      this.search = found;
      const next = tidy(() => {
        const accepted = moved(found.applied);
        return method.afterSearch
          ? method.afterSearch(this.weights, accepted, this.current, this.constants)
          : { w: accepted, state: this.current };
      });
      this.replace(next.w, next.state);
      return { row: [batchLoss, first, found.applied, gradNormSq, Number.NaN], evaluations: 1 + trials, diverged: false };
    } finally {
      for (const tensor of [at.losses, at.grad, at.loss, at.batchLoss, at.gradNormSq, ...Object.values(at.batch)]) tensor.dispose();
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

  /** Takes over new weights and state and disposes of the old tensors that are no longer used. */
  private replace(w: Tensor1D, state: OptimizerState): void {
    const kept = new Set<Tensor | undefined>([w, ...Object.values(state)]);
    for (const old of [this.weights, ...Object.values(this.current)]) if (old && !kept.has(old)) old.dispose();
    this.weights = w;
    this.current = state;
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
