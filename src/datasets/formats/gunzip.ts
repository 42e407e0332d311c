/** Unpacking of gzip files with the platform's own decoder: as a stream, or whole up to a limit. */
import { InputError } from '../../fields/input-error';
import { inMegabytes } from '../file-limits';
import type { DataFile } from '../source';
import { count, damaged } from './damage';
import { collect } from './pieces';

/** Shortest gzip file: a header of 10 bytes, 2 of data, the checksum and the length. */
const shortest = 20;

/**
 * The unpacked content, piece by piece. A damaged or cut file makes the stream fail with an `InputError` that says after how many bytes.
 * @param limit most bytes to unpack to: a small file can hold gigabytes of zeros
 */
export function gunzipStream(file: DataFile, limit = Number.POSITIVE_INFINITY): ReadableStream<Uint8Array> {
  let unpacker: Unpacker | null = null;
  let unpacked = 0;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          unpacker ??= new Unpacker(file);
          const value = await unpacker.next();
          if (!value) {
            await checkEnd(file, unpacked);
            controller.close();
            return;
          }
          unpacked += value.length;
          if (unpacked > limit) throw tooLarge(file.path, limit);
          controller.enqueue(value);
        } catch (error) {
          const what =
            `is a damaged gzip file: damaged or cut after byte ${count(unpacked)} of its content, within the first ` +
            `${count(unpacker?.packed ?? 0)} of its ${count(file.size)} bytes. Download or copy it again`;
          controller.error(damaged(file.path, what, unpacker?.sourceError ?? error));
          unpacker?.stop();
        }
      },
      cancel: () => unpacker?.stop(),
    },
    { highWaterMark: 0 },
  );
}

/**
 * A file on its way through the decoder. Pieces are handed over one at a time, each when the one before is taken: a pipe would let Node queue
 * the whole file, and would not stop reading it in every engine.
 */
class Unpacker {
  /** Bytes of the file that the decoder has been given. */
  packed = 0;
  /** What kept the file from being read. */
  sourceError: unknown;
  private readonly source: ReadableStreamDefaultReader<Uint8Array>;
  private readonly writer: WritableStreamDefaultWriter<BufferSource>;
  private readonly reader: ReadableStreamDefaultReader<Uint8Array>;

  constructor(file: DataFile) {
    const decoder = new DecompressionStream('gzip');
    this.source = file.stream().getReader();
    this.writer = decoder.writable.getWriter();
    this.reader = decoder.readable.getReader();
    // What goes wrong is seen by whoever reads.
    this.writer.closed.catch(() => {});
    this.feed().catch((error: unknown) => this.writer.abort(error).catch(() => {}));
  }

  /** The next piece of the content; null at its end. */
  async next(): Promise<Uint8Array | null> {
    const { done, value } = await this.reader.read();
    return done ? null : value;
  }

  /** Reads no further. */
  stop(): void {
    const ignore = () => {}; // after an error there is nothing left to stop
    this.source.cancel().catch(ignore);
    this.writer.abort().catch(ignore);
    this.reader.cancel().catch(ignore);
  }

  private async feed(): Promise<void> {
    for (;;) {
      const { done, value } = await this.source.read().catch((error: unknown) => {
        this.sourceError = error;
        throw error;
      });
      if (done) return this.writer.close();
      this.packed += value.length;
      await this.writer.write(value as Uint8Array<ArrayBuffer>);
    }
  }
}

/**
 * The whole unpacked content.
 * @param limit most bytes to unpack to
 * @throws InputError if the file is damaged, cut, or unpacks to more than the limit
 */
export function gunzipFile(file: DataFile, limit: number): Promise<Uint8Array> {
  return collect(gunzipStream(file, limit));
}

/**
 * The last four bytes of a gzip file are the length of its content. Browsers refuse bytes after the end of the data, Node does not: this
 * makes both refuse them.
 */
async function checkEnd(file: DataFile, unpacked: number): Promise<void> {
  if (file.size < shortest) return; // the decoder has accepted it, and it has no place for anything more
  const end = await file.bytes(file.size - 4, file.size);
  const length = new DataView(end.buffer, end.byteOffset, end.length).getUint32(0, true);
  if (length === unpacked % 2 ** 32) return;
  throw new InputError(
    file.path,
    `holds ${count(unpacked)} bytes, but its end (byte ${count(file.size - 4)}) says ${count(length)}: something follows its gzip data. ` +
      'Download or copy it again, or pack it again as one piece.',
  );
}

function tooLarge(name: string, limit: number): InputError {
  return new InputError(name, `unpacks to more than ${inMegabytes(limit)}, the limit. Use a smaller part of it.`);
}
