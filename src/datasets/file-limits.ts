/** How large a file may be that a person hands in, and how its size is put into words. */
import { InputError } from '../fields/input-error';

/**
 * Largest file that is read, and largest text that a compressed one may unpack to, in bytes. It leaves room for every
 * binary LIBSVM set whose dense form fits on a common GPU.
 */
export const largestFile = 150_000_000;

/** A number of bytes in words, e.g. "7.8 MB". */
export function inMegabytes(bytes: number): string {
  const megabytes = bytes / 1e6;
  return `${megabytes < 10 ? megabytes.toFixed(1) : Math.round(megabytes).toLocaleString('en-GB')} MB`;
}

/**
 * Refuses a file by its size, so that it need not be read at all: for whoever opens files.
 * @throws InputError that names the limit
 */
export function checkFileSize(name: string, bytes: number): void {
  if (bytes > largestFile) {
    throw new InputError(
      name,
      `is ${inMegabytes(bytes)} large; the limit is ${inMegabytes(largestFile)}. Use a part of it, e.g. its first lines.`,
    );
  }
}
