/**
 * A whole session as one JSON file, version 1: the experiment, the result as in RESULT.json, every update of every run, and weights where
 * they were at hand. It opens again; a file of one is untrusted until `readSession` has accepted it.
 */
import { z } from 'zod';
import { InputError } from '../../fields/input-error';
import { safeParse } from '../../fields/safe-parse';
import { parseResult } from '../../results/read-result';
import type { ExperimentResult } from '../../results/result';
import { type Experiment, parseExperiment } from '../../training/experiment';
import { checkTensors, type NamedTensor, sizeOfShape, weightLimits } from '../../training/named-tensors';
import { type UpdateColumn, updateColumns } from '../../training/records';
import type { UpdateColumns } from '../run-data';
import { base64Length, base64OfFloats, floatsOfBase64 } from './base64';
import { recordsOfJson, recordsSchema, recordsText, type SessionRecords } from './session-records';

export interface SessionFile {
  readonly experiment: Experiment;
  readonly result: ExperimentResult;
  /** Of each of the result's runs, in their order; null where none were kept. */
  readonly updates: readonly (UpdateColumns | null)[];
  /** Of each run; null where they were not at hand. */
  readonly weights: readonly (readonly NamedTensor[] | null)[];
  /** Of each run, what charts draw beside the result's numbers; missing in files of before. */
  readonly records?: readonly (SessionRecords | null)[];
}

export const sessionFormat = 'polyak-playground-session';
export const sessionVersion = 1;
/** Longest text that is read (JavaScript's own limit is not much beyond), and most updates of all runs together. */
export const sessionLimits = { characters: 500_000_000, updates: 20_000_000, runs: 5000 } as const;

const countOf = (columns: UpdateColumns) => columns.loss.length;

/** About how many characters the file has: what most of a large one is made of. */
export function charactersOf(updates: SessionFile['updates']): number {
  return updates.reduce((sum, columns) => sum + (columns ? updateColumns.length * base64Length(countOf(columns)) : 0), 1);
}

/** Numbers that are written at once; three of them fill whole characters. */
const numbersAPiece = 12_000;

/** Float32 numbers as base64, in pieces. */
function* base64Pieces(values: Float32Array): Generator<string, void, undefined> {
  for (let from = 0; from < values.length; from += numbersAPiece) yield base64OfFloats(values.subarray(from, from + numbersAPiece));
}

/**
 * The file in pieces, so that a large session is never one text: `new Blob([...sessionPieces(session)])`.
 * @throws RangeError where updates or weights are not of as many runs as the result has, or columns differ in length
 */
export function* sessionPieces({ experiment, result, updates, weights, records }: SessionFile): Generator<string, void, undefined> {
  if ([updates, weights, records ?? weights].some(({ length }) => length !== result.runs.length))
    throw new RangeError(`${result.runs.length} runs, but updates of ${updates.length} and weights of ${weights.length}`);
  const { runs, ...rest } = result;
  const about = { format: sessionFormat, version: sessionVersion, experiment, result: rest };
  // Run by run: its epochs may be many.
  yield `${JSON.stringify(about).slice(0, -2)},"runs":[`;
  for (const [i, run] of runs.entries()) yield `${i > 0 ? ',\n' : ''}${JSON.stringify(run)}`;
  yield ']},\n"updates":[';
  for (const [i, columns] of updates.entries()) {
    if (i > 0) yield ',\n';
    if (!columns) {
      yield 'null';
      continue;
    }
    const count = countOf(columns);
    yield `{"count":${count},"columns":{`;
    for (const [c, name] of updateColumns.entries()) {
      if (columns[name].length !== count) throw new RangeError(`run ${i + 1}: ${columns[name].length} of ${name} in ${count} updates`);
      yield `${c > 0 ? ',' : ''}"${name}":"`;
      yield* base64Pieces(columns[name]);
      yield '"';
    }
    yield '}}';
  }
  yield '],\n"weights":[';
  for (const [i, tensors] of weights.entries()) {
    if (i > 0) yield ',\n';
    if (!tensors) {
      yield 'null';
      continue;
    }
    checkTensors(tensors, `run ${i + 1}`);
    yield '[';
    for (const [t, { name, shape, values }] of tensors.entries()) {
      yield `${t > 0 ? ',' : ''}{"name":${JSON.stringify(name)},"shape":[${shape.join()}],"values":"`;
      yield* base64Pieces(values);
      yield '"}';
    }
    yield ']';
  }
  if (records) {
    yield '],\n"records":[';
    for (const [i, run] of records.entries()) yield `${i > 0 ? ',\n' : ''}${run ? recordsText(run) : 'null'}`;
  }
  yield ']}\n';
}

const whole = (most: number) =>
  z
    .number({ error: 'must be a number' })
    .int({ error: 'must be a whole number' })
    .min(0, { error: 'must not be negative' })
    .max(most, { error: `must be at most ${most}` });
const base64 = (most: number) => z.string({ error: 'must be text' }).max(base64Length(most), { error: 'is too long' });
const listOf = <T extends z.ZodType>(item: T, most: number) =>
  z.array(item, { error: 'must be a list' }).max(most, { error: `must have at most ${most} entries` });

const updatesSchema = z.object(
  {
    count: whole(sessionLimits.updates),
    columns: z.object(
      Object.fromEntries(updateColumns.map((name) => [name, base64(sessionLimits.updates)])) as Record<UpdateColumn, z.ZodString>,
      {
        error: 'must be an object',
      },
    ),
  },
  { error: 'must be an object {"count", "columns"} or null' },
);

const tensorSchema = z.object(
  {
    name: z.string({ error: 'must be text' }).max(weightLimits.name, { error: 'is too long' }),
    shape: listOf(whole(weightLimits.numbers), weightLimits.sizes),
    values: base64(weightLimits.numbers),
  },
  { error: 'must be an object {"name", "shape", "values"}' },
);

const fileSchema = z.object(
  {
    format: z.literal(sessionFormat, { error: `must be "${sessionFormat}": this is no session of this program` }),
    version: z.literal(sessionVersion, { error: `must be ${sessionVersion}; a newer file needs a newer version of this page` }),
    experiment: z.unknown(),
    result: z.unknown(),
    updates: listOf(updatesSchema.nullable(), sessionLimits.runs),
    weights: listOf(listOf(tensorSchema, weightLimits.tensors).nullable(), sessionLimits.runs),
    records: listOf(recordsSchema.nullable(), sessionLimits.runs).optional(),
  },
  { error: 'a session must be a JSON object' },
);

/** Says where in the file an experiment or a result is wrong. */
function within<T>(place: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(error.where ? `${place}.${error.where}` : place, error.what.endsWith('.') ? error.what : `${error.what}.`);
  }
}

const pathText = (path: readonly PropertyKey[]) =>
  path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '') || 'top level';

function parsed(text: string, name: string): z.infer<typeof fileSchema> {
  if (text.length > sessionLimits.characters)
    throw new InputError(name, `is longer than ${sessionLimits.characters / 1e6} million characters.`);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new InputError(name, `is not JSON: ${(error as Error).message.slice(0, 200)}.`);
  }
  const checked = safeParse(fileSchema, json);
  if (checked.success) return checked.data;
  const [first] = checked.error.issues;
  throw new InputError(`${name}, ${pathText(first?.path ?? [])}`, `${first?.message ?? 'is not valid'}.`);
}

/** Experiment and result must tell of the same runs, or charts would be drawn under wrong names. */
function checkSame(experiment: Experiment, result: ExperimentResult, name: string): void {
  if (experiment.task.id !== result.task.id)
    throw new InputError(`${name}, result.task.id`, `is ${result.task.id}, the experiment's is ${experiment.task.id}.`);
  result.runs.forEach(({ optimizer, seed }, i) => {
    if (!experiment.seeds.includes(seed) || !experiment.optimizers.some(({ id }) => id === optimizer))
      throw new InputError(`${name}, result.runs[${i}]`, `${optimizer} with seed ${seed} is none of the experiment's.`);
  });
}

/**
 * Reads a session's file.
 * @param name for messages
 * @throws InputError naming the place in the file, what is wrong there, and what is allowed
 */
export function readSession(text: string, name = 'the session'): SessionFile {
  const file = parsed(text, name);
  const experiment = within(`${name}, experiment`, () => parseExperiment(file.experiment));
  const result = within(`${name}, result`, () => parseResult(file.result));
  checkSame(experiment, result, name);
  const { length } = result.runs;
  for (const [key, list] of [
    ['updates', file.updates],
    ['weights', file.weights],
    ['records', file.records ?? file.weights],
  ] as const)
    if (list.length !== length) throw new InputError(`${name}, ${key}`, `has ${list.length} entries for ${length} runs.`);
  const total = file.updates.reduce((sum, run) => sum + (run?.count ?? 0), 0);
  if (total > sessionLimits.updates)
    throw new InputError(`${name}, updates`, `there are ${total} updates; the limit is ${sessionLimits.updates}.`);
  const updates = file.updates.map((run, i) => {
    if (!run) return null;
    const entries = updateColumns.map((column) => [
      column,
      floatsOfBase64(run.columns[column], run.count, `${name}, updates[${i}].columns.${column}`),
    ]);
    return Object.fromEntries(entries) as UpdateColumns;
  });
  let numbers = 0;
  const weights = file.weights.map((tensors, i) => {
    if (!tensors) return null;
    const where = `${name}, weights[${i}]`;
    const read = tensors.map(({ name: tensor, shape, values }): NamedTensor => {
      const size = sizeOfShape(shape);
      numbers += size;
      if (!(numbers <= weightLimits.numbers))
        throw new InputError(where, `up to here more than ${weightLimits.numbers} numbers, the limit.`);
      return { name: tensor, shape, values: floatsOfBase64(values, size, `${where}, tensor ${JSON.stringify(tensor)}`) };
    });
    checkTensors(read, where);
    return read;
  });
  const records = file.records?.map((run, i) => {
    if (!run) return null;
    const { epochs } = result.runs[i]!;
    for (const [key, list] of Object.entries(run))
      if (list.length !== epochs.length)
        throw new InputError(`${name}, records[${i}].${key}`, `has ${list.length} entries for ${epochs.length} epochs.`);
    return recordsOfJson(run);
  });
  return { experiment, result, updates, weights, ...(records ? { records } : {}) };
}
