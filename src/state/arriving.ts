/**
 * While the experiment of a link is on its way into the rail, what a person wants done with "the experiment" waits for it: otherwise *Run* would
 * train the page's own.
 */

let pending: Promise<void> | null = null;
let wanted: (() => void) | null = null;

/** An experiment is on its way until this is settled. */
export function expectArrival(coming: Promise<unknown>): void {
  const nothing = () => undefined;
  const settled = coming.then(nothing, nothing).then(() => {
    // Another one is expected by now.
    if (pending !== settled) return;
    pending = null;
    const act = wanted;
    wanted = null;
    act?.();
  });
  pending = settled;
}

/**
 * Does something as soon as the experiment is there, in place of what was put off before.
 * @returns false: none is on its way, and nothing was put off
 */
export function putOff(act: () => void): boolean {
  if (!pending) return false;
  wanted = act;
  return true;
}
