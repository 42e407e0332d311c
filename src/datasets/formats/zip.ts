/**
 * Zip archives, read at random: only the directory at the end is read at first, an entry when its bytes are asked for. What the directory
 * claims is checked here, what comes out of an entry in `zip-entry.ts`.
 */
import { type Reader, ZipReader } from '@zip.js/zip.js/lib/zip-core-reader.js'; // without its workers and its own inflating
import { InputError } from '../../fields/input-error';
import { inMegabytes } from '../file-limits';
import type { DataFile } from '../source';
import { count, damaged } from './damage';
import { entryPath, isLitter } from './entry-paths';
import { entryFile } from './zip-entry';

export interface ZipLimits {
  readonly entries: number;
  /** Most bytes of one entry, unpacked. */
  readonly entry: number;
  /** Most bytes of all entries, unpacked, as a multiple of the archive's size; `slack` bytes are always allowed. */
  readonly ratio: number;
  readonly slack: number;
}

/** ImageNet in one zip has 1.5 million entries. Pictures and arrays shrink to a hundredth at most; zip bombs to a thousandth and below. */
export const zipLimits: ZipLimits = { entries: 3_000_000, entry: 2 ** 31 - 1, ratio: 200, slack: 100e6 };

/** No web workers: this code runs in one already. Names are checked here, with a message of ours. */
const options = { useWebWorkers: false, filenameValidation: 'tolerant' } as const;

/**
 * The files of an archive, in the order of its directory. Folders, links and what macOS adds are left out.
 * @throws InputError if the directory is damaged or missing, an entry is encrypted or leaves the archive, or a limit is exceeded; later, from
 * an entry's `bytes` or `stream`, if the entry is damaged
 */
export async function zipEntries(file: DataFile, limits: Partial<ZipLimits> = {}): Promise<readonly DataFile[]> {
  const all = { ...zipLimits, ...limits };
  const reader = new ZipReader(readerOf(file), options);
  const files: DataFile[] = [];
  let seen = 0;
  let total = 0;
  try {
    for await (const entry of reader.getEntriesGenerator()) {
      if (++seen > all.entries) throw new InputError(file.path, `has more than ${count(all.entries)} entries, the limit.`);
      const path = entryPath(file.path, entry.filename);
      if (entry.directory || entry.symlink || isLitter(path)) continue;
      const where = `${file.path}, ${path}`;
      if (entry.encrypted) throw new InputError(where, 'is encrypted. Unpack the archive with its password and open the folder.');
      if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8) {
        throw new InputError(
          where,
          `is packed by method ${entry.compressionMethod}; stored and deflated entries are read. Unpack the archive and open the folder.`,
        );
      }
      if (entry.uncompressedSize > all.entry) {
        throw new InputError(where, `unpacks to ${inMegabytes(entry.uncompressedSize)}; the limit is ${inMegabytes(all.entry)}.`);
      }
      total += entry.uncompressedSize;
      const most = all.ratio * file.size + all.slack;
      if (total > most)
        throw new InputError(
          file.path,
          `unpacks to more than ${inMegabytes(most)}, far more than pictures or texts do: this is a zip bomb.`,
        );
      const { offset, compressedSize, uncompressedSize, compressionMethod } = entry;
      files.push(entryFile(file, where, path, { offset, compressedSize, uncompressedSize, compressionMethod, crc32: entry.crc32 ?? 0 }));
    }
  } catch (error) {
    throw damaged(
      file.path,
      `is a damaged or cut zip archive: the directory at its end (it has ${count(file.size)} bytes) cannot be read. Download or copy it again`,
      error,
    );
  }
  if (seen === 0) throw new InputError(file.path, 'is a zip archive with nothing in it.');
  return files;
}

/** Random access to a file, as far as the library uses its `Reader`: the class itself comes with all of the library. */
function readerOf(file: DataFile): Reader<DataFile> {
  const reader = {
    size: file.size,
    readUint8Array(index: number, length: number): Promise<Uint8Array> {
      const start = Math.min(Math.max(0, index), file.size);
      return file.bytes(start, Math.min(start + length, file.size));
    },
  };
  return reader as unknown as Reader<DataFile>;
}
