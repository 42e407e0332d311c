/** What the data panel says of jobs, sizes and sets. */
import { inMegabytes } from '../../../datasets/file-limits';
import { type Activity, secondsLeft } from '../../../state/data';
import type { Usage } from '../../../worker/data/protocol';

const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

/** A number of bytes, e.g. "1.2 GB". */
export function bytesText(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toLocaleString('en-GB', { maximumFractionDigits: 1 })} GB`;
  return bytes >= 50_000 ? inMegabytes(bytes) : `${Math.max(1, Math.round(bytes / 1000))} kB`;
}

/** A time to come, in steps that do not flicker. */
export function leftText(seconds: number): string {
  if (seconds < 10) return 'a few seconds left';
  if (seconds < 90) return `about ${Math.round(seconds / 10) * 10} s left`;
  if (seconds < 5400) return `about ${Math.round(seconds / 60)} min left`;
  return `about ${(seconds / 3600).toLocaleString('en-GB', { maximumFractionDigits: 1 })} h left`;
}

/** How far a job is, from 0 to 1, or null where that is not known. */
export function shareOf({ progress }: Activity): number | null {
  const { done, total } = progress;
  return total ? Math.min(1, done / total) : null;
}

/** What a job is doing. */
export function activityText(activity: Activity, now: number): string {
  const { progress } = activity;
  const { phase, done, total } = progress;
  const left = secondsLeft(activity, now);
  const ending = left === null ? '' : `, ${leftText(left)}`;
  const of = total === null ? '' : ` of ${bytesText(total)}`;
  switch (phase) {
    case 'waiting':
      return 'Waiting for its turn…';
    case 'downloading':
      return done === 0 && total === null ? 'Asking for it…' : `${bytesText(done)}${of}${ending}`;
    case 'checking':
      return 'Checking what arrived…';
    case 'looking':
      return `Looking through the folder: ${whole.format(done)} files…`;
    case 'reading': {
      const what = progress.what ? `Reading (${progress.what})` : 'Reading';
      return total ? `${what}: ${whole.format((100 * done) / total)} %${ending}` : `${what}…`;
    }
    case 'storing':
      return `Keeping it: ${bytesText(done)}${of}${ending}`;
    default:
      return phase satisfies never;
  }
}

/** What is kept in all. */
export function usageText({ used, quota }: Usage): string {
  // A browser counts some kilobytes for empty folders.
  const kept = used < 20_000 ? 'Nothing' : bytesText(used);
  if (quota === null) return `${kept} kept`;
  return `${kept} kept of the ${bytesText(quota)} that the browser allows`;
}
