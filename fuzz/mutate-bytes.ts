/** Mutations of bytes: bits, words, cuts, insertions, repeats, swaps, pieces of other files, and texts that are none. */
import type { Random } from '../src/random/random';
import { between, chance, lengthUpTo, oddNumbers, pick, placeIn, poisonedNames } from './draw';

/** Longest file that mutations make. */
export const longestInput = 400_000;

type Edit = (random: Random, bytes: Uint8Array, others: readonly Uint8Array[]) => Uint8Array;

const encoder = new TextEncoder();
/** What is not UTF-8: a lone continuation, an overlong zero, a surrogate, a code point beyond the last, a cut character. */
const notUtf8 = [[0x80], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xe2, 0x82], [0xff, 0xfe]].map((bytes) =>
  Uint8Array.from(bytes),
);
const words = [0, 1, 2, 3, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];

/** Bytes put one after the other. */
export function concatenated(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** `bytes` with those from `from` to `to` replaced. */
const replaced = (bytes: Uint8Array, from: number, to: number, put: Uint8Array) =>
  concatenated(bytes.subarray(0, from), put, bytes.subarray(to));

function changed(bytes: Uint8Array, change: (copy: Uint8Array, view: DataView) => void): Uint8Array {
  const copy = bytes.slice();
  change(copy, new DataView(copy.buffer));
  return copy;
}

const flipBit: Edit = (random, bytes) =>
  changed(bytes, (copy) => {
    const at = placeIn(random, copy.length);
    copy[at] = (copy[at] ?? 0) ^ (1 << random.below(8));
  });

const setByte: Edit = (random, bytes) =>
  changed(bytes, (copy) => {
    copy[placeIn(random, copy.length)] = chance(random, 0.5) ? random.below(256) : pick(random, [0, 1, 2, 127, 128, 254, 255]);
  });

const nudgeByte: Edit = (random, bytes) =>
  changed(bytes, (copy) => {
    const at = placeIn(random, copy.length);
    copy[at] = (copy[at] ?? 0) + between(random, -3, 3);
  });

const setWord: Edit = (random, bytes) =>
  changed(bytes, (copy, view) => {
    const size = pick(random, [2, 4, 4, 8]);
    if (copy.length < size) return;
    const at = Math.min(placeIn(random, copy.length), copy.length - size);
    const little = chance(random, 0.5);
    const value = chance(random, 0.2) ? copy.length + between(random, -2, 2) : pick(random, words);
    if (size === 2) view.setUint16(at, value, little);
    else if (size === 4) view.setUint32(at, value, little);
    else view.setBigUint64(at, BigInt.asUintN(64, chance(random, 0.5) ? -BigInt(value) : BigInt(value)), little);
  });

const cutEnd: Edit = (random, bytes) =>
  bytes.slice(0, chance(random, 0.5) ? placeIn(random, bytes.length) : Math.max(0, bytes.length - lengthUpTo(random, bytes.length)));

const drop: Edit = (random, bytes) => {
  const at = placeIn(random, bytes.length);
  return replaced(bytes, at, at + lengthUpTo(random, bytes.length - at), new Uint8Array());
};

const insert: Edit = (random, bytes) => {
  const length = chance(random, 0.03) ? between(random, 1000, 70_000) : lengthUpTo(random, 64);
  const fill = random.below(256);
  const put = new Uint8Array(length);
  for (let i = 0; i < length; i++) put[i] = length > 64 ? fill : random.below(256);
  const at = chance(random, 0.2) ? bytes.length : placeIn(random, bytes.length);
  return replaced(bytes, at, at, put);
};

const repeat: Edit = (random, bytes) => {
  const at = placeIn(random, bytes.length);
  const piece = bytes.subarray(at, at + lengthUpTo(random, bytes.length - at));
  const times = chance(random, 0.05) ? between(random, 50, 3000) : between(random, 1, 4);
  const most = Math.max(1, Math.floor(longestInput / Math.max(1, piece.length)));
  return replaced(bytes, at, at, concatenated(...Array<Uint8Array>(Math.min(times, most)).fill(piece)));
};

const swap: Edit = (random, bytes) =>
  changed(bytes, (copy) => {
    const length = lengthUpTo(random, Math.floor(bytes.length / 2));
    const [one, other] = [placeIn(random, bytes.length - length + 1), placeIn(random, bytes.length - length + 1)];
    copy.set(bytes.subarray(other, other + length), one);
    copy.set(bytes.subarray(one, one + length), other);
  });

const fill: Edit = (random, bytes) =>
  changed(bytes, (copy) => {
    const at = placeIn(random, copy.length);
    copy.fill(pick(random, [0, 0xff, 0x20, 0x30]), at, at + lengthUpTo(random, copy.length - at));
  });

const putText: Edit = (random, bytes) => {
  const at = placeIn(random, bytes.length);
  const put = chance(random, 0.5)
    ? pick(random, notUtf8)
    : encoder.encode(chance(random, 0.5) ? pick(random, poisonedNames) : pick(random, oddNumbers));
  return replaced(bytes, at, chance(random, 0.5) ? at + put.length : at, put);
};

const isDigit = (byte: number | undefined) => byte !== undefined && byte >= 0x30 && byte <= 0x39;

/** Replaces the digits that begin somewhere behind a place. */
const otherNumber: Edit = (random, bytes) => {
  let from = placeIn(random, bytes.length);
  while (from < bytes.length && !isDigit(bytes[from])) from++;
  let to = from;
  while (isDigit(bytes[to])) to++;
  return replaced(bytes, from, to, encoder.encode(pick(random, oddNumbers)));
};

/** The beginning of one file and the end of another. */
const splice: Edit = (random, bytes, others) => {
  const other = others.length > 0 ? pick(random, others) : bytes;
  return concatenated(bytes.subarray(0, placeIn(random, bytes.length)), other.subarray(placeIn(random, other.length)));
};

const edits: readonly Edit[] = [
  flipBit,
  flipBit,
  setByte,
  setByte,
  nudgeByte,
  setWord,
  setWord,
  cutEnd,
  drop,
  insert,
  repeat,
  swap,
  fill,
  putText,
  otherNumber,
  splice,
];

/**
 * Bytes with one to four edits; one in fifty stays as it was, so that a reader which refuses everything is noticed.
 * @param others files of the same kind, whose pieces may be put in
 */
export function mutatedBytes(random: Random, original: Uint8Array, others: readonly Uint8Array[] = []): Uint8Array {
  if (chance(random, 0.02)) return original.slice();
  let bytes = original;
  for (let left = pick(random, [1, 1, 1, 2, 2, 3, 4]); left > 0; left--)
    bytes = pick(random, edits)(random, bytes, others).subarray(0, longestInput);
  return bytes.slice();
}
