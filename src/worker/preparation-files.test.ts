/** What a session reads while it is prepared: each set once, and nothing after it was given up. */
import { expect, test } from 'vitest';
import type { ParsedSet } from '../datasets/parsed-set';
import type { FileSource } from '../tasks/definition';
import { PreparationFiles } from './preparation-files';

const text: ParsedSet = { kind: 'text', id: 'tolstoi', name: 'a text', text: 'Well, Prince' };

/** Files whose sets arrive when they are told to. */
function slowFiles() {
  const asked: string[] = [];
  let arrive: () => void = () => {};
  const files: FileSource = {
    read: () => Promise.reject(new Error('no such file')),
    set: (id, path) => {
      asked.push(`${id} ${path}`);
      return new Promise((resolve) => {
        arrive = () => resolve(text);
      });
    },
  };
  return { asked, files, arrive: () => arrive() };
}

test('a set is read once, by its name and path', async () => {
  const { asked, files, arrive } = slowFiles();
  const read = new PreparationFiles(files, new AbortController().signal);
  const both = [read.set('tolstoi', null), read.set('tolstoi', null)];
  arrive();
  expect(await Promise.all(both)).toEqual([text, text]);
  const other = read.set('tolstoi', 'other.txt');
  arrive();
  expect(await other).toBe(text);
  expect(asked).toEqual(['tolstoi null', 'tolstoi other.txt']);
});

test('a session that is given up does not wait for its set', async () => {
  const { files } = slowFiles();
  const abort = new AbortController();
  const read = new PreparationFiles(files, abort.signal);
  const waiting = read.set('tolstoi', null);
  abort.abort(new Error('given up'));
  await expect(waiting).rejects.toThrow('given up');
  await expect(read.set('tolstoi', null)).rejects.toThrow('given up');
});

test('what cannot be read is said to whoever asks', async () => {
  const read = new PreparationFiles(slowFiles().files, new AbortController().signal);
  await expect(read.read('a.txt')).rejects.toThrow('no such file');
});
