/**
 * Vite plugins of the built page: its Content-Security-Policy stands in the page itself, so that it holds on hosts that send no headers;
 * the service worker is told which files there are; and the licences of what is in the page lie beside it.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { licences } from './licences.mjs';
import { contentSecurityPolicy, headers } from './policy.mjs';

export const serviceWorkerFile = 'service-worker.js';

/** Old formats of KaTeX's fonts: no browser that has WebGPU asks for them. */
const neverAsked = /\.(ttf|woff)$/;
/** The benchmark is looked at by few, and brings two libraries of its own: kept once it was opened. */
const onDemand = /^assets\/(jax|tfjs|own|benchmark|benchmark\.worker|BenchPage)-[\w-]{8}\.(js|css)$/;

function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

/**
 * What the service worker keeps, and the version that follows from it.
 * @param folder of the built page
 */
export function keptFiles(folder) {
  const files = filesIn(folder).filter((file) => file !== serviceWorkerFile && !neverAsked.test(file) && !onDemand.test(file));
  const digest = createHash('sha256');
  for (const file of files) digest.update(`${file}\0`).update(readFileSync(join(folder, file)));
  return { version: digest.digest('hex').slice(0, 12), files: files.map((file) => (file === 'index.html' ? './' : `./${file}`)) };
}

/** @returns {import('vite').Plugin} */
export function contentPolicy() {
  return {
    name: 'content-policy',
    apply: 'build',
    transformIndexHtml: () => [
      { tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: contentSecurityPolicy }, injectTo: 'head-prepend' },
    ],
  };
}

/** @returns {import('vite').Plugin} */
export function offline() {
  let folder = '';
  return {
    name: 'offline',
    apply: 'build',
    configResolved(config) {
      folder = resolve(config.root, config.build.outDir);
    },
    // Last: workers and what is copied from public/ must be there.
    closeBundle: {
      order: 'post',
      handler() {
        const path = join(folder, serviceWorkerFile);
        if (!existsSync(path)) return;
        const { version, files } = keptFiles(folder);
        const constants = { pageVersion: version, pageFiles: files, pageHeaders: headers };
        const lines = Object.entries(constants).map(([name, value]) => `const ${name}=${JSON.stringify(value)};\n`);
        writeFileSync(path, lines.join('') + readFileSync(path, 'utf8'));
      },
    },
  };
}

/** @returns {import('vite').Plugin} `licences.json` beside the page; in development made when it is asked for. */
export function licenceList() {
  return {
    name: 'licence-list',
    configureServer(server) {
      server.middlewares.use('/licences.json', (_, response) => {
        response.setHeader('Content-Type', 'application/json');
        response.end(JSON.stringify(licences()));
      });
    },
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'licences.json', source: JSON.stringify(licences()) });
    },
  };
}
