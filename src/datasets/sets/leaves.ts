/** From what a person named to the files that hold data: archives opened (also inside each other), each file's kind told by its content. */
import { InputError } from '../../fields/input-error';
import { inMegabytes } from '../file-limits';
import { gunzipFile, gunzipStream } from '../formats/gunzip';
import { type FileKind, headLength, kindOf } from '../formats/kind';
import { tarEntries } from '../formats/tar';
import { zipEntries } from '../formats/zip';
import { type DataFile, type DataSource, fileOfBytes } from '../source';
import { baseName, byPath, isAside } from './part-names';
import type { Reading } from './reading';

/** A file that is no archive any more. */
export interface Leaf {
  readonly file: DataFile;
  /** The file and the archives around it, for messages. */
  readonly where: string;
  /** `npz`: a zip archive of NumPy arrays, which one reader takes as a whole. */
  readonly kind: Exclude<FileKind, 'gzip' | 'zip' | 'tar'> | 'npz';
}

/** From this many files on, pictures and texts are taken for what their names say until they are decoded: opening a million takes minutes. */
const manyFiles = 200;
const kindByName = [
  { kind: 'jpeg', pattern: /\.jpe?g$/i },
  { kind: 'png', pattern: /\.png$/i },
  { kind: 'text', pattern: /\.txt$/i },
] as const;

/** Most bytes that are unpacked to memory: of a gzip file by its content's kind, and of all files of a tar archive together. */
const unpackedLimit = 2 ** 31 - 1;
const limits: Readonly<Partial<Record<FileKind, number>>> = { text: 400e6, idx: 500e6, binary: 500e6 };
const tarTotal = 8e9;
/** Archives around a file: a gzip file in a zip in a tar. */
const deepest = 3;

/** @throws InputError if a file cannot be read, or an archive is damaged or too large */
export async function leavesOf(source: DataSource, reading: Reading): Promise<Leaf[]> {
  const leaves = await unpackAll(source.files, [], reading);
  if (leaves.length === 0) throw new InputError(source.name, 'holds no files with data.');
  return withoutRepeats(leaves.sort((a, b) => byPath(a.file, b.file)));
}

/** @param around the archives that the files are in, the outermost first */
async function unpackAll(files: readonly DataFile[], around: readonly string[], reading: Reading): Promise<Leaf[]> {
  const data = files.length > 1 ? files.filter(({ path }) => !isAside(path)) : files;
  const leaves: Leaf[] = [];
  let done = 0;
  for (const file of data) {
    await reading.step(done++, data.length, 'looking at the files');
    const named = data.length > manyFiles ? kindByName.find(({ pattern }) => pattern.test(file.path)) : undefined;
    if (named) leaves.push({ file, where: placeOf(file, around), kind: named.kind });
    else for (const leaf of await unpack(file, around, reading)) leaves.push(leaf);
  }
  return leaves;
}

const placeOf = (file: DataFile, around: readonly string[]): string => [...around, file.path].join(', ');

async function unpack(file: DataFile, around: readonly string[], reading: Reading): Promise<Leaf[]> {
  const where = placeOf(file, around);
  const kind = kindOf(await file.bytes(0, Math.min(headLength, file.size)));
  if (kind !== 'gzip' && kind !== 'zip' && kind !== 'tar') return [{ file, where, kind }];
  if (around.length >= deepest) throw new InputError(where, 'is an archive inside of three others; unpack it first.');
  const inside = [...around, file.path];
  if (kind === 'tar') return unpackTar(file, inside, reading);
  if (kind === 'gzip') {
    const inner = kindOf(await headOf(file));
    if (inner === 'tar') return unpackTar(file, inside, reading);
    const whole = await gunzipFile(counted(file, reading), limits[inner] ?? unpackedLimit);
    const content = fileOfBytes(file.path.replace(/\.gz$/i, ''), whole);
    if (inner !== 'gzip' && inner !== 'zip') return [{ file: content, where, kind: inner }];
    return unpack(content, inside, reading);
  }
  const entries = await zipEntries(file);
  if (entries.some(({ path }) => path.endsWith('.npy'))) return [{ file, where, kind: 'npz' }];
  return unpackAll(entries, inside, reading);
}

async function unpackTar(file: DataFile, inside: readonly string[], reading: Reading): Promise<Leaf[]> {
  const leaves: Leaf[] = [];
  let held = 0;
  for await (const entry of tarEntries(counted(file, reading), (path) => !isAside(path), { entry: unpackedLimit, total: tarTotal })) {
    held += entry.size;
    if (held > unpackedLimit) {
      throw new InputError(
        file.path,
        `unpacks to more than ${inMegabytes(unpackedLimit)}, which do not fit into memory. Unpack it and name its folder.`,
      );
    }
    for (const leaf of await unpack(entry, inside, reading)) leaves.push(leaf);
  }
  return leaves;
}

/** The first bytes of a gzip file's content. */
async function headOf(file: DataFile): Promise<Uint8Array> {
  const reader = gunzipStream(file, unpackedLimit).getReader();
  const head = new Uint8Array(headLength);
  let length = 0;
  try {
    while (length < headLength) {
      const { done, value } = await reader.read();
      if (done) break;
      const piece = value.subarray(0, headLength - length);
      head.set(piece, length);
      length += piece.length;
    }
  } finally {
    await reader.cancel().catch(() => {}); // after an error there is nothing left to cancel
  }
  return head.subarray(0, length);
}

/** The file, with progress reported as its stream is read. */
function counted(file: DataFile, reading: Reading): DataFile {
  return {
    path: file.path,
    size: file.size,
    bytes: (start, end) => file.bytes(start, end),
    stream() {
      let done = 0;
      return file.stream().pipeThrough(
        new TransformStream<Uint8Array, Uint8Array>({
          async transform(piece, controller) {
            done += piece.length;
            await reading.step(done, file.size, `unpacking ${baseName(file.path)}`);
            controller.enqueue(piece);
          },
        }),
      );
    },
  };
}

/**
 * People keep `name` beside `name.gz`: the second of two files with the same path and content is left out.
 * @param sorted by path: such files are neighbours
 */
async function withoutRepeats(sorted: readonly Leaf[]): Promise<Leaf[]> {
  const kept: Leaf[] = [];
  for (const leaf of sorted) {
    const other = kept.at(-1);
    if (other?.file.path === leaf.file.path && (await sameContent(other.file, leaf.file))) continue;
    kept.push(leaf);
  }
  return kept;
}

async function sameContent(a: DataFile, b: DataFile): Promise<boolean> {
  if (a.size !== b.size) return false;
  const [left, right] = await Promise.all([a.bytes(), b.bytes()]);
  return left.every((byte, i) => byte === right[i]);
}
