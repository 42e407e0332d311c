/** Parquet tables, as the data-set hubs give them: read one row group at a time, only the columns asked for. */
import { type AsyncBuffer, type FileMetaData, parquetMetadata, parquetReadObjects, parquetSchema, type SchemaTree } from 'hyparquet';
import { InputError } from '../../fields/input-error';
import { inMegabytes } from '../file-limits';
import type { DataFile } from '../source';
import { quoteNames } from './csv';
import { count, damaged } from './damage';
import { type ColumnChunk, checkPages } from './parquet-pages';
import { ThriftReader } from './thrift';

export const parquetLimits = {
  /** Bytes of the metadata at the end. */
  metadata: 64e6,
  /** Rows of a row group, and packed bytes of the columns asked for in it: they are in memory at once. */
  groupRows: 2 ** 20,
  groupBytes: 1e9,
} as const;

export interface ParquetInfo {
  readonly rows: number;
  /** Names of the top-level columns. */
  readonly columns: readonly string[];
}

const metaOptions = { geoparquet: false } as const;

/** @throws InputError if the file is no Parquet file, damaged or cut */
export async function parquetInfo(file: DataFile): Promise<ParquetInfo> {
  const { metadata, tree } = await metadataOf(file);
  return { rows: Number(metadata.num_rows), columns: tree.children.map((child) => child.element.name) };
}

/**
 * The rows of a table, with the columns asked for. A missing value is null. Strings come as strings, other byte arrays as Uint8Array (views of
 * larger buffers), 64-bit integers as bigint, structures (such as a picture's `{ bytes, path }`) as objects.
 * @throws InputError if a column is missing, or the file is damaged or cut
 */
export async function* parquetRows(file: DataFile, columns: readonly string[]): AsyncGenerator<Record<string, unknown>> {
  const { metadata, tree } = await metadataOf(file);
  const leaves = columns.flatMap((name) => leavesOf(file, tree, name));
  const buffer: AsyncBuffer = {
    byteLength: file.size,
    slice: async (start, end) => exactBuffer(await file.bytes(start, end)),
  };
  let rowStart = 0;
  for (const [index, group] of metadata.row_groups.entries()) {
    const rowEnd = rowStart + Number(group.num_rows);
    const where = `${file.path}, row group ${count(index + 1)} of ${count(metadata.row_groups.length)} (rows ${count(rowStart + 1)} to ${count(rowEnd)})`;
    let rows: Record<string, unknown>[];
    try {
      await checkGroup(file, where, group, leaves);
      rows = await parquetReadObjects({
        file: buffer,
        metadata: { ...metadata, row_groups: [group] },
        columns: [...columns],
        utf8: false,
        ...metaOptions,
      });
      if (rows.length !== rowEnd - rowStart) throw new Error(`${rows.length} rows`);
      finishRows(rows, tree, columns);
    } catch (error) {
      throw damaged(where, 'is damaged or cut, or written in a way that is not read. Download the file again', error);
    }
    yield* rows;
    rowStart = rowEnd;
  }
}

async function metadataOf(file: DataFile): Promise<{ metadata: FileMetaData; tree: SchemaTree }> {
  const cut = `is no Parquet file, or it is cut: it does not end with PAR1 at byte ${count(Math.max(0, file.size - 4))}. Download it again`;
  if (file.size < 12) throw new InputError(file.path, `${cut}.`);
  const end = await file.bytes(file.size - 8, file.size);
  if (String.fromCharCode(...end.subarray(4)) !== 'PAR1') throw new InputError(file.path, `${cut}.`);
  const length = new DataView(end.buffer, end.byteOffset, 8).getUint32(0, true);
  const start = file.size - 8 - length;
  if (start < 4 || length > parquetLimits.metadata) {
    throw new InputError(
      file.path,
      `is damaged: it says (byte ${count(file.size - 8)}) that its metadata take ${count(length)} of its ${count(file.size)} bytes.`,
    );
  }
  try {
    const footer = await file.bytes(start, file.size);
    new ThriftReader(footer.subarray(0, length)).struct(); // refuses what the library would stumble over
    const metadata = parquetMetadata(footer, metaOptions);
    if (metadata.schema.some(({ name }) => typeof name !== 'string')) throw new Error('a column without a name');
    const tree = parquetSchema(metadata);
    let rows = 0;
    for (const group of metadata.row_groups) {
      const groupRows = Number(group.num_rows);
      if (!(groupRows >= 0)) throw new Error(`a row group of ${groupRows} rows`);
      if (groupRows > parquetLimits.groupRows) {
        throw new InputError(
          file.path,
          `has a row group of ${count(groupRows)} rows; the limit is ${count(parquetLimits.groupRows)}. Write it with smaller row groups.`,
        );
      }
      rows += groupRows;
    }
    if (rows !== Number(metadata.num_rows)) throw new Error(`${metadata.num_rows} rows, ${rows} in its row groups`);
    return { metadata, tree };
  } catch (error) {
    throw damaged(file.path, `is damaged: its metadata (from byte ${count(start)}) cannot be read. Download it again`, error);
  }
}

interface Leaf {
  /** Names from the top, joined by dots. */
  readonly path: string;
  readonly levels: number;
}

/** The columns of values below a top-level column. */
function leavesOf(file: DataFile, tree: SchemaTree, name: string): Leaf[] {
  const column = tree.children.find((child) => child.element.name === name);
  if (!column) {
    const names = tree.children.map((child) => child.element.name);
    throw new InputError(file.path, `has no column "${name}"; it has ${quoteNames(names)}.`);
  }
  const found: Leaf[] = [];
  const visit = (node: SchemaTree, above: number) => {
    const repetition = node.element.repetition_type;
    if (repetition === 'REPEATED') throw new InputError(file.path, `has lists in its column "${name}", which are not read here.`);
    if (!isSimple(node)) throw new InputError(file.path, `has values of a kind in its column "${name}" that are not read here.`);
    const levels = above + (repetition === 'REQUIRED' ? 0 : 1);
    if (node.children.length === 0) found.push({ path: node.path.join('.'), levels });
    for (const child of node.children) visit(child, levels);
  };
  visit(column, 0);
  return found;
}

/** Whether the library's conversion of the values takes time and memory in proportion to their bytes: not so for decimals of any length. */
function isSimple({ element }: SchemaTree): boolean {
  const logical = element.logical_type?.type;
  return (
    element.converted_type !== 'DECIMAL' &&
    logical !== 'DECIMAL' &&
    logical !== 'VARIANT' &&
    logical !== 'GEOMETRY' &&
    logical !== 'GEOGRAPHY'
  );
}

async function checkGroup(
  file: DataFile,
  where: string,
  group: FileMetaData['row_groups'][number],
  leaves: readonly Leaf[],
): Promise<void> {
  let total = 0;
  for (const { path, levels } of leaves) {
    const meta = group.columns.find((column) => column.meta_data?.path_in_schema.join('.') === path)?.meta_data;
    if (!meta) throw new Error(`it lacks the column ${path}`);
    const { codec, type } = meta;
    if (codec !== 'UNCOMPRESSED' && codec !== 'SNAPPY') {
      throw new InputError(
        where,
        `is packed with ${String(codec)}; Snappy and unpacked files are read. Write it again with compression="snappy".`,
      );
    }
    const rows = Number(group.num_rows);
    if (Number(meta.num_values) !== rows) throw new Error(`${meta.num_values} values of ${path} in ${rows} rows`);
    const start = Number(meta.dictionary_page_offset || meta.data_page_offset);
    const size = Number(meta.total_compressed_size);
    if (!(start >= 4 && size >= 0 && start + size <= file.size)) throw new Error(`column ${path} at byte ${start}, ${size} bytes`);
    total += size;
    if (total > parquetLimits.groupBytes) {
      throw new InputError(
        where,
        `takes more than ${inMegabytes(parquetLimits.groupBytes)}, the limit. Write the file with smaller row groups.`,
      );
    }
    const chunk: ColumnChunk = { codec, type, rows, levels };
    checkPages(await file.bytes(start, start + size), chunk);
  }
}

/** The library gives a missing structure as undefined, and so an index beyond its dictionary: the first becomes null, the second is damage. */
function finishRows(rows: readonly Record<string, unknown>[], tree: SchemaTree, columns: readonly string[]): void {
  for (const name of columns) {
    const structure = tree.children.some((child) => child.element.name === name && child.children.length > 0);
    for (const [i, row] of rows.entries()) {
      if (structure) row[name] ??= null;
      if (!isComplete(row[name])) throw new Error(`row ${i + 1} lacks a value of ${name}`);
    }
  }
}

function isComplete(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return value !== undefined;
  return value.constructor !== Object || Object.values(value).every(isComplete);
}

/** An array buffer of exactly these bytes; the same one if it is just that already. */
function exactBuffer(bytes: Uint8Array): ArrayBuffer {
  const { buffer } = bytes;
  return buffer instanceof ArrayBuffer && buffer.byteLength === bytes.length ? buffer : new Uint8Array(bytes).buffer;
}
