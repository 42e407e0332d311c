/** Opens what was saved: an experiment, a whole session, a RESULT.json, or weights. What a file is is told by its content. */

import type { SessionFile } from '../../../export/session/session-file';
import { InputError } from '../../../fields/input-error';
import { useComparison } from '../../../state/comparison';
import { openResultFile, rememberResult } from '../../../state/history';
import { longWork } from '../../../state/long-work';
import { useNotices } from '../../../state/notices';
import type { Pace } from '../../../state/pace';
import { goTo } from '../../../state/place';
import { isUnderWay, useRuns } from '../../../state/runs';
import { openExperiment } from '../../../state/shared-link';
import { parseExperiment } from '../../../training/experiment';
import { openAny } from '../open-any';
import { complain } from './complain';

export const openedKinds = 'Experiment, session, RESULT.json, or weights (.safetensors, .npz)';

/** An experiment that a person writes has a few hundred characters. */
const longestExperiment = 1_000_000;

/** The session's result goes to the page Compare, its experiment into the rail, its runs into the charts unless they are training. */
async function openSession(file: File, session: SessionFile, pace: Pace): Promise<void> {
  const name = file.name.replace(/\.json$/i, '').slice(0, 120) || file.name;
  const training = isUnderWay(useRuns.getState().status);
  await openExperiment(file.name, session.experiment);
  const id = rememberResult(name, 'file', session.result);
  useComparison.getState().suggest(id);
  if (training) {
    useNotices.getState().notify({
      kind: 'note',
      title: `“${file.name}” is on this page only`,
      text: 'The playground is training, and its charts stay with that. Open the file again when the training has ended to see every update.',
    });
  } else {
    const { showOpenedSession } = await import('../../../state/opened-session');
    await showOpenedSession({ ...session, name: file.name }, id, pace);
  }
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
  const { readFile } = await import('./read-file');
  await longWork(`Opening “${file.name}”`, async (pace) => {
    const read = await readFile(file, openedKinds, pace);
    switch (read.kind) {
      case 'session':
        return openSession(file, read.session, pace);
      case 'result':
        if ((await openResultFile(file)) !== null) goTo('compare');
        return;
      case 'experiment':
        if (read.characters > longestExperiment) throw new InputError(file.name, 'is too long for an experiment');
        return openExperiment(file.name, parseExperiment(JSON.parse(await file.text())));
      case 'sweep':
        throw new InputError(file.name, 'is a sweep: open it on the page Sweeps');
      case 'unknown':
        throw new InputError(file.name, `is none of these: ${openedKinds}`);
      default:
        return read satisfies never;
    }
  });
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
    input.addEventListener('change', () => resolve([...(input.files ?? [])]));
    input.addEventListener('cancel', () => resolve([]));
    input.click();
  });
}

/** Lets the person choose files, and opens them as if they had been dropped on the page: data sets too. */
export async function openPicked(): Promise<void> {
  await openAny((await pickedFiles()).map((file) => ({ path: file.name, file })));
}
