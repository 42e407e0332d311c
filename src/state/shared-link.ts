/**
 * The experiment in the page's address, and links to it.
 *
 * A link's experiment is put into the rail when the page comes; it never runs by itself, since a link is untrusted and could be heavy. The
 * address stays as it is until the experiment is edited; from then on it follows the rail (in place, without an entry in the history), so that
 * a reload keeps what was set. A page that was opened without a link keeps its short address.
 */
import { InputError } from '../fields/input-error';
import { taskOf } from '../tasks/registry';
import type { Experiment } from '../training/experiment';
import { expectArrival } from './arriving';
import { asksForExperiment } from './asks-for-experiment';
import { useExperiment } from './experiment';
import { experimentOf } from './experiment-edit';
import { useFiles } from './files';
import { useNotices } from './notices';
import { addressOf, usePlace } from './place';

/** What the address says: its query, and as which experiment it was understood. */
interface Told {
  readonly search: string;
  readonly experiment: string;
}

let told: Told | null = null;
let looked = false;

/** The codec comes when there is something to read or write. */
const codec = () => import('../share/link');

/** What a person should know of an experiment that came from elsewhere. @param files that it names */
export function arrivalText(experiment: Experiment, files: readonly string[]): string {
  const { length } = experiment.optimizers;
  const content = `${taskOf(experiment.task.id).name}, ${length} optimizer${length === 1 ? '' : 's'}.`;
  const opened = useFiles.getState().files.map(({ summary }) => summary.name);
  const missing = files.filter((name) => !opened.includes(name));
  const names = missing.map((name) => `“${name}”`).join(' and ');
  const needed =
    missing.length === 0 ? '' : ` It names ${names}, which a link cannot carry: open it with Data… first, unless it is kept here.`;
  return `${content}${needed} Nothing runs until you press Run.`;
}

/** Puts an experiment that came from elsewhere into the rail and says so. */
async function arrive(title: string, experiment: Experiment): Promise<void> {
  const { filesOf } = await codec();
  useExperiment.getState().setExperiment(experiment);
  useNotices.getState().notify({ kind: 'note', title, text: arrivalText(experiment, filesOf(experiment)) });
}

async function openAddress(search: string): Promise<void> {
  const { experimentFromQuery } = await codec();
  const content = experimentFromQuery(search);
  if ('problem' in content) {
    useNotices.getState().notify({
      kind: 'error',
      title: 'The link was not opened',
      text: `${content.problem}. The experiment is the page’s own; correct the address and load the page again.`,
    });
    return;
  }
  await arrive('An experiment from a link', content.experiment);
  // As the rail has it: what is written later is compared with that.
  told = { search, experiment: JSON.stringify(experimentOf(useExperiment.getState().edit)) };
}

function railExperiment(): Experiment | null {
  try {
    return experimentOf(useExperiment.getState().edit);
  } catch (error) {
    // Without an optimizer it is none.
    if (error instanceof InputError) return null;
    throw error;
  }
}

/** Brings the address up to what the rail shows, where a link was opened. */
async function follow(): Promise<void> {
  if (told === null || usePlace.getState().page !== 'playground') return;
  const experiment = railExperiment();
  if (experiment === null) return;
  const text = JSON.stringify(experiment);
  if (text !== told.experiment) {
    const { experimentToQuery } = await codec();
    try {
      told = { search: `?${experimentToQuery(experiment)}`, experiment: text };
    } catch (error) {
      // Longer than an address may be: the last one that fits stays.
      if (error instanceof InputError) return;
      throw error;
    }
  }
  const { search, hash } = location;
  // The person may have gone to another page meanwhile; a tour cleans the address by itself.
  if (usePlace.getState().page !== 'playground' || search === told.search || new URLSearchParams(search).has('tour')) return;
  history.replaceState(history.state, '', `${addressOf('playground')}${told.search}${hash}`);
}

/** Milliseconds without an edit before the address follows: browsers allow only so many changes. */
const pause = 400;

/** While the playground is shown: opens the link that it came with, once, and lets the address follow. @returns ends that */
export function connectAddress(): () => void {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const { search } = location;
  if (!looked && asksForExperiment(search)) expectArrival(openAddress(search));
  else void follow();
  looked = true;
  const end = useExperiment.subscribe(() => {
    if (told === null) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => void follow(), pause);
  });
  return () => {
    clearTimeout(waiting);
    end();
  };
}

/** Where this page is served, without what stands behind "?". */
export function pageAddress(): string {
  return `${location.origin}${location.pathname}`;
}

/**
 * The link to the experiment in the rail.
 * @throws InputError where it has no optimizer, or would be too long
 */
export async function linkToExperiment(): Promise<{ readonly link: string; readonly files: readonly string[] }> {
  const { experimentToQuery, filesOf } = await codec();
  const experiment = experimentOf(useExperiment.getState().edit);
  return { link: `${pageAddress()}?${experimentToQuery(experiment)}`, files: filesOf(experiment) };
}

/** The query in a pasted text: a whole address, or what stands behind its "?". */
function searchIn(text: string): string {
  const trimmed = text.trim();
  const at = trimmed.indexOf('?');
  return (at < 0 ? trimmed : trimmed.slice(at)).replace(/#.*$/s, '');
}

/**
 * Opens a link that was pasted; also one that is made for a frame.
 * @returns what is wrong with it, or null
 */
export async function openLink(text: string): Promise<string | null> {
  const search = searchIn(text);
  if (!asksForExperiment(search)) return 'This is no link to an experiment: such a link has “task=” behind its “?”.';
  const { experimentFromQuery } = await codec();
  const content = experimentFromQuery(search, ['embed', 'charts', 'controls']);
  if ('problem' in content) return `${content.problem}.`;
  await arrive('An experiment from a link', content.experiment);
  return null;
}

/** Puts an experiment from a file into the rail. @param name of the file */
export async function openExperiment(name: string, experiment: Experiment): Promise<void> {
  await arrive(`The experiment “${name}”`, experiment);
}
