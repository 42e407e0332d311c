/**
 * What tasks read in the page: files that the person opened (LIBSVM text, checked once, then at hand by name) and data sets that are kept
 * on this machine's disk or, if they are folders of pictures, stay where they are and are read for as long as the page is open.
 */
import { catalogEntry } from '../datasets/catalog';
import { checkFileSize } from '../datasets/file-limits';
import { describeLibsvm, readLibsvm } from '../datasets/libsvm';
import { openPacked } from '../datasets/packed-set';
import type { ParsedSet, SetId } from '../datasets/parsed-set';
import { InputError } from '../fields/input-error';
import type { FileSource } from '../tasks/definition';
import { fileOfBlob } from './data/blob-file';
import { openKeptFolder } from './data/kept-files';
import type { NamedFile } from './data/protocol';
import { SetStore } from './data/set-store';
import { sourceOf } from './data/sources';
import type { FileSummary } from './protocol';

/** Pixels of larger sets stay on the disk and are read batch by batch, in bytes. Every set but the largest two is below it. */
const inMemoryUpTo = 700_000_000;

export class OpenedFiles implements FileSource {
  private readonly contents = new Map<string, Uint8Array>();
  /** Files that are being read; whoever needs one waits. */
  private readonly opening = new Map<string, Promise<unknown>>();
  /** Files of sets that are not copied, by the set's key. */
  private readonly folders = new Map<string, { readonly id: SetId; readonly files: readonly NamedFile[] }>();

  /** @param keptFolder where the data worker keeps sets; another one in tests */
  constructor(private readonly keptFolder: () => Promise<FileSystemDirectoryHandle> = openKeptFolder) {}

  /**
   * Reads and checks a file. A file of the same name takes the place of the old one, but only if it is sound.
   * @throws InputError saying what is wrong and where
   */
  open(file: File): Promise<FileSummary> {
    const summary = this.check(file);
    const settled = summary.catch(() => undefined).then(() => this.opening.delete(file.name));
    this.opening.set(file.name, settled);
    return summary;
  }

  private async check(file: File): Promise<FileSummary> {
    checkFileSize(file.name, file.size);
    let bytes: Uint8Array;
    try {
      bytes = new Uint8Array(await file.arrayBuffer());
    } catch {
      throw new InputError(file.name, 'cannot be read; it may be a folder, or it was moved or changed since it was chosen.');
    }
    const data = await readLibsvm(file.name, bytes);
    this.contents.set(file.name, bytes);
    return { name: file.name, bytes: file.size, description: describeLibsvm(data), samples: data.samples, features: data.features };
  }

  async read(name: string): Promise<Uint8Array> {
    await this.opening.get(name);
    const bytes = this.contents.get(name);
    if (!bytes)
      throw new InputError(
        'task.options.file',
        `"${name}" is not open; open the file again (files stay on your machine and are not kept over a reload).`,
      );
    return bytes;
  }

  /** Remembers the files of a set that is read from them whenever it is needed. */
  keep(key: string, id: SetId, files: readonly NamedFile[]): void {
    this.folders.set(key, { id, files });
  }

  async set(id: SetId, path: string | null): Promise<ParsedSet> {
    const key = path ?? id;
    const folder = this.folders.get(key);
    if (folder) {
      this.mustBe(id, folder.id, key);
      const { readSet } = await import('../datasets/read-set');
      return readSet(sourceOf(key, folder.files), id);
    }
    const found = await new SetStore(await this.keptFolder()).find(key);
    if (!found) throw this.missing(id, path);
    this.mustBe(id, found.set.id, key);
    return openPacked(found.packed, fileOfBlob(key, found.payload), inMemoryUpTo);
  }

  private mustBe(asked: SetId, is: SetId, key: string): void {
    if (asked === is) return;
    throw new InputError(
      'task.options.path',
      `"${key}" is ${catalogEntry(is).name}, not ${catalogEntry(asked).name}. Choose another data set.`,
    );
  }

  private missing(id: SetId, path: string | null): InputError {
    const { name } = catalogEntry(id);
    if (path === null || path === id)
      return new InputError('', `${name} is not on this machine yet: download or open it in the data panel.`);
    return new InputError(
      'task.options.path',
      `there is no data set "${path}" on this machine: open it in the data panel, or choose another one.`,
    );
  }
}
