/** Mutations of texts, by UTF-16 code units: also halves of surrogate pairs, swapped fields, huge numbers, very long pieces. */
import type { Random } from '../src/random/random';
import { between, chance, lengthUpTo, oddNumbers, oddTexts, pick, placeIn } from './draw';
import { longestInput } from './mutate-bytes';

type Edit = (random: Random, text: string) => string;

const replaced = (text: string, from: number, to: number, put: string) => text.slice(0, from) + put + text.slice(to);

const characters = '&=;:,%+-.?#/\\\'"<>{}[]()0123456789eE \t\n\r\0azAZ_$é漢\ud83d\ude00\ud800\udc00';

const character: Edit = (random, text) => {
  const at = placeIn(random, text.length);
  return replaced(text, at, at + random.below(2), characters[random.below(characters.length)]!);
};

const codeUnit: Edit = (random, text) => {
  const at = placeIn(random, text.length);
  return replaced(text, at, at + 1, String.fromCharCode(random.below(65_536)));
};

const drop: Edit = (random, text) => {
  const at = placeIn(random, text.length);
  return replaced(text, at, at + lengthUpTo(random, text.length - at), '');
};

const cutEnd: Edit = (random, text) => text.slice(0, placeIn(random, text.length));

const repeat: Edit = (random, text) => {
  const at = placeIn(random, text.length);
  const piece = text.slice(at, at + lengthUpTo(random, text.length - at));
  const times = chance(random, 0.1) ? between(random, 50, 3000) : between(random, 1, 4);
  return replaced(text, at, at, piece.repeat(Math.min(times, Math.floor(longestInput / Math.max(1, piece.length)))));
};

const odd: Edit = (random, text) => {
  const at = placeIn(random, text.length);
  return replaced(text, at, at + random.below(8), pick(random, oddTexts));
};

const long: Edit = (random, text) => {
  const at = placeIn(random, text.length);
  return replaced(
    text,
    at,
    at,
    pick(random, ['a', '9', '[', '{"a":', '%', '%41', '&a', ';', ',', '\ud800', ' ', '"', '(']).repeat(between(random, 100, 20_000)),
  );
};

/** Replaces the digits that begin somewhere behind a place. */
const otherNumber: Edit = (random, text) => {
  const found = /-?\d+(\.\d+)?(e[+-]?\d+)?/i.exec(text.slice(placeIn(random, text.length)));
  if (!found) return text;
  const at = text.indexOf(found[0], text.length - found.input.length);
  return replaced(text, at, at + found[0].length, pick(random, oddNumbers));
};

/** Two fields change places: whatever stands between separators. */
const swapFields: Edit = (random, text) => {
  const separator = pick(random, ['&', ',', ';', '=', ':', '\n', ' ', '\t', '"'].filter((mark) => text.includes(mark)).concat('\0'));
  const parts = text.split(separator);
  const [one, other] = [random.below(parts.length), random.below(parts.length)];
  [parts[one], parts[other]] = [parts[other]!, parts[one]!];
  return parts.join(separator);
};

/** A percent-encoded character, also one that is none. */
const escapeSome: Edit = (random, text) => {
  const at = placeIn(random, text.length);
  const code = random.below(256).toString(16).padStart(2, '0');
  return replaced(
    text,
    at,
    at + random.below(2),
    pick(random, [`%${code}`, '%', '%g0', '%ff', '%00', '%ed%a0%80', '%c0%80', `\\u${code}${code}`]),
  );
};

const edits: readonly Edit[] = [
  character,
  character,
  codeUnit,
  drop,
  drop,
  cutEnd,
  repeat,
  odd,
  odd,
  long,
  otherNumber,
  otherNumber,
  swapFields,
  swapFields,
  escapeSome,
];

/** A text with one to four edits; one in fifty stays as it was. */
export function mutatedText(random: Random, original: string): string {
  if (chance(random, 0.02)) return original;
  let text = original;
  for (let left = pick(random, [1, 1, 1, 2, 2, 3, 4]); left > 0; left--) text = pick(random, edits)(random, text).slice(0, longestInput);
  return text;
}
