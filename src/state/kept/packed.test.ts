/** Records come back as they were, and whatever a disk does to them is noticed. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc32 } from '../../datasets/formats/crc32';
import { InputError } from '../../fields/input-error';
import { packed, unpacked } from './packed';

const array = fc.oneof(fc.float32Array(), fc.float64Array(), fc.int32Array(), fc.uint32Array(), fc.uint8Array());
const leaf = fc.oneof(fc.double(), fc.integer(), fc.string(), fc.boolean(), fc.constant(null), array);
const key = fc.string().filter((text) => !text.startsWith('$') && text !== '__proto__');
const { value } = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, leaf, fc.array(tie('value')), fc.dictionary(key, tie('value'), { noNullPrototype: true })),
}));

describe('packed records', () => {
  it('come back as they were, to the last bit', () => {
    fc.assert(
      fc.property(value, (given) => {
        expect(unpacked(packed(given), 'here')).toEqual(given);
      }),
      { numRuns: 300 },
    );
  });

  it('that were changed anywhere, or cut off, are refused', () => {
    const bytes = packed({ epochs: [1, 2.5, Number.NaN], rows: new Float32Array([1, 2, 3]), text: 'µ' });
    for (let at = 0; at < bytes.length; at++) {
      const damaged = bytes.slice();
      damaged[at]! ^= 0x10;
      // The four bytes that fill the head are not read, but count in the checksum.
      expect(() => unpacked(damaged, 'here')).toThrow(/^here: .*damaged it$/);
    }
    for (let length = 0; length < bytes.length; length++) expect(() => unpacked(bytes.slice(0, length), 'here')).toThrow(/damaged it$/);
    for (const nothing of [undefined, null, 'text', {}]) expect(() => unpacked(nothing, 'here')).toThrow(/missing or too short/);
  });

  it('that were made up with a right checksum are refused', () => {
    const madeUp = (header: string) => {
      const text = new TextEncoder().encode(header);
      const bytes = new Uint8Array(16 + Math.ceil(text.length / 8) * 8);
      bytes.set(packed(null).subarray(0, 16));
      bytes.set(text, 16);
      const view = new DataView(bytes.buffer);
      view.setUint32(8, text.length, true);
      view.setUint32(4, crc32(bytes.subarray(8)), true);
      return bytes;
    };
    expect(unpacked(madeUp('{"arrays":[],"value":{"a":[1]}}'), 'here')).toEqual({ a: [1] });
    const values = ['{"$":0}', '{"$":"map"}', '{"$":"__proto__"}', '{"$n":{"toString":1}}', '{"$n":"1"}', '['.repeat(30) + ']'.repeat(30)];
    for (const header of ['null', '1', '[', ...values.map((value) => `{"arrays":[],"value":${value}}`)]) {
      expect(() => unpacked(madeUp(header), 'here')).toThrow(InputError);
    }
  });

  it('read at any place in memory', () => {
    const bytes = packed({ numbers: new Float64Array([1, 2]) });
    const moved = new Uint8Array(bytes.length + 3);
    moved.set(bytes, 3);
    expect(unpacked(moved.subarray(3), 'here')).toEqual({ numbers: new Float64Array([1, 2]) });
  });
});
