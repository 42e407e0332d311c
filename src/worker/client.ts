/**
 * The page's side of the worker protocol: starts the worker, sends commands, hands out events, acknowledges batches, and
 * tells when the worker has crashed. Knows nothing of stores or React.
 */
import type { Experiment } from '../training/experiment';
import type {
  Command,
  FileSummary,
  GalleryContent,
  GivenWeights,
  NamedWeights,
  ProbeOptions,
  ProbeResult,
  TextRequest,
  WorkerEvent,
} from './protocol';

/** Numbers of the worker's memory, for tests and the device panel. */
export interface WorkerMemory {
  readonly tensors: number;
  readonly bytes: number;
  /** Allocated on the GPU; null off WebGPU. */
  readonly deviceBytes: number | null;
}

/** Events as the page sees them; answers to what was asked for go to their callers instead. */
export type ClientEvent =
  | Exclude<WorkerEvent, { type: 'file' | 'memory' | 'gallery' | 'text' | 'probe' | 'weights' | 'weights-checked' }>
  | { readonly type: 'crash'; readonly message: string };

export interface TrainingClient {
  /** Sends a command. Starts a new worker if the last one crashed. */
  send(
    command: Exclude<Command, { type: 'open-file' | 'memory' | 'gallery' | 'generate' | 'probe' | 'weights' | 'check-weights' | 'ack' }>,
  ): void;
  /** Calls `listener` for every event. @returns a function that ends the subscription */
  onEvent(listener: (event: ClientEvent) => void): () => void;
  /**
   * Lets the worker read and check a file.
   * @throws Error saying what is wrong with it, and where
   */
  openFile(file: File): Promise<FileSummary>;
  memory(): Promise<WorkerMemory>;
  /**
   * Pictures or excerpts of training samples of a session.
   * @throws Error where the session is over and forgotten, or the data cannot be read
   */
  gallery(sessionId: string, ids: readonly number[]): Promise<GalleryContent>;
  /**
   * A text by the model of a run.
   * @throws Error saying why there is none
   */
  generate(sessionId: string, request: TextRequest): Promise<string>;
  /**
   * Looks at an update of a run of the session under way, which must be paused.
   * @throws Error saying why it cannot be looked at
   */
  probe(sessionId: string, runId: string, options?: ProbeOptions): Promise<ProbeResult>;
  /**
   * The weights of a run of a session, as they are now or were in the end.
   * @throws Error saying why there are none
   */
  weights(sessionId: string, runId: string): Promise<NamedWeights>;
  /**
   * Whether a session of the experiment can begin with these weights.
   * @returns false: it is not known while runs on another task are under way
   * @throws Error saying which tensor does not fit, what is expected, and what to do
   */
  checkWeights(experiment: Experiment, weights: GivenWeights): Promise<boolean>;
  /** Ends the worker, whatever it is doing, and starts a new one. What it held (device, session, files) is gone. */
  restart(): void;
  dispose(): void;
}

/** What the client needs of a `Worker`. */
export type WorkerLike = Pick<Worker, 'postMessage' | 'terminate' | 'addEventListener'>;

interface Waiting {
  resolve(value: never): void;
  reject(error: Error): void;
}

function newTrainingWorker(): WorkerLike {
  return new Worker(new URL('./training.worker.ts', import.meta.url), { type: 'module', name: 'training' });
}

/**
 * Calls back once the browser has drawn what was just put into the stores. A hidden tab draws nothing, so there (and
 * whenever no frame comes) a timer does it: training must not stop because nobody looks.
 */
export function afterNextFrame(callback: () => void): void {
  let called = false;
  const once = () => {
    if (called) return;
    called = true;
    callback();
  };
  if (typeof document === 'undefined' || document.visibilityState === 'hidden') {
    setTimeout(once, 0);
    return;
  }
  // The frame callback runs before the paint; the timer behind it after.
  requestAnimationFrame(() => setTimeout(once, 0));
  setTimeout(once, 400);
}

/**
 * Starts the training worker.
 * @param makeWorker for tests
 * @param whenHandled calls back when the page has shown a batch; for tests
 */
export function createTrainingClient(makeWorker: () => WorkerLike = newTrainingWorker, whenHandled = afterNextFrame): TrainingClient {
  const listeners = new Set<(event: ClientEvent) => void>();
  const waiting = new Map<number, Waiting>();
  let requestId = 0;
  let worker: WorkerLike | null = null;

  const emit = (event: ClientEvent) => {
    for (const listener of [...listeners]) listener(event);
  };

  const settle = (id: number, answer: (request: Waiting) => void) => {
    const request = waiting.get(id);
    if (!request) return;
    waiting.delete(id);
    answer(request);
  };

  const end = (message: string) => {
    worker?.terminate();
    worker = null;
    for (const id of [...waiting.keys()]) settle(id, (request) => request.reject(new Error(message)));
  };

  const receive = (from: WorkerLike, event: WorkerEvent) => {
    if (from !== worker) return;
    switch (event.type) {
      case 'batch':
        try {
          emit(event);
        } finally {
          // Also when a listener threw: a page without acknowledgements would starve for good.
          whenHandled(() => {
            if (from === worker) from.postMessage({ type: 'ack', sessionId: event.sessionId, seq: event.seq } satisfies Command);
          });
        }
        return;
      case 'file':
        settle(event.requestId, (request) => {
          if (event.summary) request.resolve(event.summary as never);
          else request.reject(new Error(event.error ?? 'The file was refused.'));
        });
        return;
      case 'gallery':
        settle(event.requestId, (request) => {
          if (event.content) request.resolve(event.content as never);
          else request.reject(new Error(event.error ?? 'The samples could not be read.'));
        });
        return;
      case 'text':
        settle(event.requestId, (request) => {
          if (event.text !== null) request.resolve(event.text as never);
          else request.reject(new Error(event.error ?? 'The model gave no text.'));
        });
        return;
      case 'probe':
        settle(event.requestId, (request) => {
          if (event.content) request.resolve(event.content as never);
          else request.reject(new Error(event.error ?? 'The step could not be looked at.'));
        });
        return;
      case 'weights':
        settle(event.requestId, (request) => {
          if (event.content) request.resolve(event.content as never);
          else request.reject(new Error(event.error ?? 'The weights could not be read.'));
        });
        return;
      case 'weights-checked':
        settle(event.requestId, (request) => {
          if (event.error === null) request.resolve(event.known as never);
          else request.reject(new Error(event.error));
        });
        return;
      case 'memory':
        settle(event.requestId, (request) =>
          request.resolve({ tensors: event.tensors, bytes: event.bytes, deviceBytes: event.deviceBytes } satisfies WorkerMemory as never),
        );
        return;
      case 'device':
      case 'prepared':
      case 'session':
      case 'checkpoint':
      case 'beat':
      case 'error':
        emit(event);
        return;
      default:
        event satisfies never;
    }
  };

  const start = (): WorkerLike => {
    const fresh = makeWorker();
    worker = fresh;
    const crash = (message: string) => {
      if (fresh !== worker) return;
      end(message);
      emit({ type: 'crash', message });
    };
    fresh.addEventListener('message', (event) => receive(fresh, (event as MessageEvent<WorkerEvent>).data));
    fresh.addEventListener('error', (event) => {
      event.preventDefault();
      const { message, filename, lineno } = event as ErrorEvent;
      const where = filename ? ` (${filename.split('/').at(-1)}:${lineno})` : '';
      crash(message ? `${message}${where}` : 'The worker could not be loaded.');
    });
    fresh.addEventListener('messageerror', () => crash('A message of the worker could not be read.'));
    return fresh;
  };

  const request = <T>(command: (id: number) => Command): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      requestId += 1;
      waiting.set(requestId, { resolve: resolve as Waiting['resolve'], reject });
      (worker ?? start()).postMessage(command(requestId));
    });

  start();

  return {
    send: (command) => (worker ?? start()).postMessage(command),
    onEvent(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    openFile: (file) => request<FileSummary>((id) => ({ type: 'open-file', requestId: id, file })),
    memory: () => request<WorkerMemory>((id) => ({ type: 'memory', requestId: id })),
    gallery: (sessionId, ids) => request((id) => ({ type: 'gallery', requestId: id, sessionId, ids })),
    generate: (sessionId, wanted) => request((id) => ({ type: 'generate', requestId: id, sessionId, request: wanted })),
    probe: (sessionId, runId, options = {}) => request((id) => ({ type: 'probe', requestId: id, sessionId, runId, options })),
    weights: (sessionId, runId) => request((id) => ({ type: 'weights', requestId: id, sessionId, runId })),
    checkWeights: (experiment, weights) => request((id) => ({ type: 'check-weights', requestId: id, experiment, weights })),
    restart() {
      end('The worker was restarted.');
      start();
    },
    dispose: () => end('The page was closed.'),
  };
}
