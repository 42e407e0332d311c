/**
 * Which page one is on. Pages are named in the address's query (`./?figures`), so that any static host serves them; going from one to
 * another loads nothing anew and leaves what is training alone.
 */
import { create } from 'zustand';

export const pageIds = ['playground', 'learn', 'figures', 'sweeps', 'compare', 'bench', 'embed'] as const;
export type PageId = (typeof pageIds)[number];

export const pageNames: Readonly<Record<PageId, string>> = {
  playground: 'Playground',
  learn: 'Learn',
  figures: 'Figures',
  sweeps: 'Sweeps',
  compare: 'Compare',
  bench: 'Benchmark',
  embed: 'Embedded',
};

/** The address of a page, relative to where the pages are served. */
export function addressOf(page: PageId): string {
  return page === 'playground' ? './' : `./?${page}`;
}

/** The page that an address's query names; the playground where it names none. */
export function pageIn(query: string): PageId {
  const parameters = new URLSearchParams(query);
  return pageIds.find((page) => parameters.has(page)) ?? 'playground';
}

/** The page of the address one is at. */
export function pageInAddress(): PageId {
  return pageIn(globalThis.location?.search ?? '');
}

export interface PlaceStore {
  readonly page: PageId;
}

export const usePlace = create<PlaceStore>()(() => ({ page: pageInAddress() }));

globalThis.addEventListener?.('popstate', () => usePlace.setState({ page: pageInAddress() }));

/** The benchmark must have the machine for itself; a page that is embedded in another one keeps no runs and makes no sweeps. */
const apart: readonly PageId[] = ['bench', 'embed'];

/** Whether going from one page to another needs a new document. */
export function needsLoading(from: PageId, to: PageId): boolean {
  return from !== to && (apart.includes(from) || apart.includes(to));
}

/** Goes to a page, as a link there does. @param hash a part of it, e.g. `#figure-2` */
export function goTo(page: PageId, hash = ''): void {
  if (needsLoading(usePlace.getState().page, page)) {
    location.assign(addressOf(page) + hash);
    return;
  }
  history.pushState(null, '', addressOf(page) + hash);
  usePlace.setState({ page });
  if (hash === '') globalThis.scrollTo(0, 0);
}
