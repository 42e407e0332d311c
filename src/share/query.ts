/**
 * The query of an address, read strictly: an address is untrusted, and what is mended in silence is an experiment that nobody meant. Keys and
 * values are texts; what they mean is said elsewhere.
 */
import { InputError } from '../fields/input-error';

/** Characters of a query that is read at all. */
export const longestQuery = 8000;

/** For a message: a piece of the address, cut to a length that can be read. */
export function quoted(text: string): string {
  return `“${text.length > 40 ? `${text.slice(0, 40)}…` : text}”`;
}

function decoded(text: string): string {
  try {
    // Forms write a space as "+"; a plus itself is "%2B".
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new InputError('address', `${quoted(text)} has a “%” that is not followed by a character’s code; copy the link again`);
  }
}

/**
 * The parameters of a query. A key without "=" has an empty value.
 * @param search with or without "?"
 * @throws InputError where it is too long, broken, or says something twice
 */
export function parametersIn(search: string): Map<string, string> {
  if (search.length > longestQuery) {
    throw new InputError(
      'address',
      `the link has ${search.length.toLocaleString('en')} characters; up to ${longestQuery.toLocaleString('en')} are read`,
    );
  }
  const parameters = new Map<string, string>();
  for (const part of search.replace(/^\?/, '').split('&')) {
    if (part === '') continue;
    const at = part.indexOf('=');
    const key = decoded(at < 0 ? part : part.slice(0, at));
    if (parameters.has(key))
      throw new InputError(key.trim().slice(0, 40) || 'address', 'appears twice in the address; leave one of the two');
    parameters.set(key, at < 0 ? '' : decoded(part.slice(at + 1)));
  }
  return parameters;
}

/** Percent-encoded, but for what may stand in a query as it is: the link stays readable. A half of a surrogate pair cannot be sent. */
export function encoded(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd')).replace(/%(3A|3B|2C|3D|2F|40)/g, (code) => decodeURIComponent(code));
}

/** The query of these parameters, without "?". A value of `null` is a key alone. */
export function queryOf(parameters: readonly (readonly [key: string, value: string | null])[]): string {
  return parameters.map(([key, value]) => (value === null ? encoded(key) : `${encoded(key)}=${encoded(value)}`)).join('&');
}
