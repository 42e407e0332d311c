/** The page's side of the data worker: starts it with the first command, and again after a crash. Knows nothing of stores or React. */
import type { WorkerLike } from '../client';
import type { DataCommand, DataEvent } from './protocol';

export type DataClientEvent = DataEvent | { readonly type: 'crash'; readonly message: string };

export interface DataClient {
  send(command: DataCommand): void;
  dispose(): void;
}

function newDataWorker(): WorkerLike {
  return new Worker(new URL('./data.worker.ts', import.meta.url), { type: 'module', name: 'data' });
}

/**
 * @param onEvent is called for every event of the worker
 * @param makeWorker for tests
 */
export function createDataClient(onEvent: (event: DataClientEvent) => void, makeWorker: () => WorkerLike = newDataWorker): DataClient {
  let worker: WorkerLike | null = null;

  const start = (): WorkerLike => {
    const fresh = makeWorker();
    worker = fresh;
    const crash = (message: string) => {
      if (fresh !== worker) return;
      fresh.terminate();
      worker = null;
      onEvent({ type: 'crash', message });
    };
    fresh.addEventListener('message', (event) => {
      if (fresh === worker) onEvent((event as MessageEvent<DataEvent>).data);
    });
    fresh.addEventListener('error', (event) => {
      event.preventDefault();
      crash((event as ErrorEvent).message || 'The data worker could not be loaded.');
    });
    fresh.addEventListener('messageerror', () => crash('A message of the data worker could not be read.'));
    return fresh;
  };

  return {
    send: (command) => (worker ?? start()).postMessage(command),
    dispose() {
      worker?.terminate();
      worker = null;
    },
  };
}
