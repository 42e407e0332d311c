import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InputError } from '../../fields/input-error';
import { checkReader } from './reader-checks';
import { decodeText } from './text';

const utf8 = (text: string) => new TextEncoder().encode(text);
const utf16 = (text: string, littleEndian: boolean) => {
  const bytes = new Uint8Array(2 + 2 * text.length);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 0xfeff, littleEndian);
  for (let i = 0; i < text.length; i++) view.setUint16(2 + 2 * i, text.charCodeAt(i), littleEndian);
  return bytes;
};

describe('text', () => {
  it('drops the byte order mark and keeps line ends', () => {
    expect(decodeText(utf8('\ufeffÀ la\r\nguerre\n'), 't')).toBe('À la\r\nguerre\n');
    expect(decodeText(utf16('Война\r\n', true), 't')).toBe('Война\r\n');
    expect(decodeText(utf16('Война 🙂', false), 't')).toBe('Война 🙂');
  });

  it.each<[string, Uint8Array, RegExp]>([
    ['a byte that begins nothing', Uint8Array.of(97, 10, 98, 0xff, 99), /^t: is not valid UTF-8 text: byte 3 \(line 2\) is 0xff\./],
    ['a lonely continuation', Uint8Array.of(0x80), /byte 0 \(line 1\) is 0x80/],
    ['an overlong form', Uint8Array.of(0xe0, 0x80, 0x80), /byte 1 \(line 1\) is 0x80/],
    ['a surrogate', Uint8Array.of(0xed, 0xa0, 0x80), /byte 1 \(line 1\) is 0xa0/],
    ['a character cut at the end', utf8('aé').subarray(0, 2), /byte 2 \(line 1\) is missing/],
    ['half a UTF-16 character', utf16('ab', true).subarray(0, 5), /UTF-16LE text: byte 4 .* is 0x62/],
    ['an unpaired surrogate', utf16('a\ud800b', false), /UTF-16BE text: byte 4/],
    ['a zero byte', Uint8Array.of(97, 10, 0), /binary file, not text: byte 2 \(line 2\)/],
    ['nothing', new Uint8Array(0), /^t: is empty\.$/],
    ['only a byte order mark', Uint8Array.of(0xef, 0xbb, 0xbf), /is empty/],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => decodeText(bytes, 't')).toThrow(message);
  });

  it('finds the place that the platform’s decoder stops at', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 12 }), (bytes) => {
        const valid = (end: number) => {
          try {
            new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(0, end), { stream: true });
            return true;
          } catch {
            return false;
          }
        };
        try {
          decodeText(bytes, 't');
        } catch (error) {
          const at = /UTF-8 text: byte (\d+)/.exec((error as InputError).message)?.[1];
          if (at !== undefined) expect([valid(Number(at)), Number(at) === bytes.length || !valid(Number(at) + 1)]).toEqual([true, true]);
        }
      }),
    );
  });

  it('returns text or an InputError whatever the damage', () =>
    checkReader(
      utf8('Война и мир, 🙂\r\nс новой строки'),
      (bytes) => decodeText(bytes, 't'),
      (text) => text.length > 0,
    ));
});
