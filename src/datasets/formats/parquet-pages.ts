/**
 * A look at the pages of a Parquet column before the library decodes them. The library believes what pages claim: a flipped bit in a run
 * length can make it fill memory. Here every page is unpacked once and its sizes, runs and lengths are checked against what is there.
 */
import { snappyUncompress } from 'hyparquet';
import { count } from './damage';
import { numberField, structField, ThriftReader, type ThriftStruct } from './thrift';

/** A column chunk, as the file's metadata describe it. */
export interface ColumnChunk {
  readonly codec: 'UNCOMPRESSED' | 'SNAPPY';
  /** Rows, since no column of lists is read. */
  readonly rows: number;
  /** BYTE_ARRAY, INT64 … */
  readonly type: string;
  /** Levels of optional structures around a value, the value included: 0 if none may be missing. */
  readonly levels: number;
}

interface Page {
  readonly values: number;
  readonly encoding: number;
  /** Bytes of definition levels before the values, and whether a four-byte length stands before them. */
  readonly levelBytes: number | null;
  readonly content: Uint8Array;
}

const [dataPage, indexPage, dictionaryPage, dataPageV2] = [0, 1, 2, 3];
const [plain, plainDictionary, rle, rleDictionary] = [0, 2, 3, 8];
/** Snappy cannot do better: 64 bytes for a copy of 3. */
const largestRatio = 24;

/**
 * Checks all pages of a column chunk.
 * @throws Error, RangeError if anything in it does not fit
 */
export function checkPages(bytes: Uint8Array, chunk: ColumnChunk): void {
  const reader = new ThriftReader(bytes);
  let rows = 0;
  let dictionary = 0;
  while (reader.at < bytes.length - 1) {
    const header = reader.struct();
    const packed = numberField(header, 3);
    if (packed < 0 || packed > bytes.length - reader.at)
      throw new Error(`a page of ${count(packed)} bytes at byte ${count(reader.at)} of the column`);
    const body = bytes.subarray(reader.at, reader.at + packed);
    reader.at += packed;
    const type = numberField(header, 1);
    if (type === indexPage) continue;
    if (type === dictionaryPage) {
      const page = unpacked(body, numberField(header, 2), chunk.codec);
      dictionary = numberField(structField(header, 7) ?? new Map(), 1);
      if (dictionary < 0 || dictionary > page.length)
        throw new Error(`a dictionary of ${count(dictionary)} values in ${count(page.length)} bytes`);
      if (chunk.type === 'BYTE_ARRAY') checkByteArrays(page);
      continue;
    }
    const page = dataPageOf(type, header, body, chunk);
    if (page.values < 0 || page.values > chunk.rows - rows)
      throw new Error(`a page of ${count(page.values)} rows, ${count(chunk.rows - rows)} are left`);
    rows += page.values;
    checkValues(page, chunk, dictionary);
  }
  if (rows !== chunk.rows) throw new Error(`pages with ${count(rows)} of ${count(chunk.rows)} rows`);
}

function dataPageOf(type: number, header: ThriftStruct, body: Uint8Array, chunk: ColumnChunk): Page {
  const size = numberField(header, 2);
  const details = structField(header, type === dataPage ? 5 : 8);
  if (!details || (type !== dataPage && type !== dataPageV2)) throw new Error(`a page of the unknown type ${type}`);
  const values = numberField(details, 1);
  if (type === dataPage) return { values, encoding: numberField(details, 2), levelBytes: null, content: unpacked(body, size, chunk.codec) };
  const missing = numberField(details, 2);
  if (missing < 0 || missing > values) throw new Error(`${count(missing)} missing values of ${count(values)}`);
  const levelBytes = numberField(details, 5);
  const repetition = numberField(details, 6);
  if (repetition !== 0 || levelBytes < 0 || levelBytes > Math.min(body.length, size))
    throw new Error(`levels of ${count(levelBytes)} bytes`);
  if (numberField(details, 3) !== values) throw new Error(`${count(numberField(details, 3))} rows of ${count(values)} values`);
  const packed = details.get(7) !== false;
  const rest = unpacked(body.subarray(levelBytes), size - levelBytes, packed ? chunk.codec : 'UNCOMPRESSED');
  const content = new Uint8Array(levelBytes + rest.length);
  content.set(body.subarray(0, levelBytes));
  content.set(rest, levelBytes);
  return { values, encoding: numberField(details, 4), levelBytes, content };
}

function unpacked(body: Uint8Array, size: number, codec: ColumnChunk['codec']): Uint8Array {
  if (codec === 'UNCOMPRESSED') {
    if (body.length !== size) throw new Error(`a page of ${count(body.length)} bytes that should have ${count(size)}`);
    return body;
  }
  if (size < 0 || size > largestRatio * (body.length + 1))
    throw new Error(`a page of ${count(body.length)} bytes that should unpack to ${count(size)}`);
  const out = new Uint8Array(size);
  if (size > 0) snappyUncompress(body, out);
  return out;
}

function checkValues({ content, values, encoding, levelBytes }: Page, chunk: ColumnChunk, dictionary: number): void {
  let at = 0;
  if (chunk.levels > 0) {
    const prefix = levelBytes === null ? 4 : 0;
    const length = levelBytes ?? uint32(content, 0);
    at = prefix + length;
    if (at > content.length) throw new Error(`levels of ${count(length)} bytes in a page of ${count(content.length)}`);
    checkRuns(content.subarray(prefix, at), 32 - Math.clz32(chunk.levels), values, true);
  } else if (levelBytes) throw new Error('levels where no value may be missing');
  const rest = content.subarray(at);
  if (encoding === plain) {
    if (chunk.type === 'BYTE_ARRAY') checkByteArrays(rest);
  } else if (encoding === plainDictionary || encoding === rleDictionary) {
    if (dictionary === 0) throw new Error('values of a dictionary that is missing');
    const width = rest[0] ?? 0;
    if (width > 32) throw new Error(`indices of ${width} bits`);
    checkRuns(rest.subarray(1), width, values, false);
  } else if (encoding === rle && chunk.type === 'BOOLEAN') {
    checkRuns(rest.subarray(4), 1, values, false);
  } else {
    throw new Error(`values in encoding ${encoding}; plain and dictionary encoding are read`);
  }
}

/**
 * Runs of equal values, and values packed in groups of eight: none may be longer than what is left.
 * @param all whether all values must be there; else some may be missing ones
 */
function checkRuns(bytes: Uint8Array, width: number, values: number, all: boolean): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = 0;
  for (let seen = 0; seen < values; ) {
    if (at >= bytes.length && !all) return; // the library notices where more should follow
    let header = 0;
    for (let i = 0; ; i++) {
      const byte = view.getUint8(at++);
      header += (byte & 127) * 2 ** (7 * i);
      if (byte < 128) break;
      if (i === 4) throw new Error('a run length that is too long');
    }
    const length = Math.floor(header / 2);
    if (header % 2 === 0) {
      if (length === 0 || length > values - seen)
        throw new Error(`a run of ${count(length)} values where ${count(values - seen)} are left`);
      seen += length;
      at += (width + 7) >> 3;
    } else {
      if (length === 0 || length * 8 > values - seen + 504)
        throw new Error(`${count(length * 8)} packed values where ${count(values - seen)} are left`);
      seen += length * 8;
      at += length * width;
    }
  }
}

/** Lengths and bytes, one after the other, up to the end. */
function checkByteArrays(bytes: Uint8Array): void {
  let at = 0;
  while (at < bytes.length) at += 4 + uint32(bytes, at);
  if (at !== bytes.length) throw new Error(`a value of a page ends ${count(at - bytes.length)} bytes beyond it`);
}

function uint32(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(at, true);
}
