/**
 * What is kept of a session, and the checks that it passes when it is read again: a record is not trusted because it comes from the browser's
 * storage.
 */
import * as z from 'zod';
import type { DeviceInfo, Stepping } from '../../engine/device-info';
import { InputError } from '../../fields/input-error';
import { safeParse } from '../../fields/safe-parse';
import { deviceSchema } from '../../results/read-result';
import { type Experiment, limits, parseExperiment } from '../../training/experiment';
import type { UpdateBlock } from '../../training/records';
import { aovQuantiles, histogramBins, originLabelLength, updateWidth } from '../../training/records';
import type { ConfusionEntry, EpochEntry, FollowedEntry, MapEntry, RunInfo, RunStatusChange, TaskInfo } from '../../worker/protocol';
import { unpacked } from './packed';
import type { KeptStatus } from './store';

/** Longest name of a session, and longest message. */
export const nameLength = 120;
const messageLength = 4000;

/** How far a run had come: updates, and the last epoch whose record there is; −1 before that of epoch 0. */
export interface RunPlace {
  readonly runId: string;
  readonly updates: number;
  readonly epochs: number;
}

/** What belongs to a checkpoint beside its bytes. */
export interface CheckpointHead {
  readonly at: readonly RunPlace[];
  /** As the runs stood. */
  readonly statuses: readonly RunStatusChange[];
  /** Size of the checkpoint. */
  readonly bytes: number;
}

/** The head of a session: all but its records. */
export interface Head {
  readonly version: 1;
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly changedAt: number;
  readonly status: KeptStatus;
  readonly message: string | null;
  readonly experiment: Experiment;
  readonly looks: readonly { readonly color: string; readonly dash: string | null }[];
  readonly device: DeviceInfo | null;
  readonly stepping: Stepping;
  /** Its runs began with another run's weights: without a checkpoint it cannot be made again. */
  readonly forked: boolean;
  readonly epoch: number;
  /** Of all that is stored of it, without this head. */
  readonly bytes: number;
  /** Chunks of records written so far. */
  readonly chunks: number;
  readonly checkpoint: CheckpointHead | null;
  /** As the runs stood when the head was written. */
  readonly statuses: readonly RunStatusChange[];
}

/** What the worker said when the session was prepared. */
export interface Prepared {
  readonly task: TaskInfo;
  readonly runs: readonly RunInfo[];
}

/** Records, as they came: of each run the updates and the epochs that follow those of the chunk before. */
export interface Chunk {
  readonly updates: readonly UpdateBlock[];
  readonly epochs: readonly EpochEntry[];
}

/** What only the latest is worth keeping of. */
export interface Latest {
  readonly followed: readonly FollowedEntry[];
  readonly maps: readonly MapEntry[];
  readonly confusions: readonly ConfusionEntry[];
}

const number = z.number();
const count = z.int().min(0);
const text = (most: number) => z.string().max(most);
const runId = text(100).min(1);
const orNull = number.nullable();
const runStatus = z.enum(['waiting', 'running', 'paused', 'done', 'diverged', 'cancelled', 'failed']);
const f32 = z.instanceof(Float32Array);
const u8 = z.instanceof(Uint8Array);
const hash = z.string().regex(/^[0-9a-f]{1,16}$/);
/** Statistics may be NaN or infinite where training diverged; zod's numbers are finite. */
const anyNumber = z.custom<number>((value) => typeof value === 'number');

const places = z.array(z.object({ runId, updates: count, epochs: z.int().min(-1) })).max(limits.runs);
const statuses = z
  .array(z.object({ runId, status: runStatus, update: count.nullable(), message: text(messageLength).nullable() }))
  .max(limits.runs);

const headSchema = z.object({
  version: z.literal(1),
  id: text(100).min(1),
  name: text(nameLength),
  createdAt: number,
  changedAt: number,
  status: z.enum(['under-way', 'done', 'cancelled', 'failed']),
  message: text(messageLength).nullable(),
  experiment: z.unknown(),
  looks: z.array(
    z.object({
      color: z.string().regex(/^var\(--run-(accent|\d{1,2})\)$/),
      dash: z
        .string()
        .regex(/^[\d. ]{1,20}$/)
        .nullable(),
    }),
  ),
  device: deviceSchema.nullable(),
  stepping: z.enum(['recorded', 'eager']),
  forked: z.boolean(),
  epoch: count,
  bytes: count,
  chunks: count,
  checkpoint: z.object({ at: places, statuses, bytes: count }).nullable(),
  statuses,
});

const names = z.array(text(200)).max(10_000).nullable();
const preparedSchema = z.object({
  task: z.object({
    trainSize: count,
    validationSize: count,
    parameterCount: count,
    batchesPerEpoch: number.min(0),
    floor: orNull,
    hasAccuracy: z.boolean(),
    scene: z.object({ side: count, extent: number, points: f32, labels: u8, flipped: u8 }).nullable(),
    gallery: z
      .object({
        kind: z.enum(['pictures', 'texts']),
        width: count,
        height: count,
        classNames: z.array(text(200)).max(10_000),
        labels: z.instanceof(Int32Array).nullable(),
        flipped: u8.nullable(),
      })
      .nullable(),
    classNames: names,
    canGenerate: z.boolean(),
  }),
  runs: z
    .array(
      z.object({
        runId,
        optimizer: z.unknown(),
        optimizerIndex: count,
        seed: count,
        initialHash: hash,
        // Those kept before files could be started from were of runs, whose names were not kept.
        forkedFrom: z
          .object({
            kind: z.enum(['run', 'file']).default('run'),
            label: text(originLabelLength).nullable().default(null),
            update: count.nullable(),
          })
          .nullable()
          .optional(),
      }),
    )
    .min(1)
    .max(limits.runs),
});

const epochRecord = z.object({
  epoch: count,
  update: count,
  trainLoss: anyNumber.nullable(),
  fullTrainLoss: anyNumber.nullable(),
  validationLoss: anyNumber.nullable(),
  validationAccuracy: anyNumber.nullable(),
  meanStepSize: anyNumber.nullable(),
  weightNorm: anyNumber,
  zeroShare: anyNumber.nullable(),
  insideShare: anyNumber.nullable(),
  cappedShare: anyNumber.nullable(),
  evaluations: count,
  seconds: number,
  aov: z
    .object({
      mean: anyNumber,
      quantiles: z.array(anyNumber).length(aovQuantiles.length),
      reachedShare: anyNumber.nullable(),
      updated: z.boolean(),
    })
    .nullable(),
});

const followed = z.array(
  z.object({ sample: count, role: z.enum(['easiest', 'hardest', 'riser', 'faller', 'picked']), aov: f32, loss: f32 }),
);

const chunkSchema = z.object({
  updates: z
    .array(
      z.object({
        runId,
        first: count.min(1),
        rows: f32.refine((rows) => rows.length % updateWidth === 0, { error: 'must be whole rows' }),
      }),
    )
    .max(limits.runs),
  epochs: z.array(
    z.object({
      runId,
      record: epochRecord,
      batchHash: hash,
      followed: z.null(),
      histogram: z
        .object({
          min: anyNumber,
          max: anyNumber,
          counts: z
            .instanceof(Uint32Array)
            .refine((counts) => counts.length === histogramBins, { error: `must have ${histogramBins} bins` }),
        })
        .nullable(),
    }),
  ),
});

const latestSchema = z.object({
  followed: z.array(z.object({ runId, followed })).max(limits.runs),
  maps: z.array(z.object({ runId, epoch: count, values: u8 })).max(limits.runs),
  confusions: z.array(z.object({ runId, epoch: count, counts: f32 })).max(limits.runs),
});

function checked<T>(schema: z.ZodType<T>, bytes: unknown, where: string): T {
  const parsed = safeParse(schema, unpacked(bytes, where));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = issue?.path.map(String).join('.').slice(0, 200);
  throw new InputError(
    where,
    `${field ? `${field}: ` : ''}${issue?.message ?? 'does not fit'}; it was saved by another version of this page`,
  );
}

function experimentOf({ experiment }: { readonly experiment?: unknown }, where: string): Experiment {
  try {
    return parseExperiment(experiment);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(`${where}, ${['experiment', error.where].filter(Boolean).join('.')}`, error.what);
  }
}

/** @throws InputError saying what is wrong with it */
export function readHead(bytes: unknown): Head {
  const where = 'The head of a kept run';
  const head = checked(headSchema, bytes, where);
  const experiment = experimentOf(head, where);
  if (head.looks.length !== experiment.optimizers.length) throw new InputError(where, 'it does not have a look for each optimizer');
  return { ...head, experiment };
}

/** @throws InputError saying what is wrong with it, or with a run's optimizer */
export function readPrepared(bytes: unknown, experiment: Experiment): Prepared {
  const where = 'What is kept of the task';
  const { task, runs } = checked(preparedSchema, bytes, where);
  return {
    task,
    // An optimizer is the experiment's, which has been checked; the copy in the record is not needed.
    runs: runs.map((run) => {
      const optimizer = experiment.optimizers[run.optimizerIndex];
      if (!optimizer) throw new InputError(where, `${run.runId} is of an optimizer that the experiment does not have`);
      return { ...run, optimizer, forkedFrom: run.forkedFrom ?? null };
    }),
  };
}

/** @throws InputError saying what is wrong with it */
export function readChunk(bytes: unknown, where: string): Chunk {
  return checked(chunkSchema, bytes, where);
}

/** @throws InputError saying what is wrong with it */
export function readLatest(bytes: unknown): Latest {
  return checked(latestSchema, bytes, 'The latest pictures of a kept run');
}
