/** The place of the sheet about the page, which is fetched when it is first opened. */
import { lazy } from 'react';
import { OnceAsked } from '../sheet/OnceAsked';
import { useAbout } from './about-store';

const AboutSheet = lazy(() => import('./AboutSheet').then((module) => ({ default: module.AboutSheet })));

/** The sheet, once it was asked for. */
export function About() {
  return (
    <OnceAsked opened={useAbout((state) => state.opened)}>
      <AboutSheet />
    </OnceAsked>
  );
}
