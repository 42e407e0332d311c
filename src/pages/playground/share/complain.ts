/** Says that something could not be shared, saved or opened. */
import { InputError } from '../../../fields/input-error';
import { useNotices } from '../../../state/notices';
import { CalledOff } from '../../../state/pace';

export function complain(title: string, error: unknown): void {
  // The person knows.
  if (error instanceof CalledOff) return;
  const text = error instanceof Error ? error.message : String(error);
  useNotices.getState().notify({ kind: 'error', title, text: /[.!?]$/.test(text) ? text : `${text}.` });
  // A mistake of ours is not a person's: it must not go unseen.
  if (!(error instanceof InputError)) console.warn(error);
}
