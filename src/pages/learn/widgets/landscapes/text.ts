/** Numbers of the race as text. */

/** A weight: `−1.50`. */
export function placeText(value: number): string {
  const text = value.toFixed(2);
  return Number(text) === 0 ? text.replace('-', '') : text.replace('-', '−');
}

const raised = [...'⁰¹²³⁴⁵⁶⁷⁸⁹'];

/** `10⁻⁴`; 1 and 10 as such. */
export function powerText(exponent: number): string {
  if (exponent === 0) return '1';
  if (exponent === 1) return '10';
  const digits = [...String(Math.abs(exponent))].map((digit) => raised[Number(digit)]).join('');
  return `10${exponent < 0 ? '⁻' : ''}${digits}`;
}
