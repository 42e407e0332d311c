/** Encoded pictures read as squares: what is decoded, when, and what happens where one is broken. */
import { encode } from 'fast-png';
import jpeg from 'jpeg-js';
import { describe, expect, it } from 'vitest';
import { squaresOfFiles } from './image-files';
import { type DataFile, fileOfBytes } from './source';

/** A PNG of one colour. */
function png(path: string, width: number, height: number, colour: readonly [number, number, number]): DataFile {
  const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => colour[i % 3]!);
  return fileOfBytes(path, encode({ width, height, data, channels: 3, depth: 8 }));
}

/** Counts how often files are read, and how many at the same time. */
function watched(files: readonly DataFile[]) {
  const counts = { reads: 0, now: 0, most: 0 };
  const watching = files.map(
    (file): DataFile => ({
      ...file,
      async bytes(start?: number, end?: number) {
        counts.reads++;
        counts.most = Math.max(counts.most, ++counts.now);
        await new Promise((resolve) => setTimeout(resolve, 1));
        counts.now--;
        return file.bytes(start, end);
      },
    }),
  );
  return { files: watching, counts };
}

describe('squares of files', () => {
  it('come in the order asked for, whatever size the pictures have', async () => {
    const store = squaresOfFiles([png('a.png', 9, 6, [255, 0, 0]), png('b.png', 4, 20, [0, 200, 7])], { side: 4, border: 0, kept: 0 });
    expect([store.count, store.size, store.memory]).toEqual([2, 48, null]);
    const bytes = await store.read([1, 0, 1]);
    const colours = Array.from({ length: 48 }, (_, i) => [...bytes.subarray(3 * i, 3 * i + 3)].join());
    expect(new Set(colours.slice(0, 16))).toEqual(new Set(['0,200,7']));
    expect(new Set(colours.slice(16, 32))).toEqual(new Set(['255,0,0']));
    expect(colours.slice(32)).toEqual(colours.slice(0, 16));
  });

  it('can have a black border', async () => {
    const store = squaresOfFiles([png('a.png', 3, 3, [9, 8, 7])], { side: 2, border: 1, kept: 0 });
    const bytes = await store.read([0]);
    const grey = Array.from({ length: 16 }, (_, i) => bytes[3 * i]!);
    expect(grey).toEqual([0, 0, 0, 0, 0, 9, 9, 0, 0, 9, 9, 0, 0, 0, 0, 0]);
  });

  it('takes JPEG and PNG alike', async () => {
    const data = Uint8Array.from({ length: 16 * 16 * 4 }, (_, i) => [90, 120, 60, 255][i % 4]!);
    const file = fileOfBytes('grey.JPEG', jpeg.encode({ width: 16, height: 16, data }, 95).data);
    const [red, green, blue] = await squaresOfFiles([file], { side: 8, border: 0, kept: 0 }).read([0]);
    for (const [value, wanted] of [
      [red, 90],
      [green, 120],
      [blue, 60],
    ] as const)
      expect(Math.abs(value! - wanted)).toBeLessThan(4);
  });

  it('reads few files at once, and keeps what there is room for', async () => {
    const { files, counts } = watched(Array.from({ length: 40 }, (_, i) => png(`${i}.png`, 4, 4, [i, i, i])));
    const all = Array.from({ length: 40 }, (_, i) => i);
    const store = squaresOfFiles(files, { side: 4, border: 0, kept: 10 * 48 });
    const first = await store.read(all);
    expect(counts.reads).toBe(40);
    expect(counts.most).toBeLessThanOrEqual(8);
    expect(await store.read(all)).toEqual(first);
    expect(counts.reads).toBe(40 + 30);
  });

  it('names the file that is broken or gone, and reads no further', async () => {
    const broken = fileOfBytes('cat/7.png', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3));
    const { files, counts } = watched([broken, ...Array.from({ length: 100 }, (_, i) => png(`${i}.png`, 4, 4, [1, 2, 3]))]);
    const options = { side: 4, border: 0, kept: 0 };
    const everything = Array.from({ length: 101 }, (_, i) => i);
    await expect(squaresOfFiles(files, options).read(everything)).rejects.toMatchObject({ where: 'cat/7.png' });
    expect(counts.reads).toBeLessThan(30);
    await expect(squaresOfFiles([fileOfBytes('notes.txt', new Uint8Array(9))], options).read([0])).rejects.toThrow(
      /notes\.txt.*neither|notes\.txt.*not a picture/,
    );
  });
});
