/** For sheets that are fetched when they are first opened. */
import { useEffect, useState } from 'react';

/**
 * `opened`, but false while the sheet is being mounted: where the focus was is noted when a sheet opens, not when it comes into being
 * opened, and it could not be given back.
 */
export function useOpenedAfterMount(opened: boolean): boolean {
  const [mounted, setMounted] = useState(false);
  useEffect(() => setMounted(true), []);
  return opened && mounted;
}
