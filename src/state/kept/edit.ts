/**
 * What the rail shows outlives a reload: it is remembered by the browser as an experiment, and checked like any other when it is read. What
 * does not pass is left at its defaults, with a notice.
 */
import { parseExperiment } from '../../training/experiment';
import { useExperiment } from '../experiment';
import { freshEdit, withExperiment } from '../experiment-edit';
import type { Edit } from '../experiment-fields';
import { useNotices } from '../notices';
import { store, stored } from '../small-storage';

const key = 'polyak.experiment';
/** Characters of a remembered edit that are looked at. */
const lengthLimit = 100_000;
/** Milliseconds without a change before it is written. */
const calm = 300;

/** The edit as a text. Without optimizers it is no experiment: then those of the task stand in, and `none` says so. */
export function editText(edit: Edit): string {
  const { taskId, options, epochs, batchSize, optimizers, seed, seedCount } = edit;
  const experiment = {
    task: { id: taskId, options },
    optimizers: optimizers.map(({ id, hyperparameters }) => ({ id, hyperparameters })),
    epochs,
    batchSize,
    seeds: Array.from({ length: seedCount }, (_, i) => seed + i),
  };
  return JSON.stringify({ version: 1, experiment, slots: optimizers.map(({ slot }) => slot) });
}

const isSlot = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0 && (value as number) < 100;

/**
 * The edit in a text.
 * @throws InputError, or SyntaxError, where it is none
 */
export function editFrom(text: string): Edit {
  const json = JSON.parse(text.length > lengthLimit ? '' : text) as { experiment?: { optimizers?: unknown }; slots?: unknown } | null;
  const input = json?.experiment;
  const none = Array.isArray(input?.optimizers) && input.optimizers.length === 0;
  const experiment = parseExperiment(none ? { ...input, optimizers: [{ id: 'sgd' }] } : input);
  const edit = withExperiment(freshEdit(experiment.task.id), experiment);
  if (none) return { ...edit, optimizers: [] };
  const slots = Array.isArray(json?.slots) ? (json.slots as unknown[]) : [];
  if (slots.length !== edit.optimizers.length || !slots.every(isSlot)) return edit;
  return { ...edit, optimizers: edit.optimizers.map((entry, at) => ({ ...entry, slot: slots[at] as number })) };
}

/** Puts what is remembered into the rail, and remembers what changes from now on. @returns ends that */
export function connectEdit(): () => void {
  const text = stored(key);
  if (text) {
    try {
      useExperiment.setState({ edit: editFrom(text) });
    } catch (error) {
      useNotices.getState().notify({
        kind: 'note',
        title: 'Your last settings were not restored',
        text: `${error instanceof SyntaxError ? 'What the browser remembered of them is damaged' : String((error as Error).message)}. The settings are the task’s own.`,
      });
      store(key, '');
    }
  }
  let timer: ReturnType<typeof setTimeout> | undefined;
  const write = () => store(key, editText(useExperiment.getState().edit));
  const end = useExperiment.subscribe(({ edit }, before) => {
    if (edit === before.edit) return;
    clearTimeout(timer);
    timer = setTimeout(write, calm);
  });
  return () => {
    clearTimeout(timer);
    end();
  };
}
