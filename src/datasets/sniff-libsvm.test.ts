/** LIBSVM files are told from data sets by their first sample. */
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { looksLikeLibsvm } from './sniff-libsvm';

const blob = (content: string | Uint8Array) => new Blob([content as Uint8Array<ArrayBuffer>]);
const long = `${'-1 1:0.25 7:1e-3 22:.5\n'.repeat(2000)}`;

describe('LIBSVM text', () => {
  it.each([
    ['plain', '+1 1:0.5 3:1\n-1 2:0.25\n'],
    ['labels with a point, CRLF', '-1.0 1:0.5\r\n1.0 2:1\r\n'],
    ['a comment and an empty line first', '# made here\n\n1 1:1\n'],
    ['a sample without entries', '0\n1 2:1\n'],
    ['a broken second line', '1 1:1 2:1\n2 3:1 2:1\n'],
    ['a bad index', '1 0:1\n2 1:1\n'],
    ['nothing', ''],
    ['a file longer than the head', long],
  ])('%s', async (_, content) => {
    expect(await looksLikeLibsvm(blob(content))).toBe(true);
  });

  it('in gzip, also where only its beginning is looked at', async () => {
    expect(await looksLikeLibsvm(blob(gzipSync('1 1:1\n')))).toBe(true);
    const noise = Array.from({ length: 4000 }, (_, i) => `${i % 2} 1:${Math.sin(i * i)} 2:${Math.cos(i ** 1.5)}\n`).join('');
    const packed = gzipSync(noise);
    expect(packed.length).toBeGreaterThan(8192);
    expect(await looksLikeLibsvm(blob(packed))).toBe(true);
  });
});

describe('anything else', () => {
  it.each([
    ['prose', 'Well, Prince, so Genoa and Lucca are now just family estates.\n'],
    ['prose that starts with a year', '1805 was the year in which it began: in July.\n'],
    ['CSV', 'review,sentiment\n"A film",positive\n'],
    ['an idx file', Uint8Array.from([0, 0, 8, 3, 0, 0, 234, 96, 0, 0, 0, 28])],
    ['a zip', Uint8Array.from([0x50, 0x4b, 3, 4, 20, 0])],
    ['a picture', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10])],
    ['zeros', new Uint8Array(100)],
    ['an idx file in gzip', gzipSync(Uint8Array.from([0, 0, 8, 1, 0, 0, 0, 2, 7, 3]))],
    ['a broken gzip', Uint8Array.from([0x1f, 0x8b, 1, 2, 3])],
  ])('%s', async (_, content) => {
    expect(await looksLikeLibsvm(blob(content))).toBe(false);
  });
});
