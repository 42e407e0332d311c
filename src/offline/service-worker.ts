/**
 * The service worker: keeps the whole page in this browser, so that it starts and trains without a network, and adds the headers that a
 * static host may not send. It holds one version of the page; another is fetched whole beside it, and takes over when the person says so
 * (or when no page of the old one is open any more), never in the middle of an experiment.
 *
 * It is a script of its own and imports nothing. The build writes the three constants in front of it (`scripts/offline-plugin.mjs`).
 */

/** Follows from the content of all files. */
declare const pageVersion: string;
/** All files of the page, relative to this script; `./` is the page itself. */
declare const pageFiles: readonly string[];
declare const pageHeaders: Readonly<Record<string, string>>;

const worker = self as unknown as ServiceWorkerGlobalScope;
const { scope } = worker.registration;
const prefix = 'polyak-page-';
const cacheName = `${prefix}${pageVersion}`;
/** Files that a page of the version before may still ask for while it is open. */
const versionsKept = 2;

/** The same answer with the page's headers. Content and what it says about itself (its type) stay. */
function withHeaders(response: Response): Response {
  // What comes from elsewhere, or is no content, cannot be given other headers.
  if (response.type === 'opaque' || response.type === 'error' || response.status === 304) return response;
  const all = new Headers(response.headers);
  for (const [name, value] of Object.entries(pageHeaders)) all.set(name, value);
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers: all });
}

async function install(): Promise<void> {
  const cache = await caches.open(cacheName);
  // Past the browser's own cache, which may hold files of the version before.
  await cache.addAll(pageFiles.map((file) => new Request(new URL(file, scope), { cache: 'no-cache' })));
}

async function activate(): Promise<void> {
  const names = (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== cacheName);
  // In the order in which they were made: the last ones are the youngest.
  for (const name of names.slice(0, Math.max(0, names.length - (versionsKept - 1)))) await caches.delete(name);
  await worker.clients.claim();
}

/** What is kept for an address: of this version first, then of the one before. */
async function kept(address: string): Promise<Response | undefined> {
  const own = await (await caches.open(cacheName)).match(address);
  if (own) return own;
  for (const name of (await caches.keys()).reverse()) {
    if (!name.startsWith(prefix)) continue;
    const found = await (await caches.open(name)).match(address);
    if (found) return found;
  }
  return undefined;
}

/** Files with a hash in their names never change: what was fetched once is kept. */
const isFixed = (address: string) => address.startsWith(new URL('assets/', scope).href);

async function answer(request: Request): Promise<Response> {
  const url = new URL(request.url);
  url.hash = '';
  // One document for all pages: which one is in the query.
  const isPage = request.mode === 'navigate' && (url.pathname === new URL(scope).pathname || url.pathname.endsWith('/index.html'));
  const address = isPage ? scope : url.href;
  const found = await kept(address);
  if (found) return withHeaders(found);
  const response = await fetch(request);
  if (response.ok && response.status === 200 && isFixed(url.href)) {
    const cache = await caches.open(cacheName);
    // Not waited for; a full disk is no reason to withhold the answer.
    void cache.put(address, response.clone()).catch(() => undefined);
  }
  return withHeaders(response);
}

worker.addEventListener('install', (event) => event.waitUntil(install()));
worker.addEventListener('activate', (event) => event.waitUntil(activate()));
worker.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || !request.url.startsWith(scope)) return;
  // Parts of large files are the browser's business.
  if (request.headers.has('range')) return;
  event.respondWith(answer(request));
});
worker.addEventListener('message', ({ data }) => {
  if (data === 'take-over') void worker.skipWaiting();
});
