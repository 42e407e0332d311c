/** Unpacking of gzip files with the platform's own decoder, piece by piece and never further than a limit. */
import { InputError } from '../fields/input-error';
import { inMegabytes } from './file-limits';

/** Whether bytes begin a gzip file: the content decides, not the file's name. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * The unpacked content in pieces. Stops unpacking when the caller stops asking.
 * @param limit most bytes to unpack to: a small archive can hold gigabytes of zeros
 * @throws InputError if the archive is damaged or unpacks to more than the limit
 */
export async function* gunzip(name: string, bytes: Uint8Array, limit: number): AsyncGenerator<Uint8Array> {
  const packed = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream();
  const reader = packed.pipeThrough(new DecompressionStream('gzip')).getReader();
  let total = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      total += value.length;
      if (total > limit)
        throw new InputError(name, `unpacks to more than ${inMegabytes(limit)}, the limit. Use a part of it, e.g. its first lines.`);
      yield value;
    }
  } catch (error) {
    if (error instanceof InputError) throw error;
    const reason = error instanceof Error && error.message ? ` (${error.message})` : '';
    throw new InputError(name, `is a damaged gzip archive${reason}. Download it again, or unpack it and open the result.`);
  } finally {
    await reader.cancel().catch(() => {}); // after an error there is nothing left to cancel
  }
}
