/** Which programs made the numbers. */
import type { ReportVersions } from './report';

/** Versions of page, library and browser. */
export function pageVersions(): ReportVersions {
  return {
    // Written in by the build (`vite.config.ts`).
    page: String(import.meta.env.PAGE_VERSION ?? '(version not known)'),
    tensorflow: String(import.meta.env.TENSORFLOW_VERSION ?? '(version not known)'),
    browser: globalThis.navigator?.userAgent ?? null,
  };
}
