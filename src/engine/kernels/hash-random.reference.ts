/**
 * Random numbers without a generator's state, in plain TypeScript: what the CPU, WASM and WebGL backends run, and to the bit what WebGPU
 * computes. A number is a hash of where it stands: (seed, step, id, column). So a recorded step draws new numbers each time because its
 * step counter is on the device, a line search's trial points see the mask of their batch, and a run can be repeated from any step on.
 *
 * Two 32-bit chains take the four words one after the other, each through a mixer of its own, and are mixed together at the end: two
 * places have all their numbers in common only if both chains meet, by chance one pair in 2⁶⁴. The mixers are the finaliser of
 * MurmurHash3 (Austin Appleby) and "lowbias32" (Chris Wellons), both bijections of the 32-bit words.
 */

/** MurmurHash3's finaliser. */
function mixA(word: number): number {
  let h = word;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** lowbias32. */
function mixB(word: number): number {
  let h = word;
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d);
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
  return h ^ (h >>> 16);
}

/** Added at each link, so that a zero word does not leave a zero chain at zero (both mixers map 0 to 0). */
export const addedToA = 0x9e3779b9;
export const addedToB = 0x85157af5;

/**
 * The two chains' starts for a seed.
 * @throws RangeError if the seed is not a whole number that floats hold exactly
 */
export function seedKeys(seed: number): readonly [number, number] {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`a seed is a whole number, not ${seed}`);
  const high = Math.floor(seed / 2 ** 32) | 0;
  const low = seed | 0;
  return [mixA(((mixA(high + addedToA) ^ low) + addedToA) | 0), mixB(((mixB(high + addedToB) ^ low) + addedToB) | 0)];
}

/**
 * Numbers uniform in [0, 1), multiples of 2⁻²⁴.
 * @param ids [b]
 * @returns [b × width], row by row; row r, column c is the hash of (seed, step, ids[r], c)
 */
export function uniformByHashReference(seed: number, step: number, ids: Int32Array, width: number): Float32Array {
  const [keyA, keyB] = seedKeys(seed);
  const stepA = mixA(((keyA ^ step) + addedToA) | 0);
  const stepB = mixB(((keyB ^ step) + addedToB) | 0);
  const values = new Float32Array(ids.length * width);
  for (const [row, id] of ids.entries()) {
    const idA = mixA(((stepA ^ id) + addedToA) | 0);
    const idB = mixB(((stepB ^ id) + addedToB) | 0);
    for (let column = 0; column < width; column++) {
      const a = mixA(((idA ^ column) + addedToA) | 0);
      const b = mixB(((idB ^ column) + addedToB) | 0);
      values[row * width + column] = (mixA((a + ((b << 7) | (b >>> 25))) | 0) >>> 8) / 2 ** 24;
    }
  }
  return values;
}
