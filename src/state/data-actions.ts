/** What a person can do with data sets: commands to the data worker, and what its answers do beyond the store. */
import { catalogEntry } from '../datasets/catalog';
import { inMegabytes } from '../datasets/file-limits';
import type { SetId } from '../datasets/parsed-set';
import { looksLikeLibsvm } from '../datasets/sniff-libsvm';
import { createDataClient, type DataClient, type DataClientEvent } from '../worker/data/client';
import type { NamedFile, OpenedSource, StoredSet } from '../worker/data/protocol';
import { type Opening, useData } from './data';
import { useExperiment } from './experiment';
import { taskForSet } from './experiment-edit';
import { useNotices } from './notices';
import { keepFolder, openFiles } from './worker-files';

let client: DataClient | null = null;
let requests = 0;

function connected(): DataClient {
  client ??= createDataClient(onEvent);
  return client;
}

/**
 * Puts a client in place.
 * @param created for tests
 * @returns ends it
 */
export function connectData(created: (onEvent: (event: DataClientEvent) => void) => DataClient): () => void {
  client = created(onEvent);
  return () => {
    client?.dispose();
    client = null;
  };
}

function notify(kind: 'error' | 'note', title: string, text: string): void {
  // The panel says it itself, where the person is looking.
  if (!useData.getState().panel.opened) useNotices.getState().notify({ kind, title, text });
}

/** A large file's size is often what is wrong with it. */
function titleOf({ name, bytes }: Opening): string {
  return bytes !== null && bytes >= 1e6 ? `“${name}” (${inMegabytes(bytes)})` : `“${name}”`;
}

function onEvent(event: DataClientEvent): void {
  const data = useData.getState();
  const opening = event.type === 'open-ended' ? data.openings.find(({ requestId }) => requestId === event.requestId) : undefined;
  data.receive(event);
  if (event.type === 'download-ended' && event.error) notify('error', `${catalogEntry(event.id).name} was not downloaded`, event.error);
  if (event.type === 'download-ended' && event.set) notify('note', `${catalogEntry(event.id).name} is here`, event.set.text);
  if (event.type === 'open-ended') {
    if (event.error) notify('error', `${opening ? titleOf(opening) : 'The file'} was not opened`, event.error);
    if (event.opened?.kind === 'session') keepFolder(event.opened);
    if (event.opened && opening?.use) trainOn(event.opened.set);
  }
  if (event.type === 'crash') notify('error', 'Reading a data set stopped', event.message);
}

/** Asks what is on this machine. */
export function listData(): void {
  connected().send({ type: 'list' });
}

/** Asks the browser not to clear the page's files when the disk gets full; it may say no, and nothing depends on it. */
function askToPersist(): void {
  void globalThis.navigator?.storage?.persist?.().catch(() => false);
}

/** Downloads a set, or goes on where it broke off. */
export function downloadSet(id: SetId): void {
  askToPersist();
  useData.getState().beginDownload(id);
  connected().send({ type: 'download', id });
}

/** Stops a download; it can be resumed. */
export function stopDownload(id: SetId): void {
  connected().send({ type: 'stop', id });
}

/** Throws away what is here of a download. */
export function discardDownload(id: SetId): void {
  connected().send({ type: 'discard', id });
}

/** Removes a kept set. */
export function removeSet(key: string): void {
  connected().send({ type: 'remove', key });
}

/**
 * Lets the worker read files or a folder and keep what they hold.
 * @param id what they are to be; null: whatever they prove to be
 * @param use set the experiment to it
 */
export function openSource(source: OpenedSource, id: SetId | null, use: boolean): void {
  requests += 1;
  askToPersist();
  const { name, content } = source;
  const bytes = Array.isArray(content) ? (content as readonly NamedFile[]).reduce((sum, { file }) => sum + file.size, 0) : null;
  useData.getState().beginOpening({ requestId: requests, id, name, bytes, use });
  connected().send({ type: 'open', requestId: requests, id, source });
}

/** Gives up reading files. */
export function cancelOpening(requestId: number): void {
  connected().send({ type: 'cancel-open', requestId });
}

/** Chooses the task that trains on a set, and the set there. */
export function trainOn(set: StoredSet): void {
  if (taskForSet(set.id) === null) return;
  useExperiment.getState().useSet(set.id, set.key);
}

/** What several files are called together. */
export function nameOf(files: readonly NamedFile[]): string {
  const [first] = files;
  if (!first) return 'nothing';
  // Files of one folder go by its name.
  const folder = first.path.includes('/') ? first.path.slice(0, first.path.indexOf('/')) : null;
  if (folder && files.every(({ path }) => path.startsWith(`${folder}/`))) return folder;
  return files.length === 1 ? first.path : `${first.path} and ${files.length - 1} more`;
}

/**
 * Takes files that were dropped on the page, whatever they are: LIBSVM text goes to the task that reads it, all else to the reader of data
 * sets, together, since a set may come in several files. What is recognised becomes the experiment's data.
 */
export async function openDropped(files: readonly NamedFile[]): Promise<void> {
  const text: File[] = [];
  const rest: NamedFile[] = [];
  // A folder is a data set: its files are not looked at one by one.
  const single = files.filter(({ path }) => !path.includes('/'));
  rest.push(...files.filter(({ path }) => path.includes('/')));
  for (const named of single) {
    if (await looksLikeLibsvm(named.file)) text.push(named.file);
    else rest.push(named);
  }
  if (text.length > 0) await openFiles(text);
  if (rest.length > 0) openSource({ name: nameOf(rest), content: rest }, null, true);
}
