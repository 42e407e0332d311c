/** Files that the person opened in the page: read and checked once, then at hand by name for tasks. */
import { checkFileSize } from '../datasets/file-limits';
import { describeLibsvm, readLibsvm } from '../datasets/libsvm';
import { InputError } from '../fields/input-error';
import type { FileSource } from '../tasks/definition';
import type { FileSummary } from './protocol';

export class OpenedFiles implements FileSource {
  private readonly contents = new Map<string, Uint8Array>();
  /** Files that are being read; whoever needs one waits. */
  private readonly opening = new Map<string, Promise<unknown>>();

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
}
