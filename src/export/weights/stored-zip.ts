/** Zip archives that are not packed, as `.npz` and several files of weights at once are. */
import { crc32 } from '../../datasets/formats/crc32';

/** Bytes put one after the other. */
class Growing {
  readonly pieces: Uint8Array[] = [];
  length = 0;

  add(piece: Uint8Array): void {
    this.pieces.push(piece);
    this.length += piece.length;
  }

  /** A record of little-endian numbers: `[value, bytes]` each. */
  record(...fields: readonly (readonly [value: number, bytes: 2 | 4])[]): void {
    const out = new DataView(new ArrayBuffer(fields.reduce((sum, [, bytes]) => sum + bytes, 0)));
    let at = 0;
    for (const [value, bytes] of fields) {
      if (bytes === 2) out.setUint16(at, value, true);
      else out.setUint32(at, value, true);
      at += bytes;
    }
    this.add(new Uint8Array(out.buffer));
  }

  joined(): Uint8Array<ArrayBuffer> {
    const out = new Uint8Array(this.length);
    let at = 0;
    for (const piece of this.pieces) {
      out.set(piece, at);
      at += piece.length;
    }
    return out;
  }
}

/** Names are UTF-8 (bit 11); made at the beginning of zip's time, so that the same weights give the same file. */
const flags = 0x0800;
const firstDay = 0x0021;

/** Largest archive that can be written: beyond it places in it take more than four bytes. */
export const zipLimit = 2 ** 32 - 1;

/**
 * An archive of these files, in their order.
 * @param files a path with forward slashes each, and its bytes
 * @throws RangeError where it would be larger than `zipLimit`
 */
export function storedZip(files: readonly (readonly [path: string, content: Uint8Array])[]): Uint8Array<ArrayBuffer> {
  const out = new Growing();
  const directory = new Growing();
  for (const [name, content] of files) {
    const path = new TextEncoder().encode(name);
    const { length } = content;
    const offset = out.length;
    if (offset + length > zipLimit) throw new RangeError(`${name} ends beyond ${zipLimit} bytes of the archive`);
    // Version needed, flags, stored, time, date, checksum, packed and unpacked size, length of the name, no extra field.
    const about = [
      [20, 2],
      [flags, 2],
      [0, 2],
      [0, 2],
      [firstDay, 2],
      [crc32(content), 4],
      [length, 4],
      [length, 4],
      [path.length, 2],
      [0, 2],
    ] as const;
    out.record([0x04034b50, 4], ...about);
    out.add(path);
    out.add(content);
    // Made by version 2; then: no comment, disk 0, no attributes, offset.
    directory.record([0x02014b50, 4], [20, 2], ...about, [0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]);
    directory.add(path);
  }
  const start = out.length;
  for (const piece of directory.pieces) out.add(piece);
  out.record([0x06054b50, 4], [0, 2], [0, 2], [files.length, 2], [files.length, 2], [directory.length, 4], [start, 4], [0, 2]);
  return out.joined();
}
