/** Packed sets: what is packed comes back, and a damaged copy is refused with a sentence, never taken. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../fields/input-error';
import { openPacked, type PackableSet, packSet } from './packed-set';
import { type ImageSet, type LabelledImages, type ParsedSet, pixelsInMemory } from './parsed-set';
import { type DataFile, fileOfBytes } from './source';

async function payloadOf(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const pieces: number[] = [];
  for await (const chunk of chunks) pieces.push(...chunk);
  return Uint8Array.from(pieces);
}

/** A set with all its pixels in memory, to compare it. */
async function whole(set: ParsedSet): Promise<unknown> {
  if (set.kind !== 'images') return set;
  const read = async (images: LabelledImages) => ({ labels: images.labels, bytes: await images.pixels.read([...images.labels.keys()]) });
  return { ...set, train: await read(set.train), test: set.test && (await read(set.test)) };
}

const names = fc.string({ unit: 'binary', maxLength: 8 });

const images = fc
  .record({
    height: fc.integer({ min: 1, max: 4 }),
    width: fc.integer({ min: 1, max: 4 }),
    channels: fc.constantFrom(1, 3),
    seed: fc.nat(99),
  })
  .chain(({ height, width, channels, seed }) => {
    const size = height * width * channels;
    const part = fc.array(fc.nat(2), { maxLength: 9 }).map((labels) => ({
      labels: Int32Array.from(labels),
      pixels: pixelsInMemory(
        Uint8Array.from({ length: labels.length * size }, (_, i) => i * 31 + seed),
        size,
      ),
    }));
    return fc.record({
      kind: fc.constant('images' as const),
      id: fc.constant('cifar10' as const),
      name: names,
      height: fc.constant(height),
      width: fc.constant(width),
      channels: fc.constant(channels),
      classNames: fc.tuple(names, names, names),
      train: part,
      test: fc.option(part),
    });
  });

const reviews = fc.array(fc.tuple(names, fc.nat(1)), { maxLength: 6 }).map((rows) => ({
  texts: rows.map(([text]) => text),
  labels: Uint8Array.from(rows, ([, label]) => label),
}));
const sets: fc.Arbitrary<PackableSet> = fc.oneof(
  images,
  fc.record({
    kind: fc.constant('reviews' as const),
    id: fc.constant('imdb' as const),
    name: names,
    train: reviews,
    test: fc.option(reviews),
  }),
  fc.record({ kind: fc.constant('text' as const), id: fc.constant('tolstoi' as const), name: names, text: fc.string({ unit: 'binary' }) }),
);

describe('packed set', () => {
  it('comes back as it was, from memory and piece by piece', async () => {
    await fc.assert(
      fc.asyncProperty(sets, fc.constantFrom(0, 1e9), async (set, keep) => {
        const { header, chunks, byteLength } = await packSet(set);
        const payload = await payloadOf(chunks);
        expect(payload).toHaveLength(byteLength);
        const opened = await openPacked(JSON.parse(JSON.stringify(header)), fileOfBytes('kept', payload), keep);
        expect(await whole(opened)).toEqual(await whole(set));
        if (opened.kind === 'images' && payload.length > 0) expect(opened.train.pixels.memory === null).toBe(keep === 0);
      }),
    );
  });

  it('damaged anywhere is refused, if it is taken into memory', async () => {
    await fc.assert(
      fc.asyncProperty(sets, fc.nat(), fc.integer({ min: 1, max: 255 }), fc.boolean(), async (set, place, flip, shorten) => {
        const { header, chunks } = await packSet(set);
        const payload = await payloadOf(chunks);
        fc.pre(payload.length > 0);
        const damaged = shorten ? payload.subarray(0, place % payload.length) : payload.slice();
        if (!shorten) damaged[place % payload.length]! ^= flip;
        await expect(openPacked(header, fileOfBytes('kept', damaged), 1e9)).rejects.toThrow(InputError);
      }),
    );
  });

  it('with a header changed by hand is refused or opened, but nothing else happens', async () => {
    const { header, chunks } = await packSet(fc.sample(images, { numRuns: 1, seed: 7 })[0]!);
    const payload = fileOfBytes('kept', await payloadOf(chunks));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...Object.keys(header)), fc.jsonValue(), async (key, value) => {
        await openPacked({ ...header, [key]: value }, payload, 1e9).catch((error) => expect(error).toBeInstanceOf(InputError));
      }),
    );
    await expect(openPacked({ ...header, version: 2 }, payload, 0)).rejects.toThrow(/version.*Remove it and load the set again/);
  });

  it('of pixels that are not in memory is read in pieces, and read in runs afterwards', async () => {
    const bytes = Uint8Array.from({ length: 50 * 12 }, (_, i) => i % 251);
    const store = { ...pixelsInMemory(bytes, 12), memory: null };
    const labels = new Int32Array(50);
    const set: ImageSet = {
      kind: 'images',
      id: 'svhn-extra',
      name: 'made up',
      height: 2,
      width: 2,
      channels: 3,
      classNames: ['0'],
      train: { pixels: store, labels },
      test: null,
    };
    const { header, chunks } = await packSet(set);
    const file = fileOfBytes('kept', await payloadOf(chunks));
    const asked: number[] = [];
    const counting: DataFile = {
      ...file,
      bytes(start = 0, end = 0) {
        asked.push((end - start) / 12);
        return file.bytes(start, end);
      },
    };
    const opened = (await openPacked(header, counting, 100)) as ImageSet;
    asked.length = 0;
    const read = await opened.train.pixels.read([7, 8, 9, 3, 4, 9]);
    expect([...read]).toEqual([7, 8, 9, 3, 4, 9].flatMap((id) => [...bytes.subarray(12 * id, 12 * id + 12)]));
    expect(asked).toEqual([3, 2, 1]);
  });
});
