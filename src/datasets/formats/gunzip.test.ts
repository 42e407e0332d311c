import { describe, expect, it } from 'vitest';
import { InputError } from '../../fields/input-error';
import { type DataFile, fileOfBytes } from '../source';
import { gunzipFile, gunzipStream } from './gunzip';
import { checkReader, gzipped } from './reader-checks';

const text = new TextEncoder().encode('All happy families are alike. '.repeat(200));

describe('gzip', () => {
  it('unpacks a file, whole and piece by piece', async () => {
    const file = fileOfBytes('a.gz', await gzipped(text));
    expect(await gunzipFile(file, 10_000)).toEqual(text);
    let length = 0;
    for await (const piece of gunzipStream(file)) length += piece.length;
    expect(length).toBe(text.length);
  });

  it('unpacks nothing from an empty file’s archive', async () => {
    expect(await gunzipFile(fileOfBytes('a.gz', await gzipped(new Uint8Array(0))), 10)).toEqual(new Uint8Array(0));
  });

  it('stops at the limit, long before a bomb is unpacked', async () => {
    const bomb = fileOfBytes('bomb.gz', await gzipped(new Uint8Array(20e6)));
    await expect(gunzipFile(bomb, 2e6)).rejects.toThrow('bomb.gz: unpacks to more than 2.0 MB, the limit. Use a smaller part of it.');
  });

  it('says how far a damaged or cut file could be unpacked', async () => {
    const bytes = await gzipped(text);
    const cut = gunzipFile(fileOfBytes('a.gz', bytes.subarray(0, bytes.length - 9)), 1e6);
    await expect(cut).rejects.toThrow(
      new RegExp(`^a\\.gz: is a damaged gzip file: damaged or cut after byte .* of its ${bytes.length - 9} bytes`),
    );
    await expect(gunzipFile(fileOfBytes('a.gz', text), 1e6)).rejects.toThrow(/damaged gzip file/);
  });

  it('refuses what follows the data, as browsers do and Node does not', async () => {
    const bytes = await gzipped(text);
    const longer = new Uint8Array(bytes.length + 30);
    longer.set(bytes);
    await expect(gunzipFile(fileOfBytes('a.gz', longer), 1e6)).rejects.toThrow(/a\.gz: /);
  });

  it('lets go of the file when the reader stops', async () => {
    let cancelled = false;
    let at = 0;
    const bytes = await gzipped(Uint8Array.from({ length: 1e6 }, () => 256 * Math.random()));
    const file: DataFile = {
      ...fileOfBytes('a.gz', bytes),
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
    const reader = gunzipStream(file).getReader();
    await reader.read();
    await reader.cancel();
    await expect.poll(() => cancelled).toBe(true);
    expect(at).toBeLessThan(bytes.length / 2);
  });

  it('passes on that the file cannot be read', async () => {
    const stream = () => new ReadableStream<Uint8Array>({ pull: () => Promise.reject(new InputError('a.gz', 'has gone.')) });
    await expect(gunzipFile({ ...fileOfBytes('a.gz', new Uint8Array(30)), stream }, 10)).rejects.toThrow('a.gz: has gone.');
  });

  it('returns the content or an InputError whatever the damage', async () => {
    await checkReader(
      await gzipped(text),
      (bytes) => gunzipFile(fileOfBytes('a.gz', bytes), 1e6),
      (content) => content.length <= 1e6,
      200,
    );
  });
});
