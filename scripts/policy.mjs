/**
 * What the page may load and run, and what isolates it: one text for the built page's own `<meta>`, the server that comes with it, the
 * service worker, and whoever sets up another host (README, "Hosting").
 */

/** Where downloads of the catalog come from (`src/datasets/catalog.ts`), and where these hosts send them on to. */
const downloadHosts = ['https://huggingface.co', 'https://*.huggingface.co', 'https://*.hf.co', 'https://raw.githubusercontent.com'];

const directives = {
  'default-src': ["'none'"],
  // WebAssembly is compiled; text is never run as code.
  'script-src': ["'self'", "'wasm-unsafe-eval'"],
  'worker-src': ["'self'"],
  'connect-src': ["'self'", ...downloadHosts],
  // Mantine writes its variables into a style element, and positions into style attributes.
  'style-src': ["'self'", "'unsafe-inline'"],
  // Charts are saved as pictures by way of blobs; small icons are part of the style sheets.
  'img-src': ["'self'", 'data:', 'blob:'],
  'font-src': ["'self'", 'data:'],
  'manifest-src': ["'self'"],
  // The preview of an embedded page.
  'frame-src': ["'self'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
};

export const contentSecurityPolicy = Object.entries(directives)
  .map(([name, values]) => `${name} ${values.join(' ')}`)
  .join('; ');

/** Gives the page precise timers (and shared memory, which it does not use), and keeps other pages' windows from reaching it. */
export const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** All headers that a host should send with the page's files. */
export const headers = {
  ...isolation,
  // Of all of them, a frame in a page that is isolated itself is allowed to show the page: `?embed`.
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};
