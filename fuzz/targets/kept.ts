/** What is kept: checkpoints, records of sessions, data sets. All have checksums; most inputs get right ones, as an attacker's would. */
import { Crc32 } from '../../src/datasets/formats/crc32';
import { openPacked, packSet } from '../../src/datasets/packed-set';
import { type ImageSet, type ParsedSet, pixelsInMemory, type ReviewSet, type TextSet } from '../../src/datasets/parsed-set';
import { fileOfBytes } from '../../src/datasets/source';
import { InputError } from '../../src/fields/input-error';
import type { Random } from '../../src/random/random';
import { RollingHash } from '../../src/random/random';
import { packed } from '../../src/state/kept/packed';
import { merged } from '../../src/state/kept/records';
import {
  type Chunk,
  type Head,
  type Latest,
  type Prepared,
  readChunk,
  readHead,
  readLatest,
  readPrepared,
} from '../../src/state/kept/schema';
import { checkpointBytes, readCheckpoint } from '../../src/training/checkpoint/checkpoint-file';
import { placesOf, type RunCheckpoint, type SessionCheckpoint } from '../../src/training/checkpoint/session-checkpoint';
import { parseExperiment } from '../../src/training/experiment';
import { aovQuantiles, histogramBins, updateWidth } from '../../src/training/records';
import { chance, pick } from '../draw';
import { concatenated, mutatedBytes } from '../mutate-bytes';
import { mutatedJson } from '../mutate-json';
import { type Target, targetOf } from '../target';
import { isSound } from './soundness';

/** A container: where its header begins, its length and checksum stand, and what the checksum leaves out. */
interface Layout {
  readonly headerAt: number;
  readonly lengthAt: number;
  readonly checksumAt: number;
  /** First byte that the checksum is over; its own four bytes are never. */
  readonly summedFrom: number;
}
const checkpointLayout: Layout = { headerAt: 24, lengthAt: 16, checksumAt: 12, summedFrom: 0 };
const recordLayout: Layout = { headerAt: 16, lengthAt: 8, checksumAt: 4, summedFrom: 8 };

const aligned = (length: number) => Math.ceil(length / 8) * 8;

function signed(bytes: Uint8Array, { checksumAt, summedFrom }: Layout): Uint8Array {
  if (bytes.length < checksumAt + 4) return bytes;
  const crc = new Crc32();
  if (summedFrom < checksumAt) crc.add(bytes.subarray(summedFrom, checksumAt));
  crc.add(bytes.subarray(Math.max(summedFrom, checksumAt + 4)));
  new DataView(bytes.buffer, bytes.byteOffset).setUint32(checksumAt, crc.value, true);
  return bytes;
}

/** A container whose header, numbers, or bytes as they come were mutated. */
function mutatedContainer(random: Random, original: Uint8Array, layout: Layout): Uint8Array {
  const kind = random.below(10);
  if (kind === 0) return mutatedBytes(random, original);
  if (kind < 3) return signed(mutatedBytes(random, original), layout);
  const { headerAt, lengthAt } = layout;
  const length = new DataView(original.buffer, original.byteOffset).getUint32(lengthAt, true);
  const header = new TextDecoder().decode(original.subarray(headerAt, headerAt + length));
  const rest = original.subarray(headerAt + aligned(length));
  const text = new TextEncoder().encode(mutatedJson(random, JSON.parse(header)));
  const filled = new Uint8Array(aligned(text.length));
  filled.set(text);
  const bytes = concatenated(original.subarray(0, headerAt), filled, chance(random, 0.1) ? mutatedBytes(random, rest) : rest);
  new DataView(bytes.buffer).setUint32(lengthAt, text.length, true);
  return signed(bytes, layout);
}

const floats = (...values: readonly number[]) => Float32Array.from(values);

function checkpoint(): SessionCheckpoint {
  const experiment = parseExperiment({
    task: { id: 'matrix-factorization' },
    optimizers: [{ id: 'aalig' }, { id: 'adam' }, { id: 'sls-armijo' }],
    epochs: 5,
  });
  const run = (nth: number, rest: Partial<RunCheckpoint>): RunCheckpoint => ({
    runId: `run-${nth}`,
    seed: 1,
    initialHash: '0123abcd',
    status: 'running',
    statusUpdate: null,
    message: null,
    due: null,
    aovsUpdated: false,
    trainer: {
      epochs: 2,
      updates: 5,
      evaluations: 7,
      seconds: 0.25,
      divergedAt: null,
      next: 1,
      note: null,
      alive: true,
      w: floats(1, 2, 3, 4, 5),
      state: { m: floats(1, 2, 3, 4, 5), t: Int32Array.of(5) },
      carried: { mean: floats(0.5) },
      search: null,
    },
    recorder: {
      divergedAt: null,
      read: 5,
      sums: { samples: 3, loss: 1.5, updates: 1, steps: 1, stepSize: 0.1, zero: 0, capped: 1 },
      hash: 123456,
    },
    history: null,
    ...rest,
  });
  const search = run(3, { due: 'epoch' });
  return {
    version: 1,
    experiment,
    backend: 'wasm',
    task: { parameterCount: 5, trainSize: 4, validationSize: 2, hash: 'abcdef01' },
    origin: null,
    runs: [
      run(1, {
        history: {
          epochs: 2,
          updates: 1,
          latest: { aov: floats(1, 2, 3, 4), latest: floats(1, 2, 3, 4), reached: floats(0, 1, 0, 1) },
          before: floats(1, 2, 3, 4),
          first: floats(1, 2),
          peaks: floats(3, 4),
          whole: { aovs: floats(1, 2, 3, 4), losses: floats(4, 3, 2, 1) },
          known: [{ sample: 1, aov: floats(1, 2), loss: floats(2, 1) }],
          chosen: [{ role: 'hardest', sample: 1 }],
          picked: Int32Array.of(2),
          late: [{ sample: 2, missing: 1, aov: floats(1), loss: floats(1) }],
        },
      }),
      run(2, { status: 'failed', statusUpdate: 5, message: 'the loss is not finite' }),
      { ...search, trainer: { ...search.trainer, search: Float64Array.of(0.5, 0.25) } },
    ],
  };
}

function records() {
  const experiment = parseExperiment({ task: { id: 'rbf' }, optimizers: [{ id: 'aalig' }, { id: 'sgd' }], epochs: 2 });
  const places = [1, 2].map((nth) => ({ runId: `run-${nth}`, updates: 3, epochs: 1 }));
  const statuses = [1, 2].map((nth) => ({ runId: `run-${nth}`, status: 'running' as const, update: null, message: null }));
  const head: Head = {
    version: 1,
    id: 'a-1',
    name: 'RBF · AALIG',
    createdAt: 1.7e12,
    changedAt: 1.7e12,
    status: 'under-way',
    message: null,
    experiment,
    looks: [
      { color: 'var(--run-accent)', dash: null },
      { color: 'var(--run-3)', dash: '4 2' },
    ],
    device: { requested: 'auto', backend: 'wasm', adapter: null, software: false, limits: null, reason: 'made by hand', trial: [] },
    stepping: 'recorded',
    forked: false,
    epoch: 1,
    bytes: 1000,
    chunks: 2,
    checkpoint: { at: places, statuses, bytes: 500 },
    statuses,
  };
  const prepared: Prepared = {
    task: {
      trainSize: 4,
      validationSize: 2,
      parameterCount: 5,
      batchesPerEpoch: 3,
      floor: null,
      hasAccuracy: true,
      scene: { side: 2, extent: 1, points: floats(0, 1, 1, 0), labels: Uint8Array.of(0, 1), flipped: Uint8Array.of(0, 0) },
      gallery: { kind: 'pictures', width: 2, height: 2, classNames: ['a', 'b'], labels: Int32Array.of(0, 1, 0, 1), flipped: null },
      classNames: ['a', 'b'],
      canGenerate: false,
    },
    runs: experiment.optimizers.map((optimizer, i) => ({
      runId: `run-${i + 1}`,
      optimizer,
      optimizerIndex: i,
      seed: 1,
      initialHash: '0123abcd',
      forkedFrom: null,
    })),
  };
  const chunk = (from: number): Chunk => ({
    updates: [1, 2].map((nth) => ({
      runId: `run-${nth}`,
      first: 3 * from + 1,
      rows: Float32Array.from({ length: 3 * updateWidth }, (_, i) => i / nth),
    })),
    epochs: [
      {
        runId: 'run-1',
        record: {
          epoch: from,
          update: 3 * from,
          trainLoss: from === 0 ? null : Number.NaN,
          fullTrainLoss: null,
          validationLoss: 1,
          validationAccuracy: 0.5,
          meanStepSize: null,
          weightNorm: Number.POSITIVE_INFINITY,
          zeroShare: null,
          insideShare: null,
          cappedShare: null,
          evaluations: 3 * from,
          seconds: 0.5,
          aov: { mean: 1, quantiles: aovQuantiles.map(() => 1), reachedShare: null, updated: false },
        },
        batchHash: '12',
        followed: null,
        histogram: { min: 0, max: 1, counts: new Uint32Array(histogramBins) },
      },
    ],
  });
  const latest: Latest = {
    followed: [{ runId: 'run-1', followed: [{ sample: 1, role: 'picked', aov: floats(1), loss: floats(2) }] }],
    maps: [{ runId: 'run-1', epoch: 1, values: Uint8Array.of(1, 2, 3, 4) }],
    confusions: [{ runId: 'run-1', epoch: 1, counts: floats(1, 0, 0, 1) }],
  };
  return { experiment, head, prepared, chunks: [chunk(0), chunk(1)] as const, latest };
}

/** A kept data set as one run of bytes: the length of the header, the header as JSON, the payload. */
async function packedSample(set: ImageSet | ReviewSet | TextSet) {
  const { header, chunks } = await packSet(set);
  const pieces: Uint8Array[] = [];
  for await (const chunk of chunks) pieces.push(chunk.slice());
  return { header, payload: concatenated(...pieces) };
}

async function packedSamples() {
  const images: ImageSet = {
    kind: 'images',
    id: 'mnist',
    name: 'made up',
    height: 2,
    width: 3,
    channels: 1,
    classNames: ['0', '1'],
    train: {
      pixels: pixelsInMemory(
        Uint8Array.from({ length: 30 }, (_, i) => i),
        6,
      ),
      labels: Int32Array.of(0, 1, 0, 1, 1),
    },
    test: {
      pixels: pixelsInMemory(
        Uint8Array.from({ length: 12 }, (_, i) => i),
        6,
      ),
      labels: Int32Array.of(1, 0),
    },
  };
  const reviews: ReviewSet = {
    kind: 'reviews',
    id: 'imdb',
    name: 'made up',
    train: { texts: ['good', 'bad, µ', ''], labels: Uint8Array.of(1, 0, 0) },
    test: null,
  };
  return Promise.all([
    packedSample(images),
    packedSample(reviews),
    packedSample({ kind: 'text', id: 'tolstoi', name: 'made up', text: 'a text\n'.repeat(9) }),
  ]);
}

const headerBytes = 4;

function mutatedKeptSet(random: Random, { header, payload }: Awaited<ReturnType<typeof packedSample>>): Uint8Array {
  const content = chance(random, 0.5) ? mutatedBytes(random, payload) : payload;
  let known: unknown = header;
  if (chance(random, 0.7)) {
    // The sections of the header, with the lengths and checksums that the changed payload has.
    let at = 0;
    const sections = header.sections.map((section, i) => {
      const bytes = i === header.sections.length - 1 ? Math.max(0, content.length - at) : section.bytes;
      const hash = new RollingHash();
      hash.update(content.subarray(at, at + bytes));
      at += bytes;
      return { ...section, bytes, checksum: hash.digest() };
    });
    known = { ...header, sections };
  }
  const text = new TextEncoder().encode(chance(random, 0.5) ? mutatedJson(random, known) : JSON.stringify(known));
  const length = new Uint8Array(headerBytes);
  new DataView(length.buffer).setUint32(0, text.length, true);
  return concatenated(length, text, content);
}

async function readKeptSet(bytes: Uint8Array): Promise<ParsedSet> {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  let header: unknown;
  try {
    // The page keeps the header as an object: the text is only how inputs are saved here.
    header = JSON.parse(new TextDecoder().decode(bytes.subarray(headerBytes, headerBytes + length)));
  } catch {
    throw new InputError('kept', 'is not JSON');
  }
  const payload = fileOfBytes('kept', bytes.subarray(headerBytes + length));
  // Pixels that stay in the file, too.
  const set = await openPacked(header, payload, bytes.length % 2 === 0 ? 1e9 : 10);
  if (set.kind === 'images') await set.train.pixels.read(set.train.labels.map((_, i) => i).subarray(0, 3));
  return set;
}

export async function keptTargets(): Promise<readonly Target[]> {
  const saved = checkpointBytes(checkpoint());
  const { experiment, head, prepared, chunks, latest } = records();
  const [headBytes, preparedBytes, latestBytes] = [packed(head), packed(prepared), packed(latest)];
  const chunkBytes = chunks.map(packed);
  const sets = await packedSamples();
  return [
    targetOf(
      'checkpoint',
      (random) => mutatedContainer(random, saved, checkpointLayout),
      readCheckpoint,
      (read) => placesOf(read).length === read.runs.length && checkpointBytes(read).length > 0,
    ),
    targetOf('kept-head', (random) => mutatedContainer(random, headBytes, recordLayout), readHead),
    targetOf(
      'kept-task',
      (random) => mutatedContainer(random, preparedBytes, recordLayout),
      (bytes) => readPrepared(bytes, experiment),
    ),
    targetOf(
      'kept-records',
      (random) => mutatedContainer(random, pick(random, chunkBytes), recordLayout),
      (bytes) => {
        const read = readChunk(bytes, 'Records');
        return merged(
          [chunks[0], read, chunks[1]],
          chance({ uniform: () => (bytes.length % 10) / 10 } as Random, 0.5) ? null : head.checkpoint!.at,
        );
      },
      ({ updates }) => updates.every(({ rows }) => rows.length % updateWidth === 0),
    ),
    targetOf('kept-latest', (random) => mutatedContainer(random, latestBytes, recordLayout), readLatest),
    targetOf('kept-set', (random) => mutatedKeptSet(random, pick(random, sets)), readKeptSet, isSound),
  ];
}
