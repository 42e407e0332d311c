/** While the playground is shown, its address and its experiment belong together (`state/shared-link.ts`). */
import { useEffect } from 'react';
import { connectAddress } from '../../../state/shared-link';

/** Opens the link that the page came with, once; then lets the address follow the rail. */
export function useAddress(): void {
  useEffect(connectAddress, []);
}
