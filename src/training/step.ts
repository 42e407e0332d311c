/**
 * One update as tensor algebra: the only definition of a step. Made one library call after the other, or recorded once and repeated,
 * it is this.
 */
import { add, mean, mul, type Scalar, stack, sum, type Tensor, type Tensor1D, tensor1d, tidy } from '@tensorflow/tfjs-core';
import { guarded, largestFloat, stillAlive } from '../engine/guard';
import type { FieldValues } from '../fields/field';
import {
  type Constants,
  type DirectRule,
  numeric,
  type OptimizerDefinition,
  type OptimizerState,
  type RunShape,
} from '../optimizers/definition';
import type { Batch, Task } from '../tasks/definition';
import { lossesAndGradient, objectiveAt, penalty } from './objective';

/** Everything of a run that all its steps share. */
export interface StepSetting {
  readonly task: Task;
  readonly definition: OptimizerDefinition;
  readonly hyperparameters: FieldValues;
  readonly shape: RunShape;
}

/** Where training stands: tensors, all of them. */
export interface Standing {
  /** Weights, [P]. */
  readonly w: Tensor1D;
  readonly state: OptimizerState;
  /** bool [1]: no loss or gradient was infinite or NaN so far. */
  readonly alive: Tensor1D;
}

/** What a step is made of besides. */
export interface StepParts {
  /** Numbers of the batch's samples, int32 [b]. */
  readonly sampleIds: Tensor1D;
  /** 1/b for every sample, [b]. */
  readonly averaging: Tensor1D;
  /** The rule's numbers. */
  readonly constants: Constants;
  /** `fixedNumbers`, as scalars. */
  readonly fixed: Constants;
}

export interface Gradient {
  readonly batch: Batch;
  readonly losses: Tensor1D;
  readonly grad: Tensor1D;
  /** What the method works on: the mean loss, plus ½λ‖w‖² where it is part of the objective. */
  readonly loss: Scalar;
  /** The mean loss alone: what is recorded, comparable between methods. */
  readonly batchLoss: Scalar;
  readonly gradNormSq: Scalar;
}

/** Numbers that a run's steps need and that never change. */
export function fixedNumbers({ definition, hyperparameters }: StepSetting): Record<string, number> {
  const lambda = definition.regularisation === 'objective' ? numeric(hyperparameters, 'weightDecay') : 0;
  return { largest: largestFloat, none: Number.NaN, ...(lambda > 0 ? { lambda, halfLambda: lambda / 2 } : {}) };
}

/** The rule's numbers for an epoch (0-based). */
export function epochNumbers({ definition: { method }, hyperparameters, shape }: StepSetting, epoch: number): Record<string, number> {
  return method.kind === 'direct' ? method.constants(hyperparameters, shape, epoch) : (method.constants?.(hyperparameters) ?? {});
}

/**
 * Where training begins; the caller owns the tensors.
 * @returns `asGiven`: whether the weights are the initial ones, not moved by the method
 */
export function beginning(
  { definition: { method }, hyperparameters, shape }: StepSetting,
  initialWeights: Float32Array,
): Standing & { asGiven: boolean } {
  return tidy(() => {
    const w = tensor1d(initialWeights);
    const begun = method.kind === 'line-search' ? { w, state: method.init?.(w) ?? {} } : method.init(w, hyperparameters, shape);
    return { ...begun, asGiven: begun.w === w, alive: tensor1d([1], 'bool') };
  });
}

/** The step's one forward and backward. Runs inside a tidy of the caller. */
export function gradientAt({ task }: StepSetting, w: Tensor1D, { sampleIds, averaging, fixed }: StepParts): Gradient {
  const batch = task.batch('train', sampleIds);
  let { losses, grad } = lossesAndGradient(task, w, batch, averaging);
  const batchLoss = mean(losses) as Scalar;
  let loss = batchLoss;
  if (fixed['lambda']) {
    loss = add(loss, penalty(w, fixed['halfLambda']!)) as Scalar;
    grad = add(grad, mul(w, fixed['lambda'])) as Tensor1D;
  }
  return { batch, losses, grad, loss, batchLoss, gradNormSq: sum(mul(grad, grad)) as Scalar };
}

/** What a direct rule's step leaves: where training stands, and the row that is recorded. Runs inside a tidy of the caller. */
export function directStep(
  setting: StepSetting,
  method: DirectRule,
  { w, state, alive: wasAlive }: Standing,
  parts: StepParts,
): Standing & { readonly row: Tensor1D } {
  const { constants, fixed, sampleIds } = parts;
  const at = gradientAt(setting, w, parts);
  const result = method.update(
    {
      w,
      grad: at.grad,
      gradNormSq: at.gradNormSq,
      losses: at.losses,
      loss: at.loss,
      sampleIds,
      lossAt: (weights) => objectiveAt(setting.task, weights, at.batch, fixed['halfLambda'] ?? null),
    },
    state,
    constants,
    setting.hyperparameters,
  );
  const alive = stillAlive(wasAlive, at.loss, at.gradNormSq, fixed['largest']!);
  const none = fixed['none']!;
  const row = stack([at.batchLoss, result.stepSizeUnclipped ?? none, result.stepSize ?? none, at.gradNormSq, result.batchAov ?? none]);
  const next: Record<string, Tensor> = {};
  for (const [name, tensor] of Object.entries(result.state)) {
    if (tensor) next[name] = guarded(alive, tensor, state[name] ?? tensor);
  }
  return { row: row as Tensor1D, alive, w: guarded(alive, result.w, w), state: next };
}
