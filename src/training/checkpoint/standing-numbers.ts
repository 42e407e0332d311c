/** Where training stands, from the device and back to it: one tensor after the other, so that none but that one is held twice. */
import { type Tensor, type Tensor1D, tensor, tensor1d } from '@tensorflow/tfjs-core';
import { InputError } from '../../fields/input-error';
import type { Standing } from '../step';
import type { Steps } from '../steps';
import type { Numbers, TrainerCheckpoint } from './session-checkpoint';

export type StandingNumbers = Pick<TrainerCheckpoint, 'w' | 'alive' | 'state' | 'carried'>;

/**
 * Reads where training stands.
 * @param whole whether the rule's state is wanted too
 */
export async function standingNumbers(steps: Pick<Steps, 'tensorNames' | 'tensor'>, whole: boolean): Promise<StandingNumbers> {
  const numbers = new Map<string, Numbers>();
  for (const name of steps.tensorNames) {
    if (name.startsWith('s:') && !whole) continue;
    const copy = steps.tensor(name);
    try {
      numbers.set(name, (await copy.data()) as Numbers);
    } finally {
      copy.dispose();
    }
  }
  const named = (prefix: string) =>
    Object.fromEntries([...numbers].flatMap(([name, values]) => (name.startsWith(prefix) ? [[name.slice(prefix.length), values]] : [])));
  return {
    w: numbers.get('w') as Float32Array,
    alive: numbers.get('alive')![0] !== 0,
    state: named('s:'),
    carried: named('m:') as Record<string, Float32Array>,
  };
}

/**
 * Where training stood, as tensors. Runs inside a tidy of the caller.
 * @param beginning of the same run: says which tensors there are
 * @throws InputError where there are others in the checkpoint
 */
export function standingOf(beginning: Standing, numbers: StandingNumbers, whole: boolean): Standing {
  const refuse = (what: string): never => {
    throw new InputError(
      'checkpoint',
      `${what}: it was made by another version of this program, or of other data; run the experiment again`,
    );
  };
  const put = (name: string, like: Tensor, values: Numbers | undefined): Tensor => {
    if (!values) return refuse(`has no ${name}`);
    if (values.length !== like.size) return refuse(`has ${values.length} numbers of ${name} where there are ${like.size}`);
    if ((like.dtype === 'int32') !== values instanceof Int32Array) return refuse(`has numbers of another type in ${name}`);
    return tensor(values, like.shape, like.dtype);
  };
  const all = <T extends Tensor>(tensors: Readonly<Partial<Record<string, T>>>, found: Readonly<Record<string, Numbers>>) =>
    Object.fromEntries(Object.entries(tensors).flatMap(([name, like]) => (like ? [[name, put(name, like, found[name])]] : [])));
  return {
    w: put('weights', beginning.w, numbers.w) as Tensor1D,
    alive: tensor1d([numbers.alive ? 1 : 0], 'bool'),
    state: whole ? all(beginning.state, numbers.state) : beginning.state,
    carried: all(beginning.carried, numbers.carried),
  };
}
