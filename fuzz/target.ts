/** What is fuzzed: a reader, and how its inputs are made. */
import type { Random } from '../src/random/random';
import type { Input } from './draw';

export interface Target {
  /** Short, for `--only`. */
  readonly name: string;
  /** A mutated input. Everything random about it comes from `random`. */
  make(random: Random): Input;
  /** Reads it. Whatever is thrown must be an `InputError`. */
  read(input: Input): unknown;
  /** What is wrong with what was read, although nothing was thrown; null where it is sound. */
  check(read: unknown): string | null;
}

/**
 * A target whose reader takes one kind of input.
 * @param check false, or throws, where what was read is not sound
 */
export function targetOf<I extends Input, R>(
  name: string,
  make: (random: Random) => I,
  read: (input: I) => R | Promise<R>,
  check: (read: R) => boolean = () => true,
): Target {
  return {
    name,
    make,
    read: (input) => read(input as I),
    check: (result) => (check(result as R) ? null : 'what was read is not sound'),
  };
}

/** Groups of targets, loaded one at a time: readers of data files need nothing of the training code. */
const groups = {
  sharing: {
    names: ['url', 'embed-url', 'experiment', 'sweep', 'result', 'session'],
    load: async () => (await import('./targets/sharing')).sharingTargets(),
  },
  kept: {
    names: ['checkpoint', 'kept-head', 'kept-task', 'kept-records', 'kept-latest', 'kept-set'],
    load: async () => (await import('./targets/kept')).keptTargets(),
  },
  weights: {
    names: ['safetensors', 'starting-weights', 'weights-npz'],
    load: async () => (await import('./targets/weights')).weightsTargets(),
  },
  formats: {
    names: [
      'libsvm',
      'libsvm-gz',
      'libsvm-sniff',
      'gzip',
      'zip',
      'tar',
      'idx',
      'cifar',
      'png',
      'jpeg',
      'parquet',
      'npy',
      'npz',
      'mat',
      'csv',
      'text',
    ],
    load: async () => (await import('./targets/formats')).formatTargets(),
  },
  sets: {
    names: [
      'set-mnist',
      'set-cifar',
      'set-svhn',
      'set-parquet',
      'set-reviews-parquet',
      'set-npz',
      'set-folders',
      'set-tiny',
      'set-reviews',
      'set-reviews-csv',
      'set-text',
    ],
    load: async () => (await import('./targets/sets')).setTargets(),
  },
} as const satisfies Record<string, { readonly names: readonly string[]; load(): Promise<readonly Target[]> }>;

/** Samples are made once for all targets of a group. */
const loaded = new Map<unknown, Promise<readonly Target[]>>();

/** Names of all targets, in the order of the table. */
export const targetNames: readonly string[] = Object.values(groups).flatMap(({ names }) => [...names]);

/** @throws Error where there is none of this name */
export async function loadTarget(name: string): Promise<Target> {
  const group = Object.values(groups).find(({ names }) => (names as readonly string[]).includes(name));
  if (group && !loaded.has(group)) loaded.set(group, Promise.resolve(group.load()));
  const target = (await loaded.get(group))?.find((candidate) => candidate.name === name);
  if (!target) throw new Error(`there is no target ${name}`);
  return target;
}
