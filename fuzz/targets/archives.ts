/** Mutations inside of archives and packed files, with lengths and checksums put right: what is inside must stand for itself. */
import { gzipSync, zipSync } from 'fflate';
import type { Random } from '../../src/random/random';
import { chance, oddTexts, pick, poisonedNames } from '../draw';
import { mutatedBytes } from '../mutate-bytes';
import { mutatedText } from '../mutate-text';

export type Files = Readonly<Record<string, Uint8Array>>;

/** A whole gzip file. */
export const gzipped = (bytes: Uint8Array): Uint8Array => gzipSync(bytes, { mtime: 0 });

/** Some of the files with other bytes, now and then under another path. */
export function mutatedFiles(random: Random, files: Files): Files {
  const out: Record<string, Uint8Array> = {};
  const names = Object.keys(files);
  const changed = pick(random, names);
  for (const name of names) {
    if (name !== changed && chance(random, 0.05)) continue;
    const bytes = files[name]!;
    const path = chance(random, 0.05) ? pick(random, [mutatedText(random, name), ...poisonedNames, ...oddTexts]) : name;
    Object.defineProperty(out, path, {
      value: name === changed ? mutatedBytes(random, bytes, Object.values(files)) : bytes,
      enumerable: true,
      configurable: true,
    });
  }
  return out;
}

/** A whole zip archive of such files. (The library cannot write every path: then the file is left out.) */
export function zipped(random: Random, files: Files): Uint8Array {
  const usable = Object.fromEntries(Object.entries(files).filter(([path]) => path !== '' && path !== '__proto__' && path.length < 60_000));
  return zipSync(usable, { level: chance(random, 0.5) ? 6 : 0, mtime: '2000-01-01T00:00:00' });
}

const block = 512;
const sumAt = 148;

/** Puts the checksums of a tar archive's headers right, as far as there are headers. */
export function tarSigned(bytes: Uint8Array): Uint8Array {
  const out = bytes.slice();
  for (let at = 0; at + block <= out.length; ) {
    const header = out.subarray(at, at + block);
    if (String.fromCharCode(...header.subarray(257, 262)) !== 'ustar') {
      at += block;
      continue;
    }
    header.fill(0x20, sumAt, sumAt + 8);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.set(new TextEncoder().encode(`${sum.toString(8).padStart(6, '0')}\0 `), sumAt);
    const size = Number.parseInt(String.fromCharCode(...header.subarray(124, 136)), 8) || 0;
    at += block + Math.min(Math.ceil(size / block), out.length) * block;
  }
  return out;
}

/** A mutated tar archive; most have right checksums. */
export function mutatedTar(random: Random, archive: Uint8Array): Uint8Array {
  const bytes = mutatedBytes(random, archive);
  return chance(random, 0.7) ? tarSigned(bytes) : bytes;
}
