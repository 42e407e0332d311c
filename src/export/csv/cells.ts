/** Cells of a CSV file (RFC 4180): quoting, numbers, and texts that no spreadsheet takes for a formula. */

/** Ends every line. */
export const lineEnd = '\r\n';

/** What a spreadsheet takes for the beginning of a formula, also in full width. */
const beginsFormula = /^[\s]*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

/**
 * A text as a cell. One that a spreadsheet would run as a formula gets an apostrophe before it, which says "this is text".
 * Quotes stand around whatever needs them.
 */
export function textCell(text: string): string {
  const safe = beginsFormula.test(text) ? `'${text}` : text;
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A float64 or whole number, read back exactly; empty where there is none (null, NaN). */
export function numberCell(value: number | null): string {
  return value === null || Number.isNaN(value) ? '' : String(value);
}

/** A float32 number in few digits (7 to 9, without the zeros at their end) that are read back as the same float32; empty for NaN. */
export function float32Cell(value: number): string {
  if (Number.isNaN(value)) return '';
  if (Number.isInteger(value)) return String(value);
  for (let digits = 7; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return String(short);
  }
  return String(Number(value.toPrecision(9)));
}

/** Any value of a setting; empty for null. */
export function valueCell(value: number | string | boolean | null | undefined): string {
  if (typeof value === 'number') return numberCell(value);
  if (typeof value === 'boolean') return String(value);
  return typeof value === 'string' ? textCell(value) : '';
}
