/**
 * A sweep: an experiment whose hyperparameters may be lists. Every combination of a method's values is a setting, and every setting
 * runs with every seed; such a run is a *cell*. Cells are independent: a sweep that was broken off goes on with those that are missing.
 */
import type { FieldValue } from '../fields/field';
import { InputError } from '../fields/input-error';
import type { OptimizerId } from '../optimizers/definition';
import { hashText } from '../random/random';
import { type Experiment, limits, type OptimizerSetting, parseExperiment } from '../training/experiment';
import type { RunResult, SelectionMetric } from './result';
import { selectionMetrics } from './result';

/** A method of a sweep: each hyperparameter has at least one value. */
export interface SweptOptimizer {
  readonly id: OptimizerId;
  /** Every hyperparameter of the method; lists of one for those that are not swept. */
  readonly hyperparameters: Readonly<Record<string, readonly FieldValue[]>>;
}

export interface Sweep extends Omit<Experiment, 'optimizers'> {
  readonly optimizers: readonly SweptOptimizer[];
  /** By what the best setting of a method is chosen; `auto`: accuracy where the task has one, else validation loss. */
  readonly select: SelectionMetric | 'auto';
}

/** One run of a sweep. */
export interface SweepCell {
  /** The same for the same run in any sweep: what is known of it can be used again. */
  readonly key: string;
  readonly setting: OptimizerSetting;
  readonly seed: number;
}

/** Most runs of a sweep, and most values of one hyperparameter. */
export const sweepLimits = { cells: 3000, values: 50 } as const;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** All combinations of the values, the last key fastest. */
function combinations(lists: Readonly<Record<string, readonly FieldValue[]>>): Record<string, FieldValue>[] {
  return Object.entries(lists).reduce<Record<string, FieldValue>[]>(
    (known, [key, values]) => known.flatMap((rest) => values.map((value) => ({ ...rest, [key]: value }))),
    [{}],
  );
}

/** The lists of one method as they were written: single values become lists of one. */
function listsOf(index: number, written: Record<string, unknown>): Record<string, readonly unknown[]> {
  return Object.fromEntries(
    Object.entries(written).map(([key, value]) => {
      if (!Array.isArray(value)) return [key, [value]];
      const where = `optimizers[${index}].hyperparameters.${key}`;
      if (value.length === 0) throw new InputError(where, 'is an empty list; name at least one value');
      if (value.length > sweepLimits.values)
        throw new InputError(where, `has ${value.length} values; at most ${sweepLimits.values} are swept`);
      if (new Set(value).size < value.length) throw new InputError(where, 'names a value twice');
      return [key, value];
    }),
  );
}

/**
 * Checks a sweep and fills in every default, as `parseExperiment` does for an experiment. An experiment is a sweep too.
 * @throws InputError naming the field (`optimizers[1].hyperparameters.eta`), what is wrong and what is allowed
 */
export function parseSweep(input: unknown): Sweep {
  if (!isObject(input)) throw new InputError('', 'a sweep must be a JSON object: an experiment whose hyperparameters may be lists');
  const { select = 'auto', optimizers, ...rest } = input;
  if (select !== 'auto' && !selectionMetrics.includes(select as SelectionMetric)) {
    throw new InputError('select', `must be one of "auto", ${selectionMetrics.map((name) => `"${name}"`).join(', ')}`);
  }
  if (!Array.isArray(optimizers)) throw new InputError('optimizers', 'must be a list of optimizers');
  if (optimizers.length === 0) throw new InputError('optimizers', 'needs at least one optimizer');
  if (optimizers.length > limits.optimizers) throw new InputError('optimizers', `at most ${limits.optimizers} optimizers`);
  let protocol: Experiment | null = null;
  const swept = optimizers.map((written: unknown, index): SweptOptimizer => {
    const raw = isObject(written) && isObject(written['hyperparameters']) ? listsOf(index, written['hyperparameters']) : null;
    // Each value is checked by itself, with the first of the others: a grid has too many combinations to check them all.
    const check = (hyperparameters: unknown): OptimizerSetting => {
      const one = isObject(written) && raw ? { ...written, hyperparameters } : written;
      try {
        protocol = parseExperiment({ ...rest, seeds: rest['seeds'] ?? [1], optimizers: [one] });
        return protocol.optimizers[0]!;
      } catch (error) {
        if (error instanceof InputError) throw new InputError(error.where.replace('optimizers[0]', `optimizers[${index}]`), error.what);
        throw error;
      }
    };
    const firsts = Object.fromEntries(Object.entries(raw ?? {}).map(([key, values]) => [key, values[0]]));
    const complete = check(firsts);
    const lists = Object.fromEntries(
      Object.entries(complete.hyperparameters).map(([key, value]) => [key, [value] as readonly FieldValue[]]),
    );
    for (const [key, values] of Object.entries(raw ?? {})) {
      lists[key] = values.map((value) => check({ ...firsts, [key]: value }).hyperparameters[key] ?? null);
    }
    return { id: complete.id, hyperparameters: lists };
  });
  const { optimizers: _one, ...shared } = protocol as unknown as Experiment;
  const sweep: Sweep = { ...shared, optimizers: swept, select: select as Sweep['select'] };
  const cells = countCells(sweep);
  if (cells > sweepLimits.cells) {
    throw new InputError(
      'optimizers',
      `ask for ${cells} runs in all; a sweep has at most ${sweepLimits.cells}: name fewer values or seeds`,
    );
  }
  return sweep;
}

/** Runs of a sweep. */
export function countCells({ optimizers, seeds }: Pick<Sweep, 'optimizers' | 'seeds'>): number {
  const settings = optimizers.reduce(
    (sum, { hyperparameters }) => sum + Object.values(hyperparameters).reduce((product, values) => product * values.length, 1),
    0,
  );
  return settings * seeds.length;
}

/** Every setting of a sweep, in the order of its methods. */
export function settingsOf(sweep: Pick<Sweep, 'optimizers'>): OptimizerSetting[] {
  return sweep.optimizers.flatMap(({ id, hyperparameters }) =>
    combinations(hyperparameters).map((values) => ({ id, hyperparameters: values })),
  );
}

/** The same text for the same object, in whatever order its keys were written. */
function ordered(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(ordered).join()}]`;
  if (!isObject(value)) return JSON.stringify(value) ?? 'null';
  return `{${Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${ordered(value[key])}`)
    .join()}}`;
}

/** Names a run by all that decides its numbers: task, protocol, setting, seed. */
export function cellKey(experiment: Pick<Experiment, 'task' | 'epochs' | 'batchSize'>, setting: OptimizerSetting, seed: number): string {
  const { task, epochs, batchSize } = experiment;
  const text = ordered({ task: { id: task.id, options: task.options }, epochs, batchSize, setting, seed });
  return `${setting.id}-${seed}-${hashText(text)}${hashText(`${text} `)}`;
}

/** All runs of a sweep, a seed after the other: after the first seed every setting has been seen once. */
export function cellsOf(sweep: Sweep): SweepCell[] {
  const settings = settingsOf(sweep);
  return sweep.seeds.flatMap((seed) => settings.map((setting) => ({ key: cellKey(sweep, setting, seed), setting, seed })));
}

/** The experiment of one run of a sweep. */
export function experimentOfCell(sweep: Sweep, cell: SweepCell): Experiment {
  const { task, epochs, batchSize, fullTrainLoss } = sweep;
  return { task, epochs, batchSize, fullTrainLoss, optimizers: [cell.setting], seeds: [cell.seed] };
}

/** The key of a run that has ended, as `cellKey` names it. */
export function keyOfRun(experiment: Pick<Experiment, 'task' | 'epochs' | 'batchSize'>, run: RunResult): string {
  return cellKey(experiment, { id: run.optimizer, hyperparameters: run.hyperparameters }, run.seed);
}

/** The sweep as it would be written into a file: lists of one become single values, defaults stay. */
export function sweepFile(sweep: Sweep): unknown {
  return {
    ...sweep,
    optimizers: sweep.optimizers.map(({ id, hyperparameters }) => ({
      id,
      hyperparameters: Object.fromEntries(
        Object.entries(hyperparameters).map(([key, values]) => [key, values.length === 1 ? values[0] : values]),
      ),
    })),
  };
}
