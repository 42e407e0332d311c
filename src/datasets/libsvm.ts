/**
 * LIBSVM text files of two-class problems: one sample a line, `label index:value index:value …`, indices counted from 1
 * and ascending, values left out are 0, `#` starts a comment. The text comes from outside, so everything in it is checked,
 * and what is wrong is reported with its line.
 */
import { InputError } from '../fields/input-error';
import type { BinaryDataset } from './binary-dataset';
import { type Cursor, readDecimal } from './decimal';
import { checkFileSize, inMegabytes, largestFile } from './file-limits';
import { gunzip, isGzip } from './gzip';
import { checkIsText, isControl, quoteBytes } from './text-check';

/** Limits on what a file may hold. */
export const libsvmLimits = {
  /** Largest feature index. */
  features: 1_000_000,
  /** Samples × features: the table is kept dense, as float32. */
  values: 2 ** 26,
  /** Bytes of one line. */
  line: 40_000_000,
} as const;

/** What a file held. Label 0 stands for the smaller of the two labels in the file, 1 for the larger. */
export interface LibsvmData extends BinaryDataset {
  readonly originalLabels: readonly [number, number];
}

const tab = 9;
const lineFeed = 10;
const carriageReturn = 13;
const space = 32;
const hash = 35;
const zero = 48;
const colon = 58;

/** Entries are kept in blocks of this length until the number of features is known. */
const blockLength = 2 ** 18;
const count = (n: number) => n.toLocaleString('en-GB');
const isBlank = (byte: number) => byte === space || byte === tab || byte === carriageReturn;
const endsToken = (byte: number) => isBlank(byte) || byte === lineFeed || byte === hash;

/**
 * Reads a LIBSVM file piece by piece: `push` each piece in order, then `finish`. Pieces may be cut anywhere. Memory: the
 * entries read so far (8 bytes each) and at most one unfinished line.
 */
export class LibsvmParser {
  private readonly cursor: Cursor = { at: 0 };
  /** Pieces of the line that is not finished yet. */
  private pending: Uint8Array[] = [];
  private pendingLength = 0;
  private started = false;
  private line = 0;

  private readonly indexBlocks: Int32Array[] = [];
  private readonly valueBlocks: Float32Array[] = [];
  private indices = new Int32Array(0);
  private values = new Float32Array(0);
  private used = blockLength;

  private samples = 0;
  private features = 0;
  /** Entries of each sample, and which of `distinct` its label is. */
  private entries = new Int32Array(1024);
  private labels = new Uint8Array(1024);
  private readonly distinct: number[] = [];

  /** @param name the file's name, for messages */
  constructor(private readonly name: string) {}

  /** @throws InputError at the first line that is wrong */
  push(piece: Uint8Array): void {
    let from = 0;
    if (!this.started && piece.length > 0) {
      this.started = true;
      checkIsText(this.name, piece, 'LIBSVM text');
      if (piece[0] === 0xef && piece[1] === 0xbb && piece[2] === 0xbf) from = 3; // UTF-8 byte order mark
    }
    const lastEnd = piece.lastIndexOf(lineFeed) + 1;
    if (lastEnd > from) {
      if (this.pendingLength > 0) {
        const firstEnd = piece.indexOf(lineFeed, from) + 1;
        this.hold(piece.subarray(from, firstEnd));
        from = firstEnd;
        this.scanPending();
      }
      this.scan(piece, from, lastEnd);
      from = lastEnd;
    }
    if (from < piece.length) this.hold(piece.subarray(from));
  }

  /** @throws InputError if the file as a whole is not a two-class data set */
  finish(): LibsvmData {
    this.scanPending();
    if (!this.started) throw new InputError(this.name, 'is empty.');
    if (this.samples === 0) throw new InputError(this.name, 'has no samples: all its lines are blank or comments.');
    if (this.features === 0)
      throw new InputError(this.name, 'has labels but no features; each line should read "label index:value index:value …".');
    const [first, second] = this.distinct;
    if (second === undefined) {
      throw new InputError(this.name, `has only one label, ${first}, in all ${count(this.samples)} samples; two classes are needed.`);
    }
    const swapped = first! > second;
    const labels = this.labels.slice(0, this.samples);
    if (swapped) for (let i = 0; i < labels.length; i++) labels[i] = 1 - labels[i]!;
    return {
      samples: this.samples,
      features: this.features,
      values: this.dense(),
      labels,
      originalLabels: swapped ? [second, first!] : [first!, second],
    };
  }

  private hold(piece: Uint8Array): void {
    this.pending.push(piece);
    this.pendingLength += piece.length;
    if (this.pendingLength > libsvmLimits.line)
      this.fail(`is longer than ${inMegabytes(libsvmLimits.line)}; are the line ends missing?`, this.line + 1);
  }

  private scanPending(): void {
    const joined = new Uint8Array(this.pendingLength);
    let at = 0;
    for (const piece of this.pending) {
      joined.set(piece, at);
      at += piece.length;
    }
    this.pending = [];
    this.pendingLength = 0;
    this.scan(joined, 0, joined.length);
  }

  /** Whole lines, `bytes[from … end)`. */
  private scan(bytes: Uint8Array, from: number, end: number): void {
    const cursor = this.cursor;
    let i = from;
    while (i < end) {
      this.line++;
      while (i < end && isBlank(bytes[i]!)) i++;
      if (i < end && bytes[i] !== lineFeed && bytes[i] !== hash) {
        const label = readDecimal(bytes, i, end, cursor);
        if (!Number.isFinite(label) || (cursor.at < end && !endsToken(bytes[cursor.at]!))) this.failLabel(bytes, i, end);
        i = cursor.at;
        this.startSample(label);
        i = this.scanEntries(bytes, i, end);
      }
      while (i < end && bytes[i] !== lineFeed) i++; // a comment
      i++;
    }
  }

  /** The `index:value` pairs of a line; returns where they end. */
  private scanEntries(bytes: Uint8Array, from: number, end: number): number {
    const cursor = this.cursor;
    let i = from;
    let last = 0;
    let entries = 0;
    for (;;) {
      while (i < end && isBlank(bytes[i]!)) i++;
      if (i >= end || bytes[i] === lineFeed || bytes[i] === hash) break;
      const start = i;
      let index = 0;
      for (; i < end; i++) {
        const digit = bytes[i]! - zero;
        if (!(digit >= 0 && digit <= 9)) break;
        index = index * 10 + digit;
      }
      if (i === start || bytes[i] !== colon) this.failIndex(bytes, start, end);
      if (index <= last || index > libsvmLimits.features) this.failOrder(index, last);
      i++;
      const value = readDecimal(bytes, i, end, cursor);
      if (Number.isNaN(value) || (cursor.at < end && !endsToken(bytes[cursor.at]!))) this.failValue(bytes, i, end, index);
      const rounded = Math.fround(value);
      if (!Number.isFinite(rounded))
        this.fail(`the value ${quoteBytes(bytes, i, cursor.at)} of feature ${index} is too large for single precision.`);
      i = cursor.at;
      last = index;
      entries++;
      if (this.used === blockLength) this.addBlock();
      this.indices[this.used] = index;
      this.values[this.used++] = rounded;
    }
    this.entries[this.samples - 1] = entries;
    if (last > this.features) this.features = last;
    const values = this.samples * Math.max(1, this.features);
    if (values > libsvmLimits.values) {
      const table = `${count(this.samples)} samples × ${count(this.features)} features need ${inMegabytes(values * 4)}`;
      this.fail(
        `up to here ${table} as a dense table; the limit is ${inMegabytes(libsvmLimits.values * 4)}. Use fewer lines or fewer features.`,
      );
    }
    return i;
  }

  private startSample(label: number): void {
    let code = this.distinct.indexOf(label);
    if (code < 0) {
      if (this.distinct.length === 2) {
        const [first, second] = this.distinct;
        this.fail(
          `a third label, ${label}, after ${first} and ${second}; exactly two are needed (regression and multi-class files do not fit).`,
        );
      }
      code = this.distinct.push(label) - 1;
    }
    if (this.samples === this.labels.length) {
      const labels = new Uint8Array(2 * this.samples);
      labels.set(this.labels);
      this.labels = labels;
      const entries = new Int32Array(2 * this.samples);
      entries.set(this.entries);
      this.entries = entries;
    }
    this.labels[this.samples++] = code;
  }

  private addBlock(): void {
    this.indices = new Int32Array(blockLength);
    this.values = new Float32Array(blockLength);
    this.indexBlocks.push(this.indices);
    this.valueBlocks.push(this.values);
    this.used = 0;
  }

  private dense(): Float32Array {
    const table = new Float32Array(this.samples * this.features);
    let entry = 0;
    for (let sample = 0; sample < this.samples; sample++) {
      const row = sample * this.features - 1; // indices count from 1
      for (const end = entry + this.entries[sample]!; entry < end; entry++) {
        const block = Math.floor(entry / blockLength);
        const at = entry % blockLength;
        table[row + this.indexBlocks[block]![at]!] = this.valueBlocks[block]![at]!;
      }
    }
    return table;
  }

  private fail(what: string, line = this.line): never {
    throw new InputError(`${this.name}, line ${line}`, what);
  }

  /** Quotes the token at `from`; fails at once if it holds bytes that no text has. */
  private token(bytes: Uint8Array, from: number, end: number): string {
    let to = from;
    while (to < end && !endsToken(bytes[to]!)) to++;
    if (bytes.subarray(from, to).some(isControl)) this.fail(`${quoteBytes(bytes, from, to)} is not text; is this a binary file?`);
    return quoteBytes(bytes, from, to);
  }

  private failLabel(bytes: Uint8Array, from: number, end: number): never {
    const token = this.token(bytes, from, end);
    if (token.includes(':')) this.fail(`the label is missing: the line starts with ${token} instead of a number.`);
    this.fail(`the label ${token} is not a finite number; each line should read "label index:value index:value …".`);
  }

  private failIndex(bytes: Uint8Array, from: number, end: number): never {
    const token = this.token(bytes, from, end);
    if (!token.includes(':')) this.fail(`expected index:value, found ${token} without a colon.`);
    this.fail(`the index in ${token} is not a whole number from 1.`);
  }

  private failOrder(index: number, last: number): never {
    if (index === 0) this.fail('index 0: indices count from 1. If the file counts from 0, write it again with 1 added to every index.');
    if (index > libsvmLimits.features)
      this.fail(`index ${count(index)} is too large; the limit is ${count(libsvmLimits.features)} features.`);
    if (index === last) this.fail(`index ${count(index)} appears twice.`);
    this.fail(`index ${count(index)} after ${count(last)}: indices must ascend. Sort the entries of each line.`);
  }

  private failValue(bytes: Uint8Array, from: number, end: number, index: number): never {
    if (from >= end || endsToken(bytes[from]!)) this.fail(`the value of feature ${index} is missing: nothing follows the colon.`);
    this.fail(`the value ${this.token(bytes, from, end)} of feature ${index} is not a finite number.`);
  }
}

/**
 * Reads a LIBSVM file, plain or gzip (told by its content).
 * @param name the file's name, for messages
 * @throws InputError naming the file, the line where there is one, what is wrong and what to do
 */
export async function readLibsvm(name: string, bytes: Uint8Array): Promise<LibsvmData> {
  checkFileSize(name, bytes.length);
  const parser = new LibsvmParser(name);
  if (isGzip(bytes)) for await (const piece of gunzip(name, bytes, largestFile)) parser.push(piece);
  else parser.push(bytes);
  return parser.finish();
}

/** A data set in one line, e.g. "8,124 samples, 112 features, labels 1 / 2". */
export function describeLibsvm(data: LibsvmData): string {
  return `${count(data.samples)} samples, ${count(data.features)} features, labels ${data.originalLabels.join(' / ')}`;
}
