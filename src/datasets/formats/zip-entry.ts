/**
 * One entry of a zip archive: where its data stand, and unpacking them. Archives of pictures have entries by the hundred thousand, so that
 * small ones are unpacked in one call; large ones by the platform's decoder, as a stream.
 */
import { inflateSync } from 'fflate';
import type { DataFile } from '../source';
import { Crc32, crc32 } from './crc32';
import { count, damaged } from './damage';
import { joined } from './pieces';

/** What the archive's directory says about an entry. */
export interface ZipRecord {
  /** Byte at which its local header begins. */
  readonly offset: number;
  readonly compressedSize: number;
  readonly uncompressedSize: number;
  /** 0 stored, 8 deflated. */
  readonly compressionMethod: number;
  readonly crc32: number;
}

const localHeaderBytes = 30;
const localHeaderMagic = 0x04034b50;
/** Bytes read at once: for most entries the local header and all of the data. */
const firstRead = 2 ** 14;
/** Entries up to this size, packed and unpacked, are unpacked in one call. */
const smallEntry = 2 ** 22;
const streamPiece = 2 ** 20;

/** @param where archive and entry, for messages */
export function entryFile(archive: DataFile, where: string, path: string, record: ZipRecord): DataFile {
  const size = record.uncompressedSize;
  const small = size <= smallEntry && record.compressedSize <= smallEntry;
  const fail = (error: unknown) => damaged(where, 'is damaged in the archive. Download or copy the archive again', error);
  return {
    path,
    size,
    async bytes(start = 0, end = size) {
      const until = Math.max(0, Math.min(end, size));
      const from = Math.min(Math.max(0, start), until);
      try {
        if (small && until === size) return (await unpackedWhole(archive, record)).subarray(from);
        return (await firstBytes(unpackedStream(archive, record), until)).subarray(from);
      } catch (error) {
        throw fail(error);
      }
    },
    stream() {
      const reader = unpackedStream(archive, record).getReader();
      return new ReadableStream<Uint8Array>(
        {
          async pull(controller) {
            try {
              const { done, value } = await reader.read();
              if (done) controller.close();
              else controller.enqueue(value);
            } catch (error) {
              controller.error(fail(error));
            }
          },
          cancel: (reason) => reader.cancel(reason),
        },
        { highWaterMark: 0 },
      );
    },
  };
}

async function unpackedWhole(archive: DataFile, record: ZipRecord): Promise<Uint8Array> {
  const { start, head } = await dataOf(archive, record);
  const end = start + record.compressedSize;
  const headEnd = record.offset + head.length;
  const packed = end <= headEnd ? head.subarray(start - record.offset, end - record.offset) : await archive.bytes(start, end);
  // One byte more than needed: what is too long does not go unnoticed.
  const content = record.compressionMethod === 0 ? packed : inflateSync(packed, { out: new Uint8Array(record.uncompressedSize + 1) });
  if (content.length !== record.uncompressedSize) throw lengthError(content.length, record);
  if (crc32(content) !== record.crc32) throw new Error('the checksum does not match');
  return content;
}

/** Where an entry's data begin, and what was read of the archive from the entry's `offset` on. */
async function dataOf(
  archive: DataFile,
  { offset, compressedSize, compressionMethod }: ZipRecord,
): Promise<{ start: number; head: Uint8Array }> {
  const head = await archive.bytes(offset, Math.min(archive.size, offset + Math.min(firstRead, localHeaderBytes + 1024 + compressedSize)));
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  if (head.length < localHeaderBytes || view.getUint32(0, true) !== localHeaderMagic)
    throw new Error(`no entry begins at byte ${count(offset)}`);
  if (view.getUint16(8, true) !== compressionMethod) throw new Error(`the entry at byte ${count(offset)} is not the one of the directory`);
  const start = offset + localHeaderBytes + view.getUint16(26, true) + view.getUint16(28, true);
  if (start + compressedSize > archive.size)
    throw new Error(`it would end at byte ${count(start + compressedSize)} of ${count(archive.size)}`);
  return { start, head };
}

/** The content in pieces; fails if its length or checksum is not the directory's. */
function unpackedStream(archive: DataFile, record: ZipRecord): ReadableStream<Uint8Array> {
  let at = -1;
  let end = 0;
  const packed = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (at < 0) {
        at = (await dataOf(archive, record)).start;
        end = at + record.compressedSize;
      }
      const next = Math.min(end, at + streamPiece);
      if (next > at) controller.enqueue(await archive.bytes(at, next));
      at = next;
      if (at === end) controller.close();
    },
  });
  let total = 0;
  const checksum = new Crc32();
  const checked = new TransformStream<Uint8Array, Uint8Array>({
    transform(piece, controller) {
      total += piece.length;
      if (total > record.uncompressedSize) throw lengthError(total, record);
      checksum.add(piece);
      controller.enqueue(piece);
    },
    flush() {
      if (total !== record.uncompressedSize) throw lengthError(total, record);
      if (checksum.value !== record.crc32) throw new Error('the checksum does not match');
    },
  });
  const inflate = () => new DecompressionStream('deflate-raw') as TransformStream<Uint8Array, Uint8Array>;
  return (record.compressionMethod === 0 ? packed : packed.pipeThrough(inflate())).pipeThrough(checked);
}

const lengthError = (length: number, { uncompressedSize }: ZipRecord) =>
  new Error(
    `it unpacks to ${length > uncompressedSize ? 'more than ' : ''}${count(Math.min(length, uncompressedSize))} of ${count(uncompressedSize)} bytes`,
  );

/** The first bytes of a stream; the whole stream is read to its end, with its checks, if `length` is all of it. */
async function firstBytes(stream: ReadableStream<Uint8Array>, length: number): Promise<Uint8Array> {
  const reader = stream.getReader();
  const pieces: Uint8Array[] = [];
  let total = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    pieces.push(value);
    total += value.length;
    if (total > length) break;
  }
  await reader.cancel().catch(() => {}); // a stream at its end has nothing to cancel
  if (total < length) throw new Error(`${count(total)} of ${count(length)} bytes`);
  return joined(pieces, total).subarray(0, length);
}
