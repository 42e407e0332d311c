/** From whatever a decoder threw to the one kind of error that a person sees. */
import { InputError } from '../../fields/input-error';

/**
 * The error to throw for a file that a library or the platform could not decode. An `InputError` (a limit, a file that cannot be read)
 * is passed on as it is.
 * @param where the file, and the entry in it
 * @param what what is wrong and what to do, as a sentence without its full stop; the library's own words follow in brackets
 */
export function damaged(where: string, what: string, error: unknown): InputError {
  if (error instanceof InputError) return error;
  const reason = error instanceof Error && error.message ? ` (${shortened(error.message)})` : '';
  return new InputError(where, `${what}${reason}.`);
}

/** Messages of libraries may quote the file: keep them short and in one line. */
function shortened(message: string): string {
  const line = message
    .replace(/[^\x20-\x7e]+/g, ' ')
    .trim()
    .replace(/\.$/, '');
  return line.length > 120 ? `${line.slice(0, 119)}…` : line;
}

/** A number in words, e.g. "50,000". */
export function count(n: number): string {
  return n.toLocaleString('en-GB');
}
