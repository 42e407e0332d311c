/**
 * The result of an experiment as JSON: what the command line writes, the page saves and opens again, and every chart of finished
 * runs is drawn from. A file of one is untrusted until `parseResult` has accepted it.
 */
import { z } from 'zod';
import { backendNames, type DeviceInfo } from '../engine/device-info';
import type { FieldValue } from '../fields/field';
import { InputError } from '../fields/input-error';
import { type OptimizerId, optimizerIds } from '../optimizers/definition';
import { type TaskId, taskIds } from '../tasks/definition';
import type { EpochRecord, FollowedRole, RunStatus } from '../training/records';

/** What is known after an epoch; epoch 0 is before training. */
export interface EpochResult extends Omit<EpochRecord, 'aov'> {
  readonly meanAov: number | null;
  /** Share of samples that the last AOV update found reached; null before the first update or without AOVs. */
  readonly reachedShare: number | null;
  /** Whether the AOVs were updated at the end of this epoch; null without AOVs. */
  readonly aovUpdated: boolean | null;
}

/** One followed sample of a run (AALIG): an entry an epoch, from epoch 1; null where nothing was kept of it. */
export interface FollowedResult {
  readonly sample: number;
  readonly role: FollowedRole;
  readonly aov: readonly (number | null)[];
  readonly loss: readonly (number | null)[];
}

export interface RunResult {
  readonly optimizer: OptimizerId;
  readonly hyperparameters: Readonly<Record<string, FieldValue>>;
  readonly seed: number;
  readonly status: RunStatus;
  /** Update of a divergence or failure, else null. */
  readonly statusUpdate: number | null;
  readonly message: string | null;
  /** Hash of the initial weights, 8 hex digits. */
  readonly initialHash: string;
  /** Hash of all sample numbers met, 8 hex digits; null before the first epoch. */
  readonly batchHash: string | null;
  readonly epochs: readonly EpochResult[];
  /** The followed samples (AALIG), else empty. */
  readonly followed: readonly FollowedResult[];
}

/** A mean over seeds. */
export interface Spread {
  readonly mean: number;
  /** Sample standard deviation (n − 1); 0 for a single seed. */
  readonly sd: number;
  /** Seeds that have the number. */
  readonly count: number;
}

/** The best setting of a method, chosen on validation data (`best.ts`). */
export interface BestRow {
  readonly optimizer: OptimizerId;
  readonly hyperparameters: Readonly<Record<string, FieldValue>>;
  readonly selectedBy: SelectionMetric;
  /** The number that it was chosen by. */
  readonly value: Spread | null;
  readonly trainLoss: Spread | null;
  readonly validationLoss: Spread | null;
  /** After the last epoch, in [0, 1]. */
  readonly validationAccuracy: Spread | null;
  /** In the best epoch of each run. */
  readonly bestValidationAccuracy: Spread | null;
  /** Batch evaluations of a run. */
  readonly evaluations: Spread | null;
  readonly seeds: readonly number[];
  /** Runs of this setting that diverged or failed. */
  readonly failures: number;
  /** Settings of this method that were compared, and how many of those had a run that diverged or failed. */
  readonly compared: number;
  readonly comparedFailed: number;
}

export const selectionMetrics = ['validationAccuracy', 'validationLoss', 'trainLoss'] as const;
/** By what the best setting of a method is chosen: validation accuracy in the best epoch, or a loss after the last one. */
export type SelectionMetric = (typeof selectionMetrics)[number];

export interface ExperimentResult {
  readonly task: {
    readonly id: TaskId;
    readonly options: Readonly<Record<string, FieldValue>>;
    /** Smallest possible training loss, where it is known. */
    readonly floor: number | null;
  };
  /** Planned epochs. */
  readonly epochs: number;
  readonly batchSize: number;
  readonly trainSize: number;
  readonly validationSize: number;
  readonly device: DeviceInfo;
  readonly runs: readonly RunResult[];
  /** A row a method, for sweeps. */
  readonly best?: readonly BestRow[];
}

/** Largest result file that is read, in bytes, and most runs and epochs of a run in one. */
export const resultLimits = { bytes: 200_000_000, runs: 5000, epochs: 10_001, followed: 100 } as const;

const number = z.number({ error: 'must be a number' });
const orNull = number.nullable();
const whole = number.int({ error: 'must be a whole number' }).min(0, { error: 'must not be negative' });
const text = (most: number) => z.string({ error: 'must be text' }).max(most, { error: `must have at most ${most} characters` });
const hash = z.string({ error: 'must be text' }).regex(/^[0-9a-f]{1,16}$/, { error: 'must be a hash in hex digits' });
const values = z.record(
  text(60),
  z.union([text(2000), number, z.boolean(), z.null()], { error: 'must be a number, text, true, false or null' }),
  {
    error: 'must be an object',
  },
);
const listOf = <T extends z.ZodType>(item: T, most: number) =>
  z.array(item, { error: 'must be a list' }).max(most, { error: `must have at most ${most} entries` });
const idOf = <T extends string>(ids: readonly T[], what: string) =>
  z.custom<T>((value) => ids.includes(value as T), { error: `must be a known ${what} (${ids.join(', ')})` });

const epochSchema = z.object({
  epoch: whole,
  update: whole,
  trainLoss: orNull,
  fullTrainLoss: orNull,
  validationLoss: orNull,
  validationAccuracy: orNull,
  meanStepSize: orNull,
  weightNorm: orNull.transform((value) => value ?? Number.NaN),
  zeroShare: orNull,
  insideShare: orNull,
  cappedShare: orNull,
  evaluations: whole,
  seconds: number,
  meanAov: orNull,
  reachedShare: orNull,
  // Results written before it was recorded lack it.
  aovUpdated: z.boolean().nullable().default(null),
});

const roles = ['easiest', 'hardest', 'riser', 'faller', 'picked'] as const satisfies readonly FollowedRole[];
const statuses = ['waiting', 'running', 'paused', 'done', 'diverged', 'cancelled', 'failed'] as const satisfies readonly RunStatus[];

export const runSchema = z.object({
  optimizer: idOf(optimizerIds, 'optimizer'),
  hyperparameters: values,
  seed: whole,
  status: idOf(statuses, 'status'),
  statusUpdate: whole.nullable(),
  message: text(4000).nullable(),
  initialHash: hash,
  batchHash: hash.nullable(),
  epochs: listOf(epochSchema, resultLimits.epochs).refine(
    (epochs) => epochs.every(({ epoch }, i) => i === 0 || epoch > epochs[i - 1]!.epoch),
    { error: 'the epochs must be in order' },
  ),
  followed: listOf(
    z.object({
      sample: whole,
      role: idOf(roles, 'role'),
      aov: listOf(orNull, resultLimits.epochs),
      loss: listOf(orNull, resultLimits.epochs),
    }),
    resultLimits.followed,
  ).default([]),
});

const spread = z.object({ mean: number, sd: number, count: whole }).nullable();

const bestSchema = z.object({
  optimizer: idOf(optimizerIds, 'optimizer'),
  hyperparameters: values,
  selectedBy: idOf(selectionMetrics, 'metric'),
  value: spread,
  trainLoss: spread,
  validationLoss: spread,
  validationAccuracy: spread,
  bestValidationAccuracy: spread,
  evaluations: spread,
  seeds: listOf(whole, 1000),
  failures: whole,
  compared: whole,
  comparedFailed: whole,
});

export const deviceSchema = z.object({
  requested: idOf(['auto', ...backendNames] as const, 'backend'),
  backend: idOf(backendNames, 'backend'),
  adapter: text(300).nullable(),
  software: z.boolean(),
  limits: z.object({ buffer: number, binding: number }).nullable(),
  reason: text(2000),
  trial: listOf(z.object({ backend: idOf(backendNames, 'backend'), milliseconds: number }), 10),
});

const resultSchema = z.object(
  {
    task: z.object(
      { id: idOf(taskIds, 'task'), options: values, floor: orNull },
      { error: 'must be an object {"id", "options", "floor"}' },
    ),
    // Results written before it was recorded lack it: then the longest run tells.
    epochs: whole.optional(),
    batchSize: whole.min(1, { error: 'must be at least 1' }),
    trainSize: whole,
    validationSize: whole,
    device: deviceSchema,
    runs: listOf(runSchema, resultLimits.runs),
    best: listOf(bestSchema, 100).optional(),
  },
  { error: 'a result must be a JSON object' },
);

function pathOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (place, part) => (typeof part === 'number' ? `${place}[${part}]` : place ? `${place}.${String(part)}` : String(part)),
    '',
  );
}

/**
 * Checks a result that comes from outside. What the page does not know is dropped.
 * @param input parsed JSON
 * @throws InputError naming the field (`runs[3].epochs[0].seconds`) and what is wrong
 */
export function parseResult(input: unknown): ExperimentResult {
  const parsed = resultSchema.safeParse(input);
  if (!parsed.success) {
    const [first] = parsed.error.issues;
    throw new InputError(
      pathOf(first?.path ?? []) || 'top level',
      `${first?.message ?? 'is not valid'}; this is no result of this program`,
    );
  }
  const { epochs, best, ...rest } = parsed.data;
  const longest = Math.max(0, ...rest.runs.map((run) => run.epochs.at(-1)?.epoch ?? 0));
  return { ...rest, epochs: epochs ?? longest, ...(best ? { best } : {}) };
}

/**
 * Reads a result file.
 * @param name for messages
 * @throws InputError where the text is no JSON, or no result
 */
export function readResult(name: string, content: string): ExperimentResult {
  if (content.length > resultLimits.bytes) throw new InputError(name, `is larger than ${resultLimits.bytes / 1e6} MB`);
  let json: unknown;
  try {
    json = JSON.parse(content);
  } catch (error) {
    throw new InputError(name, `is not JSON: ${(error as Error).message}`);
  }
  try {
    return parseResult(json);
  } catch (error) {
    if (error instanceof InputError) throw new InputError(`${name}, ${error.where}`, error.what);
    throw error;
  }
}

/** A result as the text of a file. Numbers that are none are `null`, as everywhere in JSON. */
export function resultText(result: ExperimentResult): string {
  return `${JSON.stringify(result, null, 1)}\n`;
}
