/** Folders are looked through to the end, with the place of every file. */
import { describe, expect, it } from 'vitest';
import { FakeDisk } from './fake-disk';
import type { OpenedSource } from './protocol';
import { filesOf, sourceOf } from './sources';

const never = new AbortController().signal;

async function folder(...paths: string[]): Promise<OpenedSource> {
  const { root } = new FakeDisk();
  for (const path of paths) {
    const names = path.split('/');
    let parent = root;
    for (const name of names.slice(0, -1)) parent = await parent.getDirectoryHandle(name, { create: true });
    await parent.getFileHandle(names.at(-1)!, { create: true });
  }
  return { name: 'animals', content: root };
}

describe('a folder', () => {
  it('gives all its files with their places in it', async () => {
    const files = await filesOf(await folder('train/cat/1.png', 'train/dog/1.png', 'words.txt'), () => {}, never);
    expect(files.map(({ path }) => path)).toEqual(['animals/train/cat/1.png', 'animals/train/dog/1.png', 'animals/words.txt']);
    expect(sourceOf('animals', files)).toMatchObject({ name: 'animals', files: [{ size: 0 }, { size: 0 }, { size: 0 }] });
  });

  it('tells how many it found so far', async () => {
    const found: number[] = [];
    await filesOf(await folder(...Array.from({ length: 250 }, (_, i) => `${i}.png`)), (count) => found.push(count), never);
    expect(found).toEqual([100, 200]);
  });

  it('that is empty is refused', async () => {
    await expect(filesOf(await folder(), () => {}, never)).rejects.toThrow('animals: the folder is empty.');
  });

  it('is left when that is asked for', async () => {
    await expect(filesOf(await folder('1.png'), () => {}, AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped');
  });
});
