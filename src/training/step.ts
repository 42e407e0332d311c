/**
 * One update as tensor algebra: the only definition of a step. Made one library call after the other, or recorded once and repeated,
 * it is this.
 */
import {
  add,
  dispose,
  mean,
  mul,
  type Scalar,
  slice,
  stack,
  sum,
  type Tensor,
  type Tensor1D,
  tensor,
  tensor1d,
  tidy,
} from '@tensorflow/tfjs-core';
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
import type { Batch, Draw, Task, Tensors } from '../tasks/definition';
import { joined, lossesAndGradient, objectiveAt, penalty, updatingPass } from './objective';

/** Everything of a run that all its steps share. */
export interface StepSetting {
  readonly task: Task;
  readonly definition: OptimizerDefinition;
  readonly hyperparameters: FieldValues;
  readonly shape: RunShape;
  /** The run's seed: what is random in its batches follows from it. */
  readonly seed: number;
}

/** Where training stands: tensors, all of them. */
export interface Standing {
  /** Weights, [P]. */
  readonly w: Tensor1D;
  readonly state: OptimizerState;
  /** What the model carries beside its weights; empty for most. */
  readonly carried: Tensors;
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
  /** Where the batch's random numbers come from. */
  readonly draw: Draw;
  /** What the host brought for the batch, [b, …] each; empty where the data are on the device. */
  readonly staged: Tensors;
}

export interface Gradient {
  /** The batch, in the pieces that were computed at once. */
  readonly batches: readonly Batch[];
  readonly losses: Tensor1D;
  readonly grad: Tensor1D;
  /** What the method works on: the mean loss, plus ½λ‖w‖² where it is part of the objective. */
  readonly loss: Scalar;
  /** The mean loss alone: what is recorded, comparable between methods. */
  readonly batchLoss: Scalar;
  readonly gradNormSq: Scalar;
  /** What the model carries on if the update is made. Kept: the caller disposes of these tensors. */
  readonly next: Tensors;
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
 * @param carried what the model carries by name, where it is not what the task begins with
 * @returns `asGiven`: whether the weights are the initial ones, not moved by the method
 */
export function beginning(
  { task, definition: { method }, hyperparameters, shape }: StepSetting,
  initialWeights: Float32Array,
  carried: Readonly<Record<string, Float32Array>> = {},
): Standing & { asGiven: boolean } {
  return tidy(() => {
    const w = tensor1d(initialWeights);
    const begun = method.kind === 'line-search' ? { w, state: method.init?.(w) ?? {} } : method.init(w, hyperparameters, shape);
    return { ...begun, asGiven: begun.w === w, alive: tensor1d([1], 'bool'), carried: initiallyCarried(task, carried) };
  });
}

/** What the task's model carries at the start, as new tensors; `others`: values in place of the task's own, by name. */
export function initiallyCarried({ carried }: Task, others: Readonly<Record<string, Float32Array>> = {}): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(carried?.initial ?? {}).map(([name, { shape, values }]) => [
      name,
      tensor(others[name] ?? values, [...shape], 'float32'),
    ]),
  );
}

/** The batch in the pieces that are computed at once: one, unless the task's model is too large for that. */
function piecesOf({ microBatch }: Task, { sampleIds, averaging, staged }: StepParts) {
  const size = sampleIds.shape[0];
  if (microBatch === undefined || microBatch >= size) return [{ sampleIds, averaging, staged }];
  return Array.from({ length: Math.ceil(size / microBatch) }, (_, i) => {
    const start = i * microBatch;
    const rows = Math.min(microBatch, size - start);
    const part = <T extends Tensor>(of: T): T => slice(of, [start, ...of.shape.slice(1).map(() => 0)], [rows, ...of.shape.slice(1)]) as T;
    return {
      sampleIds: part(sampleIds),
      averaging: part(averaging),
      staged: Object.fromEntries(Object.entries(staged).map(([name, of]) => [name, part(of)])),
    };
  });
}

/**
 * The step's one forward and backward; where the batch is made in pieces, one of each a piece, and their gradients joined. Runs inside a
 * tidy of the caller.
 */
export function gradientAt({ task }: StepSetting, standing: Pick<Standing, 'w' | 'carried'>, parts: StepParts): Gradient {
  const { w } = standing;
  const { fixed, draw } = parts;
  const decayed = task.decayed ?? null;
  const next: Record<string, Tensor> = {};
  const batches: Batch[] = [];
  const pieces: Tensor1D[] = [];
  let grad: Tensor1D | null = null;
  for (const { sampleIds, averaging, staged } of piecesOf(task, parts)) {
    const batch = task.batch('train', sampleIds, { draw, staged });
    // What one piece carries on is where the next begins; copied, since `next` disposes of what is overtaken.
    const carried = pieces.length === 0 ? standing.carried : { ...standing.carried, ...cloned(next) };
    const piece = lossesAndGradient(task, w, batch, averaging, updatingPass(carried, next));
    pieces.push(piece.losses);
    batches.push(batch);
    if (!grad) grad = piece.grad;
    else {
      // Added as they come: of a large model only two gradients are alive at once.
      const sofar: Tensor1D = grad;
      grad = add(sofar, piece.grad) as Tensor1D;
      dispose([sofar, piece.grad]);
    }
  }
  const losses = joined(pieces);
  const batchLoss = mean(losses) as Scalar;
  let loss = batchLoss;
  if (fixed['lambda']) {
    loss = add(loss, penalty(w, fixed['halfLambda']!, decayed)) as Scalar;
    grad = add(grad!, mul(decayed ? mul(w, decayed) : w, fixed['lambda'])) as Tensor1D;
  }
  return { batches, losses, grad: grad!, loss, batchLoss, gradNormSq: sum(mul(grad!, grad!)) as Scalar, next };
}

/** Tensors of the caller's with the same numbers. */
export function cloned(tensors: Tensors): Record<string, Tensor> {
  return Object.fromEntries(Object.entries(tensors).map(([name, of]) => [name, of.clone()]));
}

/**
 * The rule's numbers with λ spread over the weights that decay: a rule multiplies the weights by it, and by 0 those that do not. Runs
 * inside a tidy of the caller.
 */
function constantsFor({ decayed }: Task, constants: Constants): Constants {
  const weightDecay = constants['weightDecay'];
  return decayed && weightDecay ? { ...constants, weightDecay: mul(decayed, weightDecay) as Tensor as Scalar } : constants;
}

/** What a direct rule's step leaves: where training stands, and the row that is recorded. Runs inside a tidy of the caller. */
export function directStep(
  setting: StepSetting,
  method: DirectRule,
  { w, state, carried, alive: wasAlive }: Standing,
  parts: StepParts,
): Standing & { readonly row: Tensor1D } {
  const { constants, fixed, sampleIds } = parts;
  const at = gradientAt(setting, { w, carried }, parts);
  const result = method.update(
    {
      w,
      grad: at.grad,
      gradNormSq: at.gradNormSq,
      losses: at.losses,
      loss: at.loss,
      sampleIds,
      lossAt: (weights) => objectiveAt(setting.task, weights, at.batches, fixed['halfLambda'] ?? null, carried),
    },
    state,
    constantsFor(setting.task, constants),
    setting.hyperparameters,
  );
  const alive = stillAlive(wasAlive, at.loss, at.gradNormSq, fixed['largest']!);
  const none = fixed['none']!;
  const row = stack([at.batchLoss, result.stepSizeUnclipped ?? none, result.stepSize ?? none, at.gradNormSq, result.batchAov ?? none]);
  const next: Record<string, Tensor> = {};
  for (const [name, tensor] of Object.entries(result.state)) {
    if (tensor) next[name] = guarded(alive, tensor, state[name] ?? tensor);
  }
  const carriedOn = { ...carried };
  for (const [name, tensor] of Object.entries(at.next)) {
    carriedOn[name] = guarded(alive, tensor, carried[name]!);
    tensor.dispose();
  }
  return { row: row as Tensor1D, alive, w: guarded(alive, result.w, w), state: next, carried: carriedOn };
}
