/** Files of a drop or of a file dialog, with their places: a dropped folder is looked through. */
import type { NamedFile } from '../../../worker/data/protocol';

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

/** A folder is read in portions, until an empty one comes. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const portion = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (portion.length === 0) return all;
    all.push(...portion);
  }
}

async function collect(entry: FileSystemEntry, into: NamedFile[]): Promise<void> {
  if (entry.isFile) into.push({ path: entry.fullPath.replace(/^\//, ''), file: await fileOf(entry as FileSystemFileEntry) });
  else for (const child of await entriesOf(entry as FileSystemDirectoryEntry)) await collect(child, into);
}

/**
 * All files of a drop. Call it while the event is handled: afterwards the browser forgets what was dropped.
 * @throws DOMException if a folder cannot be read
 */
export async function droppedFiles(transfer: DataTransfer): Promise<NamedFile[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.() ?? null);
  const folders = entries.filter((entry) => entry?.isDirectory);
  const plain = [...transfer.files];
  // Without folders the files themselves do: entries are a roundabout way to them, and scripts cannot make any.
  if (folders.length === 0) return plain.map((file) => ({ path: file.name, file }));
  const found: NamedFile[] = [];
  for (const entry of entries) if (entry) await collect(entry, found);
  return found;
}

/** Files of a dialog; those of a folder with their places in it. */
export function chosenFiles(list: FileList | null): NamedFile[] {
  return [...(list ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
}
