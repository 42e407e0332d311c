import { describe, expect, it } from 'vitest';
import { type FileKind, kindOf } from './kind';
import { madeMat } from './made-mat';

const ascii = (text: string) => new TextEncoder().encode(text);
const withAt = (length: number, at: number, text: string) => {
  const bytes = new Uint8Array(length);
  bytes.set(ascii(text), at);
  return bytes;
};

const cases: readonly [string, FileKind, Uint8Array][] = [
  ['gzip', 'gzip', Uint8Array.of(0x1f, 0x8b, 8)],
  ['zip', 'zip', ascii('PK\x03\x04')],
  ['empty zip', 'zip', ascii('PK\x05\x06')],
  ['tar', 'tar', withAt(512, 257, 'ustar')],
  ['idx images', 'idx', Uint8Array.of(0, 0, 8, 3, 0, 0, 0xea, 0x60, 0, 0, 0, 28, 0, 0, 0, 28)],
  ['idx with a size of zero', 'binary', Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 0)],
  ['CIFAR-like bytes', 'binary', Uint8Array.of(0, 0, 8, 200, 7, 9)],
  ['MATLAB 7.3', 'mat', ascii('MATLAB 7.3 MAT-file, Platform: GLNXA64')],
  ['Parquet', 'parquet', ascii('PAR1\x15\x00')],
  ['NumPy', 'npy', Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0)],
  ['JPEG', 'jpeg', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0)],
  ['PNG', 'png', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10)],
  ['text', 'text', ascii('5.1,3.5\r\n')],
  ['text cut within a character', 'text', ascii('Война').subarray(0, 3)],
  ['UTF-16', 'text', Uint8Array.of(0xff, 0xfe, 0x41, 0)],
  ['nothing', 'text', new Uint8Array(0)],
  ['Latin-1', 'binary', Uint8Array.of(0x63, 0xe9, 0x20, 0x61)],
  ['zeros', 'binary', new Uint8Array(1024)],
  ['control characters', 'binary', new Uint8Array(100).fill(3)],
];

describe('the kind of a file', () => {
  it.each(cases)('%s', (_, kind, head) => {
    expect(kindOf(head)).toBe(kind);
  });

  it('knows a MATLAB file by its version, whatever its text says', async () => {
    const bytes = await madeMat([{ name: 'a', dims: [1, 1], mxClass: 9, miType: 2, data: Uint8Array.of(1) }], { littleEndian: false });
    bytes.fill(32, 0, 116);
    expect(kindOf(bytes)).toBe('mat');
  });
});
