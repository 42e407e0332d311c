/** Opens what was saved: an experiment, a whole session, a RESULT.json, or weights. What a file is is told by its content. */
import { InputError } from '../../../fields/input-error';
import { useComparison } from '../../../state/comparison';
import { openResultFile, rememberResult } from '../../../state/history';
import { goTo } from '../../../state/place';
import { openExperiment } from '../../../state/shared-link';
import { parseExperiment } from '../../../training/experiment';
import { complain } from './complain';

export const openedKinds = 'Experiment, session, RESULT.json, or weights (.safetensors, .npz)';

/** An experiment that a person writes has a few hundred characters. */
const longestExperiment = 1_000_000;

type Kind = 'experiment' | 'sweep' | 'result' | 'session' | 'unknown';

function kindOf(json: unknown): Kind {
  if (typeof json !== 'object' || json === null) return 'unknown';
  if ('format' in json) return 'session';
  if ('runs' in json) return 'result';
  if (!('optimizers' in json)) return 'unknown';
  return 'select' in json ? 'sweep' : 'experiment';
}

async function openSession(file: File, text: string): Promise<void> {
  const { readSession } = await import('../../../export/session/session-file');
  const session = readSession(text, file.name);
  const name = file.name.replace(/\.json$/i, '').slice(0, 120) || file.name;
  await openExperiment(file.name, session.experiment);
  useComparison.getState().suggest(rememberResult(name, 'file', session.result));
  goTo('compare');
}

/**
 * Opens a file: an experiment goes into the rail, results to the page Compare, a session to both; weights are what the next runs begin with.
 * @throws InputError naming the file, the place in it, and what is wrong there
 */
export async function openFile(file: File): Promise<void> {
  const { isWeights, openWeights } = await import('./weights');
  if (await isWeights(file)) return openWeights(file);
  const { sessionLimits } = await import('../../../export/session/session-file');
  if (file.size > sessionLimits.characters) {
    throw new InputError(file.name, `has ${Math.ceil(file.size / 1e6)} MB; up to ${sessionLimits.characters / 1e6} MB are opened`);
  }
  const text = await file.text();
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new InputError(file.name, `is not JSON. What is opened here: ${openedKinds}; data sets are opened with Data…`);
  }
  const kind = kindOf(json);
  switch (kind) {
    case 'session':
      return openSession(file, text);
    case 'result':
      if ((await openResultFile(file)) !== null) goTo('compare');
      return;
    case 'experiment': {
      if (text.length > longestExperiment) throw new InputError(file.name, 'is too long for an experiment');
      const experiment = parseExperiment(json);
      await openExperiment(file.name, experiment);
      return;
    }
    case 'sweep':
      throw new InputError(file.name, 'is a sweep: open it on the page Sweeps');
    case 'unknown':
      throw new InputError(file.name, `is none of these: ${openedKinds}`);
    default:
      return kind satisfies never;
  }
}

/** As `openFile`; what is wrong is said in a notice. */
export async function openOrSay(file: File): Promise<void> {
  try {
    await openFile(file);
  } catch (error) {
    complain(`“${file.name}” was not opened`, error);
  }
}

/** Lets the person choose files; none where the choice is called off. The input is no part of the page. */
function pickedFiles(): Promise<readonly File[]> {
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.multiple = true;
    input.accept = '.json,.safetensors,.npz,application/json';
    input.addEventListener('change', () => resolve([...(input.files ?? [])]));
    input.addEventListener('cancel', () => resolve([]));
    input.click();
  });
}

/** Lets the person choose files, and opens them. */
export async function openPicked(): Promise<void> {
  for (const file of await pickedFiles()) await openOrSay(file);
}
