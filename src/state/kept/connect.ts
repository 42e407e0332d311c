/**
 * Keeps the playground's sessions and brings them back: listens to the worker, writes what comes, watches that the worker is alive, and offers
 * what was broken off. Loaded after the first view.
 */
import type { ClientEvent } from '../../worker/client';
import { useDevice } from '../device';
import { useNotices } from '../notices';
import { usePlace } from '../place';
import { isUnderWay, useRuns } from '../runs';
import { useSamples } from '../samples';
import { askForCheckpoint, restartWorker, setRescue } from '../session';
import { onWorkerEvent } from '../the-worker';
import { saysOutOfMemory, whatToReduce } from './advice';
import { Keeper } from './keeper';
import { listKept, nameFor, openFileOf, setParts, theParts } from './place';
import { lossTexts, Recovery } from './recovery';
import { isFull, KeptStorage, problemOf } from './storage';
import { useKept } from './store';
import { Tabs } from './tabs';
import { Watchdog } from './watchdog';

/** Milliseconds between two looks for a GPU, and how many. */
const gpuEvery = 1000;
const gpuLooks = 8;

/** Whether a GPU can be had again after it was lost; the browser may have to start its process anew. */
async function gpuIsBack(): Promise<boolean> {
  for (let look = 0; look < gpuLooks; look += 1) {
    const adapter = await globalThis.navigator?.gpu?.requestAdapter().catch(() => null);
    if (adapter) return true;
    await new Promise((resolve) => setTimeout(resolve, gpuEvery));
  }
  return false;
}

/** One line, in place of the line before about the same. */
function say(topic: 'recovery' | 'storage' | 'memory', kind: 'note' | 'error', title: string, text: string): void {
  const notices = useNotices.getState();
  notices.settle(topic);
  notices.notify({ kind, title, text, topic });
}

/** Writing did not succeed. The session goes on, and what could not be written waits. */
function storageFailed(error: unknown): void {
  const known = useKept.getState().trouble;
  if (known?.kind === 'stopped' || known?.kind === 'unavailable') return;
  if (isFull(error)) {
    const text =
      'There is no room left in what the browser allows this page. The run goes on and nothing of it is lost while the page is open.';
    if (known?.kind === 'full') return;
    useKept.setState({ trouble: { kind: 'full', text } });
    // On the playground the choice stands above the charts.
    if (usePlace.getState().page !== 'playground')
      say('storage', 'error', 'This run cannot be kept', `${text} The playground says what can be done.`);
    return;
  }
  const text = `The browser keeps no runs (${problemOf(error)}): they go on, but are lost when the page is closed.`;
  useKept.setState({ trouble: { kind: 'unavailable', text } });
  // A browser that keeps nothing need not be told of at each visit: the list of runs says it.
  if (known === null && useKept.getState().current !== null) say('storage', 'note', 'This run is not kept', text);
}

/** Offers the newest session that was broken off and that no tab has. */
async function offerBrokenOff(): Promise<void> {
  const { tabs } = theParts();
  const broken = (await listKept()).filter(
    ({ status, resumable, id }) => status === 'under-way' && resumable && id !== useKept.getState().current,
  );
  for (const entry of broken) {
    if (entry.elsewhere && !(await tabs.whenFree(entry.id))) continue;
    const fresh = (await listKept()).find(({ id }) => id === entry.id);
    if (fresh?.status !== 'under-way' || fresh.elsewhere) continue;
    if (useRuns.getState().status === 'idle') useKept.setState({ offer: fresh });
    return;
  }
}

/**
 * Begins to keep sessions.
 * @returns ends it; resolves when everything is kept
 */
export function connectKept(): () => Promise<void> {
  const storage = KeptStorage.open((reason) => storageFailed(new Error(reason)));
  // Said where it is needed.
  storage.catch(() => undefined);
  let listing: ReturnType<typeof setTimeout> | null = null;
  const listSoon = () => {
    if (listing !== null || !useKept.getState().panelOpened) return;
    listing = setTimeout(() => {
      listing = null;
      void listKept().catch(() => undefined);
    }, 300);
  };
  const tabs = new Tabs(listSoon);
  const keeper = new Keeper(
    {
      session: () => useRuns.getState(),
      confusions: () => useSamples.getState().confusions.values(),
      stepping: () => useDevice.getState().stepping,
      nameFor,
      fileBytes: (experiment) => openFileOf(experiment)?.size ?? 0,
      began({ id, experiment }) {
        useKept.setState({
          current: id,
          offer: null,
          trouble: useKept.getState().trouble?.kind === 'stopped' ? null : useKept.getState().trouble,
        });
        void tabs.take(id);
        const file = openFileOf(experiment);
        if (file) void storage.then((opened) => opened.saveFile(id, file)).catch(storageFailed);
      },
      wrote() {
        if (useKept.getState().trouble) {
          useKept.setState({ trouble: null });
          useNotices.getState().settle('storage');
        }
        tabs.tell();
        listSoon();
      },
      failed: storageFailed,
    },
    { write: async (writing) => (await storage).write(writing) },
  );
  setParts({ keeper, tabs, storage });

  const recovery = new Recovery(keeper, {
    storedCheckpoint: async (id) => (await storage).checkpoint(id),
    gpuIsBack,
    said: (title, text) => say('recovery', 'note', title, text),
    givenUp() {
      // What is stored is offered once the session has failed.
      void keeper.settled().then(async () => {
        const id = keeper.current?.head.id;
        const entry = (await listKept()).find((candidate) => candidate.id === id);
        if (entry?.resumable) useKept.setState({ offer: entry });
      });
    },
  });
  const watchdog = new Watchdog(
    () => {
      const { status, progress, device } = useRuns.getState();
      return {
        training: status === 'running' || status === 'preparing',
        started: progress.updates > 0 && status === 'running',
        onDevice: device?.backend === 'webgpu',
      };
    },
    (seconds) => {
      if (recovery.rescue('stuck', `it said nothing for ${seconds} seconds`)) return;
      restartWorker();
      useNotices.getState().notify({
        kind: 'error',
        title: lossTexts.stuck,
        text: `It said nothing for ${seconds} seconds and was restarted. What was drawn so far is kept; run the experiment again.`,
      });
    },
  );

  const ends = [
    setRescue(recovery.rescue),
    onWorkerEvent((event: ClientEvent) => {
      watchdog.heard(event.type === 'batch');
      const session = useRuns.getState();
      if (!('sessionId' in event) || event.sessionId !== session.sessionId) return;
      switch (event.type) {
        case 'prepared':
          keeper.prepared(event.task, event.runs);
          recovery.prepared(session.device);
          return;
        case 'batch':
          keeper.advance();
          tellOfMemory(event.statuses.map(({ message }) => message));
          return;
        case 'checkpoint':
          keeper.checkpoint(event.bytes, event.at);
          return;
        case 'session':
          // A session that is being recovered has not ended.
          if (recovery.isBusy) return;
          if (event.status === 'done' || event.status === 'cancelled' || event.status === 'failed') {
            keeper.end(session, event.status, event.message);
            tellOfMemory([event.message]);
          }
          return;
        default:
      }
    }),
    useRuns.subscribe((state, before) => {
      if (state.sessionId === before.sessionId) return;
      keeper.replaced(before);
      useKept.setState({ current: keeper.current?.head.id ?? null });
      if (!keeper.current) tabs.letGo();
      if (state.sessionId !== null) useKept.setState({ offer: null });
    }),
  ];
  // One that had begun before this was loaded.
  const { status, task, runs } = useRuns.getState();
  if (isUnderWay(status) && task && runs.length > 0) {
    const infos = runs.map(({ runId, optimizer, optimizerIndex, seed, initialHash, forkedFrom = null }) => ({
      runId,
      optimizer,
      optimizerIndex,
      seed,
      initialHash,
      forkedFrom,
    }));
    keeper.prepared(task, infos);
    // Those that it has sent are gone.
    askForCheckpoint();
  }
  void offerBrokenOff().catch(storageFailed);

  return async () => {
    for (const end of ends) end();
    watchdog.close();
    if (listing !== null) clearTimeout(listing);
    await keeper.settled();
    tabs.close();
    setParts(null);
    await storage.then((opened) => opened.close()).catch(() => undefined);
    useKept.setState({ entries: null, current: null, offer: null, trouble: null, busy: false });
  };
}

/** Names what to reduce where memory ran out. */
function tellOfMemory(messages: readonly (string | null)[]): void {
  const { experiment, device } = useRuns.getState();
  const message = messages.find(saysOutOfMemory);
  if (!message || !experiment) return;
  const whose = device?.backend === 'webgpu' ? 'The GPU' : 'This page';
  say('memory', 'error', `${whose} ran out of memory`, `Reduce ${whatToReduce(experiment)}, then run again. (${message.slice(0, 200)})`);
}
