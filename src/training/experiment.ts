/**
 * The experiment: the very object that the page edits, the worker runs and the command line reads from a file.
 * Everything in it is checked here, once, for all of them.
 */
import * as z from 'zod/mini';
import { type FieldValue, fieldsSchema, quotedKeys } from '../fields/field';
import { InputError } from '../fields/input-error';
import { placeOf } from '../fields/place-of';
import { safeParse } from '../fields/safe-parse';
import { type OptimizerId, optimizerIds } from '../optimizers/definition';
import { optimizerOf } from '../optimizers/registry';
import { type TaskId, taskIds } from '../tasks/definition';
import { taskOf } from '../tasks/registry';

export interface OptimizerSetting {
  readonly id: OptimizerId;
  readonly hyperparameters: Readonly<Record<string, FieldValue>>;
}

export interface Experiment {
  readonly task: { readonly id: TaskId; readonly options: Readonly<Record<string, FieldValue>> };
  readonly optimizers: readonly OptimizerSetting[];
  readonly epochs: number;
  readonly batchSize: number;
  readonly seeds: readonly number[];
  /** Whether the full training loss is computed every epoch: `auto` = where it is cheap. */
  readonly fullTrainLoss: 'auto' | 'always' | 'never';
}

export const limits = { epochs: 10_000, batchSize: 65_536, optimizers: 32, seeds: 20, runs: 100, seed: 2 ** 31 - 1 } as const;

const whole = (min: number, max: number) => {
  const error = `must be a whole number from ${min} to ${max}`;
  return z.number({ error }).check(z.int({ error }), z.gte(min, { error }), z.lte(max, { error }));
};

/** A value for a message: short, whatever came in. (`JSON.stringify` of a list that is nested deep enough overflows the stack.) */
function quoted(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  return typeof value === 'object' && value !== null ? (Array.isArray(value) ? 'a list' : 'an object') : String(value);
}

const idOf = <T extends string>(ids: readonly T[], what: string) =>
  z.custom<T>((value) => ids.includes(value as T), {
    error: (issue) => `unknown ${what} ${quoted(issue.input)} (known: ${ids.join(', ')})`,
  });

const keys = ['task', 'optimizers', 'epochs', 'batchSize', 'seeds', 'fullTrainLoss'];

const outline = z.strictObject(
  {
    task: z.strictObject(
      { id: idOf(taskIds, 'task'), options: z._default(z.record(z.string(), z.unknown(), { error: 'must be an object' }), {}) },
      { error: 'must be an object {"id", "options"}' },
    ),
    optimizers: z
      .array(
        z.strictObject(
          {
            id: idOf(optimizerIds, 'optimizer'),
            hyperparameters: z._default(z.record(z.string(), z.unknown(), { error: 'must be an object' }), {}),
          },
          { error: 'must be an object {"id", "hyperparameters"}' },
        ),
        { error: 'must be a list of optimizers' },
      )
      .check(
        z.minLength(1, { error: 'needs at least one optimizer' }),
        z.maxLength(limits.optimizers, { error: `at most ${limits.optimizers} optimizers` }),
      ),
    epochs: z.optional(whole(1, limits.epochs)),
    batchSize: z.optional(whole(1, limits.batchSize)),
    seeds: z._default(
      z.array(whole(0, limits.seed), { error: 'must be a list of whole numbers' }).check(
        z.minLength(1, { error: 'needs at least one seed' }),
        z.maxLength(limits.seeds, { error: `at most ${limits.seeds} seeds` }),
        z.refine((seeds) => new Set(seeds).size === seeds.length, { error: 'a seed appears twice' }),
      ),
      [1],
    ),
    fullTrainLoss: z._default(z.enum(['auto', 'always', 'never'], { error: 'must be "auto", "always" or "never"' }), 'auto'),
  },
  {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `unknown: ${quotedKeys(issue.keys)} (known: ${keys.join(', ')})`
        : 'an experiment must be a JSON object',
  },
);

function parseWith<T>(schema: z.ZodMiniType<T>, input: unknown, prefix: readonly PropertyKey[]): T {
  const parsed = safeParse(schema, input, true);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => ({ where: placeOf([...prefix, ...issue.path]), what: issue.message }));
  const first = problems[0] ?? { where: placeOf(prefix), what: 'is not valid' };
  const rest = problems.slice(1, 5).map((problem) => `${problem.where}: ${problem.what}`);
  throw new InputError(first.where, [first.what, ...rest].join('; '));
}

/** Counts the lists first: each entry that is wrong would be a problem of its own. */
function checkCounts(input: unknown): void {
  const { optimizers, seeds } = (input ?? {}) as { optimizers?: unknown; seeds?: unknown };
  if (Array.isArray(optimizers) && optimizers.length > limits.optimizers)
    throw new InputError('optimizers', `at most ${limits.optimizers} optimizers`);
  if (Array.isArray(seeds) && seeds.length > limits.seeds) throw new InputError('seeds', `at most ${limits.seeds} seeds`);
}

/**
 * Checks an experiment and fills in every default: of the task's options, each optimizer's hyperparameters, and the
 * task's published epochs and batch size.
 * @throws InputError naming the field (`optimizers[1].hyperparameters.eta`), what is wrong and what is allowed
 */
export function parseExperiment(input: unknown): Experiment {
  checkCounts(input);
  const parsed = parseWith(outline, input, []);
  const task = taskOf(parsed.task.id);
  const options = parseWith(fieldsSchema(task.fields), parsed.task.options, ['task', 'options']);
  const optimizers = parsed.optimizers.map((setting, index) => ({
    id: setting.id,
    hyperparameters: parseWith(fieldsSchema(optimizerOf(setting.id).fields), setting.hyperparameters, [
      'optimizers',
      index,
      'hyperparameters',
    ]),
  }));
  if (optimizers.length * parsed.seeds.length > limits.runs) {
    throw new InputError(
      'seeds',
      `${optimizers.length} optimizers × ${parsed.seeds.length} seeds is more than ${limits.runs} runs; use fewer`,
    );
  }
  return {
    task: { id: parsed.task.id, options },
    optimizers,
    epochs: parsed.epochs ?? task.defaults.epochs,
    batchSize: parsed.batchSize ?? task.defaults.batchSize,
    seeds: parsed.seeds,
    fullTrainLoss: parsed.fullTrainLoss,
  };
}
