/** A link to another page that leaves what is training alone. */
import type { MouseEvent, ReactNode } from 'react';
import { addressOf, goTo, type PageId } from '../../state/place';

export function PageLink({ to, children }: { readonly to: PageId; readonly children: ReactNode }) {
  const follow = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    goTo(to);
  };
  return (
    <a href={addressOf(to)} onClick={follow}>
      {children}
    </a>
  );
}
