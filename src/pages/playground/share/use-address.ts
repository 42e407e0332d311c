/** While the playground is shown, its address and its experiment belong together, where it was opened by a link. */
import { useEffect } from 'react';
import { expectArrival } from '../../../state/arriving';
import { asksForExperiment } from '../../../state/asks-for-experiment';

/** Whether the page was opened by a link. It stays so when one goes to another page and comes back. */
let linked = false;

/** Opens the link that the page came with, once; then lets the address follow the rail. */
export function useAddress(): void {
  useEffect(() => {
    linked ||= asksForExperiment(location.search);
    if (!linked) return;
    let end: (() => void) | null = null;
    let gone = false;
    expectArrival(
      import('../../../state/shared-link').then(({ connectAddress }) => {
        if (!gone) end = connectAddress();
      }),
    );
    return () => {
      gone = true;
      end?.();
    };
  }, []);
}
