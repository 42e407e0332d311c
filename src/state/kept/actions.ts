/** What a person can do with kept sessions. */
import { InputError } from '../../fields/input-error';
import { useExperiment } from '../experiment';
import { useNotices } from '../notices';
import { isUnderWay, useRuns } from '../runs';
import { goOn, showSession } from '../session';
import { openFiles } from '../worker-files';
import { fileNameOf, listKept, openFileOf, theParts } from './place';
import { adoptedFrom, fill, fillingToGoOn, fillingToLookAt } from './restore';
import { nameLength } from './schema';
import { problemOf } from './storage';
import { type KeptEntry, useKept } from './store';

function complain(title: string, error: unknown, advice = ''): void {
  useNotices.getState().notify({ kind: 'error', title, text: `${problemOf(error)}.${advice}` });
}

const nameOf = (id: string): string => useKept.getState().entries?.find((entry) => entry.id === id)?.name ?? 'The run';

/** One thing at a time: what is pressed meanwhile does nothing. */
async function alone(title: (name: string) => string, id: string, advice: string, work: () => Promise<void>): Promise<void> {
  if (useKept.getState().busy) return;
  useKept.setState({ busy: true });
  try {
    await work();
  } catch (error) {
    complain(title(nameOf(id)), error, advice);
  } finally {
    useKept.setState({ busy: false });
    await listKept().catch(() => undefined);
  }
}

/** Hands the worker the file that a session reads, if it is kept with it and not open in the page. */
async function bringFile(id: string, experiment: Parameters<typeof fileNameOf>[0]): Promise<void> {
  const name = fileNameOf(experiment);
  if (name === null || openFileOf(experiment)) return;
  const file = await (await theParts().storage).file(id);
  if (!file) throw new InputError(name, 'is not open: open this file in the task’s panel, then resume');
  await openFiles([file], false);
}

/** Lets a session go on where its last checkpoint was made, in place of what is in the charts. */
export function resumeKept(id: string): Promise<void> {
  const advice = ' Its records can be looked at, and its experiment run again, from the list of runs.';
  return alone(
    (name) => `“${name}” was not resumed`,
    id,
    advice,
    async () => {
      const { storage, tabs, keeper } = theParts();
      const { current } = keeper;
      if (current?.head.id === id && isUnderWay(useRuns.getState().status)) return;
      await keeper.settled();
      const opened = await storage;
      const [loaded, bytes] = [await opened.load(id), await opened.checkpoint(id)];
      const { head } = loaded;
      if (head.checkpoint && bytes?.byteLength !== head.checkpoint.bytes)
        throw new Error('Its checkpoint is damaged: the browser’s storage has lost a part of it');
      const filling = await fillingToGoOn(loaded);
      await bringFile(id, head.experiment);
      // Last, since the session before lets go of its own.
      if (!(await tabs.take(id))) throw new Error('It is open in another tab of this page: close that tab, or go on there');
      keeper.adopt(adoptedFrom(loaded, head.checkpoint ? bytes : null));
      useKept.setState({ offer: null });
      goOn(
        {
          experiment: head.experiment,
          looks: head.looks,
          stepping: head.stepping,
          startPaused: false,
          checkpoint: head.checkpoint ? bytes : null,
          fill: (sessionId) => fill(sessionId, filling),
        },
        false,
      );
    },
  );
}

/** Shows a session in the charts as it ended, and its experiment in the rail. */
export function openKept(id: string): Promise<void> {
  return alone(
    (name) => `“${name}” was not opened`,
    id,
    ' The other runs are not harmed; delete this one if you do not need it.',
    async () => {
      const { storage, keeper } = theParts();
      if (keeper.current?.head.id === id && isUnderWay(useRuns.getState().status)) return;
      await keeper.settled();
      const opened = await storage;
      const loaded = await opened.load(id);
      const filling = await fillingToLookAt(loaded);
      // A damaged one is no reason not to look at the rest.
      const bytes = loaded.head.checkpoint ? await opened.checkpoint(id).catch(() => null) : null;
      const { experiment, looks } = loaded.head;
      useExperiment.getState().setExperiment(experiment);
      showSession({
        experiment,
        looks,
        fill: (sessionId) => fill(sessionId, filling),
        ...(bytes ? { weights: { kind: 'checkpoint', bytes } } : {}),
      });
      useKept.setState({ current: id, panelOpened: false });
    },
  );
}

/** Puts a session's experiment into the rail, to be changed or run again. */
export function takeSettingsOf(id: string): Promise<void> {
  return alone(
    (name) => `The settings of “${name}” were not read`,
    id,
    '',
    async () => {
      const { experiment } = await (await theParts().storage).head(id);
      await bringFile(id, experiment).catch(() => undefined);
      useExperiment.getState().setExperiment(experiment);
      useKept.setState({ panelOpened: false });
    },
  );
}

/** A session that was broken off is not offered again; it stays in the list. */
export function discardOffer(id: string): Promise<void> {
  useKept.setState({ offer: null });
  return alone(
    (name) => `“${name}” was not put aside`,
    id,
    '',
    async () => {
      const opened = await theParts().storage;
      await opened.write({ head: { ...(await opened.head(id)), status: 'cancelled' } });
    },
  );
}

/** Gives a session another name; an empty one changes nothing. */
export function renameKept(id: string, name: string): Promise<void> {
  const trimmed = name.trim().slice(0, nameLength);
  if (trimmed === '') return Promise.resolve();
  return alone(
    (old) => `“${old}” was not renamed`,
    id,
    '',
    async () => {
      const { storage, keeper, tabs } = theParts();
      if (keeper.current?.head.id === id) {
        keeper.change({ name: trimmed });
        await keeper.settled();
      } else await (await storage).rename(id, trimmed);
      tabs.tell();
    },
  );
}

/** Deletes sessions. One that is in the charts goes on there, and is not kept any more. */
export function removeKept(ids: readonly string[]): Promise<void> {
  return alone(
    (name) => `“${name}” was not deleted`,
    ids[0] ?? '',
    '',
    async () => {
      const { storage, keeper, tabs } = theParts();
      const opened = await storage;
      for (const id of ids) {
        keeper.forget(id);
        await keeper.settled();
        await opened.remove(id);
      }
      tabs.tell();
      keeper.retry();
      await keeper.settled();
    },
  );
}

/** The oldest session that can be deleted to make room: not the one in the charts, nor one of another tab. */
export function oldestKept(entries: readonly KeptEntry[] | null, current: string | null): KeptEntry | null {
  const free = (entries ?? []).filter(({ id, elsewhere }) => id !== current && !elsewhere);
  return free.reduce<KeptEntry | null>((oldest, entry) => (oldest === null || entry.createdAt < oldest.createdAt ? entry : oldest), null);
}

/** Makes room by deleting the oldest session, and tries to keep the one in the charts again. */
export async function deleteOldest(): Promise<void> {
  await listKept();
  const { entries, current } = useKept.getState();
  const oldest = oldestKept(entries, current);
  if (oldest) await removeKept([oldest.id]);
}

/** The session in the charts is kept no longer; what is stored of it stays. */
export function stopKeeping(): void {
  theParts().keeper.refuse();
  useNotices.getState().settle('storage');
  useKept.setState({ trouble: { kind: 'stopped', text: 'This run is not kept any more, as you wished.' } });
}

/** Tries again to write what could not be written. */
export async function tryKeepingAgain(): Promise<void> {
  const { keeper } = theParts();
  keeper.retry();
  await keeper.settled();
}
