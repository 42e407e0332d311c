/** For tests only: files and archives in the layouts of published sets, with made-up contents. Nothing of any published set is in them. */
import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';
import { encode as encodePng } from 'fast-png';
import { encode as encodeJpeg } from 'jpeg-js';
import { packTar } from 'modern-tar';
import { type DataSource, fileOfBytes } from '../source';

/** Contents by path. */
export type MadeFiles = Readonly<Record<string, Uint8Array | string>>;

export const bytesOf = (content: Uint8Array | string): Uint8Array =>
  typeof content === 'string' ? new TextEncoder().encode(content) : content;

export function sourceOf(files: MadeFiles, name = 'made'): DataSource {
  return { name, files: Object.entries(files).map(([path, content]) => fileOfBytes(path, bytesOf(content))) };
}

export async function madeZip(files: MadeFiles): Promise<Uint8Array> {
  const writer = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false });
  for (const [path, content] of Object.entries(files)) await writer.add(path, new Uint8ArrayReader(bytesOf(content)));
  return writer.close();
}

export function madeTar(files: MadeFiles): Promise<Uint8Array> {
  return packTar(
    Object.entries(files).map(([name, content]) => ({ header: { name, size: bytesOf(content).length }, body: bytesOf(content) })),
  );
}

/** An idx file of bytes that count up from `start`. */
export function madeIdx(dims: readonly number[], value: (i: number) => number): Uint8Array {
  const size = dims.reduce((product, n) => product * n, 1);
  const out = new Uint8Array(4 + 4 * dims.length + size);
  const view = new DataView(out.buffer);
  view.setUint32(0, 0x800 + dims.length);
  for (const [i, n] of dims.entries()) view.setUint32(4 + 4 * i, n);
  for (let i = 0; i < size; i++) out[4 + 4 * dims.length + i] = value(i);
  return out;
}

/** The four files of MNIST's layout. */
export function madeMnist(train: number, test: number): Record<string, Uint8Array> {
  return {
    'train-images-idx3-ubyte': madeIdx([train, 28, 28], (i) => i % 256),
    'train-labels-idx1-ubyte': madeIdx([train], (i) => i % 10),
    't10k-images-idx3-ubyte': madeIdx([test, 28, 28], (i) => (i * 7) % 256),
    't10k-labels-idx1-ubyte': madeIdx([test], (i) => (i + 3) % 10),
  };
}

/** Records of CIFAR's layout: each row of `labels` is a record's label bytes; red is `seed` + record, green 1, blue 2 everywhere. */
export function madeCifar(labels: readonly (readonly number[])[], seed = 0): Uint8Array {
  const record = (bytes: readonly number[], i: number) => [
    ...bytes,
    ...Array<number>(1024).fill((seed + i) % 256),
    ...Array<number>(1024).fill(1),
    ...Array<number>(1024).fill(2),
  ];
  return Uint8Array.from(labels.flatMap(record));
}

/** An encoded picture with all its values `value`. */
export function madePng(side: number, channels: 1 | 3, value: number): Uint8Array {
  return encodePng({ width: side, height: side, channels, depth: 8, data: new Uint8Array(side * side * channels).fill(value) });
}

/** An encoded colour picture, about grey `value`. */
export function madeJpeg(side: number, value: number): Uint8Array {
  const { data } = encodeJpeg({ width: side, height: side, data: new Uint8Array(4 * side * side).fill(value) }, 90);
  return new Uint8Array(data);
}

/** A NumPy array of this type (`|u1`, `<i8`, …). */
export function madeNpy(type: string, shape: readonly number[], data: Uint8Array): Uint8Array {
  const header = `{'descr': '${type}', 'fortran_order': False, 'shape': (${shape.map((n) => `${n},`).join(' ')}), }\n`;
  const start = Uint8Array.of(0x93, ...bytesOf('NUMPY'), 1, 0, header.length & 255, header.length >> 8, ...bytesOf(header));
  const out = new Uint8Array(start.length + data.length);
  out.set(start);
  out.set(data, start.length);
  return out;
}
