/** The place of the sheet about the page, which is fetched when it is first opened. */
import { lazy, Suspense, useState } from 'react';
import { useAbout } from './about-store';

const AboutSheet = lazy(() => import('./AboutSheet').then((module) => ({ default: module.AboutSheet })));

/** Nothing until it is asked for; kept from then on, so that it can slide away when it is closed. */
export function About() {
  const opened = useAbout((state) => state.opened);
  const [asked, setAsked] = useState(opened);
  if (opened && !asked) setAsked(true);
  if (!asked) return null;
  return (
    <Suspense fallback={null}>
      <AboutSheet />
    </Suspense>
  );
}
