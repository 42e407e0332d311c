import { packTar, type TarEntry } from 'modern-tar';
import { describe, expect, it } from 'vitest';
import { type DataFile, fileOfBytes } from '../source';
import { checkReader, gzipped } from './reader-checks';
import { type TarLimits, tarEntries } from './tar';

const file = (name: string, body: string | Uint8Array): TarEntry => ({ header: { name, size: body.length, mtime: new Date(0) }, body });
const entries: TarEntry[] = [
  { header: { name: 'aclImdb/', size: 0, type: 'directory' } },
  file('aclImdb/train/pos/0_9.txt', 'good'),
  file('aclImdb/train/pos/._0_9.txt', 'finder'),
  { header: { name: 'aclImdb/link', size: 0, type: 'symlink', linkname: '/etc/passwd' } },
  file('aclImdb/README', 'x'.repeat(3000)),
  file(`./aclImdb/${'long/'.repeat(60)}a.txt`, 'deep'),
  file('aclImdb/empty.txt', ''),
];

async function read(
  bytes: Uint8Array,
  want = (path: string) => path.endsWith('.txt'),
  limits: Partial<TarLimits> = {},
): Promise<[string, string][]> {
  const found: [string, string][] = [];
  for await (const entry of tarEntries(fileOfBytes('a.tar', bytes), want, limits)) {
    found.push([entry.path, new TextDecoder().decode(await entry.bytes())]);
  }
  return found;
}

describe('tar', () => {
  const wanted = [
    ['aclImdb/train/pos/0_9.txt', 'good'],
    [`aclImdb/${'long/'.repeat(60)}a.txt`, 'deep'],
    ['aclImdb/empty.txt', ''],
  ];

  it('gives the files that are wanted, plain or gzipped', async () => {
    const bytes = await packTar(entries);
    expect(await read(bytes)).toEqual(wanted);
    expect(await read(await gzipped(bytes))).toEqual(wanted);
  });

  it.each(['../outside.txt', 'a/../../b.txt', '/etc/passwd', 'C:\\a.txt'])('refuses the path %s', async (name) => {
    await expect(read(await packTar([file(name, 'x')]), () => true)).rejects.toThrow(
      /^a\.tar: has an entry ".*", which is no path inside the archive/,
    );
  });

  it('notices a cut, and says after which entry', async () => {
    const bytes = await packTar(entries);
    for (const archive of [bytes.subarray(0, 5000), bytes.subarray(0, bytes.length - 1024)]) {
      await expect(read(archive)).rejects.toThrow(/^a\.tar: is a damaged or cut tar archive \(after the entry aclImdb\//);
    }
    const packed = await gzipped(bytes);
    await expect(read(packed.subarray(0, packed.length - 20))).rejects.toThrow(/is a damaged gzip file: damaged or cut/);
  });

  it('notices a header that does not match its checksum', async () => {
    const bytes = await packTar(entries);
    bytes[512 + 3]! ^= 1;
    await expect(read(bytes)).rejects.toThrow(/damaged or cut tar archive.*checksum/);
  });

  it('keeps to its limits', async () => {
    const bytes = await packTar(entries);
    await expect(read(bytes, () => true, { entries: 3 })).rejects.toThrow(/more than 3 entries/);
    await expect(read(bytes, () => true, { entry: 2999 })).rejects.toThrow(/^a\.tar, aclImdb\/README: is 0\.0 MB large/);
    await expect(read(await gzipped(bytes), () => true, { total: 4000 })).rejects.toThrow(/unpacks to more than/);
    await expect(read(new Uint8Array(2048))).rejects.toThrow(/nothing in it/);
  });

  it('reads a file once, and lets go of it when the caller stops', async () => {
    const bytes = await packTar([...entries, file('big.bin', new Uint8Array(5e6))]);
    let cancelled = false;
    let at = 0;
    const source: DataFile = {
      ...fileOfBytes('a.tar', bytes),
      stream: () =>
        new ReadableStream({
          pull(controller) {
            controller.enqueue(bytes.slice(at, at + 1000));
            at += 1000;
          },
          cancel() {
            cancelled = true;
          },
        }),
    };
    for await (const entry of tarEntries(source, () => true)) {
      expect(entry.path).toBe('aclImdb/train/pos/0_9.txt');
      break;
    }
    await expect.poll(() => cancelled).toBe(true);
    expect(at).toBeLessThan(200_000);
  });

  it('takes time in proportion to a large archive', async () => {
    const batch = new Uint8Array(30_730_000).fill(7);
    const bytes = await packTar(Array.from({ length: 3 }, (_, i) => file(`cifar-10-batches-bin/data_batch_${i}.bin`, batch)));
    const sizes: number[] = [];
    const before = performance.now();
    for await (const entry of tarEntries(fileOfBytes('a.tar', bytes), () => true)) sizes.push(entry.size);
    expect(sizes).toEqual([batch.length, batch.length, batch.length]);
    expect(performance.now() - before).toBeLessThan(5000);
  });

  it('returns files or an InputError whatever the damage', async () => {
    const bytes = await packTar(entries.filter(({ header }) => !header.name.includes('long')));
    await checkReader(
      bytes,
      (damaged) => read(damaged, () => true),
      (found) => found.every(([path]) => !path.includes('..')),
    );
    await checkReader(
      await gzipped(bytes),
      (damaged) => read(damaged, () => true),
      () => true,
      100,
    );
  });
});
