/** What the worker does with commands: runs one session at a time and sends what happens. All training of the page is here. */

import { describeDevice } from '../engine/adapter';
import { type BackendChoice, type BackendName, saysDeviceLost } from '../engine/device-info';
import { currentMemory, isStarted, useBackend } from '../engine/engine';
import { InputError } from '../fields/input-error';
import { taskOf } from '../tasks/registry';
import { chooseBackend, chooseBackendAgain } from '../training/backend-choice';
import { buildTask } from '../training/build-task';
import { readCheckpoint } from '../training/checkpoint/checkpoint-file';
import { resumedExperiment } from '../training/checkpoint/fits';
import { type Experiment, parseExperiment } from '../training/experiment';
import { forkedExperiment, type RunWeights, weightsInCheckpoint } from '../training/run-weights';
import { Session } from '../training/session';
import { type Beginning, beginningOfRun, beginningOfTensors } from '../training/starting-weights';
import { KeptTask } from './kept-task';
import { OpenedFiles } from './opened-files';
import { Outbox, type Post } from './outbox';
import { PreparationFiles } from './preparation-files';
import { type Command, mostPictures, type RunReference } from './protocol';
import { serveWasmFiles } from './wasm-files';

serveWasmFiles();

const post: Post = (event, transfer) => globalThis.postMessage(event, { transfer });
const files = new OpenedFiles();
const kept = new KeptTask();
/** What `auto` may try. WebGL on a software GPU is slow to start and slower than WASM, so it is taken by hand only. */
const candidates: readonly BackendName[] = ['wasm', 'cpu', 'webgpu'];

/** Commands to a session. */
type SessionCommand = Extract<
  Command,
  { type: 'pause' | 'resume' | 'step-update' | 'step-epoch' | 'cancel' | 'follow' | 'inspect' | 'checkpoint' }
>;

interface Active {
  readonly sessionId: string;
  readonly experiment: Experiment;
  readonly outbox: Outbox;
  session: Session | null;
  /** Gives it up while it is being prepared. */
  readonly abort: AbortController;
  /** Commands that came while the session was being prepared. */
  readonly early: SessionCommand[];
}

let choice: BackendChoice = 'auto';
let active: Active | null = null;
/** The session before, for what can still be asked of it. */
let last: Active | null = null;
/** Work that must not overlap: sessions and trials follow each other. */
let queue: Promise<void> = Promise.resolve();

function inTurn(work: () => Promise<void>): void {
  queue = queue.then(work).catch((error: unknown) => {
    post({ type: 'error', sessionId: null, message: messageOf(error) }, []);
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The task's own default experiment, for the trial that a software GPU gets while the page is idle. */
function defaultExperiment(): Experiment {
  const task = taskOf('matrix-factorization');
  return parseExperiment({ task: { id: task.id }, optimizers: task.defaults.optimizers });
}

async function configure(backend: BackendChoice): Promise<void> {
  choice = backend;
  const device = await describeDevice(backend);
  post({ type: 'device', device }, []);
  if (backend === 'auto' && device.backend !== 'webgpu') inTurn(tryDefault);
}

/** The trial of the experiment that the page opens with, made while nobody waits for it. */
async function tryDefault(): Promise<void> {
  if (active || choice !== 'auto') return;
  const chosen = await chooseBackend('auto', defaultExperiment(), files, candidates, new AbortController().signal);
  if (choice === 'auto') post({ type: 'device', device: chosen.device }, []);
}

type Start = Extract<Command, { type: 'start' }>;

/** @param origin the run whose weights the runs begin with, or why they could not be had; null: no run's */
async function run(
  current: Active,
  { experiment: input, startPaused, stepping, keepTask = false, from, saved, weights, resume, checkpointEvery }: Start,
  origin: RunWeights | Error | null,
): Promise<void> {
  const { outbox } = current;
  const { signal } = current.abort;
  let unsubscribe = () => {};
  try {
    signal.throwIfAborted();
    outbox.session('preparing', null);
    if (origin instanceof Error) throw origin;
    const parsed = parseExperiment(input);
    const checkpoint = resume ? readCheckpoint(new Uint8Array(resume)) : null;
    const source = saved ? weightsInCheckpoint(readCheckpoint(new Uint8Array(saved.checkpoint)), saved.runId) : origin;
    if ([source, weights, checkpoint].filter(Boolean).length > 1)
      throw new InputError('resume', 'a session that goes on has its own weights; ask for `from`, `saved`, `weights` or `resume`');
    const wanted = source ? forkedExperiment(parsed, source) : parsed;
    const experiment = checkpoint ? resumedExperiment(wanted, checkpoint) : wanted;
    if (keepTask) kept.makeRoomFor(experiment);
    else kept.drop();
    const read = new PreparationFiles(files, signal);
    const { engine, device } = await (checkpoint
      ? chooseBackendAgain(checkpoint.backend, choice, experiment, read, candidates, signal)
      : chooseBackend(choice, experiment, read, candidates, signal));
    post({ type: 'device', device }, []);
    const build = () => buildTask(experiment, read);
    const task = await (keepTask ? kept.take(experiment, engine.backend, build) : build());
    if (signal.aborted && !keepTask) task.dispose();
    signal.throwIfAborted();
    // Tensors of a device that was lost are lost too.
    unsubscribe = engine.onError(() => kept.invalidate());
    let beginning: Beginning | null = source && beginningOfRun(task, source, (saved ?? from)?.label ?? null);
    try {
      if (weights) beginning = beginningOfTensors(task, weights);
    } catch (error) {
      if (!keepTask) task.dispose();
      throw error;
    }
    current.session = new Session(
      experiment,
      task,
      engine,
      outbox,
      startPaused,
      stepping,
      keepTask,
      beginning,
      checkpoint,
      checkpointEvery,
    );
    for (const early of current.early) forward(current.session, early);
    await current.session.train();
  } catch (error) {
    // Once there is a session it says itself that it was cancelled.
    if (signal.aborted && !current.session) {
      outbox.session('cancelled', null);
      return;
    }
    if (!(error instanceof InputError)) console.warn(error);
    outbox.session('failed', messageOf(error));
  } finally {
    unsubscribe();
    // What can still be asked of a session takes memory; nothing is asked of one that was given up for another.
    if (active === current) {
      active = null;
      last = current;
    }
  }
}

/** What each command asks of a session under way. */
const asked: Readonly<Record<SessionCommand['type'], (session: Session, command: SessionCommand) => void>> = {
  pause: (session) => session.pause(),
  resume: (session) => session.resume(),
  'step-update': (session) => session.stepUpdate(),
  'step-epoch': (session) => session.stepEpoch(),
  cancel: (session) => session.cancel(),
  checkpoint: (session) => session.checkpoint(),
  follow: (session, command) => session.follow(command.type === 'follow' ? command.samples : []),
  inspect: (session, command) => session.inspect(command.type === 'inspect' ? command.runId : null),
};

function forward(session: Session, command: SessionCommand): void {
  asked[command.type](session, command);
}

/** A command for a session that has ended meanwhile has nothing to do, but that its histories can still be asked for. */
function command(received: SessionCommand): void {
  if ((received.type === 'follow' || received.type === 'inspect') && last?.sessionId === received.sessionId) {
    if (last.session) forward(last.session, received);
    return;
  }
  if (active?.sessionId !== received.sessionId) return;
  if (received.type === 'cancel') active.abort.abort();
  if (active.session) forward(active.session, received);
  else active.early.push(received);
}

function cancelActive(): void {
  if (!active) return;
  active.abort.abort();
  active.session?.cancel();
}

/**
 * The session of this id, under way or just ended.
 * @throws Error where there is none, or it has not got as far as its data
 */
function sessionOf(sessionId: string): Session {
  const found = [active, last].find((candidate) => candidate?.sessionId === sessionId);
  if (!found) throw new Error('This session is over and its data are gone: run the experiment again.');
  if (!found.session) throw new Error('The data of this session are not ready yet.');
  return found.session;
}

async function gallery({ requestId, sessionId, ids }: Extract<Command, { type: 'gallery' }>): Promise<void> {
  try {
    if (ids.length > mostPictures) throw new Error(`At most ${mostPictures} samples at once.`);
    post({ type: 'gallery', requestId, content: await sessionOf(sessionId).gallery(ids), error: null }, []);
  } catch (error) {
    post({ type: 'gallery', requestId, content: null, error: messageOf(error) }, []);
  }
}

async function generate({ requestId, sessionId, request }: Extract<Command, { type: 'generate' }>): Promise<void> {
  try {
    post({ type: 'text', requestId, text: await sessionOf(sessionId).generate(request), error: null }, []);
  } catch (error) {
    post({ type: 'text', requestId, text: null, error: messageOf(error) }, []);
  }
}

async function probe({ requestId, sessionId, runId, options }: Extract<Command, { type: 'probe' }>): Promise<void> {
  try {
    post({ type: 'probe', requestId, content: await sessionOf(sessionId).probe(runId, options), error: null }, []);
  } catch (error) {
    post({ type: 'probe', requestId, content: null, error: messageOf(error) }, []);
  }
}

async function weights({ requestId, sessionId, runId }: Extract<Command, { type: 'weights' }>): Promise<void> {
  try {
    const content = await sessionOf(sessionId).namedWeightsOf(runId);
    post({ type: 'weights', requestId, content, error: null }, [...new Set(content.tensors.map(({ values }) => values.buffer))]);
  } catch (error) {
    post({ type: 'weights', requestId, content: null, error: messageOf(error) }, []);
  }
}

/** Holds weights against the task of a session that has it; else builds the task for that, unless a session is in the way. */
async function checkWeights({ requestId, experiment: input, weights: given }: Extract<Command, { type: 'check-weights' }>): Promise<void> {
  const answer = (known: boolean, error: string | null) => post({ type: 'weights-checked', requestId, known, error }, []);
  const attempt = async (work: () => Promise<void> | void) => {
    try {
      await work();
      answer(true, null);
    } catch (error) {
      answer(true, messageOf(error));
    }
  };
  const task = JSON.stringify(input.task);
  const session = [active, last].find((one) => one?.session && JSON.stringify(one.experiment.task) === task)?.session;
  if (session) return attempt(() => session.checkWeights(given));
  if (active) return answer(false, null);
  inTurn(() =>
    attempt(async () => {
      // On whichever backend there is: nothing is computed.
      if (!isStarted()) await useBackend('cpu');
      const built = await buildTask(parseExperiment(input), files);
      try {
        beginningOfTensors(built, given);
      } finally {
        built.dispose();
      }
    }),
  );
}

/** Begins a session; one under way is given up. */
function begin(received: Start, origin: RunWeights | Error | null): void {
  cancelActive();
  const outbox = new Outbox(received.sessionId, post);
  const { sessionId, experiment } = received;
  const current: Active = { sessionId, experiment, outbox, session: null, abort: new AbortController(), early: [] };
  active = current;
  last = null;
  inTurn(() => run(current, received, origin));
}

/** The weights of a run, taken before its session is given up. Never throws: the session that wants them says that there are none. */
async function weightsOf({ sessionId, runId }: RunReference): Promise<RunWeights | Error> {
  try {
    return await sessionOf(sessionId).weightsOf(runId);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

async function openFile(requestId: number, file: File): Promise<void> {
  try {
    post({ type: 'file', requestId, summary: await files.open(file), error: null }, []);
  } catch (error) {
    post({ type: 'file', requestId, summary: null, error: messageOf(error) }, []);
  }
}

/** Takes a command of the page. Where it returns a promise, no other command may be given before that is kept. */
export function receive(received: Command): void | Promise<void> {
  switch (received.type) {
    case 'configure':
      // A session that is being given up does not stand in the way; the change waits for its end.
      if (active && !active.abort.signal.aborted) {
        post({ type: 'error', sessionId: null, message: 'The backend can be changed when no run is under way; reset first.' }, []);
      } else inTurn(() => configure(received.backend));
      return;
    case 'start':
      if (received.from) return weightsOf(received.from).then((origin) => begin(received, origin));
      begin(received, null);
      return;
    case 'pause':
    case 'resume':
    case 'step-update':
    case 'step-epoch':
    case 'cancel':
    case 'checkpoint':
    case 'follow':
    case 'inspect':
      command(received);
      return;
    case 'gallery':
      void gallery(received);
      return;
    case 'generate':
      // A session under way writes between its updates; for one that has ended, nothing else must be computing.
      if (active?.sessionId === received.sessionId) void generate(received);
      else inTurn(() => generate(received));
      return;
    case 'probe':
      void probe(received);
      return;
    case 'weights':
      void weights(received);
      return;
    case 'check-weights':
      void checkWeights(received);
      return;
    case 'open-file':
      kept.invalidate();
      void openFile(received.requestId, received.file);
      return;
    case 'keep-files':
      kept.invalidate();
      files.keep(received.key, received.id, received.files);
      return;
    case 'memory':
      post({ type: 'memory', requestId: received.requestId, ...currentMemory() }, []);
      return;
    case 'ack':
      // A late answer to the session before must not count for the one under way.
      for (const session of [active, last]) if (session?.sessionId === received.sessionId) session.outbox.acknowledge(received.seq);
      return;
    default:
      received satisfies never;
  }
}

globalThis.addEventListener('unhandledrejection', (event: PromiseRejectionEvent) => {
  // The session tells of a lost device; that the library's own promises break with it is no news.
  if (saysDeviceLost(messageOf(event.reason))) {
    event.preventDefault();
    return;
  }
  post({ type: 'error', sessionId: active?.sessionId ?? null, message: messageOf(event.reason) }, []);
});
