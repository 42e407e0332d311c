/**
 * Small operations on the origin private file system: the part of the disk that the browser keeps for this page alone. Files are written
 * through synchronous handles, which exist in workers only and hold the file for whoever writes it.
 */
import { InputError } from '../../fields/input-error';

/** Folder of everything that this page keeps. */
const rootName = 'polyak-data';

/**
 * The page's folder.
 * @throws InputError where the browser has none (an old one, or a private window)
 */
export async function openKeptFolder(): Promise<FileSystemDirectoryHandle> {
  try {
    return await (await navigator.storage.getDirectory()).getDirectoryHandle(rootName, { create: true });
  } catch {
    throw new InputError('', 'This browser keeps no files for pages (an old browser, or a private window), so data sets cannot be kept.');
  }
}

/** The folder or file called `name`, or null if there is none. */
export async function folderIn(parent: FileSystemDirectoryHandle, name: string): Promise<FileSystemDirectoryHandle | null> {
  return parent.getDirectoryHandle(name).catch(() => null);
}

/** The content of a file, or null if there is none. */
export async function fileIn(folder: FileSystemDirectoryHandle, name: string): Promise<File | null> {
  try {
    return await (await folder.getFileHandle(name)).getFile();
  } catch {
    return null;
  }
}

/** Names of the folders in a folder. */
export async function foldersIn(parent: FileSystemDirectoryHandle): Promise<string[]> {
  const names: string[] = [];
  for await (const [name, handle] of parent.entries()) if (handle.kind === 'directory') names.push(name);
  return names.sort();
}

/** Removes a file or folder with all that is in it; none is no error. */
export async function removeFrom(parent: FileSystemDirectoryHandle, name: string): Promise<void> {
  try {
    await parent.removeEntry(name, { recursive: true });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotFoundError') return;
    throw error;
  }
}

/** JSON in a file, or null where there is none or it is not whole. */
export async function readJson(folder: FileSystemDirectoryHandle, name: string): Promise<unknown> {
  const file = await fileIn(folder, name);
  if (!file) return null;
  try {
    return JSON.parse(await file.text()) as unknown;
  } catch {
    // Half written: the closing bracket is missing.
    return null;
  }
}

/** A file that is being written. Always `close` it. */
export interface WritableFile {
  readonly size: number;
  /** Adds bytes at the end. */
  append(bytes: Uint8Array): void;
  /** Cuts the file. */
  truncate(size: number): void;
  flush(): void;
  close(): void;
}

/** What a full disk looks like: an exception, or fewer bytes written than given. */
function isDiskFull(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'QuotaExceededError';
}

/** A sentence for a disk that has no room left. */
export function diskFull(where: string): InputError {
  return new InputError(
    where,
    'there is no room left in what the browser allows this page. Remove a set, or make room on the disk, and try again.',
  );
}

/**
 * Opens a file for writing at its end.
 * @throws InputError where another tab is writing it; from `append`, if the disk is full
 */
export async function openForWriting(folder: FileSystemDirectoryHandle, name: string): Promise<WritableFile> {
  const handle = await folder.getFileHandle(name, { create: true });
  let access: FileSystemSyncAccessHandle;
  try {
    access = await handle.createSyncAccessHandle();
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NoModificationAllowedError')
      throw new InputError(name, 'is being written by another tab of this page. Wait until it is done.');
    throw error;
  }
  let size = access.getSize();
  return {
    get size() {
      return size;
    },
    append(bytes) {
      let written = 0;
      try {
        written = access.write(bytes as Uint8Array<ArrayBuffer>, { at: size });
      } catch (error) {
        throw isDiskFull(error) ? diskFull(name) : error;
      }
      if (written < bytes.length) {
        access.truncate(size);
        throw diskFull(name);
      }
      size += written;
    },
    truncate(to) {
      access.truncate(to);
      size = to;
    },
    flush: () => access.flush(),
    close: () => access.close(),
  };
}

/** Writes JSON as the whole content of a file. */
export async function writeJson(folder: FileSystemDirectoryHandle, name: string, value: unknown): Promise<void> {
  const file = await openForWriting(folder, name);
  try {
    file.truncate(0);
    file.append(new TextEncoder().encode(JSON.stringify(value)));
    file.flush();
  } finally {
    file.close();
  }
}
