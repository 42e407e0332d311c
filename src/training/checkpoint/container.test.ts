/** Checkpoints as bytes: what goes in comes out, and whatever else comes in is refused with an InputError. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { Crc32 } from '../../datasets/formats/crc32';
import { useBackend } from '../../engine/engine';
import { InputError } from '../../fields/input-error';
import { mixed, smallExperiment } from '../training-checks';
import { savedAfter } from './checkpoint-checks';
import { checkpointBytes, readCheckpoint } from './checkpoint-file';
import { containerLimits, packed, unpacked } from './container';

/** Anything that can be packed. */
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.string(),
    fc.boolean(),
    fc.constant(null),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
    fc.float32Array({ maxLength: 9 }),
    fc.float64Array({ maxLength: 9 }),
    fc.int32Array({ maxLength: 9 }),
    fc.uint8Array({ maxLength: 19 }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(
      fc.string().filter((key) => key !== '$' && key !== '__proto__'),
      tie('value'),
      { maxKeys: 4, noNullPrototype: true },
    ),
  ),
}));

/** Corrects the checksum, as somebody would who made the bytes up. */
function signed(bytes: Uint8Array): Uint8Array {
  const crc = new Crc32();
  crc.add(bytes.subarray(0, 12));
  crc.add(bytes.subarray(16));
  new DataView(bytes.buffer, bytes.byteOffset).setUint32(12, crc.value, true);
  return bytes;
}

/** A container with this header and these bytes behind it. */
function madeUp(header: string, behind = 0): Uint8Array {
  const text = new TextEncoder().encode(header);
  const bytes = new Uint8Array(24 + Math.ceil(text.length / 8) * 8 + behind);
  bytes.set(packed(null).subarray(0, 24));
  bytes.set(text, 24);
  new DataView(bytes.buffer).setUint32(16, text.length, true);
  return signed(bytes);
}

const onlyInputErrors = (read: () => unknown) => {
  try {
    read();
    return false;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return true;
  }
};

describe('a container', () => {
  it('gives back what was packed, to the bit', () => {
    fc.assert(
      fc.property(value, (packable) => {
        const again = unpacked(packed(packable));
        expect(again).toEqual(packable);
        expect(packed(again)).toEqual(packed(packable));
      }),
    );
    const nans = new Uint8Array(Uint32Array.of(0x7fc00001, 0xffc12345, 0x80000000).buffer);
    const floats = new Float32Array(nans.slice().buffer);
    expect(new Uint8Array((unpacked(packed([floats])) as Float32Array[])[0]!.slice().buffer)).toEqual(nans);
  });

  it('is read wherever it lies in a buffer', () => {
    const bytes = packed({ w: Float64Array.of(1, 2) });
    const moved = new Uint8Array(bytes.length + 3);
    moved.set(bytes, 3);
    expect(unpacked(moved.subarray(3))).toEqual({ w: Float64Array.of(1, 2) });
  });

  it('is refused where a byte was changed or is missing, or one too many is there', () => {
    const bytes = packed({ w: Float32Array.of(1, 2, 3), name: 'a', list: [Int32Array.of(7), null] });
    for (let at = 0; at < bytes.length; at++) {
      for (const flip of [1, 128, 255]) {
        const changed = bytes.slice();
        changed[at]! ^= flip;
        expect(onlyInputErrors(() => unpacked(changed))).toBe(true);
      }
      expect(onlyInputErrors(() => unpacked(bytes.subarray(0, at)))).toBe(true);
    }
    expect(onlyInputErrors(() => unpacked(Uint8Array.of(...bytes, 0)))).toBe(true);
  });

  it('that was made up with a right checksum makes nothing large, and is refused', () => {
    const refused = [
      madeUp('{"arrays": [["f32", 9007199254740991]], "value": {"$": 0}}'),
      madeUp('{"arrays": [["f32", 2]], "value": {"$": 0}}'),
      madeUp('{"arrays": [["f32", -1]], "value": {"$": 0}}'),
      madeUp('{"arrays": [["constructor", 1]], "value": 0}', 8),
      madeUp('{"arrays": {"length": 1}, "value": 0}'),
      madeUp('{"arrays": [], "value": {"$": 0}}'),
      madeUp('{"arrays": [], "value": {"$": "length"}}'),
      madeUp('{"arrays": []}'),
      madeUp('[]'),
      madeUp('null'),
      madeUp('{"arrays": [], "value": 0}', 8),
      madeUp(`{"arrays": [], "value": ${'['.repeat(100)}${']'.repeat(100)}}`),
      madeUp('['.repeat(1_000_000)),
      madeUp(`{"arrays": [${'["u8",0],'.repeat(containerLimits.arrays)}["u8",0]], "value": 0}`),
      signed(Uint8Array.from(packed(1), (byte, at) => (at === 8 ? 2 : byte))),
      signed(Uint8Array.from(packed(1), (byte, at) => (at === 19 ? 255 : byte))),
    ];
    for (const bytes of refused) expect(onlyInputErrors(() => unpacked(bytes))).toBe(true);
    expect(() => unpacked(refused.at(-2)!)).toThrow('has version 2');
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => onlyInputErrors(() => unpacked(bytes))));
    fc.assert(fc.property(fc.json(), (text) => void onlyInputErrors(() => unpacked(madeUp(`{"arrays": [], "value": ${text}}`)))));
  });

  it('is not made of numbers that JSON does not have', () => {
    expect(() => packed({ loss: Number.NaN })).toThrow('NaN cannot be packed');
  });
});

describe('a checkpoint', () => {
  let bytes: Uint8Array;
  beforeAll(async () => {
    await useBackend('cpu');
    bytes = (await savedAfter({ experiment: smallExperiment(mixed) }, 4)).bytes;
  });

  it('is the same after it was written and read', () => {
    const read = readCheckpoint(bytes);
    expect(unpacked(checkpointBytes(read))).toEqual(unpacked(bytes));
    expect(read.runs.map(({ trainer }) => [trainer.updates, trainer.epochs, trainer.next])).toEqual(Array(3).fill([4, 1, 1]));
  });

  it('is refused where any byte was changed, or the end is missing', () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const changed = bytes.slice();
        changed[at]! ^= flip;
        return onlyInputErrors(() => readCheckpoint(changed)) && onlyInputErrors(() => readCheckpoint(bytes.subarray(0, at)));
      }),
      { numRuns: 300 },
    );
  });

  /** Every place in a value, as the keys that lead to it. */
  const placesIn = (of: unknown, path: readonly string[] = []): string[][] => {
    const inside = typeof of === 'object' && of !== null && !ArrayBuffer.isView(of);
    return [[...path], ...(inside ? Object.entries(of).flatMap(([key, part]) => placesIn(part, [...path, key])) : [])];
  };
  const changedAt = (of: unknown, [key, ...rest]: readonly string[], put: unknown): unknown => {
    if (key === undefined) return put;
    const copy = (Array.isArray(of) ? [...of] : { ...(of as object) }) as Record<string, unknown>;
    copy[key] = changedAt(copy[key], rest, put);
    return copy;
  };

  it('with anything else in any place is refused with an InputError, or is a checkpoint again', () => {
    const whole = unpacked(bytes);
    const places = placesIn(whole);
    expect(places.length).toBeGreaterThan(100);
    fc.assert(
      fc.property(fc.constantFrom(...places), value, (place, put) => {
        const changed = packed(changedAt(whole, place, put));
        onlyInputErrors(() => expect(checkpointBytes(readCheckpoint(changed)).length).toBeGreaterThan(0));
      }),
      { numRuns: 1000 },
    );
  });

  it('says where it is wrong', () => {
    const whole = unpacked(bytes);
    const refusal = (path: string, put: unknown) => () => readCheckpoint(packed(changedAt(whole, path.split('.'), put)));
    expect(refusal('runs.1.trainer.w', Int32Array.of(1))).toThrow('checkpoint.runs.1.trainer.w: must be an array of float32');
    expect(refusal('runs.0.seed', -1)).toThrow('checkpoint.runs.0.seed: must not be negative');
    expect(refusal('experiment.batchSize', 0)).toThrow('checkpoint.experiment.batchSize: must be a whole number from 1');
    expect(refusal('version', 2)).toThrow('checkpoint.version: must be 1');
    expect(refusal('runs', Array(200_000).fill(0))).toThrow('checkpoint.runs: must be a list of at most 100');
    expect(refusal('backend', 'cuda')).toThrow('checkpoint.backend: must be a known backend');
  });
});
