/** Settings and numbers as a reader of a report wants them: words with their symbols, means with their spread. */
import { type Field, type FieldValue, isVisible } from '../fields/field';
import type { Spread } from '../results/result';
import { countText, measuredText, settingText, shareText, symbolText } from '../state/number-text';

/** A setting's value in words: `0.1`, `no cap`, `decaying`, `yes`. Values that no such field can have are shown as they stand. */
export function valueText(field: Field, value: FieldValue | undefined): string {
  if (value === undefined) return 'not recorded';
  switch (field.kind) {
    case 'number':
      if (typeof value === 'number') return `${settingText(value)}${field.unit ? ` ${field.unit}` : ''}`;
      return value === null ? (field.nullable ?? 'none') : String(value);
    case 'choice':
      return field.choices.find((choice) => choice.value === value)?.label ?? String(value);
    case 'switch':
      return value === true ? 'yes' : value === false ? 'no' : String(value);
    case 'file':
      return value === null ? 'none' : String(value);
    default:
      return field satisfies never;
  }
}

/** A value that no field describes. */
export function plainText(value: FieldValue): string {
  return typeof value === 'number' ? settingText(value) : value === null ? 'none' : String(value);
}

export interface SettingRow {
  readonly label: string;
  /** E.g. η, β₁; empty where there is none. */
  readonly symbol: string;
  /** All values that were used, in the order in which they come. */
  readonly values: readonly string[];
}

/**
 * What was set, a row a field.
 * @param used the values of one or of several settings
 */
export function settingRows(fields: readonly Field[], used: readonly Readonly<Record<string, FieldValue>>[]): SettingRow[] {
  const known = fields
    .filter((field) => used.some((values) => isVisible(field, values)))
    .map((field): SettingRow => {
      const texts = used.filter((values) => isVisible(field, values)).map((values) => valueText(field, values[field.key]));
      return { label: field.label, symbol: field.symbol ? symbolText(field.symbol) : '', values: [...new Set(texts)] };
    });
  const described = new Set(fields.map(({ key }) => key));
  const others = [...new Set(used.flatMap((values) => Object.keys(values)))].filter((key) => !described.has(key));
  return [
    ...known,
    ...others.map((key): SettingRow => {
      const texts = used.flatMap((values) => (key in values ? [plainText(values[key] ?? null)] : []));
      return { label: key, symbol: '', values: [...new Set(texts)] };
    }),
  ];
}

/** A setting in a line: `η = 1, λ = 1e-4`. @param keys of those fields that are named */
export function settingLine(fields: readonly Field[], values: Readonly<Record<string, FieldValue>>, keys: ReadonlySet<string>): string {
  return fields
    .filter((field) => keys.has(field.key) && isVisible(field, values))
    .map((field) => `${field.symbol ? symbolText(field.symbol) : field.label} = ${valueText(field, values[field.key])}`)
    .join(', ');
}

/** A standard deviation, as coarse as such a number is. */
function deviationText(sd: number, scale: number): string {
  if (sd === 0) return '0';
  const size = Math.abs(scale);
  if (sd < 0.001 || sd >= 1e4 || size < 0.01 || size >= 1e4) return sd.toExponential(1).replace('e+', 'e');
  return sd < 100 ? sd.toPrecision(2) : sd.toFixed(0);
}

/** A mean over seeds with its standard deviation: `0.123 ± 0.0045`; of one seed the number alone; a dash where there is none. */
export function spreadText(spread: Spread | null, text: (value: number) => string = measuredText): string {
  if (!spread) return '–';
  return spread.count > 1 ? `${text(spread.mean)} ± ${deviationText(spread.sd, spread.mean)}` : text(spread.mean);
}

/** The same of a share, in percent: `97.3 ± 0.4 %`. */
export function shareSpreadText(spread: Spread | null): string {
  if (!spread) return '–';
  if (spread.count < 2) return shareText(spread.mean);
  const deviation = 100 * spread.sd;
  return `${(100 * spread.mean).toFixed(1)} ± ${deviation.toFixed(deviation < 0.1 && deviation > 0 ? 2 : 1)} %`;
}

/** The same of a count: `1,040 ± 12`; a spread of less than half a unit is left out. */
export function countSpreadText(spread: Spread | null): string {
  if (!spread) return '–';
  return spread.count > 1 && spread.sd >= 0.5 ? `${countText(spread.mean)} ± ${countText(spread.sd)}` : countText(spread.mean);
}

/** One thing, several things: `1 seed`, `3 seeds`. */
export function countOf(count: number, one: string, several = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : several}`;
}

/** A list in a sentence: `a, b and c`. */
export function listText(items: readonly string[]): string {
  return items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}
