/** What a person can do with sweeps. */
import type { Sweep } from '../../results/sweep';
import { createTrainingClient } from '../../worker/client';
import { useDevice } from '../device';
import { useFiles } from '../files';
import { useNotices } from '../notices';
import type { SweepOrigin } from './entry';
import { fileNameOf } from './held';
import { SweepQueue } from './queue';
import { Runner, type Surroundings } from './runner';
import { useSweeps } from './store';
import { joinTabs, type SweepCommand } from './tabs';

export interface NewSweep {
  readonly name: string;
  readonly origin: SweepOrigin;
  readonly sweep: Sweep;
}

let queue: SweepQueue | null = null;

/** Where runs are made: a worker beside the playground's, with the backend, the files and the folders of the page. */
const page: Surroundings = {
  // Nobody watches each update: the worker need not wait until the page has drawn.
  newClient: () => createTrainingClient(undefined, (acknowledge) => acknowledge()),
  device() {
    const { choice, stepping } = useDevice.getState();
    return { backend: choice, stepping };
  },
  folders: () => useFiles.getState().folders,
  complain: (text) => useNotices.getState().notify({ kind: 'error', title: 'The worker of the sweeps refused', text }),
};

/**
 * Reads what the browser's storage holds and goes on with it.
 * @param surroundings for tests
 * @returns ends it; resolves when everything is kept
 */
export function connectSweeps(surroundings: Surroundings = page): () => Promise<void> {
  const made = new SweepQueue({
    runner: new Runner(surroundings),
    publish: (state) => useSweeps.setState(state),
    notify: (title, text) => useNotices.getState().notify({ kind: 'error', title, text }),
  });
  queue = made;
  made.join(
    joinTabs({
      lead: () => void made.lead(),
      follow: () => void made.follow(),
      command: (command) => made.perform(command),
      changed: () => made.changed(),
    }),
  );
  return () => {
    if (queue === made) queue = null;
    return made.close();
  };
}

function perform(command: SweepCommand): void {
  if (!queue) throw new Error('connectSweeps has not been called');
  queue.perform(command);
}

/** The LIBSVM file of this name that is open in the page. */
function openFile(sweep: Sweep): File | null {
  const name = fileNameOf(sweep);
  return useFiles.getState().files.find(({ summary }) => summary.name === name)?.file ?? null;
}

/** Not `crypto.randomUUID`, which pages have only where they are served securely. */
function newId(): string {
  return `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
}

/** Puts sweeps at the end of the queue, in this order. @returns their ids */
export function addSweeps(added: readonly NewSweep[]): string[] {
  const complete = added.map((sweep) => ({ ...sweep, id: newId(), createdAt: Date.now(), file: openFile(sweep.sweep) }));
  perform({ type: 'add', added: complete });
  return complete.map(({ id }) => id);
}

/** Holds the queue, and the run that is being made. */
export function pauseSweeps(): void {
  perform({ type: 'pause' });
}

/** Lets the queue go on. */
export function resumeSweeps(): void {
  perform({ type: 'resume' });
}

/** Moves a sweep one place up (−1) or down (1) in the queue. */
export function moveSweep(id: string, by: -1 | 1): void {
  perform({ type: 'move', id, by });
}

/** Ends a sweep; the runs that it has made stay. */
export function cancelSweep(id: string): void {
  perform({ type: 'cancel', id });
}

/**
 * Puts a sweep that is not in the queue any more back at its end: it goes on with the runs that are missing, and makes those that failed
 * again.
 */
export function restartSweep(id: string): void {
  const entry = useSweeps.getState().entries.find((candidate) => candidate.id === id);
  perform({ type: 'restart', id, file: entry ? openFile(entry.sweep) : null });
}

/** Forgets a sweep and its runs. */
export function removeSweep(id: string): void {
  perform({ type: 'remove', id });
}

/** Gives a sweep another name; an empty one changes nothing. */
export function renameSweep(id: string, name: string): void {
  perform({ type: 'rename', id, name });
}
