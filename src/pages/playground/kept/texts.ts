/** Kept runs in words. */
import type { KeptEntry } from '../../../state/kept/store';

/** A size, e.g. "0.4 MB". */
export function megabytes(bytes: number): string {
  const size = bytes / 1e6;
  return `${size >= 100 ? Math.round(size) : size >= 10 ? size.toFixed(1) : size.toFixed(2)} MB`;
}

/** A day and time as this place writes them. */
export function dateText(at: number): string {
  return new Date(at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
}

/** How a session stands. */
export function standing(entry: KeptEntry, isCurrent: boolean): string {
  const { status, epoch, epochs, elsewhere, damage } = entry;
  if (damage) return 'cannot be read';
  if (status === 'done') return `done, ${epochs} epochs`;
  const where = `epoch ${epoch} of ${epochs}`;
  if (elsewhere) return `in another tab, ${where}`;
  if (status === 'under-way') return isCurrent ? `in the charts now, ${where}` : `broken off at ${where}`;
  return `${status} at ${where}`;
}

/** Whether a session has what a person types: all words, in its name, task, optimizers, or standing. */
export function matches(entry: KeptEntry, search: string): boolean {
  const text = `${entry.name} ${entry.task} ${entry.optimizers.join(' ')} ${standing(entry, false)}`.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
