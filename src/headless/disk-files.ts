/**
 * Files named by path or address in an experiment. Folders are listed and addresses fetched when a task asks for them; files are read piece by
 * piece, as far as a reader needs them.
 */
import { open, readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { catalogEntry } from '../datasets/catalog';
import { checkFileSize } from '../datasets/file-limits';
import type { ParsedSet, SetId } from '../datasets/parsed-set';
import { neededFiles } from '../datasets/sets/set-facts';
import type { DataFile, DataSource } from '../datasets/source';
import { checkWhole } from '../datasets/whole-set';
import { InputError } from '../fields/input-error';
import type { FileSource } from '../tasks/definition';
import { download } from './download';
import { StepLine } from './step-line';

/** Most files that a folder may hold: ImageNet has 1.33 million. */
const mostFiles = 3_000_000;

/** Bytes of a piece of a stream. */
const pieceBytes = 2 ** 20;

/** What `findPath` may find. */
export type Wanted = 'file' | 'file or folder';

/**
 * The first place where a path leads to what is wanted: from here, or from where npm was called (npm itself moves to the project's
 * folder), or, for data, beside the experiment.
 * @param where for the message: the option that names the path
 * @throws InputError naming the places
 */
export async function findPath(path: string, where: string, wanted: Wanted, beside: readonly string[] = []): Promise<string> {
  const folders = [process.cwd(), process.env['INIT_CWD'], ...beside].filter((folder): folder is string => Boolean(folder));
  const places = [...new Set(folders.map((folder) => resolve(folder, path)))];
  for (const place of places) {
    const found = await stat(place).catch(() => null);
    if (found?.isFile() || (wanted === 'file or folder' && found?.isDirectory())) return place;
  }
  throw new InputError(where, `there is no ${wanted} ${path} (looked for ${places.join(', ')})`);
}

/** @throws InputError if the file cannot be read */
export async function readOrExplain(path: string): Promise<Buffer> {
  return readFile(path).catch((error: Error) => {
    throw new InputError(path, `cannot be read: ${error.message}`);
  });
}

/**
 * A file on the disk, opened whenever a piece of it is asked for: a folder may hold more files than can be open at once.
 * @param path for messages and readers
 * @param place on the disk
 * @param size in bytes; readers refuse a file that has become shorter since
 */
export function diskFile(path: string, place: string, size: number): DataFile {
  const file: DataFile = {
    path,
    size,
    async bytes(start = 0, end = size) {
      const handle = await open(place).catch((error: Error) => {
        throw new InputError(path, `cannot be read: ${error.message}`);
      });
      try {
        const bytes = new Uint8Array(Math.max(0, Math.min(end, size) - start));
        for (let at = 0; at < bytes.length; ) {
          const { bytesRead } = await handle.read(bytes, at, Math.min(bytes.length - at, 2 ** 30), start + at);
          if (bytesRead === 0) throw new InputError(path, `ends after ${start + at} bytes, not ${size}: it was changed while it was read.`);
          at += bytesRead;
        }
        return bytes;
      } catch (error) {
        if (error instanceof InputError) throw error;
        throw new InputError(path, `cannot be read: ${(error as Error).message}`);
      } finally {
        await handle.close();
      }
    },
    stream() {
      let at = 0;
      return new ReadableStream<Uint8Array>({
        async pull(controller) {
          if (at >= size) return controller.close();
          const piece = await file.bytes(at, at + pieceBytes);
          at += piece.length;
          controller.enqueue(piece);
        },
      });
    },
  };
  return file;
}

/** All files below a folder, by path. Links to folders are not followed, so that none leads in circles. */
async function filesBelow(folder: string): Promise<DataFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: Error) => {
    throw new InputError(folder, `cannot be listed: ${error.message}`);
  });
  const places = entries.filter((entry) => entry.isFile() || entry.isSymbolicLink()).map((entry) => join(entry.parentPath, entry.name));
  if (places.length > mostFiles) throw new InputError(folder, `holds more than ${mostFiles} files; name the folder of the set itself.`);
  const files: DataFile[] = [];
  // Not all at once: each look-up occupies a thread of Node's pool and a promise.
  for (let from = 0; from < places.length; from += 256) {
    const some = places.slice(from, from + 256).map(async (place) => {
      const found = await stat(place).catch(() => null); // null: a link that leads nowhere
      return found?.isFile() ? [diskFile(relative(folder, place).split(sep).join('/'), place, found.size)] : [];
    });
    files.push(...(await Promise.all(some)).flat());
  }
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** What stands at a path of the disk. */
export async function sourceAt(place: string): Promise<DataSource> {
  const found = await stat(place).catch((error: Error) => {
    throw new InputError(place, `cannot be read: ${error.message}`);
  });
  const name = basename(place);
  if (found.isDirectory()) return { name, files: await filesBelow(place) };
  return { name, files: [diskFile(name, place, found.size)] };
}

const isAddress = (text: string): boolean => /^https?:\/\//i.test(text);

/** The addresses in a path: several with spaces between them, as mirrors have a file for each part. null: it is a path of the disk. */
function addressesIn(path: string): readonly string[] | null {
  const words = path.trim().split(/\s+/);
  return words.every(isAddress) ? words : null;
}

/** Fetches files; those that the catalog knows are checked. */
async function sourceOfAddresses(id: SetId, addresses: readonly string[]): Promise<DataSource> {
  const { downloads } = catalogEntry(id);
  const files: DataFile[] = [];
  for (const address of addresses) {
    const known = downloads.find(({ urls }) => urls.includes(address));
    const { place, size } = await download(address, known?.sha256);
    files.push(diskFile(pathIn(address), place, size));
  }
  return { name: basename(files[0]!.path), files };
}

/** The path in an address: its folders may say which part of a set a file is. */
function pathIn(address: string): string {
  const path = new URL(address).pathname.slice(1);
  try {
    return decodeURIComponent(path) || address;
  } catch {
    return path; // a stray % in it
  }
}

/** Whether these addresses are all that the catalog has of a set. */
function isWholeDownload(id: SetId, addresses: readonly string[]): boolean {
  const { downloads } = catalogEntry(id);
  return downloads.length > 0 && downloads.every(({ urls }) => urls.some((url) => addresses.includes(url)));
}

/** The message where no path is given: what is needed, and where it can be had. */
function missingPath(id: SetId): InputError {
  const { downloads, home } = catalogEntry(id);
  const addresses = downloads.map(({ urls }) => urls[0]).join(' ');
  const where = addresses === '' ? `Its home is ${home}.` : `It can be fetched with "path": "${addresses}".`;
  return new InputError('task.options.path', `is missing: name a file, a folder or an address. ${neededFiles(id)}. ${where}`);
}

/** Files as an experiment names them. */
export function filesBeside(experimentPath: string): FileSource {
  const beside = dirname(experimentPath);
  return {
    async read(path) {
      const found = await findPath(path, 'task.options.file', 'file', [beside]);
      checkFileSize(path, (await stat(found)).size);
      return new Uint8Array(await readOrExplain(found));
    },
    async set(id: SetId, path: string | null): Promise<ParsedSet> {
      if (path === null || path.trim() === '') throw missingPath(id);
      const addresses = addressesIn(path);
      const source = addresses
        ? await sourceOfAddresses(id, addresses)
        : await sourceAt(await findPath(path, 'task.options.path', 'file or folder', [beside]));
      // The decoders of all formats are loaded when a set is read, not whenever the program starts.
      const { readSet } = await import('../datasets/read-set');
      const line = new StepLine();
      try {
        const set = await readSet(source, id, (fraction, what) => line.show(fraction, what));
        if (addresses && isWholeDownload(id, addresses)) checkWhole(catalogEntry(id), set, 'Try again, or name local files.');
        return set;
      } finally {
        line.end();
      }
    },
  };
}
