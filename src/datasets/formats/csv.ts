/** Comma-separated tables with a header line (RFC 4180): quoted fields, doubled quotes, line ends within quotes, CRLF. */
import { CsvError, parse } from 'csv-parse/browser/esm/sync';
import { InputError } from '../../fields/input-error';
import { count, damaged } from './damage';

export interface CsvRow {
  /** Line of the file in which the row begins, counted from 1. */
  readonly line: number;
  readonly values: Record<string, string>;
}

/**
 * The rows below the header, with the values of the columns asked for. Other columns are left out; empty lines are skipped.
 * @param columns names as in the header
 * @throws InputError if a column is missing, a row has another number of fields than the header, or a quote is out of place; with the line
 */
export function readCsv(text: string, where: string, columns: readonly string[]): CsvRow[] {
  const rows = rawRows(text, where);
  const header = rows[0];
  if (!header) throw new InputError(where, 'is empty: a header line with the names of the columns is needed.');
  const wanted = columns.map((name) => {
    const at = header.indexOf(name);
    if (at < 0) throw new InputError(where, `has no column "${name}"; line 1 names ${quoteNames(header)}.`);
    if (header.indexOf(name, at + 1) >= 0) throw new InputError(where, `has two columns "${name}" (line 1).`);
    return { name, at };
  });
  const out: CsvRow[] = [];
  let next = 1 + linesOf(header);
  for (const record of rows.slice(1)) {
    const line = next;
    next += linesOf(record);
    if (record.length === 1 && record[0] === '' && header.length > 1) continue;
    if (record.length !== header.length) {
      throw new InputError(
        `${where}, line ${count(line)}`,
        `has ${record.length === 1 ? '1 field' : `${count(record.length)} fields`} where the header has ${count(header.length)}. ` +
          'A field with a comma, a quote or a line end in it must stand in double quotes.',
      );
    }
    const values: Record<string, string> = {};
    for (const { name, at } of wanted) values[name] = record[at]!;
    out.push({ line, values });
  }
  return out;
}

/** Lines that a row takes: those within its quotes, too. (The library counts a quoted CRLF twice.) */
function linesOf(record: readonly string[]): number {
  let lines = 1;
  for (const field of record) for (let at = field.indexOf('\n'); at >= 0; at = field.indexOf('\n', at + 1)) lines++;
  return lines;
}

const options = { bom: true, relax_column_count: true, record_delimiter: ['\r\n', '\n'] };

function rawRows(text: string, where: string): readonly string[][] {
  try {
    return parse(text, options);
  } catch (error) {
    if (!(error instanceof CsvError)) throw damaged(where, notATable, error);
    // The rows before the wrong one are right: their lines are counted.
    const before = Number(error['records'] ?? 0);
    const line = before > 0 ? parse(text, { ...options, to: before }).reduce((sum, record) => sum + linesOf(record), 1) : 1;
    throw damaged(`${where}, line ${count(line)}`, notATable, new Error(error.message.replace(/ at line \d+.*/, '')));
  }
}

const notATable = 'is not a valid table of comma-separated values';

/** Names of columns for a message: not more than ten of them. */
export function quoteNames(names: readonly string[]): string {
  const shown = names.slice(0, 10).map((name) => `"${name.slice(0, 40)}"`);
  return `${shown.join(', ')}${names.length > 10 ? ` and ${count(names.length - 10)} more` : ''}`;
}
