/** Mutations of NumPy's arrays: of the text in their header, whose length is put right, or of any byte. */
import type { Random } from '../../src/random/random';
import { chance } from '../draw';
import { concatenated, mutatedBytes } from '../mutate-bytes';
import { mutatedText } from '../mutate-text';

/** @param array of version 1 */
export function mutatedNpy(random: Random, array: Uint8Array): Uint8Array {
  if (chance(random, 0.4)) return mutatedBytes(random, array);
  const length = array[8]! + 256 * array[9]!;
  const header = mutatedText(random, new TextDecoder().decode(array.subarray(10, 10 + length)));
  const text = new TextEncoder().encode(header).subarray(0, 65_535);
  const start = array.slice(0, 10);
  start[8] = text.length & 255;
  start[9] = text.length >> 8;
  return concatenated(start, text, array.subarray(10 + length));
}
