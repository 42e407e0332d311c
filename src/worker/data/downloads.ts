/**
 * Downloads on the disk: a folder for each set, with what has arrived of each file and what the server said of it. So a download goes on
 * after a reload where it was.
 */
import * as z from 'zod';
import { type CatalogEntry, catalog, type Download } from '../../datasets/catalog';
import { inMegabytes } from '../../datasets/file-limits';
import type { SetId } from '../../datasets/parsed-set';
import type { DataSource } from '../../datasets/source';
import { InputError } from '../../fields/input-error';
import { fileOfBlob } from './blob-file';
import { fetchFile, type Network, type Remembered } from './fetch-file';
import { fileIn, folderIn, foldersIn, openForWriting, readJson, removeFrom, writeJson } from './kept-files';
import type { PartialDownload, Progress } from './protocol';

const downloadsFolder = 'downloads';
const contentOf = (file: string) => `${file}.part`;
const notesOf = (file: string) => `${file}.json`;

const notesSchema = z.object({ url: z.string(), total: z.number().nullable(), etag: z.string().nullable() });

async function notes(folder: FileSystemDirectoryHandle, { file }: Download): Promise<Remembered | null> {
  const parsed = notesSchema.safeParse(await readJson(folder, notesOf(file)));
  return parsed.success ? parsed.data : null;
}

function hexadecimal(bytes: ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export class Downloads {
  /** @param root the page's folder */
  constructor(
    private readonly root: FileSystemDirectoryHandle,
    private readonly network: Network,
  ) {}

  /** Downloads of which something is here. */
  async list(): Promise<PartialDownload[]> {
    const parent = await folderIn(this.root, downloadsFolder);
    const found: PartialDownload[] = [];
    for (const name of parent ? await foldersIn(parent) : []) {
      const entry = catalog.find(({ id }) => id === name);
      const folder = await folderIn(parent!, name);
      if (!entry || !folder) continue;
      const { received, total } = await this.measure(entry, folder);
      if (received > 0) found.push({ id: entry.id, received, total });
    }
    return found;
  }

  /** Bytes here of each file, and how many there will be. */
  private async measure(entry: CatalogEntry, folder: FileSystemDirectoryHandle): Promise<{ received: number; total: number | null }> {
    let received = 0;
    let total: number | null = 0;
    for (const download of entry.downloads) {
      const size = (await fileIn(folder, contentOf(download.file)))?.size ?? 0;
      const whole = download.bytes ?? (await notes(folder, download))?.total ?? null;
      received += size;
      total = total === null || whole === null ? null : total + whole;
    }
    // The catalog's rounded size serves until every file has been asked for.
    return { received, total: total ?? (entry.downloadBytes > received ? entry.downloadBytes : null) };
  }

  /**
   * Brings all files of a set here, or what is missing of them.
   * @returns them, checked, for a reader
   * @throws InputError if it broke off (what arrived is kept) or a file is not the right one (it is removed)
   */
  async fetch(entry: CatalogEntry, progress: (progress: Progress) => void, signal: AbortSignal): Promise<DataSource> {
    const parent = await this.root.getDirectoryHandle(downloadsFolder, { create: true });
    const folder = await parent.getDirectoryHandle(entry.id, { create: true });
    const start = await this.measure(entry, folder);
    let before = start.received;
    for (const download of entry.downloads) {
      const sink = await openForWriting(folder, contentOf(download.file));
      const here = sink.size;
      before -= here;
      try {
        await fetchFile(
          {
            name: `${entry.name}, ${download.file}`,
            urls: download.urls,
            bytes: download.bytes,
            sink,
            remembered: await notes(folder, download),
            remember: (remembered) => writeJson(folder, notesOf(download.file), remembered),
            progress: (received) => progress({ phase: 'downloading', done: before + received, total: start.total }),
            signal,
          },
          this.network,
        );
        sink.flush();
        before += sink.size;
      } finally {
        sink.close();
      }
    }
    progress({ phase: 'checking', done: 0, total: null });
    for (const download of entry.downloads) await this.check(entry, folder, download);
    const files = await Promise.all(entry.downloads.map(({ file }) => this.file(folder, file)));
    return { name: entry.name, files };
  }

  private async file(folder: FileSystemDirectoryHandle, name: string) {
    return fileOfBlob(name, await (await folder.getFileHandle(contentOf(name))).getFile());
  }

  private async check(entry: CatalogEntry, folder: FileSystemDirectoryHandle, download: Download): Promise<void> {
    if (download.sha256 === null) return;
    const bytes = await (await this.file(folder, download.file)).bytes();
    const sha256 = hexadecimal(await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>));
    if (sha256 === download.sha256) return;
    await removeFrom(folder, contentOf(download.file));
    await removeFrom(folder, notesOf(download.file));
    throw new InputError(
      `${entry.name}, ${download.file}`,
      `the download of ${inMegabytes(bytes.length)} has another SHA-256 (${sha256.slice(0, 12)}…) than it should (${download.sha256.slice(0, 12)}…); it was thrown away. Download it again, or get the set from its home page.`,
    );
  }

  /** Throws away what is here of a download. */
  async discard(id: SetId): Promise<void> {
    const parent = await folderIn(this.root, downloadsFolder);
    if (parent) await removeFrom(parent, id);
  }
}
