/**
 * A small static server for the built page, on this machine only. Node's own modules only.
 *
 * It sends the headers that any host should (`policy.mjs`).
 */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { headers } from './policy.mjs';

const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
};

/** Size and path of the file for a URL path, or null. Never leaves `folder`. */
async function fileFor(folder, urlPath) {
  let decoded;
  try {
    decoded = decodeURIComponent(urlPath);
  } catch {
    return null;
  }
  if (decoded.includes('\0')) return null;
  const path = normalize(join(folder, decoded));
  if (path !== folder && !path.startsWith(folder + sep)) return null;
  const target = decoded.endsWith('/') ? join(path, 'index.html') : path;
  const info = await stat(target).catch(() => null);
  return info?.isFile() ? { path: target, size: info.size } : null;
}

async function answer(folder, request, response) {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { ...headers, Allow: 'GET, HEAD' }).end();
    return;
  }
  const urlPath = (request.url ?? '/').split(/[?#]/, 1)[0];
  const file = await fileFor(folder, urlPath);
  if (!file) {
    response.writeHead(404, { ...headers, 'Content-Type': 'text/plain; charset=utf-8' }).end('Not found\n');
    return;
  }
  response.writeHead(200, {
    ...headers,
    'Content-Type': types[extname(file.path).toLowerCase()] ?? 'application/octet-stream',
    'Content-Length': file.size,
    // The build puts a hash of the content into the names of everything in assets/.
    'Cache-Control': urlPath.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
  });
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  createReadStream(file.path)
    .on('error', () => response.destroy())
    .pipe(response);
}

/** Listens; resolves to the server, or to null where the port is taken or the address does not exist here. */
function listen(handler, port, host) {
  return new Promise((resolve, reject) => {
    const server = createServer(handler);
    server.once('error', (error) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(null);
      else reject(error);
    });
    server.listen(port, host, () => resolve(server));
  });
}

/**
 * Serves `folder` on localhost: 127.0.0.1 and, where the machine has it, ::1, since browsers try either for "localhost".
 *
 * @param port 0 = any free port
 * @returns {Promise<{ port: number, close(): Promise<void> } | null>} null: the port is taken
 */
export async function serve(folder, port) {
  const root = normalize(folder);
  const handler = (request, response) => {
    answer(root, request, response).catch(() => response.destroy());
  };
  const first = await listen(handler, port, '127.0.0.1');
  if (!first) return null;
  const actual = first.address().port;
  const closed = (server) =>
    new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  // No IPv6 on this machine is an error other than "taken", and no harm.
  const second = await listen(handler, actual, '::1').catch(() => undefined);
  if (second === null) {
    await closed(first);
    return null;
  }
  return {
    port: actual,
    close: async () => {
      await Promise.all([first, second].filter(Boolean).map(closed));
    },
  };
}
