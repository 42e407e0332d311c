/** What the data worker's events do to the store, and where dropped files go. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { setIds } from '../datasets/parsed-set';
import { taskIds } from '../tasks/definition';
import type { TrainingClient } from '../worker/client';
import type { DataClient, DataClientEvent } from '../worker/data/client';
import type { DataCommand, StoredSet } from '../worker/data/protocol';
import { availableSets, secondsLeft, useData } from './data';
import { connectData, downloadSet, nameOf, openDropped, openSource } from './data-actions';
import { useExperiment } from './experiment';
import { freshEdit, namedSet, taskForSet } from './experiment-edit';
import { useFiles } from './files';
import { useNotices } from './notices';
import { connectSession, restartWorker } from './session';

const empty = { downloads: {}, openings: [], problems: {}, inventory: null, unavailable: null, panel: { opened: false, at: null } };
const stored = (key: string, id: StoredSet['id'] = 'mnist'): StoredSet => ({
  key,
  id,
  bytes: 10,
  savedAt: 0,
  train: 3,
  test: null,
  text: '3 images',
  from: key,
});

let sent: DataCommand[];
let training: unknown[];
let opened: string[];
let say: (event: DataClientEvent) => void;
let disconnect: (() => void)[];

beforeEach(() => {
  sent = [];
  training = [];
  opened = [];
  useData.setState(empty);
  useNotices.setState({ notices: [] });
  useFiles.setState({ files: [], folders: [], reading: [] });
  useExperiment.setState({ edit: freshEdit('matrix-factorization') });
  disconnect = [
    connectData((onEvent): DataClient => {
      say = onEvent;
      return { send: (command: DataCommand) => sent.push(command), dispose() {} };
    }),
    connectSession({
      send: (command: unknown) => training.push(command),
      onEvent: () => () => {},
      openFile: (file: File) => {
        opened.push(file.name);
        return Promise.resolve({ name: file.name, bytes: file.size, description: '', samples: 1, features: 1 });
      },
      restart() {},
      dispose() {},
    } as unknown as TrainingClient),
  ];
});

afterEach(() => {
  for (const end of disconnect) end();
});

const named = (path: string, content: string | Uint8Array<ArrayBuffer>) => ({ path, file: new File([content], path) });
const idx = Uint8Array.from([0, 0, 8, 3]);

describe('dropped files', () => {
  it('that are LIBSVM go to the task that reads it, all else together to the reader of data sets', async () => {
    await openDropped([named('a.gz', idx), named('mushrooms', '1 1:1\n'), named('b.gz', idx)]);
    expect(opened).toEqual(['mushrooms']);
    expect(useExperiment.getState().edit).toMatchObject({ taskId: 'rbf', options: { file: 'mushrooms' } });
    expect(sent).toMatchObject([
      { type: 'open', id: null, source: { name: 'a.gz and 1 more', content: [{ path: 'a.gz' }, { path: 'b.gz' }] } },
    ]);
  });

  it('of a folder are not looked at one by one', async () => {
    await openDropped([named('set/1.txt', '1 1:1\n'), named('set/2.txt', '1 1:1\n')]);
    expect(opened).toEqual([]);
    expect(sent).toMatchObject([{ type: 'open', source: { name: 'set' } }]);
  });

  it('set the task that trains on them once they are read', async () => {
    await openDropped([named('a.gz', idx)]);
    const requestId = (sent[0] as { requestId: number }).requestId;
    say({ type: 'open-ended', requestId, opened: { kind: 'stored', set: stored('mnist') }, error: null });
    const { edit } = useExperiment.getState();
    expect(edit).toMatchObject({ taskId: 'image-classification', options: { dataset: 'mnist', path: null } });
    expect(namedSet(edit)).toMatchObject({ id: 'mnist', key: 'mnist' });
    expect(useData.getState().openings).toEqual([]);
  });

  it('leave all as it was where they are broken, and say so', async () => {
    const { edit } = useExperiment.getState();
    await openDropped([named('huge.gz', new Uint8Array(2_000_000))]);
    const requestId = (sent[0] as { requestId: number }).requestId;
    say({ type: 'open-ended', requestId, opened: null, error: 'huge.gz: is no data set.' });
    expect(useExperiment.getState().edit).toBe(edit);
    expect(useNotices.getState().notices).toMatchObject([{ title: '“huge.gz” (2.0 MB) was not opened', text: 'huge.gz: is no data set.' }]);
  });
});

describe('the experiment', () => {
  it.each([
    [stored('mnist-part.npz'), 'image-classification', { dataset: 'mnist', path: 'mnist-part.npz' }],
    [stored('imdb', 'imdb'), 'imdb', { dataset: 'imdb', path: null }],
    [stored('input.txt', 'tolstoi'), 'tolstoi', { dataset: 'tolstoi', path: 'input.txt' }],
  ])('takes a set by its key', (set, taskId, options) => {
    useExperiment.getState().useSet(set.id, set.key);
    const { edit } = useExperiment.getState();
    expect(edit).toMatchObject({ taskId, options });
    expect(namedSet(edit)?.key).toBe(set.key);
  });

  it('names no set where the task draws its own data', () => {
    for (const taskId of taskIds) expect(namedSet(freshEdit(taskId)), taskId).toBeNull();
  });

  it('names a text of one’s own also beside the made-up one', () => {
    const edit = freshEdit('tolstoi');
    expect(namedSet({ ...edit, options: { ...edit.options, path: 'input.txt' } })).toEqual({ id: 'tolstoi', key: 'input.txt' });
  });

  it('can train on every set of the catalog', () => {
    for (const id of setIds) expect(taskForSet(id), id).not.toBeNull();
  });

  it('keeps a LIBSVM file out of the tasks that name data sets', () => {
    useExperiment.setState({ edit: freshEdit('imdb') });
    useExperiment.getState().useFile('mushrooms');
    expect(useExperiment.getState().edit).toMatchObject({ taskId: 'rbf', options: { file: 'mushrooms' } });
  });
});

describe('jobs', () => {
  it('tell their progress, and the time left from the pace of their phase', () => {
    downloadSet('mnist');
    const at = Date.now();
    say({ type: 'download-progress', id: 'mnist', progress: { phase: 'downloading', done: 100, total: 500 } });
    const activity = useData.getState().downloads.mnist!;
    expect(activity.progress.done).toBe(100);
    expect(secondsLeft({ ...activity, since: at - 10_000, doneThen: 0 }, at)).toBe(40);
    expect(secondsLeft({ ...activity, since: at - 1000, doneThen: 0 }, at)).toBeNull();
    say({ type: 'download-progress', id: 'mnist', progress: { phase: 'reading', done: 0.5, total: 1 } });
    expect(useData.getState().downloads.mnist).toMatchObject({ doneThen: 0.5, progress: { phase: 'reading' } });
    say({ type: 'download-ended', id: 'mnist', set: null, error: 'the download broke off.' });
    expect(useData.getState()).toMatchObject({ downloads: {}, problems: { mnist: 'the download broke off.' } });
    downloadSet('mnist');
    expect(useData.getState().problems).toEqual({});
  });

  it('that a crash ends are gone, with a reason', () => {
    downloadSet('mnist');
    openSource({ name: 'a', content: [] }, null, false);
    say({ type: 'crash', message: 'out of memory.' });
    expect(useData.getState()).toMatchObject({ downloads: {}, openings: [], problems: { any: expect.stringContaining('out of memory') } });
  });
});

it('pictures that stay in their files go to the training worker and are listed before kept ones', () => {
  openSource({ name: 'folder', content: [] }, 'imagenet', false);
  const requestId = (sent[0] as { requestId: number }).requestId;
  const set = stored('imagenet', 'imagenet');
  say({ type: 'open-ended', requestId, opened: { kind: 'session', set, files: [] }, error: null });
  const handedOver = { type: 'keep-files', key: 'imagenet', id: 'imagenet', files: [] };
  expect(training).toContainEqual(handedOver);
  training.length = 0;
  restartWorker();
  expect(training).toContainEqual(handedOver);
  const inventory = { sets: [set, stored('mnist')], partials: [], usage: { used: 0, quota: null } };
  expect(availableSets(inventory, useFiles.getState().folders).map(({ set: { key }, session }) => [key, session])).toEqual([
    ['imagenet', true],
    ['mnist', false],
  ]);
});

it('several files go by their folder, or by the first', () => {
  expect(nameOf([named('a/1', ''), named('a/b/2', '')])).toBe('a');
  expect(nameOf([named('a/1', ''), named('2', '')])).toBe('a/1 and 1 more');
  expect(nameOf([named('one.zip', '')])).toBe('one.zip');
});
