/** What a person opened, as a reader's source: a list of files, or a folder that is looked through here. */
import type { DataSource } from '../../datasets/source';
import { InputError } from '../../fields/input-error';
import { fileOfBlob } from './blob-file';
import type { NamedFile, OpenedSource } from './protocol';

async function* filesUnder(folder: FileSystemDirectoryHandle, path: string): AsyncGenerator<NamedFile> {
  for await (const [name, handle] of folder.entries()) {
    const at = `${path}/${name}`;
    if (handle.kind === 'directory') yield* filesUnder(handle as FileSystemDirectoryHandle, at);
    else yield { path: at, file: await (handle as FileSystemFileHandle).getFile() };
  }
}

function isFolder(content: OpenedSource['content']): content is FileSystemDirectoryHandle {
  return !Array.isArray(content);
}

/**
 * All files of a source.
 * @param found called with the number of files found so far
 * @throws InputError if a folder cannot be read or is empty
 */
export async function filesOf(source: OpenedSource, found: (files: number) => void, signal: AbortSignal): Promise<readonly NamedFile[]> {
  if (!isFolder(source.content)) return source.content;
  const files: NamedFile[] = [];
  try {
    for await (const file of filesUnder(source.content, source.name)) {
      signal.throwIfAborted();
      files.push(file);
      if (files.length % 100 === 0) found(files.length);
    }
  } catch (error) {
    signal.throwIfAborted();
    const reason = error instanceof Error ? ` (${error.message})` : '';
    throw new InputError(source.name, `the folder cannot be read${reason}. Open it again.`);
  }
  if (files.length === 0) throw new InputError(source.name, 'the folder is empty.');
  return files;
}

/** Files as a reader sees them. */
export function sourceOf(name: string, files: readonly NamedFile[]): DataSource {
  return { name, files: files.map(({ path, file }) => fileOfBlob(path, file)) };
}
