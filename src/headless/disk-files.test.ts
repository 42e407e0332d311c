/** Sets named by path or address on the command line: found, listed, fetched, and refused with the places that were looked at. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { catalogEntry } from '../datasets/catalog';
import { madeParquet } from '../datasets/formats/made-parquet';
import type { ImageSet } from '../datasets/parsed-set';
import { madeMnist, madePng } from '../datasets/sets/made-sets';
import { diskFile, filesBeside, sourceAt } from './disk-files';
import { download } from './download';

let folder = '';
let server: Server;
let address = '';
const mnist = madeMnist(5, 3);

function write(path: string, content: Uint8Array | string): string {
  const place = join(folder, path);
  mkdirSync(dirname(place), { recursive: true });
  writeFileSync(place, content);
  return place;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'polyak-disk-'));
  for (const [name, bytes] of Object.entries(mnist)) write(`sets/mnist/raw/${name}`, bytes);
  server = createServer((request, response) => {
    const name = (request.url ?? '').slice(1);
    const bytes = mnist[name];
    if (name === 'broken') {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('half');
      response.socket?.destroySoon();
    } else if (name === 'endless') {
      response.writeHead(200);
      const timer = setInterval(() => response.write('x'.repeat(1000)), 1);
      response.on('close', () => clearInterval(timer));
    } else if (bytes) response.end(bytes);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

const files = () => filesBeside(join(folder, 'experiment.json'));
const sizes = (set: unknown) => [(set as ImageSet).train.pixels.count, (set as ImageSet).test?.pixels.count ?? null];

describe('a set on the disk', () => {
  it('is found beside the experiment: a folder with all below it, or one file', async () => {
    expect(sizes(await files().set('mnist', 'sets/mnist'))).toEqual([5, 3]);
    expect(sizes(await files().set('mnist', join(folder, 'sets')))).toEqual([5, 3]);
    write('text.txt', 'word '.repeat(300));
    expect(await files().set('tolstoi', 'text.txt')).toMatchObject({ kind: 'text', name: 'text.txt' });
  });

  it('that is missing, or not named: the places, and what is needed', async () => {
    await expect(files().set('mnist', 'sets/none')).rejects.toThrow(`there is no file or folder sets/none (looked for `);
    await expect(files().set('mnist', 'sets/none')).rejects.toThrow(join(folder, 'sets/none'));
    for (const path of [null, '', ' '])
      await expect(files().set('svhn', path)).rejects.toThrow(
        /^task.options.path: is missing: name .* SVHN needs train_32x32.mat.*"path": "https:\/\//,
      );
    await expect(files().set('imagenet', null)).rejects.toThrow(/Its home is https/);
  });

  it('in a folder is listed in the same order everywhere, and no link leads in circles', async () => {
    for (const name of ['b/2.txt', 'a.txt', 'b/10.txt', 'B/x.txt']) write(`list/${name}`, 'x');
    symlinkSync(folder, join(folder, 'list', 'circle'));
    symlinkSync(join(folder, 'nowhere'), join(folder, 'list', 'nowhere'));
    symlinkSync(join(folder, 'list', 'a.txt'), join(folder, 'list', 'c.txt'));
    const { name, files: listed } = await sourceAt(join(folder, 'list'));
    expect([name, listed.map(({ path }) => path)]).toEqual(['list', ['B/x.txt', 'a.txt', 'b/10.txt', 'b/2.txt', 'c.txt']]);
  });

  it('is read in pieces and as a stream', async () => {
    const place = write('bytes', Uint8Array.of(1, 2, 3, 4, 5));
    const file = diskFile('bytes', place, 5);
    expect([...(await file.bytes(1, 3)), ...(await file.bytes(4))]).toEqual([2, 3, 5]);
    expect(await file.bytes(9)).toHaveLength(0);
    expect(new Uint8Array(await new Response(file.stream() as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer())).toHaveLength(5);
  });

  it('that gets shorter or goes away while it is read', async () => {
    const place = write('shrinks', 'twelve bytes');
    const file = diskFile('shrinks', place, 12);
    truncateSync(place, 7);
    await expect(file.bytes()).rejects.toThrow('shrinks: ends after 7 bytes, not 12');
    rmSync(place);
    await expect(file.bytes()).rejects.toThrow(/^shrinks: cannot be read: ENOENT/);
    const reader = file.stream().getReader();
    await expect(reader.read()).rejects.toThrow(/^shrinks: cannot be read: ENOENT/);
  });
});

describe('a set at an address', () => {
  const addresses = (...names: string[]) => names.map((name) => `${address}/${name}`).join(' ');

  it('is fetched, from several addresses if it has several files', async () => {
    expect(sizes(await files().set('mnist', addresses(...Object.keys(mnist))))).toEqual([5, 3]);
  });

  it('of the catalog must hold all its samples', async () => {
    const [train, test] = catalogEntry('mnist').downloads.map(({ urls }) => urls[0]!);
    const row = (label: bigint) =>
      madeParquet([
        { name: 'image', kind: 'image', cells: [{ bytes: madePng(28, 1, Number(label)), path: null }] },
        { name: 'label', kind: 'int64', cells: [label] },
      ]);
    const contents: Record<string, Uint8Array> = { [train!]: row(1n), [test!]: row(2n) };
    const mirror = vi
      .spyOn(globalThis, 'fetch')
      .mockImplementation(async (url) => new Response(contents[String(url)] as Uint8Array<ArrayBuffer>));
    try {
      expect(sizes(await files().set('mnist', train!))).toEqual([1, null]);
      await expect(files().set('mnist', `${train} ${test}`)).rejects.toThrow(
        /MNIST: the download holds 1 training and 1 test samples instead of 60,000 training/,
      );
    } finally {
      mirror.mockRestore();
    }
  });

  it('that is not there, breaks off or is too large: the address and what happened', async () => {
    await expect(files().set('mnist', addresses('nothing'))).rejects.toThrow(`${address}/nothing: the server answers 404 Not Found`);
    await expect(download(`${address}/broken`)).rejects.toThrow(/broken: the download broke off after /);
    await expect(download(`${address}/endless`, null, 5000)).rejects.toThrow(/endless: is larger than 0.0 MB, the limit/);
    await expect(download(`${address}/train-images-idx3-ubyte`, null, 1000)).rejects.toThrow(/is larger than/);
    await expect(download(`${address}/train-labels-idx1-ubyte`, '0'.repeat(64))).rejects.toThrow(/SHA-256 is another one/);
    await expect(download('http://127.0.0.1:1/x')).rejects.toThrow(/cannot be fetched: .*Check the address and the network/);
  });
});
