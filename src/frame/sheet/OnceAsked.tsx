/** The place of something that is fetched when it is first opened. */
import { type ReactNode, Suspense, useState } from 'react';

/** Nothing until `opened` is first true; kept from then on, so that it can slide away when it is closed. */
export function OnceAsked({ opened, children }: { readonly opened: boolean; readonly children: ReactNode }) {
  const [asked, setAsked] = useState(opened);
  if (opened && !asked) setAsked(true);
  return asked && <Suspense fallback={null}>{children}</Suspense>;
}
