/** Weights by name, as files hold them: from a model's flat vector and back into it. */
import { InputError } from '../fields/input-error';

/** One piece of a model's weights. */
export interface NamedTensor {
  readonly name: string;
  /** Sizes; [] for a single number. */
  readonly shape: readonly number[];
  /** Row-major, the last size varies fastest. */
  readonly values: Float32Array;
}

/** Name and shape of a piece, as a task's `parameters` list them. */
export type TensorShape = Pick<NamedTensor, 'name' | 'shape'>;

/** What a file of weights may hold: ResNet-18, the largest model here, has 12 million numbers in 62 pieces. */
export const weightLimits = { tensors: 10_000, name: 300, sizes: 8, numbers: 2 ** 28 } as const;

/** Numbers in a piece. */
export const sizeOfShape = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1);

const inWords = (shape: readonly number[]) => (shape.length === 0 ? 'one number' : shape.join(' × '));

/** Whether it holds a character that no name has. */
const hasControl = (name: string) => Array.from(name).some((character) => character < ' ' || character === '\x7f');

/**
 * Checks names and shapes, whether they come from a file or go into one.
 * @param where the file, for messages
 * @throws InputError naming the piece
 */
export function checkShapes(shapes: readonly TensorShape[], where: string): void {
  if (shapes.length > weightLimits.tensors)
    throw new InputError(where, `holds ${shapes.length} tensors; the limit is ${weightLimits.tensors}.`);
  const names = new Set<string>();
  let numbers = 0;
  for (const { name, shape } of shapes) {
    if (name === '' || name.length > weightLimits.name || hasControl(name) || name === '__metadata__')
      throw new InputError(
        where,
        `has a tensor whose name is empty, longer than ${weightLimits.name} characters, or none that a model uses.`,
      );
    const what = `${where}, tensor ${JSON.stringify(name)}`;
    if (names.has(name)) throw new InputError(what, 'appears twice.');
    names.add(name);
    if (shape.length > weightLimits.sizes) throw new InputError(what, `has ${shape.length} sizes; the limit is ${weightLimits.sizes}.`);
    if (!shape.every((length) => Number.isInteger(length) && length >= 0 && length <= weightLimits.numbers))
      throw new InputError(what, `has a size that is no whole number from 0 to ${weightLimits.numbers}.`);
    numbers += sizeOfShape(shape);
    if (numbers > weightLimits.numbers) throw new InputError(what, `up to here more than ${weightLimits.numbers} numbers, the limit.`);
  }
}

/** As `checkShapes`, and that each piece has as many values as its shape says. */
export function checkTensors(tensors: readonly NamedTensor[], where: string): void {
  checkShapes(tensors, where);
  for (const { name, shape, values } of tensors) {
    if (values.length !== sizeOfShape(shape))
      throw new InputError(`${where}, tensor ${JSON.stringify(name)}`, `has ${values.length} values for the shape ${inWords(shape)}.`);
  }
}

/**
 * The pieces of a model's flat weights. They share memory with it.
 * @param parameters name and shape of each piece, in the order in which they stand in the vector
 * @param w flat weights, [P]
 * @throws RangeError where the vector is not as long as the pieces together
 */
export function namedTensors(parameters: readonly TensorShape[], w: Float32Array): NamedTensor[] {
  let at = 0;
  const tensors = parameters.map(({ name, shape }) => {
    const from = at;
    at += sizeOfShape(shape);
    return { name, shape: [...shape], values: w.subarray(from, at) };
  });
  if (at !== w.length) throw new RangeError(`${w.length} weights for a model with ${at}`);
  return tensors;
}

/**
 * The flat weights of a model from the pieces in a file, in any order.
 * @param where the file, for messages
 * @throws InputError naming the piece that is missing, has another shape, is no part of the model, or holds a number that is not finite
 */
export function flatWeights(parameters: readonly TensorShape[], tensors: readonly NamedTensor[], where: string): Float32Array {
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const w = new Float32Array(parameters.reduce((sum, { shape }) => sum + sizeOfShape(shape), 0));
  let at = 0;
  for (const { name, shape } of parameters) {
    const found = byName.get(name);
    const what = `${where}, tensor ${JSON.stringify(name)}`;
    if (!found) {
      const model = `is missing; the model has it, with the shape ${inWords(shape)}`;
      throw new InputError(what, `${model}: these are the weights of another model. Set task and model as they were.`);
    }
    if (found.shape.join() !== shape.join()) {
      const model = `its shape is ${inWords(found.shape)}, the model's is ${inWords(shape)}`;
      throw new InputError(what, `${model}: these are the weights of another model. Set task and model as they were.`);
    }
    if (!found.values.every(Number.isFinite)) throw new InputError(what, 'holds numbers that are not finite; training cannot start there.');
    w.set(found.values, at);
    at += found.values.length;
    byName.delete(name);
  }
  const [extra] = byName.keys();
  if (extra !== undefined)
    throw new InputError(`${where}, tensor ${JSON.stringify(extra)}`, 'is no part of the model. Set task and model as they were.');
  return w;
}
