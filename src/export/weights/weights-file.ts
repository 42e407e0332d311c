/** Files of a run's weights, `.safetensors` and `.npz`: what is written beside the numbers, and which of the two a file is, by its content. */
import { zipEntries } from '../../datasets/formats/zip';
import { InputError } from '../../fields/input-error';
import type { OptimizerSetting } from '../../training/experiment';
import type { NamedTensor } from '../../training/named-tensors';
import { npzBytes, readWeightsNpz } from './npz';
import { type Metadata, readSafetensors, safetensorsBytes } from './safetensors';

export type WeightsFormat = 'safetensors' | 'npz';

/** What a `.safetensors` file of this page calls itself. */
export const weightsFormat = 'polyak-playground-weights';
const weightsVersion = 1;

/** Largest file that is opened: ResNet-18 takes 47 MB. */
export const weightsFileLimit = 1_000_000_000;

/** What is known of a run whose weights are saved. */
export interface SavedRunFacts {
  readonly task: { readonly id: string; readonly options: Readonly<Record<string, unknown>> };
  readonly batchSize: number;
  readonly optimizer: OptimizerSetting;
  readonly label: string;
  readonly seed: number;
  readonly update: number;
}

/** The texts that stand in the header of a `.safetensors` file. */
export function metadataOf({ task, batchSize, optimizer, label, seed, update }: SavedRunFacts): Metadata {
  return {
    format: weightsFormat,
    version: String(weightsVersion),
    task: task.id,
    options: JSON.stringify(task.options),
    optimizer: optimizer.id,
    hyperparameters: JSON.stringify(optimizer.hyperparameters),
    label,
    seed: String(seed),
    updates: String(update),
    batchSize: String(batchSize),
  };
}

/** The file's bytes. A `.npz` holds arrays and nothing else. */
export function weightsBytes(format: WeightsFormat, tensors: readonly NamedTensor[], facts: SavedRunFacts): Uint8Array<ArrayBuffer> {
  return format === 'npz' ? npzBytes(tensors) : safetensorsBytes(tensors, metadataOf(facts));
}

/** What a file says about where its weights come from; null where it does not. Hints for people only: nothing is decided by them. */
export interface Told {
  readonly task: string | null;
  readonly options: Readonly<Record<string, unknown>> | null;
  readonly updates: number | null;
}

function toldBy(metadata: Metadata): Told {
  if (metadata['format'] !== weightsFormat) return { task: null, options: null, updates: null };
  let options: unknown = null;
  try {
    options = JSON.parse(metadata['options'] ?? 'null');
  } catch {
    // It is a hint.
  }
  const updates = Number(metadata['updates'] ?? Number.NaN);
  return {
    task: metadata['task'] ?? null,
    options: typeof options === 'object' && !Array.isArray(options) ? (options as Told['options']) : null,
    updates: Number.isSafeInteger(updates) && updates >= 0 ? updates : null,
  };
}

export interface OpenedWeights {
  readonly tensors: readonly NamedTensor[];
  readonly told: Told;
}

const brace = '{'.charCodeAt(0);

/** Which format a file's first bytes are of; null: neither. */
export function weightsFormatOf(head: Uint8Array): WeightsFormat | null {
  if (head[0] === 0x50 && head[1] === 0x4b) return 'npz';
  return head.length > 8 && head[8] === brace && head[6] === 0 && head[7] === 0 ? 'safetensors' : null;
}

/** Names that data sets give their arrays: an archive of those is opened as one. */
const dataNames = /^(?:[xy]|[xy]_(?:train|test)|(?:(?:train|test)_)?(?:images|labels))\.npy$/i;

/** Whether a `.npz` file holds a data set, as its arrays' names say. False where it is no archive: whoever reads it says what is wrong. */
export async function isDataArchive(file: File): Promise<boolean> {
  const bytes = async (start?: number, end?: number) => new Uint8Array(await file.slice(start, end).arrayBuffer());
  const named = zipEntries({ path: file.name, size: file.size, bytes, stream: () => file.stream() });
  return named.then(
    (entries) => entries.some(({ path }) => dataNames.test(path)),
    () => false,
  );
}

/**
 * Reads a file of weights.
 * @param name for messages
 * @throws InputError saying what is wrong with it, and where
 */
export async function readWeights(bytes: Uint8Array, name: string): Promise<OpenedWeights> {
  const format = weightsFormatOf(bytes.subarray(0, 9));
  if (format === null) throw new InputError(name, 'is no file of weights: it is neither .safetensors nor .npz.');
  if (format === 'npz') return { tensors: await readWeightsNpz(bytes, name), told: { task: null, options: null, updates: null } };
  const { tensors, metadata } = readSafetensors(bytes, name);
  return { tensors, told: toldBy(metadata) };
}
