/**
 * Finds a Chromium (or Chrome, or Edge) for the tests and benchmarks that need a real browser with WebGPU, and knows the
 * flags that give it WebGPU on a machine without a GPU.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { fail, root } from './install.mjs';

/**
 * Launch flags. The GPU tests run on SwiftShader everywhere, so that a failure on one machine is a failure on all;
 * `POLYAK_GPU=hardware` takes the machine's own GPU instead. The sandbox is off because CI runs as root, where Chromium
 * refuses to start with it; the only pages it opens are ours. The rest keeps a closed network quiet.
 */
export const chromiumFlags = [
  '--no-sandbox',
  '--enable-unsafe-webgpu',
  ...(process.env.POLYAK_GPU === 'hardware'
    ? process.platform === 'linux'
      ? ['--enable-features=Vulkan', '--ignore-gpu-blocklist']
      : []
    : ['--use-webgpu-adapter=swiftshader']),
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
];

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Where browsers usually are on this system, likeliest first. */
function* usualPlaces() {
  switch (process.platform) {
    case 'darwin':
      for (const folder of ['/Applications', join(process.env.HOME ?? '', 'Applications')]) {
        for (const name of ['Chromium', 'Google Chrome', 'Microsoft Edge']) yield join(folder, `${name}.app`, 'Contents', 'MacOS', name);
      }
      return;
    case 'win32':
      for (const folder of [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]) {
        if (!folder) continue;
        yield join(folder, 'Chromium', 'Application', 'chrome.exe');
        yield join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe');
        yield join(folder, 'Microsoft', 'Edge', 'Application', 'msedge.exe');
      }
      return;
    default: {
      const folders = new Set(['/usr/bin', '/usr/local/bin', ...(process.env.PATH ?? '').split(delimiter)]);
      for (const name of ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge']) {
        for (const folder of folders) if (folder) yield join(folder, name);
      }
    }
  }
}

/** The browser that Playwright downloaded for itself, if it did. */
async function playwrightsOwn() {
  try {
    const { chromium } = await import('playwright-core');
    const path = chromium.executablePath();
    return path && existsSync(path) ? path : null;
  } catch {
    return null;
  }
}

/** Whether the browser starts at all: Ubuntu ships a /usr/bin/chromium-browser that only asks for a snap. */
function starts(path) {
  // On Windows `--version` opens a window instead.
  if (process.platform === 'win32') return true;
  return spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 30_000 }).status === 0;
}

let found;

/** Path of a Chromium that starts, or null. `CHROMIUM_PATH` in the environment comes first and must be right. */
export async function findChromium() {
  if (found) return found;
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (!isExecutable(named)) fail(`CHROMIUM_PATH is ${named}, but there is no program there.`);
    found = named;
    return found;
  }
  for (const path of usualPlaces()) {
    if (!isExecutable(path) || !starts(path)) continue;
    found = path;
    return found;
  }
  found = await playwrightsOwn();
  return found;
}

function succeeds(program, args, env = {}) {
  process.stderr.write(`> ${program} ${args.join(' ')}\n`);
  return spawnSync(program, args, { stdio: ['ignore', 2, 2], env: { ...process.env, ...env } }).status === 0;
}

/** Finds a Chromium or installs one; ends the program with a sentence if neither works. Dependencies must be installed. */
export async function ensureChromium() {
  const path = await findChromium();
  if (path) return path;
  process.stderr.write('No Chromium found: installing one for the browser tests …\n');
  const isRootOnDebian = process.platform === 'linux' && process.getuid?.() === 0 && isExecutable('/usr/bin/apt-get');
  if (isRootOnDebian) {
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    // A stale package list is no reason to stop: the install says whether it was too stale. A font is not among what Chromium
    // needs, but a page without any cannot be measured; where that package is missing the tests still start.
    succeeds('apt-get', ['update'], env);
    succeeds('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], env);
    succeeds('apt-get', ['install', '-y', '--no-install-recommends', 'fonts-liberation'], env);
  }
  const cli = join(root, 'node_modules', 'playwright-core', 'cli.js');
  if (!(await findChromium())) succeeds(process.execPath, [cli, 'install', 'chromium']);
  const installed = await findChromium();
  if (!installed) {
    fail('The browser tests need Chromium: install Chromium or Chrome, or set CHROMIUM_PATH to the program, and try again.');
  }
  return installed;
}
