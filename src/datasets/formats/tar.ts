/** Tar archives, plain or gzipped, read once from the beginning: entries come one by one and nothing else is kept. */
import { createTarDecoder } from 'modern-tar';
import { InputError } from '../../fields/input-error';
import { inMegabytes } from '../file-limits';
import { type DataFile, fileOfBytes } from '../source';
import { count, damaged } from './damage';
import { entryPath, isLitter } from './entry-paths';
import { gunzipStream } from './gunzip';
import { headLength, kindOf } from './kind';
import { joined } from './pieces';

export interface TarLimits {
  /** Most entries, wanted or not. */
  readonly entries: number;
  /** Most bytes of one wanted entry. */
  readonly entry: number;
  /** Most bytes of the unpacked archive. */
  readonly total: number;
}

/** aclImdb holds 100,000 entries, ImageNet's archives up to 1.3 million; the largest entry of any set is 1.3 GB. */
export const tarLimits: TarLimits = { entries: 2_000_000, entry: 2 ** 31 - 1, total: 400e9 };

/**
 * The files of an archive for which `want` is true, in the archive's order, each in memory. Folders, links and what macOS adds are left out.
 * @param want decides by the entry's path
 * @throws InputError if the archive is damaged or cut, an entry's path leaves it, or a limit is exceeded
 */
export async function* tarEntries(
  file: DataFile,
  want: (path: string) => boolean,
  limits: Partial<TarLimits> = {},
): AsyncGenerator<DataFile> {
  const { entries, entry: entryLimit, total } = { ...tarLimits, ...limits };
  const zipped = kindOf(await file.bytes(0, Math.min(headLength, file.size))) === 'gzip';
  const bytes = zipped ? gunzipStream(file, total) : file.stream();
  const decoder = createTarDecoder({ strict: true });
  // The decoder would read on after its reader has stopped: the pipe is what has to stop.
  const stop = new AbortController();
  const reader = bytes.pipeThrough(decoder, { signal: stop.signal }).getReader();
  let seen = 0;
  let last = '';
  const fail = (error: unknown): never => {
    const place = last ? `after the entry ${last}` : 'at its first entry';
    throw damaged(file.path, `is a damaged or cut tar archive (${place}). Download it again`, error);
  };
  try {
    for (;;) {
      const next = await reader.read().catch(fail);
      if (next.done) break;
      const { header, body } = next.value;
      if (++seen > entries) throw new InputError(file.path, `has more than ${count(entries)} entries, the limit.`);
      const path = entryPath(file.path, header.name);
      if (header.type !== 'file' || path.endsWith('/') || isLitter(path) || !want(path)) {
        await body.cancel().catch(fail);
      } else {
        if (header.size > entryLimit) {
          throw new InputError(`${file.path}, ${path}`, `is ${inMegabytes(header.size)} large; the limit is ${inMegabytes(entryLimit)}.`);
        }
        const content = await wholeBody(body, header.size).catch(fail);
        yield fileOfBytes(path, content);
      }
      last = path;
    }
    if (seen === 0) throw new InputError(file.path, 'is a tar archive with nothing in it.');
  } finally {
    stop.abort();
  }
}

/** Room is made for what has come, not for what the header claims. */
async function wholeBody(body: ReadableStream<Uint8Array>, size: number): Promise<Uint8Array> {
  const reader = body.getReader();
  const pieces: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    pieces.push(value);
  }
  if (length !== size) throw new Error(`entry has ${length} of ${size} bytes`);
  // Pieces are views of large buffers of the stream: a copy lets go of them.
  return pieces.length === 1 ? pieces[0]!.slice() : joined(pieces, length);
}
