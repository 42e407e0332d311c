/** Unpacking of gzip files that are in memory, piece by piece and never further than a limit. */
import { gunzipStream } from './formats/gunzip';
import { fileOfBytes } from './source';

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
  const reader = gunzipStream(fileOfBytes(name, bytes), limit).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => {}); // after an error there is nothing left to cancel
  }
}
