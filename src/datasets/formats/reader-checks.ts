/** For tests only: damage to files at random, and what every reader owes to whoever hands it a damaged one. */
import fc from 'fast-check';
import { InputError } from '../../fields/input-error';

/** Gzip-packs bytes. */
export async function gzipped(bytes: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(stream as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer());
}

/** Damages a file: bytes changed (more often near an end, where headers and directories are), cut off, or put after it. */
export function damagedFiles(original: Uint8Array): fc.Arbitrary<Uint8Array> {
  const last = original.length - 1;
  const place = fc.oneof(
    fc.integer({ min: 0, max: last }),
    fc.integer({ min: 0, max: Math.min(last, 200) }),
    fc.integer({ min: Math.max(0, last - 200), max: last }),
  );
  const changes = fc.array(fc.tuple(place, fc.oneof(fc.constantFrom(0, 1, 127, 128, 255), fc.integer({ min: 0, max: 255 }))), {
    maxLength: 4,
  });
  const length = fc.oneof(
    { weight: 3, arbitrary: fc.constant(original.length) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: original.length }) },
    { weight: 1, arbitrary: fc.integer({ min: original.length + 1, max: original.length + 40 }) },
  );
  return fc.tuple(changes, length).map(([bytes, size]) => {
    const out = new Uint8Array(size);
    out.set(original.subarray(0, size));
    for (const [at, byte] of bytes) if (at < size) out[at] = byte;
    return out;
  });
}

/** A reader may be slow on no file of a test, whatever is in it. In milliseconds, with room for a busy machine. */
const patience = 3000;

/**
 * Feeds a reader damaged versions of a file: it returns something for which `consistent` holds, or throws an `InputError`; never anything else,
 * and never late.
 */
export async function checkReader<T>(
  original: Uint8Array,
  read: (bytes: Uint8Array) => T | Promise<T>,
  consistent: (result: T) => boolean,
  runs = 300,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(damagedFiles(original), async (bytes) => {
      const before = performance.now();
      let result: T | null = null;
      try {
        result = await read(bytes);
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        if (error.where === '' || !error.what.endsWith('.')) throw new Error(`a message without a place or an end: ${error.message}`);
      }
      if (result !== null && !consistent(result)) throw new Error('an inconsistent result');
      const took = performance.now() - before;
      if (took > patience) throw new Error(`took ${Math.round(took)} ms`);
    }),
    { numRuns: runs },
  );
}
