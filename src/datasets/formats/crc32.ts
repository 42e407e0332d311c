/** The checksum of PNG chunks and zip entries (ISO 3309, polynomial 0xEDB88320 in reversed bit order). */

/** `tables[k · 256 + byte]`: what the byte does to the checksum when k more bytes follow it, so that four bytes are taken at a time. */
const tables = new Uint32Array(4 * 256);
for (let byte = 0; byte < 256; byte++) {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  tables[byte] = value;
}
for (let i = 256; i < tables.length; i++) tables[i] = (tables[i - 256]! >>> 8) ^ tables[tables[i - 256]! & 0xff]!;

/** CRC-32 of bytes that come in pieces. */
export class Crc32 {
  private state = 0xffffffff;

  add(bytes: Uint8Array): void {
    let crc = this.state;
    let i = 0;
    for (const end = bytes.length - 3; i < end; i += 4) {
      crc ^= bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24);
      crc = tables[768 + (crc & 0xff)]! ^ tables[512 + ((crc >>> 8) & 0xff)]! ^ tables[256 + ((crc >>> 16) & 0xff)]! ^ tables[crc >>> 24]!;
    }
    for (; i < bytes.length; i++) crc = tables[(crc ^ bytes[i]!) & 0xff]! ^ (crc >>> 8);
    this.state = crc;
  }

  /** As an unsigned integer. */
  get value(): number {
    return (this.state ^ 0xffffffff) >>> 0;
  }
}

/** CRC-32 of the bytes, as an unsigned integer. */
export function crc32(bytes: Uint8Array): number {
  const checksum = new Crc32();
  checksum.add(bytes);
  return checksum.value;
}
