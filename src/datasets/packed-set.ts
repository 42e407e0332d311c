/**
 * A parsed set as one run of bytes and a small JSON header: the form in which the page's cache keeps it. The bytes are the header's
 * sections, one after the other. Numbers are little-endian. Short sections (labels, lengths of texts) and everything that is taken into memory
 * are checked against a checksum; pixels that stay in the file are checked by their length only.
 */
import * as z from 'zod';
import { InputError } from '../fields/input-error';
import { safeParse } from '../fields/safe-parse';
import { RollingHash } from '../random/random';
import {
  type ImageSet,
  imageSetIds,
  type LabelledImages,
  type ParsedSet,
  type PixelStore,
  pixelsInMemory,
  type ReviewSet,
  type Reviews,
  type TextSet,
} from './parsed-set';
import type { DataFile } from './source';

/** Sets that can be packed: all but those that consist of files of their own. */
export type PackableSet = ImageSet | ReviewSet | TextSet;

const count = z.int().nonnegative();
const section = z.strictObject({
  /** Where in the set it belongs. */
  part: z.enum(['train', 'test', 'whole']),
  holds: z.enum(['labels', 'pixels', 'lengths', 'text']),
  bytes: count,
  /** RollingHash of the bytes. */
  checksum: z.string().regex(/^[0-9a-f]{8}$/),
});
const common = {
  /** Of this format. */
  version: z.literal(1),
  /** It comes in messages. */
  name: z.string().max(1000),
  sections: z.array(section).max(8),
};
const headerSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    ...common,
    kind: z.literal('images'),
    id: z.enum(imageSetIds),
    height: z.int().positive(),
    width: z.int().positive(),
    channels: z.union([z.literal(1), z.literal(3)]),
    classNames: z.array(z.string().max(1000)),
    /** Pictures of the parts. */
    counts: z.strictObject({ train: count, test: count.nullable() }),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('reviews'),
    id: z.literal('imdb'),
    /** Reviews of the parts. */
    counts: z.strictObject({ train: count, test: count.nullable() }),
  }),
  z.strictObject({ ...common, kind: z.literal('text'), id: z.literal('tolstoi') }),
]);
export type PackedHeader = z.infer<typeof headerSchema>;
type Section = z.infer<typeof section>;

/** A set ready to be written. */
export interface PackedSet {
  /** Plain JSON. */
  readonly header: PackedHeader;
  /** Length of the payload. */
  readonly byteLength: number;
  /** The payload, in pieces of a few megabytes that are good until the next one is asked for. */
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** Bytes that are read, checked or handed out at once. */
const chunkBytes = 4 * 2 ** 20;
/** Texts (of some thousand bytes each) that are written at once. */
const textsAtOnce = 1000;

/** One section's bytes, as often as they are asked for. */
interface Part extends Pick<Section, 'part' | 'holds'> {
  pieces(): AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

function* cut(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
}

/** Int32 → little-endian bytes, whatever the machine. */
function littleEndian(values: Int32Array): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 * values.length));
  for (let i = 0; i < values.length; i++) view.setInt32(4 * i, values[i]!, true);
  return new Uint8Array(view.buffer);
}

async function* piecesOf(pixels: PixelStore): AsyncGenerator<Uint8Array> {
  if (pixels.memory) return yield* cut(pixels.memory);
  const atOnce = Math.max(1, Math.floor(chunkBytes / pixels.size));
  for (let from = 0; from < pixels.count; from += atOnce) {
    yield await pixels.read(Int32Array.from({ length: Math.min(atOnce, pixels.count - from) }, (_, i) => from + i));
  }
}

function imageParts(part: 'train' | 'test', images: LabelledImages | null): Part[] {
  if (!images) return [];
  return [
    { part, holds: 'labels', pieces: () => [littleEndian(images.labels)] },
    { part, holds: 'pixels', pieces: () => piecesOf(images.pixels) },
  ];
}

function reviewParts(part: 'train' | 'test', reviews: Reviews | null): Part[] {
  if (!reviews) return [];
  const encoder = new TextEncoder();
  const lengths = Int32Array.from(reviews.texts, (text) => encoder.encode(text).length);
  const texts = function* () {
    for (let from = 0; from < reviews.texts.length; from += textsAtOnce)
      yield encoder.encode(reviews.texts.slice(from, from + textsAtOnce).join(''));
  };
  return [
    { part, holds: 'labels', pieces: () => [reviews.labels] },
    { part, holds: 'lengths', pieces: () => [littleEndian(lengths)] },
    { part, holds: 'text', pieces: texts },
  ];
}

function partsOf(set: PackableSet): Part[] {
  if (set.kind === 'images') return [...imageParts('train', set.train), ...imageParts('test', set.test)];
  if (set.kind === 'reviews') return [...reviewParts('train', set.train), ...reviewParts('test', set.test)];
  return [{ part: 'whole', holds: 'text', pieces: () => cut(new TextEncoder().encode(set.text)) }];
}

/** Packs a set. Its data are gone through twice: now, for the checksums, and when the chunks are taken. */
export async function packSet(set: PackableSet): Promise<PackedSet> {
  const parts = partsOf(set);
  const sections: Section[] = [];
  for (const { part, holds, pieces } of parts) {
    const hash = new RollingHash();
    let bytes = 0;
    for await (const piece of pieces()) {
      hash.update(piece);
      bytes += piece.length;
    }
    sections.push({ part, holds, bytes, checksum: hash.digest() });
  }
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (const { pieces } of parts) yield* pieces();
  }
  return { header: headerOf(set, sections), byteLength: lengthOf(sections), chunks: { [Symbol.asyncIterator]: chunks } };
}

function headerOf(set: PackableSet, sections: Section[]): PackedHeader {
  const base = { version: 1 as const, name: set.name, sections };
  if (set.kind === 'text') return { ...base, kind: set.kind, id: set.id };
  if (set.kind === 'reviews') {
    return { ...base, kind: set.kind, id: set.id, counts: { train: set.train.texts.length, test: set.test?.texts.length ?? null } };
  }
  const { kind, id, height, width } = set;
  const counts = { train: set.train.labels.length, test: set.test?.labels.length ?? null };
  return { ...base, kind, id, height, width, channels: set.channels as 1 | 3, classNames: [...set.classNames], counts };
}

const lengthOf = (sections: readonly Section[]): number => sections.reduce((sum, { bytes }) => sum + bytes, 0);

/** Pixels that stay in a file from byte `start` on. Pictures that follow each other are read at once. */
function pixelsInFile(file: DataFile, start: number, count: number, size: number): PixelStore {
  return {
    count,
    size,
    memory: null,
    async read(ids) {
      const out = new Uint8Array(ids.length * size);
      const runs: Promise<void>[] = [];
      for (let from = 0; from < ids.length; ) {
        let to = from + 1;
        while (to < ids.length && ids[to] === ids[to - 1]! + 1) to++;
        const at = start + ids[from]! * size;
        const into = from * size;
        runs.push(file.bytes(at, at + (to - from) * size).then((bytes) => out.set(bytes, into)));
        from = to;
      }
      await Promise.all(runs);
      return out;
    },
  };
}

/** Reads sections from the payload and checks them. */
class Unpacker {
  private readonly starts: number[] = [];

  constructor(
    private readonly header: PackedHeader,
    private readonly payload: DataFile,
  ) {
    let at = 0;
    for (const { bytes } of header.sections) {
      this.starts.push(at);
      at += bytes;
    }
    if (payload.size !== at) throw this.damaged(`has ${payload.size} bytes instead of ${at}`);
  }

  damaged(what: string): InputError {
    return new InputError(
      this.payload.path,
      `the kept copy of ${this.header.name} is damaged: it ${what}. Remove it and load the set again.`,
    );
  }

  private place(part: Section['part'], holds: Section['holds'], expected: number | null): { section: Section; start: number } {
    const number = this.header.sections.findIndex((candidate) => candidate.part === part && candidate.holds === holds);
    const section = this.header.sections[number];
    if (!section) throw this.damaged(`lacks the ${holds} of its ${part} part`);
    if (expected !== null && section.bytes !== expected)
      throw this.damaged(`has ${section.bytes} bytes of ${holds} in its ${part} part, not ${expected}`);
    return { section, start: this.starts[number]! };
  }

  /** @param expected length in bytes, if it is known */
  async bytes(part: Section['part'], holds: Section['holds'], expected: number | null): Promise<Uint8Array> {
    const { section, start } = this.place(part, holds, expected);
    const bytes = await this.payload.bytes(start, start + section.bytes);
    const hash = new RollingHash();
    hash.update(bytes);
    if (hash.digest() !== section.checksum) throw this.damaged(`has other ${holds} in its ${part} part than were written`);
    return bytes;
  }

  async numbers(part: Section['part'], holds: Section['holds'], count: number): Promise<Int32Array> {
    const bytes = await this.bytes(part, holds, 4 * count);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return Int32Array.from({ length: count }, (_, i) => view.getInt32(4 * i, true));
  }

  async images(part: 'train' | 'test', count: number, size: number, classes: number, inMemory: boolean): Promise<LabelledImages> {
    const labels = await this.numbers(part, 'labels', count);
    if (labels.some((label) => label < 0 || label >= classes)) throw this.damaged('has labels of classes that do not exist');
    if (inMemory) return { labels, pixels: pixelsInMemory(await this.bytes(part, 'pixels', count * size), size) };
    return { labels, pixels: pixelsInFile(this.payload, this.place(part, 'pixels', count * size).start, count, size) };
  }

  async reviews(part: 'train' | 'test', count: number): Promise<Reviews> {
    const labels = await this.bytes(part, 'labels', count);
    if (labels.some((label) => label > 1)) throw this.damaged('has labels that are neither 0 nor 1');
    const lengths = await this.numbers(part, 'lengths', count);
    if (lengths.some((length) => length < 0)) throw this.damaged('has texts of negative length');
    const bytes = await this.bytes(
      part,
      'text',
      lengths.reduce((sum, length) => sum + length, 0),
    );
    let at = 0;
    const texts = Array.from(lengths, (length) => {
      at += length;
      return this.decode(bytes.subarray(at - length, at));
    });
    return { texts, labels: labels.slice() };
  }

  decode(bytes: Uint8Array): string {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      throw this.damaged('holds bytes that are not UTF-8');
    }
  }
}

/**
 * A packed set, as it was.
 * @param header as `packSet` gave it, e.g. after JSON
 * @param payload the chunks, joined
 * @param keepInMemoryUpTo bytes; pixels of a larger payload are read from it as they are needed
 * @throws InputError if header and payload do not fit together or are damaged
 */
export async function openPacked(header: unknown, payload: DataFile, keepInMemoryUpTo: number): Promise<ParsedSet> {
  const parsed = safeParse(headerSchema, header);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const where = issue && issue.path.length > 0 ? ` (${issue.path.join('.')}: ${issue.message})` : '';
    throw new InputError(payload.path, `the description of this kept set cannot be understood${where}. Remove it and load the set again.`);
  }
  const { data } = parsed;
  const unpacker = new Unpacker(data, payload);
  if (data.kind === 'text') {
    return { kind: data.kind, id: data.id, name: data.name, text: unpacker.decode(await unpacker.bytes('whole', 'text', null)) };
  }
  if (data.kind === 'reviews') {
    const { kind, id, name, counts } = data;
    const train = await unpacker.reviews('train', counts.train);
    return { kind, id, name, train, test: counts.test === null ? null : await unpacker.reviews('test', counts.test) };
  }
  const { kind, id, name, height, width, channels, classNames, counts } = data;
  const part = (which: 'train' | 'test', count: number) =>
    unpacker.images(which, count, height * width * channels, classNames.length, payload.size <= keepInMemoryUpTo);
  const train = await part('train', counts.train);
  const test = counts.test === null ? null : await part('test', counts.test);
  return { kind, id, name, height, width, channels, classNames, train, test };
}
