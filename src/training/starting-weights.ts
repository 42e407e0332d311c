/**
 * Weights on their way out of a session and into another: a run's as named tensors, as files hold them, and what a session begins with where
 * it is not the task's own initial weights. What comes in is not trusted until it has been held against the task.
 */
import { InputError } from '../fields/input-error';
import { sizeOf } from '../models/views';
import type { Task } from '../tasks/definition';
import { flatWeights, type NamedTensor, namedTensors, sizeOfShape, type TensorShape } from './named-tensors';
import { type Origin, originLabelLength } from './records';
import type { RunWeights } from './run-weights';

/** What all runs of a session begin with. */
export interface Beginning {
  /** Flat, [P]. */
  readonly weights: Float32Array;
  /** What the model carries beside them (running statistics), by name; empty where it starts anew with each epoch. */
  readonly carried: Readonly<Record<string, Float32Array>>;
  readonly origin: Origin;
}

/** Weights that were brought: from a file, or as a session's file had them. */
export interface GivenWeights {
  readonly origin: Origin;
  readonly tensors: readonly NamedTensor[];
}

/** A run's weights by name. */
export interface NamedWeights {
  readonly runId: string;
  readonly seed: number;
  /** Updates that led to them. */
  readonly update: number;
  /** The model's pieces, then what it carries, as `carried.NAME`. */
  readonly tensors: readonly NamedTensor[];
}

/** What stands before the names of what a model carries: no piece of a model is called so. */
export const carriedPrefix = 'carried.';

type Shapes = Pick<Task, 'parameters' | 'carried'>;

/** What a model takes from a run to the next beside its weights. A state that starts anew with each epoch is nobody's to hand over. */
function carriedShapes({ carried }: Shapes): TensorShape[] {
  if (!carried || carried.startsAnew) return [];
  return Object.entries(carried.initial).map(([name, { shape }]) => ({ name: `${carriedPrefix}${name}`, shape }));
}

/** The weights of a run by name; they share memory with it. */
export function namedWeights(task: Shapes, { runId, seed, update, weights, carried }: RunWeights): NamedWeights {
  const beside = carriedShapes(task).map(({ name, shape }): NamedTensor => {
    return { name, shape: [...shape], values: carried[name.slice(carriedPrefix.length)]! };
  });
  return { runId, seed, update, tensors: [...namedTensors(task.parameters, weights), ...beside] };
}

/**
 * What a session on the task begins with, from weights that were brought.
 * @throws InputError naming the tensor that does not fit, what is expected, and what to do
 */
export function beginningOfTensors(task: Shapes, { origin, tensors }: GivenWeights): Beginning {
  const beside = carriedShapes(task);
  const flat = flatWeights([...task.parameters, ...beside], tensors, origin.label ?? 'the weights');
  let at = task.parameters.reduce((sum, parameter) => sum + sizeOf(parameter), 0);
  const weights = flat.subarray(0, at);
  const carried: Record<string, Float32Array> = {};
  for (const { name, shape } of beside) {
    const size = sizeOfShape(shape);
    carried[name.slice(carriedPrefix.length)] = flat.subarray(at, at + size);
    at += size;
  }
  return { weights, carried, origin: { ...origin, label: origin.label?.slice(0, originLabelLength) ?? null } };
}

/** What a session on the task begins with that starts from a run. @param label what the run is called */
export function beginningOfRun(task: Pick<Task, 'carried'>, { weights, carried, update }: RunWeights, label: string | null): Beginning {
  return {
    weights,
    // A checkpoint has it too.
    carried: task.carried?.startsAnew ? {} : carried,
    origin: { kind: 'run', label: label?.slice(0, originLabelLength) ?? null, update },
  };
}

/**
 * Checks that a session on the task can begin so: data and model may be others than when the weights were had.
 * @throws InputError saying what is different
 */
export function checkBeginning({ weights, carried }: Beginning, task: Pick<Task, 'parameterCount' | 'carried'>): void {
  if (weights.length !== task.parameterCount) {
    const text = `has ${weights.length} weights, but the model now has ${task.parameterCount}: its data have changed; run from the beginning`;
    throw new InputError('from', text);
  }
  if (!weights.every(Number.isFinite)) throw new InputError('from', 'has weights that are not finite; training cannot start there');
  for (const [name, values] of Object.entries(carried)) {
    const wanted = task.carried && Object.hasOwn(task.carried.initial, name) ? task.carried.initial[name] : undefined;
    if (wanted?.values.length !== values.length || !values.every(Number.isFinite))
      throw new InputError('from', `has other values of "${name.slice(0, 100)}" than the model; run from the beginning`);
  }
}
