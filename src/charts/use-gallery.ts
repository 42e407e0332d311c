/** What samples look like, for components: fetched as they are shown. */
import { useCallback, useEffect, useMemo, useSyncExternalStore } from 'react';
import { type FetchContent, GalleryCache } from '../state/gallery';

/**
 * A gallery that holds what these samples look like, or soon will; renders anew when some of it has come.
 * @param sessionId whose samples they are
 * @param fetch must stay the same function
 */
export function useGallery(
  sessionId: string,
  ids: readonly number[],
  fetch: (sessionId: string, ids: readonly number[]) => ReturnType<FetchContent>,
): GalleryCache {
  const cache = useMemo(() => new GalleryCache((wanted) => fetch(sessionId, wanted)), [sessionId, fetch]);
  const wanted = ids.join();
  useSyncExternalStore(
    cache.subscribe,
    useCallback(() => cache.revision, [cache]),
  );
  useEffect(() => {
    if (wanted !== '') cache.want(wanted.split(',').map(Number));
  }, [cache, wanted]);
  return cache;
}
