/**
 * The page kept for use without a network, and its updates. A new version is fetched beside the old one and announced; it takes over when
 * the person says so, or when the page is opened the next time.
 */
import { create } from 'zustand';

export interface PageVersionStore {
  /** Whether the page starts without a network from now on. */
  readonly offlineReady: boolean;
  /** A new version that waits for its turn. */
  readonly waiting: ServiceWorker | null;
}

export const usePageVersion = create<PageVersionStore>()(() => ({ offlineReady: false, waiting: null }));

/** How often a page that stays open asks for a new version, in milliseconds. */
const askEvery = 60 * 60_000;

function watch(registration: ServiceWorkerRegistration): void {
  const announce = () => {
    // The first version has nobody to replace.
    if (registration.waiting && navigator.serviceWorker.controller) usePageVersion.setState({ waiting: registration.waiting });
  };
  announce();
  registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', announce));
  setInterval(() => void registration.update().catch(() => undefined), askEvery);
}

/**
 * Keeps the page for use without a network, once it is loaded; only of a built page, and not inside of another page.
 */
export function connectPageVersion(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator) || window.parent !== window) return;
  const register = async () => {
    try {
      watch(await navigator.serviceWorker.register('./service-worker.js', { scope: './', updateViaCache: 'none' }));
      await navigator.serviceWorker.ready;
      usePageVersion.setState({ offlineReady: true });
    } catch {
      // Private windows and some settings forbid it; the page works as before, with a network.
    }
  };
  // What the first view needs comes first.
  if (document.readyState === 'complete') void register();
  else window.addEventListener('load', () => void register(), { once: true });
}

/** The new version takes over, and the page is loaded again. */
export function changeVersion(): void {
  const { waiting } = usePageVersion.getState();
  if (!waiting) return;
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
  waiting.postMessage('take-over');
}
