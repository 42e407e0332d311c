/**
 * `npm start [-- --port N] [-- --no-open]`: from a fresh clone to the page in a browser. Installs what is missing, builds where
 * the sources are newer than the last build, serves the result, opens the browser. Ctrl-C stops it.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { buildPage } from './build-page.mjs';
import { fail, install, requireNode, root } from './install.mjs';
import { serve } from './serve.mjs';

const defaultPort = 4173;
const usage = 'Usage: npm start -- [--port N] [--no-open]';

function portOf(text, from) {
  if (!/^\d{1,5}$/.test(text ?? '') || Number(text) > 65_535) fail(`${from} must be a port number from 0 to 65535. ${usage}`);
  return Number(text);
}

function parseArguments(args) {
  const options = { port: process.env.PORT ? portOf(process.env.PORT, 'PORT') : null, open: !process.env.CI };
  for (let index = 0; index < args.length; index++) {
    const argument = args[index];
    if (argument === '--no-open') options.open = false;
    else if (argument === '--port') options.port = portOf(args[++index], '--port');
    else if (argument.startsWith('--port=')) options.port = portOf(argument.slice('--port='.length), '--port');
    else fail(`Unknown argument ${argument}. ${usage}`);
  }
  return options;
}

/** Opens the default browser. A machine without one is no error: the address stands in the terminal. */
function openBrowser(url) {
  if (process.env.BROWSER === 'none') return;
  const command = {
    darwin: ['open', [url]],
    win32: ['cmd', ['/c', 'start', '', url]],
    linux: process.env.DISPLAY || process.env.WAYLAND_DISPLAY ? ['xdg-open', [url]] : null,
  }[process.platform];
  if (!command) return;
  const child = spawn(...command, { stdio: 'ignore', detached: true });
  child.on('error', () => {});
  child.unref();
}

async function main() {
  requireNode();
  const options = parseArguments(process.argv.slice(2));
  install();
  buildPage();

  // Asked for by the person, a port is that port or an error; the default is only where to start looking.
  const ports = options.port === null ? Array.from({ length: 50 }, (_, index) => defaultPort + index) : [options.port];
  let server = null;
  for (const port of ports) {
    server = await serve(join(root, 'dist'), port);
    if (server) break;
  }
  if (!server) fail(`Port ${ports[0]} is taken: choose another one with --port N.`);

  const url = `http://localhost:${server.port}/`;
  console.log(`Polyak Playground is ready at ${url}\nPress Ctrl-C to stop.`);
  if (options.open) openBrowser(url);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.once(signal, async () => {
      await server.close();
      process.exit(0);
    });
  }
}

await main();
