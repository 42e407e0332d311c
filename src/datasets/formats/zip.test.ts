import {
  BlobWriter,
  type EntryMetaData,
  Uint8ArrayReader,
  ZipWriter,
  type ZipWriterAddDataOptions,
  type ZipWriterConstructorOptions,
} from '@zip.js/zip.js';
import { describe, expect, it } from 'vitest';
import { type DataFile, fileOfBytes } from '../source';
import { collect } from './pieces';
import { checkReader } from './reader-checks';
import { type ZipLimits, zipEntries } from './zip';

interface Made {
  readonly name: string;
  readonly data: Uint8Array;
  readonly options?: ZipWriterAddDataOptions;
}

async function zipOf(
  files: readonly Made[],
  options: ZipWriterConstructorOptions = {},
): Promise<{ bytes: Uint8Array; entries: EntryMetaData[] }> {
  const writer = new ZipWriter(new BlobWriter(), { useWebWorkers: false, ...options });
  const entries: EntryMetaData[] = [];
  for (const { name, data, options } of files) entries.push(await writer.add(name, new Uint8ArrayReader(data), options));
  return { bytes: new Uint8Array(await (await writer.close()).arrayBuffer()), entries };
}

const text = (s: string) => new TextEncoder().encode(s);
const long = Uint8Array.from({ length: 2000 }, (_, i) => (i * i) >> 5);
const stored: ZipWriterAddDataOptions = { level: 0 };
const files: readonly Made[] = [
  { name: 'set/wnids.txt', data: text('n0144\nn0145\n') },
  { name: 'set/train/', data: new Uint8Array(0), options: { directory: true } },
  { name: 'set/train/a.JPEG', data: long },
  { name: 'set/train/b.JPEG', data: long.slice(7), options: stored },
  { name: 'set/empty.txt', data: new Uint8Array(0) },
  { name: '__MACOSX/set/._wnids.txt', data: text('finder') },
];
const wanted = ['set/wnids.txt', 'set/train/a.JPEG', 'set/train/b.JPEG', 'set/empty.txt'];

const open = (bytes: Uint8Array, limits: Partial<ZipLimits> = {}) => zipEntries(fileOfBytes('a.zip', bytes), limits);

async function contents(bytes: Uint8Array): Promise<[string, Uint8Array][]> {
  const found: [string, Uint8Array][] = [];
  for (const entry of await open(bytes)) found.push([entry.path, await entry.bytes()]);
  return found;
}

describe('zip', () => {
  it.each<[string, ZipWriterConstructorOptions]>([
    ['as usual', {}],
    ['zip64', { zip64: true }],
    ['with sizes after the data', { dataDescriptor: true }],
  ])('gives the files of an archive: %s', async (_, options) => {
    const { bytes } = await zipOf(files, options);
    const expected = wanted.map((path) => [path, files.find(({ name }) => name === path)!.data]);
    expect(await contents(bytes)).toEqual(expected);
    for (const entry of await open(bytes)) {
      const whole = files.find(({ name }) => name === entry.path)!.data;
      expect(entry.size).toBe(whole.length);
      expect(await collect(entry.stream())).toEqual(whole);
      expect(await entry.bytes(2, 9)).toEqual(whole.slice(2, 9));
      expect(await entry.bytes(5)).toEqual(whole.slice(5));
    }
  });

  it('unpacks large entries as a stream', async () => {
    const large = Uint8Array.from({ length: 5_000_000 }, (_, i) => (i >> 8) * 31);
    const [entry] = await open((await zipOf([{ name: 'big.bin', data: large }])).bytes);
    expect(Buffer.compare(await entry!.bytes(), large)).toBe(0); // quicker than toEqual
    expect(await entry!.bytes(4_000_000, 4_000_010)).toEqual(large.slice(4_000_000, 4_000_010));
  });

  it('reads no more than the directory before an entry is asked for', async () => {
    const { bytes } = await zipOf([{ name: 'a.bin', data: new Uint8Array(3e6).map((_, i) => (i * 7919) >> 3), options: stored }, ...files]);
    let read = 0;
    const file: DataFile = {
      ...fileOfBytes('a.zip', bytes),
      bytes: (start = 0, end = bytes.length) => {
        read += end - start;
        return Promise.resolve(bytes.subarray(start, end));
      },
    };
    const entries = await zipEntries(file);
    expect([entries.length, read < 200_000]).toEqual([5, true]);
    await entries[2]!.bytes();
    expect(read).toBeLessThan(250_000);
  });

  it('refuses entries that are encrypted', async () => {
    const { bytes } = await zipOf([{ name: 'a.txt', data: text('secret'), options: { password: 'x', zipCrypto: true } }]);
    await expect(open(bytes)).rejects.toThrow('a.zip, a.txt: is encrypted. Unpack the archive with its password and open the folder.');
  });

  it('refuses paths that leave the archive', async () => {
    const { bytes } = await zipOf([{ name: 'aaa/b.txt', data: text('x') }]);
    const evil = bytes.slice();
    for (let i = 0; i + 9 <= evil.length; i++)
      if (String.fromCharCode(...evil.subarray(i, i + 9)) === 'aaa/b.txt') evil.set(text('../'), i);
    await expect(open(evil)).rejects.toThrow(/has an entry "\.\.\//);
  });

  it('knows a zip bomb by what its directory claims', async () => {
    const { bytes } = await zipOf([{ name: 'zeros.bin', data: new Uint8Array(2e6) }]);
    await expect(open(bytes, { slack: 1e5 })).rejects.toThrow(/this is a zip bomb/);
    await expect(open(bytes, { entry: 1e6 })).rejects.toThrow(/^a\.zip, zeros\.bin: unpacks to 2\.0 MB; the limit is 1\.0 MB/);
    await expect(open(bytes, { entries: 0 })).rejects.toThrow(/more than 0 entries/);
  });

  it.each([2_000_000, 6_000_000])('knows a zip bomb whose directory lies, of %d bytes', async (size) => {
    const { bytes } = await zipOf([{ name: 'zeros.bin', data: new Uint8Array(size) }]);
    const view = new DataView(bytes.buffer);
    // The unpacked size, in the directory: little-endian, 24 bytes after its signature.
    for (let i = 0; i + 4 < bytes.length; i++) if (view.getUint32(i, true) === 0x02014b50) view.setUint32(i + 24, size / 2, true);
    const [entry] = await open(bytes);
    expect(entry!.size).toBe(size / 2);
    await expect(entry!.bytes()).rejects.toThrow(/^a\.zip, zeros\.bin: is damaged in the archive.*unpacks to more than/);
    await expect(collect(entry!.stream())).rejects.toThrow(/more than/);
  });

  it('notices damage in an entry, and a cut archive', async () => {
    const { bytes } = await zipOf(files);
    const entry = (await open(bytes))[2]!;
    const at = bytes.findIndex((_, i) => bytes[i] === long[7] && bytes[i + 1] === long[8] && bytes[i + 99] === long[106] && i > 500);
    bytes[at + 50]! ^= 1;
    await expect(entry.bytes()).rejects.toThrow(
      'a.zip, set/train/b.JPEG: is damaged in the archive. Download or copy the archive again (the checksum does not match).',
    );
    await expect(collect(entry.stream())).rejects.toThrow(/checksum/);
    await expect(open(bytes.subarray(0, bytes.length - 30))).rejects.toThrow(
      /^a\.zip: is a damaged or cut zip archive: the directory at its end/,
    );
    await expect(open(bytes.subarray(0, 10))).rejects.toThrow(/damaged or cut zip archive/);
    await expect(open((await zipOf([])).bytes)).rejects.toThrow(/nothing in it/);
  });

  it('returns files or an InputError whatever the damage', async () => {
    const small = files.map((made) => (made.data === long ? { ...made, data: long.slice(0, 300) } : made));
    await checkReader((await zipOf(small)).bytes, contents, (found) => found.every(([path]) => !path.includes('..')));
  });
});
