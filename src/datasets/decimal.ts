/**
 * Decimal numbers straight from the bytes of a text, without making strings: reading a data file is mostly this.
 */

/** Where the last call of `readDecimal` stopped: the first byte that is not part of the number. */
export interface Cursor {
  at: number;
}

const powersOfTen = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

/**
 * Reads `[+-] digits [. digits] [(e|E) [+-] digits]` from `bytes[at … end)`, correctly rounded to float64. Needs a digit
 * before or after the point. Names of numbers (nan, inf) and hexadecimal digits are not numbers here.
 * @returns the number, or NaN if there is none at `at`; may be infinite if the exponent is too large
 */
export function readDecimal(bytes: Uint8Array, at: number, end: number, cursor: Cursor): number {
  let i = at;
  let negative = false;
  if (bytes[i] === 0x2b || bytes[i] === 0x2d) {
    negative = bytes[i] === 0x2d;
    i++;
  }
  let digits = 0; // of the mantissa
  let mantissa = 0;
  let exponent = 0;
  for (; i < end; i++) {
    const digit = bytes[i]! - 0x30;
    if (!(digit >= 0 && digit <= 9)) break;
    mantissa = mantissa * 10 + digit;
    digits++;
  }
  if (i < end && bytes[i] === 0x2e) {
    for (i++; i < end; i++) {
      const digit = bytes[i]! - 0x30;
      if (!(digit >= 0 && digit <= 9)) break;
      mantissa = mantissa * 10 + digit;
      digits++;
      exponent--;
    }
  }
  cursor.at = i;
  if (digits === 0) return Number.NaN;
  if (i < end && (bytes[i] === 0x65 || bytes[i] === 0x45)) {
    i++;
    let negativeExponent = false;
    if (i < end && (bytes[i] === 0x2b || bytes[i] === 0x2d)) {
      negativeExponent = bytes[i] === 0x2d;
      i++;
    }
    let written = 0;
    const first = i;
    for (; i < end; i++) {
      const digit = bytes[i]! - 0x30;
      if (!(digit >= 0 && digit <= 9)) break;
      written = Math.min(written * 10 + digit, 100_000);
    }
    if (i === first) return Number.NaN; // "1e" is no number
    exponent += negativeExponent ? -written : written;
    cursor.at = i;
  }
  let value: number;
  // Both operands are exact, so the one operation rounds correctly.
  if (mantissa <= Number.MAX_SAFE_INTEGER && exponent >= -22 && exponent <= 22) {
    value = exponent < 0 ? mantissa / powersOfTen[-exponent]! : mantissa * powersOfTen[exponent]!;
  } else {
    let text = '';
    for (let j = at; j < cursor.at; j++) text += String.fromCharCode(bytes[j]!);
    return Number(text);
  }
  return negative ? -value : value;
}
