/**
 * Seeded random numbers that are the same in every browser and in Node: the generator is sfc32 (Chris Doty-Humphrey's
 * "small fast counting" generator), and everything built on it uses only operations whose rounding the language fixes.
 * (`Math.log` and `Math.cos` are not among them: engines may differ in the last bit.)
 *
 * A generator belongs to a seed and a stream name. Streams of one seed are independent, so that drawing one more number
 * for the weights changes nothing about the order of the batches.
 *
 * At the end: short fingerprints, which show two runs to have had the same weights or to have seen the same batches.
 */

/** A sequence of random numbers. Each call moves it on. */
export interface Random {
  /** Uniform whole number in [0, 2³²). */
  bits(): number;
  /** Uniform in [0, 1), a multiple of 2⁻³². */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
  /** Uniform whole number in [0, n), without bias; 1 ≤ n ≤ 2³². */
  below(n: number): number;
  /** A uniform permutation of 0 … n−1. */
  permutation(n: number): Int32Array;
}

/** splitmix32's output function: a bijection of the 32-bit words that leaves no visible structure. */
function scramble(word: number): number {
  let z = (word + 0x9e3779b9) | 0;
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return z ^ (z >>> 15);
}

const fnvStart = 0x811c9dc5;

/** 32-bit FNV-1a of a name's UTF-16 code units. */
function hashName(name: string): number {
  let hash = fnvStart;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return hash;
}

const scratch = new DataView(new ArrayBuffer(8));

/**
 * Natural logarithm of a normal number in (0, 1], made of exactly rounded operations only (relative error about 1e-15).
 * x = 2ᵉ·m with m in [√½, √2), and ln m = 2·artanh((m − 1)/(m + 1)).
 */
export function portableLog(x: number): number {
  scratch.setFloat64(0, x);
  const high = scratch.getUint32(0);
  let exponent = ((high >>> 20) & 0x7ff) - 1023;
  scratch.setUint32(0, (high & 0x000fffff) | 0x3ff00000);
  let mantissa = scratch.getFloat64(0);
  if (mantissa > Math.SQRT2) {
    mantissa /= 2;
    exponent += 1;
  }
  const t = (mantissa - 1) / (mantissa + 1);
  const square = t * t;
  let series = 0;
  // |t| ≤ 0.172, so the first term left out is below 1e-17 of the sum.
  for (let odd = 21; odd >= 1; odd -= 2) series = series * square + 1 / odd;
  return exponent * Math.LN2 + 2 * t * series;
}

/**
 * The generator of a seed's stream.
 * @param seed a whole number from 0 to 2⁵³ − 1; 0 is a seed like any other
 * @param stream what the numbers are for, e.g. `weights`, `batches`
 */
export function randomStream(seed: number, stream: string): Random {
  if (!Number.isSafeInteger(seed) || seed < 0) throw new RangeError(`a seed is a whole number from 0, not ${seed}`);
  // Each part goes through a bijection into a word of its own, so different (seed, name hash) pairs never share a state.
  let a = scramble(seed | 0);
  let b = scramble(hashName(stream));
  let c = scramble(Math.floor(seed / 2 ** 32) ^ 0x5851f42d);
  let counter = 1;

  const bits = (): number => {
    const result = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + result;
    c |= 0;
    return result >>> 0;
  };
  for (let i = 0; i < 15; i++) bits(); // the author's warm-up: spreads the seed over the whole state

  const uniform = (): number => bits() / 2 ** 32;

  const below = (n: number): number => {
    if (!Number.isInteger(n) || n < 1 || n > 2 ** 32) throw new RangeError(`below(n) needs a whole n from 1 to 2^32, not ${n}`);
    const fair = 2 ** 32 - (2 ** 32 % n); // numbers from here on would favour the small remainders
    let drawn = bits();
    while (drawn >= fair) drawn = bits();
    return drawn % n;
  };

  let spare: number | null = null;
  // Box–Muller in its polar form (Marsaglia): needs no sine and no cosine.
  const normal = (): number => {
    if (spare !== null) {
      const value = spare;
      spare = null;
      return value;
    }
    for (;;) {
      const u = 2 * uniform() - 1;
      const v = 2 * uniform() - 1;
      const s = u * u + v * v;
      if (s > 0 && s < 1) {
        const factor = Math.sqrt((-2 * portableLog(s)) / s);
        spare = v * factor;
        return u * factor;
      }
    }
  };

  const permutation = (n: number): Int32Array => {
    const order = new Int32Array(n);
    for (let i = 0; i < n; i++) order[i] = i;
    for (let i = n - 1; i > 0; i--) {
      const j = below(i + 1);
      const held = order[i]!;
      order[i] = order[j]!;
      order[j] = held;
    }
    return order;
  };

  return { bits, uniform, normal, below, permutation };
}

/** The first permutation of 0 … n−1 of a seed's stream. */
export function permutation(n: number, seed: number, stream: string): Int32Array {
  return randomStream(seed, stream).permutation(n);
}

/** FNV-1a over bytes. */
function mixIn(state: number, bytes: Uint8Array): number {
  let hash = state;
  for (let i = 0; i < bytes.length; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
  return hash;
}

/** 8 hex digits of a state, mixed once more (murmur3's finaliser) because FNV-1a's last bytes reach few of the high bits. */
function digits(state: number): string {
  let h = state;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0).toString(16).padStart(8, '0');
}

/** A fingerprint that grows: the digest depends on all data so far and not on how it was cut. 32 bits tell accidents apart, not attacks. */
export class RollingHash {
  private state: number;

  /** @param state where another one stood, to go on from there */
  constructor(state = fnvStart) {
    this.state = state;
  }

  /** Where it stands: a whole number. */
  get position(): number {
    return this.state;
  }

  update(data: Uint8Array | Int32Array | Float32Array): void {
    this.state = mixIn(this.state, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }

  /** 8 hex digits; more data may follow. */
  digest(): string {
    return digits(this.state);
  }
}

/** Fingerprint of the data's bytes, 8 hex digits. */
export function hashOf(data: Uint8Array | Int32Array | Float32Array): string {
  const hash = new RollingHash();
  hash.update(data);
  return hash.digest();
}

/** Fingerprint of a text, 8 hex digits. */
export function hashText(text: string): string {
  return hashOf(new TextEncoder().encode(text));
}
