/** Checks results that come from outside, and reads result files. Apart from what a result is: it is loaded when a file is opened. */
import * as z from 'zod';
import { backendNames } from '../engine/device-info';
import { InputError } from '../fields/input-error';
import { placeOf } from '../fields/place-of';
import { safeParse } from '../fields/safe-parse';
import { optimizerIds } from '../optimizers/definition';
import { taskIds } from '../tasks/definition';
import { type FollowedRole, originLabelLength, type RunStatus } from '../training/records';
import { type ExperimentResult, resultLimits, selectionMetrics } from './result';

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
  origin: z
    .object({ kind: idOf(['run', 'file'] as const, 'kind'), label: text(originLabelLength).nullable(), update: whole.nullable() })
    .nullable()
    .optional(),
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

/**
 * Checks a result that comes from outside. What the page does not know is dropped.
 * @param input parsed JSON
 * @throws InputError naming the field (`runs[3].epochs[0].seconds`) and what is wrong
 */
export function parseResult(input: unknown): ExperimentResult {
  const parsed = safeParse(resultSchema, input);
  if (!parsed.success) {
    const [first] = parsed.error.issues;
    throw new InputError(
      // Names in it may be as long as the file.
      placeOf(first?.path ?? []).slice(0, 200) || 'top level',
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
