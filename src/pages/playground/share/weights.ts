/** Weights in and out of the page: files of the runs' weights, and what the next runs begin with. Fetched when first asked for. */
import { download, fileName } from '../../../charts/export-figure';
import { storedZip } from '../../../export/weights/stored-zip';
import {
  isDataArchive,
  type OpenedWeights,
  readWeights,
  type Told,
  type WeightsFormat,
  weightsBytes,
  weightsFileLimit,
  weightsFormatOf,
} from '../../../export/weights/weights-file';
import { InputError } from '../../../fields/input-error';
import { useExperiment } from '../../../state/experiment';
import { experimentOf } from '../../../state/experiment-edit';
import { fieldText } from '../../../state/field-text';
import { useNotices } from '../../../state/notices';
import { countText } from '../../../state/number-text';
import { goTo } from '../../../state/place';
import type { RunView } from '../../../state/run-view';
import { type SessionState, useRuns } from '../../../state/runs';
import { checkStart } from '../../../state/session';
import { useWeights, type WeightsSource } from '../../../state/starting-weights';
import { weightsOfRun } from '../../../state/worker-questions';
import { taskIds } from '../../../tasks/definition';
import { taskOf } from '../../../tasks/registry';
import type { NamedTensor } from '../../../training/named-tensors';
import { originLabelLength } from '../../../training/records';
import { complain } from './complain';

interface WeightsFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

async function fileOfRun(format: WeightsFormat, { runId, label, seed, optimizer }: RunView): Promise<WeightsFile> {
  const { experiment } = useRuns.getState();
  if (!experiment) throw new InputError('', 'There is no run to save: press Run first.');
  const { task, batchSize } = experiment;
  const { tensors, update } = await weightsOfRun(runId);
  const facts = { task, batchSize, optimizer, label, seed, update };
  // The label names the seed where there are several.
  const method = label.replace(/ · seed \d+$/, '');
  const name = fileName(taskOf(task.id).name, method, `seed ${seed}`, `${update} updates.${format}`);
  return { name, bytes: weightsBytes(format, tensors, facts) };
}

/** Runs of different settings may come to the same name. */
function withFreeName(file: WeightsFile, taken: readonly WeightsFile[]): WeightsFile {
  let { name } = file;
  for (let number = 2; taken.some((other) => other.name === name); number += 1) name = file.name.replace(/\.(?=[^.]*$)/, `-${number}.`);
  return { ...file, name };
}

/**
 * A file of the weights of these runs: of one run its own, of several a zip archive with a file each.
 * @throws Error saying of which run there are none, and why
 */
export async function weightsOfRuns(format: WeightsFormat, runs: readonly RunView[]): Promise<{ name: string; blob: Blob }> {
  const files: WeightsFile[] = [];
  let bytes = 0;
  for (const run of runs) {
    const file = await fileOfRun(format, run);
    bytes += file.bytes.length;
    if (bytes > weightsFileLimit && runs.length > 1)
      throw new InputError('', 'All weights together take more than a gigabyte. Save those of one run at a time, from its ⋮ menu.');
    files.push(withFreeName(file, files));
  }
  const [first] = files;
  if (!first) throw new InputError('', 'There is no run to save: press Run first.');
  if (files.length === 1) return { name: first.name, blob: new Blob([first.bytes]) };
  const { experiment } = useRuns.getState();
  const task = experiment ? taskOf(experiment.task.id).name : '';
  const archive = storedZip(files.map((file) => [file.name, file.bytes] as const));
  return { name: fileName(task, `weights ${format}.zip`), blob: new Blob([archive], { type: 'application/zip' }) };
}

/** Saves the weights of a run, as they are now. What is in the way is said in a notice. @returns whether they were saved */
export async function saveWeights(format: WeightsFormat, runs: readonly RunView[]): Promise<boolean> {
  try {
    const { name, blob } = await weightsOfRuns(format, runs);
    download(blob, name);
    return true;
  } catch (error) {
    complain('The weights were not saved', error);
    return false;
  }
}

/** Numbers that the weights in a session's file may be, all runs together: 16 M, 85 MB of text. */
const mostInSession = 16_000_000;

/**
 * The weights that go into a session's file, where they are at hand and not too many.
 * @returns `without`: what is left out; empty where nothing is
 */
export async function sessionWeights(
  { runs, task }: Pick<SessionState, 'runs' | 'task'>,
  source: WeightsSource,
): Promise<{ weights: (readonly NamedTensor[] | null)[]; without: string }> {
  const none = runs.map(() => null);
  if (source.kind === 'none' || source.kind === 'checkpoint') return { weights: none, without: 'weights, which are not at hand' };
  const held = source.kind === 'file' ? [...source.ofRun.values()].flat() : null;
  const numbers = held?.reduce((sum, { values }) => sum + values.length, 0) ?? (task?.parameterCount ?? 0) * runs.length;
  if (numbers > mostInSession)
    return { weights: none, without: `weights (${countText(numbers)} numbers are too many for it): save them as .safetensors` };
  const weights: (readonly NamedTensor[] | null)[] = [];
  // What went with a worker or a device does not keep the rest from being saved.
  for (const { runId } of runs)
    weights.push(
      await weightsOfRun(runId).then(
        ({ tensors }) => tensors,
        () => null,
      ),
    );
  const missing = weights.filter((tensors) => tensors === null).length;
  return { weights, without: missing > 0 ? `the weights of ${missing} of ${runs.length} runs, which are not at hand` : '' };
}

/** Whether a file holds weights, by its content; a `.npz` file of a data set does not. */
export async function isWeights(file: File): Promise<boolean> {
  const head = new Uint8Array(await file.slice(0, 9).arrayBuffer());
  const format = weightsFormatOf(head);
  if (format === 'npz') return /\.npz$/i.test(file.name) && !(await isDataArchive(file));
  return format === 'safetensors' || /\.safetensors$/i.test(file.name);
}

/** In which settings the file says to be of another task than the rail's; empty: in none, or it does not say. */
function otherwise({ options }: Told, id: (typeof taskIds)[number], own: Readonly<Record<string, unknown>>): string {
  const { fields } = taskOf(id);
  const differing = fields.filter(({ key }) => options && Object.hasOwn(options, key) && options[key] !== own[key]);
  const text = (value: unknown, field: (typeof fields)[number]) =>
    value === null || ['string', 'number', 'boolean'].includes(typeof value) ? fieldText(field, value as never).slice(0, 60) : '?';
  const parts = differing
    .slice(0, 4)
    .map((field) => `${field.label} ${text(options?.[field.key], field)}, not ${text(own[field.key], field)}`);
  return parts.length === 0 ? '' : ` It was saved with ${parts.join('; ')}.`;
}

/**
 * Opens a file of weights: they are held against the task in the rail, and the next runs begin with them.
 * @throws InputError naming the tensor that is wrong, what was expected, and what to do; then all stays as it was
 */
export async function openWeights(file: File): Promise<void> {
  if (file.size > weightsFileLimit)
    throw new InputError(file.name, `has ${Math.ceil(file.size / 1e6)} MB; weights of up to ${weightsFileLimit / 1e6} MB are opened`);
  const opened: OpenedWeights = await readWeights(new Uint8Array(await file.arrayBuffer()), file.name);
  const { edit } = useExperiment.getState();
  const { told, tensors } = opened;
  const wanted = taskIds.find((id) => id === told.task);
  if (wanted && wanted !== edit.taskId) {
    const names = [taskOf(wanted).name, taskOf(edit.taskId).name];
    throw new InputError(
      file.name,
      `holds weights of the task “${names[0]}”, and “${names[1]}” is set. Choose “${names[0]}”, then open it again.`,
    );
  }
  if (edit.optimizers.length === 0) throw new InputError(file.name, 'needs an optimizer to start with: add one, then open it again.');
  const experiment = experimentOf(edit);
  const origin = { kind: 'file', label: file.name.slice(0, originLabelLength), update: told.updates } as const;
  try {
    const start = await checkStart({ name: file.name, weights: { origin, tensors }, fits: null }, experiment);
    useWeights.setState({ start });
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new InputError('', `${said}${otherwise(told, edit.taskId, edit.options)}`);
  }
  goTo('playground');
  const { fits } = useWeights.getState().start ?? {};
  useNotices.getState().notify({
    kind: 'note',
    title: `Weights from “${file.name}”`,
    text: `The next Run begins all its runs with them${fits === null ? '; they are held against the task then' : ''}. Nothing runs until you press Run. In the task’s panel they can be removed.`,
  });
}
