/**
 * For tests only: Parquet files that are made up, written here byte by byte in the layout of the format's documentation. They hold whatever a
 * test puts in; no published file is behind them.
 */

/** A cell: a 64-bit integer, a string, a picture as the hubs give it, or nothing. */
export type MadeCell = bigint | string | { readonly bytes: Uint8Array | null; readonly path: string | null } | null;

export interface MadeColumn {
  readonly name: string;
  readonly kind: 'int64' | 'string' | 'image';
  readonly cells: readonly MadeCell[];
}

export interface MadeParquetOptions {
  readonly groupRows?: number;
  readonly snappy?: boolean;
  /** Whether strings go through a dictionary. */
  readonly dictionary?: boolean;
  /** Data pages of version 2. */
  readonly version2?: boolean;
}

type Field = readonly [id: number, type: number, content: readonly number[]];

interface Leaf {
  readonly path: readonly string[];
  readonly integer: boolean;
  readonly utf8: boolean;
  /** Definition level of each cell; `values` holds those of the highest level. */
  readonly most: number;
  readonly levels: readonly number[];
  readonly values: readonly Uint8Array[];
}

const encoder = new TextEncoder();

function varint(n: number): number[] {
  const out: number[] = [];
  let rest = n;
  for (; rest > 127; rest = Math.floor(rest / 128)) out.push((rest % 128) | 128);
  return [...out, rest];
}
const int = (n: number) => varint(n >= 0 ? 2 * n : -2 * n - 1);
const i32 = (id: number, n: number): Field => [id, 5, int(n)];
const i64 = (id: number, n: number): Field => [id, 6, int(n)];
const text = (id: number, s: string): Field => [id, 8, binary(s)];
const binary = (s: string) => [...varint(encoder.encode(s).length), ...encoder.encode(s)];
const struct = (id: number, fields: readonly Field[]): Field => [id, 12, structBytes(fields)];
const list = (id: number, type: number, items: readonly (readonly number[])[]): Field => [
  id,
  9,
  [...(items.length < 15 ? [(items.length << 4) | type] : [0xf0 | type, ...varint(items.length)]), ...items.flat()],
];

function structBytes(fields: readonly Field[]): number[] {
  const out: number[] = [];
  let last = 0;
  for (const [id, type, content] of fields) {
    out.push(((id - last) << 4) | type, ...content);
    last = id;
  }
  return [...out, 0];
}

const littleEndian = (n: number) => [n & 255, (n >> 8) & 255, (n >> 16) & 255, (n >> 24) & 255];

/** Snappy's format with literals only: valid, if not small. */
function snappy(bytes: Uint8Array): Uint8Array {
  const out = [...varint(bytes.length)];
  for (let at = 0; at < bytes.length; at += 60) {
    const piece = bytes.subarray(at, at + 60);
    out.push((piece.length - 1) << 2, ...piece);
  }
  return Uint8Array.from(out);
}

/** Runs of equal numbers; `width` bits each. */
function runs(numbers: readonly number[], width: number): number[] {
  const out: number[] = [];
  for (let at = 0; at < numbers.length; ) {
    let length = 1;
    while (numbers[at + length] === numbers[at]) length++;
    out.push(...varint(2 * length), ...littleEndian(numbers[at]!).slice(0, (width + 7) >> 3));
    at += length;
  }
  return out;
}

/** The file. All columns have equally many cells. */
export function madeParquet(columns: readonly MadeColumn[], options: MadeParquetOptions = {}): Uint8Array {
  const rows = columns[0]!.cells.length;
  const groupRows = options.groupRows ?? rows;
  const out: number[] = [...encoder.encode('PAR1')];
  const groups: number[][] = [];
  for (let start = 0; start < rows; start += groupRows) {
    const end = Math.min(rows, start + groupRows);
    const leaves = columns.flatMap((column) => leavesOf(column, column.cells.slice(start, end)));
    const chunks = leaves.map((leaf) => writeChunk(out, leaf, options));
    groups.push(structBytes([list(1, 12, chunks), i64(2, 0), i64(3, end - start)]));
  }
  const schema = [structBytes([text(4, 'schema'), i32(5, columns.length)]), ...columns.flatMap(schemaOf)];
  const footer = structBytes([i32(1, 1), list(2, 12, schema), i64(3, rows), list(4, 12, groups), text(6, 'made up for a test')]);
  for (const byte of footer) out.push(byte);
  out.push(...littleEndian(footer.length), ...encoder.encode('PAR1'));
  return Uint8Array.from(out);
}

function schemaOf({ name, kind }: MadeColumn): number[][] {
  const leaf = (name: string, type: number, utf8: boolean) =>
    structBytes([i32(1, type), i32(3, 1), text(4, name), ...(utf8 ? [i32(6, 0)] : [])]);
  if (kind === 'int64') return [leaf(name, 2, false)];
  if (kind === 'string') return [leaf(name, 6, true)];
  return [structBytes([i32(3, 1), text(4, name), i32(5, 2)]), leaf('bytes', 6, false), leaf('path', 6, true)];
}

function leavesOf({ name, kind }: MadeColumn, cells: readonly MadeCell[]): Leaf[] {
  if (kind === 'image') return [imageLeaf(name, 'bytes', cells), imageLeaf(name, 'path', cells)];
  const present = cells.filter((cell) => cell !== null);
  const values = present.map((cell) =>
    typeof cell === 'bigint' ? new Uint8Array(BigInt64Array.of(cell).buffer) : encoder.encode(String(cell)),
  );
  return [
    {
      path: [name],
      integer: kind === 'int64',
      utf8: kind === 'string',
      most: 1,
      levels: cells.map((cell) => (cell === null ? 0 : 1)),
      values,
    },
  ];
}

function imageLeaf(name: string, part: 'bytes' | 'path', cells: readonly MadeCell[]): Leaf {
  const parts = cells.map((cell) => (typeof cell === 'object' && cell !== null ? cell[part] : undefined));
  const levels = parts.map((value) => (value === undefined ? 0 : value === null ? 1 : 2));
  const values = parts
    .filter((value) => value !== undefined && value !== null)
    .map((value) => (typeof value === 'string' ? encoder.encode(value) : value));
  return { path: [name, part], integer: false, utf8: part === 'path', most: 2, levels, values };
}

/** Appends the pages of a column. @returns its description for the footer */
function writeChunk(out: number[], leaf: Leaf, { snappy: packed, dictionary, version2 }: MadeParquetOptions): number[] {
  const start = out.length;
  const plain = (values: readonly Uint8Array[]) => values.flatMap((v) => (leaf.integer ? [...v] : [...littleEndian(v.length), ...v]));
  const useDictionary = dictionary === true && leaf.utf8;
  let content = plain(leaf.values);
  if (useDictionary) {
    const keys = leaf.values.map((v) => new TextDecoder().decode(v));
    const distinct = [...new Set(keys)];
    writePage(out, 2, plain(distinct.map((key) => encoder.encode(key))), packed, struct(7, [i32(1, distinct.length), i32(2, 0)]), 0);
    content = [
      16,
      ...runs(
        keys.map((key) => distinct.indexOf(key)),
        16,
      ),
    ];
  }
  const dataStart = out.length;
  const encoding = useDictionary ? 8 : 0;
  const width = leaf.most > 1 ? 2 : 1;
  const levels = runs(leaf.levels, width);
  const count = leaf.levels.length;
  if (version2) {
    const missing = count - leaf.values.length;
    const details = [i32(1, count), i32(2, missing), i32(3, count), i32(4, encoding), i32(5, levels.length), i32(6, 0)];
    writePage(out, 3, [...levels, ...content], packed, struct(8, details), levels.length);
  } else {
    const details = [i32(1, count), i32(2, encoding), i32(3, 3), i32(4, 3)];
    writePage(out, 0, [...littleEndian(levels.length), ...levels, ...content], packed, struct(5, details), 0);
  }
  const size = out.length - start;
  const meta = [
    i32(1, leaf.integer ? 2 : 6),
    list(2, 5, [int(0), int(3), int(8)]),
    list(3, 8, leaf.path.map(binary)),
    i32(4, packed ? 1 : 0),
    i64(5, count),
    i64(6, size),
    i64(7, size),
    i64(9, dataStart),
    ...(useDictionary ? [i64(11, start)] : []),
  ];
  return structBytes([i64(2, start), struct(3, meta)]);
}

/** @param unpacked bytes at the beginning that are never compressed (the levels of version 2) */
function writePage(
  out: number[],
  type: number,
  content: readonly number[],
  packed: boolean | undefined,
  details: Field,
  unpacked: number,
): void {
  const body = packed ? [...content.slice(0, unpacked), ...snappy(Uint8Array.from(content.slice(unpacked)))] : content;
  for (const byte of structBytes([i32(1, type), i32(2, content.length), i32(3, body.length), details])) out.push(byte);
  for (const byte of body) out.push(byte);
}
