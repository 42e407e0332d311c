/** Checkpoints as bytes, and back: whatever comes in is checked here before anything is made of it. */
import * as z from 'zod';
import { backendNames } from '../../engine/device-info';
import { InputError } from '../../fields/input-error';
import { safeParse } from '../../fields/safe-parse';
import { limits, parseExperiment } from '../experiment';
import { type FollowedRole, originLabelLength, type RunStatus } from '../records';
import { packed, unpacked } from './container';
import { messageLength, type SessionCheckpoint } from './session-checkpoint';

const roles = ['easiest', 'hardest', 'riser', 'faller', 'picked'] as const satisfies readonly FollowedRole[];
const statuses = ['waiting', 'running', 'paused', 'done', 'diverged', 'cancelled', 'failed'] as const satisfies readonly RunStatus[];

const most = { tensors: 2000, samples: 2000 } as const;

const number = z.number({ error: 'must be a number' });
const count = number.int({ error: 'must be a whole number' }).min(0, { error: 'must not be negative' });
const flag = z.boolean({ error: 'must be true or false' });
const text = (longest: number) => z.string({ error: 'must be text' }).max(longest, { error: `must have at most ${longest} characters` });
const hash = z.string({ error: 'must be text' }).regex(/^[0-9a-f]{8}$/, { error: 'must be 8 hex digits' });
const f32 = z.instanceof(Float32Array, { error: 'must be an array of float32' });
const f64 = z.instanceof(Float64Array, { error: 'must be an array of float64' });
const i32 = z.instanceof(Int32Array, { error: 'must be an array of int32' });

/** Lists and objects are counted before they are looked into. */
const listOf = <T extends z.ZodType>(item: T, longest: number) =>
  z
    .custom<unknown[]>((value) => Array.isArray(value) && value.length <= longest, { error: `must be a list of at most ${longest}` })
    .pipe(z.array(item));
const namedOf = <T extends z.ZodType>(item: T) =>
  z
    .custom<Record<string, unknown>>(
      (value) => typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length <= most.tensors,
      { error: `must be an object of at most ${most.tensors} entries` },
    )
    .pipe(z.record(text(200), item));

const trainer = z.object({
  epochs: count,
  updates: count,
  evaluations: count,
  seconds: number.min(0, { error: 'must not be negative' }),
  divergedAt: count.nullable(),
  next: count.nullable(),
  note: text(messageLength).nullable(),
  alive: flag,
  w: f32,
  state: namedOf(z.union([f32, i32], { error: 'must be an array of float32 or int32' })),
  carried: namedOf(f32),
  search: f64.refine((array) => array.length === 2, { error: 'must be two numbers' }).nullable(),
});

const sums = z.object({ samples: count, loss: number, updates: count, steps: count, stepSize: number, zero: count, capped: count });

const history = z.object({
  epochs: count.max(limits.epochs, { error: `must be at most ${limits.epochs}` }),
  updates: count,
  latest: z.object({ aov: f32, latest: f32, reached: f32 }).nullable(),
  before: f32,
  first: f32,
  peaks: f32,
  whole: z.object({ aovs: f32, losses: f32 }).nullable(),
  known: listOf(z.object({ sample: count, aov: f32, loss: f32 }), most.samples),
  chosen: listOf(z.object({ role: z.enum(roles, { error: 'must be a known role' }), sample: count }), roles.length),
  picked: i32,
  late: listOf(z.object({ sample: count, missing: count, aov: f32, loss: f32 }), most.samples),
});

const run = z.object({
  runId: text(40),
  seed: count,
  initialHash: hash,
  status: z.enum(statuses, { error: 'must be a known status' }),
  statusUpdate: count.nullable(),
  message: text(messageLength).nullable(),
  due: z.enum(['beginning', 'epoch'], { error: 'must be "beginning", "epoch" or null' }).nullable(),
  aovsUpdated: flag,
  trainer,
  recorder: z.object({ divergedAt: count.nullable(), read: count, sums, hash: number.int({ error: 'must be a whole number' }) }),
  history: history.nullable(),
});

const outline = z.object({
  version: z.literal(1, { error: 'must be 1: it was saved by another version of this program' }),
  experiment: z.unknown(),
  backend: z.enum(backendNames, { error: 'must be a known backend' }),
  task: z.object({ parameterCount: count, trainSize: count, validationSize: count, hash }),
  // Those written before files could be started from were of runs, whose names they lack.
  origin: z
    .object({
      kind: z.enum(['run', 'file'], { error: 'must be "run" or "file"' }).default('run'),
      label: text(originLabelLength).nullable().default(null),
      update: count.nullable(),
    })
    .nullable(),
  runs: listOf(run, limits.runs),
});

/**
 * A checkpoint as bytes.
 * @throws InputError where it is too large to be kept
 */
export function checkpointBytes(checkpoint: SessionCheckpoint): Uint8Array<ArrayBuffer> {
  return packed(checkpoint);
}

/**
 * The checkpoint in these bytes; its arrays are views of them. Whether it fits a task is seen when a session resumes from it.
 * @throws InputError naming what is wrong with them, and nothing else
 */
export function readCheckpoint(bytes: Uint8Array): SessionCheckpoint {
  const parsed = safeParse(outline, unpacked(bytes));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const where = ['checkpoint', ...(issue?.path ?? [])].map(String).join('.');
    throw new InputError(where.slice(0, 200), issue?.message ?? 'does not fit');
  }
  try {
    return { ...parsed.data, experiment: parseExperiment(parsed.data.experiment) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(`checkpoint.experiment.${error.where}`, error.what);
  }
}
