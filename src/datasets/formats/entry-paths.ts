/** Paths of entries of archives: untrusted, and written by many programs. */
import { InputError } from '../../fields/input-error';

/** Longest path of an entry, in characters. */
const longestPath = 1024;

/**
 * The path with forward slashes and without a leading `./`.
 * @throws InputError if it is absolute or climbs out of the archive with `..`
 */
export function entryPath(archive: string, path: string): string {
  const parts = path.replaceAll('\\', '/').split('/');
  const absolute = parts[0] === '' || /^[A-Za-z]:/.test(parts[0]!);
  if (absolute || parts.includes('..') || path.includes('\0') || path.length > longestPath) {
    const shown = path.slice(0, 80).replace(/[^\x20-\x7e]/g, '?');
    throw new InputError(
      archive,
      `has an entry "${shown}", which is no path inside the archive. It was not made by a usual program; do not use it.`,
    );
  }
  return parts.filter((part, i) => part !== '.' && (part !== '' || i === parts.length - 1)).join('/');
}

/** Whether an entry is something that macOS adds to archives: a file's Finder attributes, not data. */
export function isLitter(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return path.startsWith('__MACOSX/') || name.startsWith('._') || name === '.DS_Store';
}
