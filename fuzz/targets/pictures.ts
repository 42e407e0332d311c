/** Mutations of encoded pictures: of PNG's chunks and of what is packed in them, with checksums put right. */
import { unzlibSync, zlibSync } from 'fflate';
import { crc32 } from '../../src/datasets/formats/crc32';
import type { Random } from '../../src/random/random';
import { chance, pick } from '../draw';
import { concatenated, mutatedBytes } from '../mutate-bytes';

const signature = 8;

function chunksOf(png: Uint8Array): { type: string; data: Uint8Array }[] {
  const view = new DataView(png.buffer, png.byteOffset, png.length);
  const chunks: { type: string; data: Uint8Array }[] = [];
  for (let at = signature; at + 12 <= png.length; ) {
    const length = view.getUint32(at);
    chunks.push({ type: String.fromCharCode(...png.subarray(at + 4, at + 8)), data: png.subarray(at + 8, at + 8 + length) });
    at += 12 + length;
  }
  return chunks;
}

function chunkOf(type: string, data: Uint8Array): Uint8Array {
  const out = new Uint8Array(12 + data.length);
  const view = new DataView(out.buffer);
  view.setUint32(0, data.length);
  for (let i = 0; i < 4; i++) out[4 + i] = type.charCodeAt(i);
  out.set(data, 8);
  view.setUint32(8 + data.length, crc32(out.subarray(4, 8 + data.length)));
  return out;
}

/** The dimensions of a header changed, so that the rest has to be found not to fit. */
function otherHeader(random: Random, data: Uint8Array): Uint8Array {
  const out = data.slice();
  const view = new DataView(out.buffer);
  if (out.length >= 13 && chance(random, 0.5))
    view.setUint32(pick(random, [0, 4]), pick(random, [0, 1, 2, 9, 5000, 24_999_999, 0x7fffffff, 0xffffffff]));
  else if (out.length >= 13) out[pick(random, [8, 9, 10, 11, 12])] = pick(random, [0, 1, 2, 3, 4, 6, 8, 16, 255]);
  return out;
}

export function mutatedPng(random: Random, png: Uint8Array): Uint8Array {
  if (chance(random, 0.3)) return mutatedBytes(random, png);
  const chunks = chunksOf(png);
  const at = random.below(chunks.length);
  const parts = chunks.map(({ type, data }, i) => {
    if (i !== at) return chunkOf(type, data);
    if (type === 'IHDR') return chunkOf(type, otherHeader(random, data));
    if (type === 'IDAT' && chance(random, 0.7)) {
      try {
        return chunkOf(type, zlibSync(mutatedBytes(random, unzlibSync(data))));
      } catch {
        // A piece of the packed data alone cannot be unpacked.
      }
    }
    return chunkOf(chance(random, 0.1) ? pick(random, ['PLTE', 'tRNS', 'IDAT', 'IHDR', 'acTL', 'zTXt']) : type, mutatedBytes(random, data));
  });
  if (chance(random, 0.1)) parts.splice(random.below(parts.length), 0, pick(random, parts));
  return concatenated(png.subarray(0, signature), ...parts);
}
