/** Files a person opened: checked before they are taken, found by name afterwards, and a bad one harms nothing. */
import { describe, expect, it } from 'vitest';
import { InputError } from '../fields/input-error';
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
