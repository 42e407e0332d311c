/** Typed access to task options whose values were checked at the boundary. A wrong type is a programming error. */
import type { FieldValues } from '../fields/field';

export function numberOption(options: FieldValues, key: string): number {
  const value = options[key];
  if (typeof value !== 'number') throw new Error(`task option "${key}" is not a number: ${String(value)}`);
  return value;
}

export function textOption(options: FieldValues, key: string): string {
  const value = options[key];
  if (typeof value !== 'string') throw new Error(`task option "${key}" is not a text: ${String(value)}`);
  return value;
}
