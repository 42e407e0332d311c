/** Files a person opened: checked before they are taken, found by name afterwards, and a bad one harms nothing. */
import { describe, expect, it } from 'vitest';
import type { TextSet } from '../datasets/parsed-set';
import { InputError } from '../fields/input-error';
import { FakeDisk } from './data/fake-disk';
import { SetStore } from './data/set-store';
import { OpenedFiles } from './opened-files';

const good = '+1 1:0.5 3:1\n-1 2:0.25\n+1 1:1\n';
const file = (content: string | Uint8Array<ArrayBuffer>, name = 'points') => new File([content], name);
const text = async (files: OpenedFiles, name: string) => new TextDecoder().decode(await files.read(name));

async function refusal(opening: Promise<unknown>): Promise<string> {
  const error = await opening.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(InputError);
  return (error as InputError).message;
}

describe('a good file', () => {
  it('is summed up, and read by its name', async () => {
    const files = new OpenedFiles();
    expect(await files.open(file(good))).toEqual({
      name: 'points',
      bytes: good.length,
      description: '3 samples, 3 features, labels -1 / 1',
      samples: 3,
      features: 3,
    });
    expect(await text(files, 'points')).toBe(good);
  });

  it('takes the place of one of the same name; others stay', async () => {
    const files = new OpenedFiles();
    const other = '0 1:1\n1 1:2\n';
    await files.open(file(good));
    await files.open(file(good, 'more'));
    await files.open(file(other));
    expect(await text(files, 'points')).toBe(other);
    expect(await text(files, 'more')).toBe(good);
  });
});

describe('a bad file', () => {
  const bad: [string, string | Uint8Array<ArrayBuffer>, RegExp][] = [
    ['bad index', '+1 1:1\n-1 x:2\n', /^points, line 2: the index in "x:2"/],
    ['unsorted', '+1 3:1 2:1\n-1 1:1\n', /^points, line 1: index 2 after 3: indices must ascend/],
    ['missing label', '+1 1:1\n1:2\n', /^points, line 2: the label is missing/],
    ['empty', '', /^points: is empty/],
    ['binary', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13]), /^points: is a binary file/],
  ];

  it.each(bad)('(%s) is refused with its place, and the good one of that name stays', async (_, content, message) => {
    const files = new OpenedFiles();
    await files.open(file(good));
    expect(await refusal(files.open(file(content)))).toMatch(message);
    expect(await text(files, 'points')).toBe(good);
  });

  it('of 200 MB is refused by its size, unread', async () => {
    const huge = {
      name: 'huge',
      size: 200_000_000,
      arrayBuffer: () => {
        throw new Error('was read');
      },
    };
    expect(await refusal(new OpenedFiles().open(huge as unknown as File))).toBe(
      'huge: is 200 MB large; the limit is 150 MB. Use a part of it, e.g. its first lines.',
    );
  });

  it('that cannot be read (a folder, say) is refused in a sentence', async () => {
    const folder = { name: 'folder', size: 4096, arrayBuffer: () => Promise.reject(new DOMException('gone', 'NotFoundError')) };
    expect(await refusal(new OpenedFiles().open(folder as unknown as File))).toMatch(/^folder: cannot be read/);
  });
});

it('a name that was never opened says what to do', async () => {
  expect(await refusal(new OpenedFiles().read('mushrooms'))).toMatch(/^task\.options\.file: "mushrooms" is not open; open the file again/);
});

describe('data sets', () => {
  const novel: TextSet = { kind: 'text', id: 'tolstoi', name: 'War and Peace', text: 'Well, Prince' };
  const disk = new FakeDisk();
  const files = new OpenedFiles(() => Promise.resolve(disk.root));

  it('that are kept are found by their own name and by another', async () => {
    await new SetStore(disk.root).save(novel, 'tolstoi', 'download');
    await new SetStore(disk.root).save({ ...novel, text: 'Ishmael' }, 'moby.txt', 'moby.txt');
    expect(await files.set('tolstoi', null)).toEqual(novel);
    expect(await files.set('tolstoi', 'tolstoi')).toEqual(novel);
    expect(await files.set('tolstoi', 'moby.txt')).toMatchObject({ text: 'Ishmael' });
  });

  it('that are not here say what to do', async () => {
    expect(await refusal(files.set('cifar10', null))).toBe('CIFAR-10 is not on this machine yet: download or open it in the data panel.');
    expect(await refusal(files.set('imdb', 'imdb'))).toMatch(/^IMDB reviews is not on this machine yet/);
    expect(await refusal(files.set('imdb', 'mine.csv'))).toMatch(/^task\.options\.path: there is no data set "mine\.csv"/);
  });

  it('of another kind are refused', async () => {
    expect(await refusal(files.set('imdb', 'moby.txt'))).toMatch(/"moby\.txt" is War and Peace, not IMDB reviews/);
  });

  it('that stay in their files are read from them, and before a kept one', async () => {
    files.keep('moby.txt', 'tolstoi', [{ path: 'moby.txt', file: file('Call me Ishmael. '.repeat(70), 'moby.txt') }]);
    expect(await files.set('tolstoi', 'moby.txt')).toMatchObject({ kind: 'text', text: 'Call me Ishmael. '.repeat(70) });
    expect(await refusal(files.set('imdb', 'moby.txt'))).toMatch(/not IMDB/);
  });
});
