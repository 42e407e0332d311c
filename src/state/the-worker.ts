/** The client of the page's worker, of which there is one, for all that speaks with it. `session.ts` makes it and ends it. */
import type { ClientEvent, TrainingClient, WorkerMemory } from '../worker/client';
import { type NoticeTopic, useNotices } from './notices';

let client: TrainingClient | null = null;

/** Null: the worker has ended. */
export function setClient(made: TrainingClient | null): void {
  client = made;
}

/** @throws Error where there is none: `connectSession` has not been called */
export function connected(): TrainingClient {
  if (!client) throw new Error('connectSession has not been called');
  return client;
}

/** Says that something was not done. */
export function complain(title: string, text: string, topic?: NoticeTopic): void {
  useNotices.getState().notify({ kind: 'error', title, text, topic });
}

/** What an error says. */
export function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Calls `listener` for each event of the worker, after the stores have taken it in. @returns ends that */
export function onWorkerEvent(listener: (event: ClientEvent) => void): () => void {
  return connected().onEvent(listener);
}

/** Lets the worker crash, as a mistake in it would: to see what becomes of the session. */
export function breakWorker(): void {
  connected().send(null as never);
}

/** Counts of the worker's tensors and memory. */
export function workerMemory(): Promise<WorkerMemory> {
  return connected().memory();
}
