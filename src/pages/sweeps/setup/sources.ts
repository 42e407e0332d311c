/** Where a sweep can be taken from and put: the playground, a file. */
import { InputError } from '../../../fields/input-error';
import { saveText } from '../../../frame/save-text';
import { parseSweep, type Sweep, sweepFile } from '../../../results/sweep';
import { useExperiment } from '../../../state/experiment';
import { experimentOf } from '../../../state/experiment-edit';
import { editOf } from './sweep-edit';
import { useSweepEdit } from './use-sweep-edit';

/** Largest sweep file that is read, in bytes: what the command line reads too. */
const largestFile = 5_000_000;

/** Puts the playground's experiment into the form, every hyperparameter with the one value that it has there. */
export function takeFromPlayground(): void {
  const { edit, replace, say } = useSweepEdit.getState();
  const source = useExperiment.getState().edit;
  if (source.optimizers.length === 0) {
    say('problem', 'The playground has no optimizers to take over.');
    return;
  }
  replace(editOf(parseSweep(experimentOf(source)), '', edit), 'the playground’s experiment');
}

/**
 * Reads a sweep file.
 * @throws InputError saying what is wrong where
 */
export function readSweep(name: string, content: string): Sweep {
  let json: unknown;
  try {
    json = JSON.parse(content);
  } catch (error) {
    throw new InputError(name, `is not JSON: ${(error as Error).message}`);
  }
  try {
    return parseSweep(json);
  } catch (error) {
    if (error instanceof InputError) throw new InputError(name, `${error.where || 'top level'}: ${error.what}`);
    throw error;
  }
}

/** Opens a sweep file, the same that `--sweep` takes on the command line. */
export async function openSweepFile(file: File): Promise<void> {
  const { edit, replace, say } = useSweepEdit.getState();
  try {
    if (file.size > largestFile) throw new InputError(file.name, `is larger than ${largestFile / 1e6} MB; a sweep file is much smaller`);
    const sweep = readSweep(file.name, await file.text());
    replace(editOf(sweep, file.name.replace(/\.json$/i, ''), edit), file.name);
  } catch (error) {
    say('problem', error instanceof InputError ? error.message : `${file.name} cannot be read: ${(error as Error).message}`);
  }
}

/** A name for a file, of letters that every system takes. */
export function fileName(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return `${plain.slice(0, 80) || 'sweep'}.json`;
}

/** Saves a sweep as a file that runs headless too. */
export function saveSweepFile(sweep: Sweep, name: string): void {
  saveText(`${JSON.stringify(sweepFile(sweep), null, 1)}\n`, fileName(name), 'application/json');
}
