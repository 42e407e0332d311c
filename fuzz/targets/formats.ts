/** The readers of single file formats that data sets come in. */
import { encode as encodePng } from 'fast-png';
import { zlibSync } from 'fflate';
import { encode as encodeJpeg } from 'jpeg-js';
import { readCifarRecords } from '../../src/datasets/formats/cifar';
import { readCsv } from '../../src/datasets/formats/csv';
import { gunzipFile } from '../../src/datasets/formats/gunzip';
import { readIdx } from '../../src/datasets/formats/idx';
import { type DecodedImage, decodeImage } from '../../src/datasets/formats/image';
import { madeMat, madeSvhn } from '../../src/datasets/formats/made-mat';
import { type MadeColumn, madeParquet } from '../../src/datasets/formats/made-parquet';
import { readMat } from '../../src/datasets/formats/mat';
import { readNpy, readNpz } from '../../src/datasets/formats/npz';
import { parquetInfo, parquetRows } from '../../src/datasets/formats/parquet';
import { tarEntries } from '../../src/datasets/formats/tar';
import { decodeText } from '../../src/datasets/formats/text';
import { zipEntries } from '../../src/datasets/formats/zip';
import { type LibsvmData, readLibsvm } from '../../src/datasets/libsvm';
import { bytesOf, madeCifar, madeIdx, madeJpeg, madeNpy, madePng, madeTar, madeZip } from '../../src/datasets/sets/made-sets';
import { looksLikeLibsvm } from '../../src/datasets/sniff-libsvm';
import { fileOfBytes } from '../../src/datasets/source';
import type { Random } from '../../src/random/random';
import { chance, pick } from '../draw';
import { concatenated, mutatedBytes } from '../mutate-bytes';
import { mutatedText } from '../mutate-text';
import { type Target, targetOf } from '../target';
import { type Files, gzipped, mutatedFiles, mutatedTar, zipped } from './archives';
import { mutatedNpy } from './numpy';
import { mutatedPng } from './pictures';

const file = (bytes: Uint8Array) => fileOfBytes('file', bytes);
const text = (content: string) => bytesOf(content);

const tables = [
  '1 1:0.5 3:-2\n-1 2:1e-1 # a comment\n1 3:4\n',
  '+1 1:1 2:3\r\n0 2:2\r\n',
  Array.from({ length: 40 }, (_, i) => `${i % 2} ${Array.from({ length: 8 }, (_, f) => `${f + 1}:${(i * f) / 7}`).join(' ')}\n`).join(''),
];
const mutatedTable = (random: Random) => {
  const table = pick(random, tables);
  return chance(random, 0.5) ? mutatedBytes(random, text(table), tables.map(text)) : text(mutatedText(random, table));
};
const isTable = ({ samples, features, values, labels }: LibsvmData) =>
  values.length === samples * features && labels.length === samples && labels.every((label) => label < 2) && values.every(Number.isFinite);

const csv = 'review,sentiment,other\r\n"x, ""y""\nz",positive,1\r\nw,negative,\r\n'.repeat(1) + 'a,positive,2\n'.repeat(30);

/** Everything in an archive is opened: damage may show only then. */
async function allOfZip(bytes: Uint8Array): Promise<number> {
  let total = 0;
  const entries = await zipEntries(file(bytes));
  for (const entry of entries.slice(0, 50)) {
    total += (await entry.bytes()).length;
    await entry.bytes(0, Math.min(3, entry.size));
  }
  return total;
}

async function allOfTar(bytes: Uint8Array): Promise<number> {
  let total = 0;
  for await (const entry of tarEntries(file(bytes), (path) => !path.endsWith('.skip'))) total += entry.size;
  return total;
}

async function allOfParquet(bytes: Uint8Array): Promise<unknown[]> {
  const { columns } = await parquetInfo(file(bytes));
  const rows: unknown[] = [];
  for await (const row of parquetRows(file(bytes), columns.slice(0, 3))) rows.push(row);
  return rows;
}

const isPicture = ({ width, height, channels, pixels }: DecodedImage) => pixels.length === width * height * channels;

function pngSamples(): Uint8Array[] {
  const made = (channels: 1 | 2 | 3 | 4, depth: 8 | 16) => {
    const count = 7 * 5 * channels;
    const data = depth === 8 ? Uint8Array.from({ length: count }, (_, i) => i * 3) : Uint16Array.from({ length: count }, (_, i) => i * 700);
    return encodePng({ width: 7, height: 5, channels, depth, data });
  };
  return [madePng(28, 1, 9), madePng(9, 3, 4), made(1, 8), made(2, 8), made(3, 16), made(4, 8)];
}

function jpegSamples(): Uint8Array[] {
  const noise = Uint8Array.from({ length: 4 * 40 * 24 }, (_, i) => (i * 7919) % 256);
  return [madeJpeg(16, 90), madeJpeg(33, 200), new Uint8Array(encodeJpeg({ width: 40, height: 24, data: noise }, 60).data)];
}

async function matSamples(): Promise<Uint8Array[]> {
  const numbers = { name: 'z', dims: [2, 3], mxClass: 6, miType: 9, data: new Uint8Array(48) };
  const plain = { compressed: false };
  return Promise.all([
    madeSvhn(1),
    madeSvhn(1, plain),
    madeMat([numbers, { ...numbers, name: 'i', mxClass: 12, miType: 5, data: new Uint8Array(24) }], plain),
    madeMat([numbers], { littleEndian: false, compressed: false }),
  ]);
}

/** A compressed variable that was mutated before it was packed: its tag follows it or not. */
function packedMat(random: Random, plain: Uint8Array): Uint8Array {
  const inner = mutatedBytes(random, plain.subarray(128));
  const packed = zlibSync(inner);
  const tag = new Uint8Array(8);
  new DataView(tag.buffer).setUint32(0, 15, true);
  new DataView(tag.buffer).setUint32(4, packed.length, true);
  return concatenated(plain.subarray(0, 128), tag, packed);
}

function parquetSamples(): Uint8Array[] {
  const cells: readonly MadeColumn[] = [
    { name: 'image', kind: 'image', cells: [1, 2, 3].map(() => ({ bytes: madePng(3, 1, 9), path: 'a.png' })) },
    { name: 'label', kind: 'int64', cells: [1n, null, 3n] },
    { name: 'text', kind: 'string', cells: ['a', 'b', 'a'] },
  ];
  return [
    madeParquet(cells),
    madeParquet(cells, { snappy: true, dictionary: true }),
    madeParquet(cells, { version2: true, groupRows: 2, snappy: true }),
  ];
}

export async function formatTargets(): Promise<readonly Target[]> {
  const packedTables = tables.map((table) => gzipped(text(table)));
  const inArchives: Files = { 'a/one.txt': text('one '.repeat(40)), 'a/two.bin': Uint8Array.of(0, 1, 2, 255), 'three.skip': text('x') };
  const zips = [await madeZip(inArchives), zipped({ uniform: () => 1 } as Random, inArchives)];
  const tar = await madeTar(inArchives);
  const cifar = [madeCifar([[1], [2]]), madeCifar([[1, 9]])];
  const idx = [madeIdx([3, 4, 5], (i) => i), madeIdx([7], (i) => i), madeIdx([2, 2, 2, 2], (i) => i)];
  const [pngs, jpegs, mats, parquets] = [pngSamples(), jpegSamples(), await matSamples(), parquetSamples()];
  const arrays = [
    madeNpy('|u1', [2, 3, 4], new Uint8Array(24)),
    madeNpy('<i8', [3], new Uint8Array(24).fill(1, 0, 3)),
    madeNpy('>f8', [1, 2], new Uint8Array(16)),
    madeNpy('|b1', [], new Uint8Array(1)),
  ];
  const named: Files = { 'x_train.npy': arrays[0]!, 'y_train.npy': arrays[1]!, 'note.txt': text('x') };
  const npz = await madeZip(named);
  const texts = [
    text('one two µ漢\r\n'.repeat(20)),
    Uint8Array.of(0xff, 0xfe, 65, 0, 66, 0, 0x3d, 0xd8, 0, 0xde),
    Uint8Array.of(0xfe, 0xff, 0, 65),
    text('\ufeffx\n'),
  ];
  const bytesAmong = (samples: readonly Uint8Array[]) => (random: Random) => mutatedBytes(random, pick(random, samples), samples);
  return [
    targetOf('libsvm', mutatedTable, (bytes) => readLibsvm('file', bytes), isTable),
    targetOf(
      'libsvm-gz',
      (random) => (chance(random, 0.5) ? mutatedBytes(random, pick(random, packedTables), packedTables) : gzipped(mutatedTable(random))),
      (bytes) => readLibsvm('file', bytes),
      isTable,
    ),
    targetOf(
      'libsvm-sniff',
      (random) => (chance(random, 0.5) ? mutatedTable(random) : mutatedBytes(random, pick(random, packedTables))),
      (bytes) => looksLikeLibsvm(new Blob([bytes as Uint8Array<ArrayBuffer>])),
    ),
    targetOf(
      'gzip',
      bytesAmong([...packedTables, gzipped(new Uint8Array(200_000))]),
      (bytes) => gunzipFile(file(bytes), 1e6),
      ({ length }) => length <= 1e6,
    ),
    targetOf(
      'zip',
      (random) => (chance(random, 0.6) ? mutatedBytes(random, pick(random, zips), zips) : zipped(random, mutatedFiles(random, inArchives))),
      allOfZip,
    ),
    targetOf(
      'tar',
      (random) => {
        const archive = mutatedTar(random, tar);
        return chance(random, 0.3) ? gzipped(archive) : archive;
      },
      allOfTar,
    ),
    targetOf(
      'idx',
      bytesAmong(idx),
      (bytes) => readIdx(bytes, 'file'),
      ({ dims, data }) => data.length === dims.reduce((product, n) => product * n, 1),
    ),
    targetOf(
      'cifar',
      bytesAmong(cifar),
      (bytes) => readCifarRecords(bytes, bytes.length % 3074 === 0 ? 2 : 1, 'file'),
      ({ count, labels, pixels }) => labels.length === count && pixels.length === 3072 * count,
    ),
    targetOf(
      'png',
      (random) => mutatedPng(random, pick(random, pngs)),
      (bytes) => decodeImage(bytes, 'file'),
      isPicture,
    ),
    targetOf('jpeg', bytesAmong(jpegs), (bytes) => decodeImage(bytes, 'file'), isPicture),
    targetOf('parquet', bytesAmong(parquets), allOfParquet),
    targetOf(
      'npy',
      (random) => mutatedNpy(random, pick(random, arrays)),
      (bytes) => readNpy(bytes, 'file'),
      ({ shape, data }) => data.length === shape.reduce((product, n) => product * n, 1),
    ),
    targetOf(
      'npz',
      (random) => {
        if (chance(random, 0.4)) return mutatedBytes(random, npz);
        return zipped(
          random,
          chance(random, 0.5) ? mutatedFiles(random, named) : { ...named, 'x_train.npy': mutatedNpy(random, arrays[0]!) },
        );
      },
      (bytes) => readNpz(file(bytes)),
    ),
    targetOf(
      'mat',
      (random) =>
        chance(random, 0.3) ? packedMat(random, pick(random, mats.slice(1, 3))) : mutatedBytes(random, pick(random, mats), mats),
      (bytes) => readMat(bytes, 'file'),
    ),
    targetOf(
      'csv',
      (random) => mutatedText(random, csv),
      (content) => readCsv(content, 'file', ['review', 'sentiment']),
      (rows) => rows.every(({ values }) => Object.keys(values).length === 2),
    ),
    targetOf(
      'text',
      bytesAmong(texts),
      (bytes) => decodeText(bytes, 'file'),
      (content) => content.length > 0,
    ),
  ];
}
