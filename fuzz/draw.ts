/** Draws for mutations. All of them come from one seeded generator: a seed stands for an input. */
import type { Random } from '../src/random/random';

/** A mutated input, as a reader takes it: the text or the bytes of a file, or of an address. */
export type Input = string | Uint8Array;

export const pick = <T>(random: Random, list: readonly T[]): T => list[random.below(list.length)] as T;

/** True with probability `share`. */
export const chance = (random: Random, share: number): boolean => random.uniform() < share;

/** A whole number from `from` to `to`, both possible. */
export const between = (random: Random, from: number, to: number): number => from + random.below(Math.max(1, to - from + 1));

/** A place in something of this length, more often near an end: that is where headers and directories are. */
export function placeIn(random: Random, length: number): number {
  const near = Math.min(length, 200);
  const kind = random.below(4);
  if (length === 0) return 0;
  if (kind === 0) return random.below(near);
  return kind === 1 ? length - 1 - random.below(near) : random.below(length);
}

/** A length: mostly a few, now and then up to `most`. */
export function lengthUpTo(random: Random, most: number): number {
  if (most < 1) return 0;
  return 1 + random.below(Math.min(most, pick(random, [1, 4, 4, 16, 64, most])));
}

/** Numbers as texts that readers stumble over. */
export const oddNumbers = [
  '0',
  '-0',
  '-1',
  '1.5',
  '255',
  '65536',
  '2147483647',
  '2147483648',
  '4294967295',
  '4294967296',
  '9007199254740993',
  '18446744073709551615',
  '1e21',
  '1e308',
  '-1e308',
  '1e-320',
  '1e999',
  '-1e999',
  'NaN',
  'Infinity',
  '0x10',
  '00',
  '9'.repeat(400),
] as const;

/** Names that mean something to JavaScript's objects. */
export const poisonedNames = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'valueOf',
  'hasOwnProperty',
  'length',
  'then',
  'toJSON',
] as const;

/** Texts that mean something to some reader, or are none. */
export const oddTexts = [
  '',
  ' ',
  '\0',
  '\ud800',
  '\udfff\ud800',
  '\u202e',
  '\ufeff',
  '\r\n',
  '"',
  "'",
  '\\',
  '<script>globalThis.fuzzed = 1</script>',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a template in a text must stay a text
  '${globalThis.fuzzed = 1}',
  '../../../etc/passwd',
  'file:///etc/passwd',
  'C:\\x',
  'null',
  'undefined',
  'true',
  ...poisonedNames,
] as const;
