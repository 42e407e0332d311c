/**
 * The readers in a real browser: the platform's decoders and the libraries' browser builds are others than Node's. (A test of this kind runs in
 * Chromium; it needs no GPU.)
 */
import { BlobWriter, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js';
import { encode as encodePng } from 'fast-png';
import { packTar } from 'modern-tar';
import { expect, it } from 'vitest';
import { fileOfBytes } from '../source';
import { crc32 } from './crc32';
import { readCsv } from './csv';
import { gunzipFile } from './gunzip';
import { decodeImage } from './image';
import { madeJpeg, madeJpegChecksum } from './made-jpeg';
import { madeSvhn } from './made-mat';
import { madeParquet } from './made-parquet';
import { readMat } from './mat';
import { parquetRows } from './parquet';
import { collect } from './pieces';
import { checkReader, gzipped } from './reader-checks';
import { tarEntries } from './tar';
import { decodeText } from './text';
import { zipEntries } from './zip';

const text = (s: string) => new TextEncoder().encode(s);

it('gzip and tar', async () => {
  const tar = await gzipped(await packTar([{ header: { name: 'a/b.txt', size: 4 }, body: 'good' }]));
  const found: string[] = [];
  for await (const entry of tarEntries(fileOfBytes('a.tgz', tar), () => true)) found.push(entry.path, decodeText(await entry.bytes(), 'b'));
  expect(found).toEqual(['a/b.txt', 'good']);
  const longer = new Uint8Array([...(await gzipped(text('x'))), 0, 0]);
  await expect(gunzipFile(fileOfBytes('a.gz', longer), 10)).rejects.toThrow(/^a\.gz: /);
  await expect(gunzipFile(fileOfBytes('a.gz', await gzipped(new Uint8Array(5e6))), 1e6)).rejects.toThrow(/more than 1\.0 MB/);
  await checkReader(
    await gzipped(text('x'.repeat(100))),
    (bytes) => gunzipFile(fileOfBytes('a.gz', bytes), 1000),
    () => true,
    50,
  );
});

it('zip, small and large entries', async () => {
  const writer = new ZipWriter(new BlobWriter(), { useWebWorkers: false });
  const large = Uint8Array.from({ length: 5_000_000 }, (_, i) => i >> 8);
  await writer.add('a.txt', new Uint8ArrayReader(text('good')));
  await writer.add('b.bin', new Uint8ArrayReader(large));
  const bytes = new Uint8Array(await (await writer.close()).arrayBuffer());
  const [small, big] = await zipEntries(fileOfBytes('a.zip', bytes));
  expect(decodeText(await small!.bytes(), 'a')).toBe('good');
  expect(crc32(await big!.bytes())).toBe(crc32(large));
  expect(crc32(await collect(big!.stream()))).toBe(crc32(large));
});

it('MATLAB, Parquet and CSV (all made up)', async () => {
  expect((await readMat(await madeSvhn(3), 'made.mat')).get('y')!.data).toEqual(Float64Array.of(10, 1, 2));
  const table = madeParquet([{ name: 'label', kind: 'int64', cells: [3n, null] }], { snappy: true });
  const rows: unknown[] = [];
  for await (const row of parquetRows(fileOfBytes('made.parquet', table), ['label'])) rows.push(row);
  expect(rows).toEqual([{ label: 3n }, { label: null }]);
  expect(readCsv('a,b\r\n"x\r\ny",z\r\n', 'f', ['a'])).toEqual([{ line: 2, values: { a: 'x\r\ny' } }]);
});

it('pictures, to the bit as in Node', () => {
  expect(crc32(decodeImage(madeJpeg(), 'j').pixels)).toBe(madeJpegChecksum);
  const data = Uint8Array.from({ length: 40 * 24 * 4 }, (_, i) => (i % 4 === 3 ? 255 : (i * i) >> 6));
  const png = encodePng({ width: 40, height: 24, channels: 4, data });
  expect(decodeImage(png, 'p').pixels).toEqual(data.filter((_, i) => i % 4 < 3));
});
