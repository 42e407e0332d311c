/** Where the page is tried: a server of the built page, and one Chromium with a profile that outlives its pages. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { type BrowserContext, chromium } from '@playwright/test';
import { chromiumFlags, findChromium } from '../scripts/find-chromium.mjs';
import { serve } from '../scripts/serve.mjs';
import { rememberDevices } from './device';
import type { Backend } from './options';
import { watchBeginnings } from './watch';

/** Seconds between two checkpoints: in place of ten, so that a short training has many. */
export const checkpointSeconds = 0.7;

export interface Place {
  readonly context: BrowserContext;
  readonly address: string;
  /** Stops serving; what it returns serves again. */
  stopServing(): Promise<() => Promise<void>>;
  /** Kills the process that talks to the GPU. */
  killGpuProcess(): Promise<void>;
}

/** Prepares all pages of a context: what they choose, and what is noted in them. */
export async function prepare(context: BrowserContext, backend: Backend): Promise<void> {
  await context.addInitScript(
    ({ chosen, seconds }) => {
      if (!location.host) return;
      localStorage.setItem('polyak.backend', chosen);
      localStorage.setItem('polyak.checkpointSeconds', String(seconds));
      localStorage.setItem('polyak.introduced', 'yes');
    },
    { chosen: backend, seconds: checkpointSeconds },
  );
  await context.addInitScript(watchBeginnings);
}

/** Lets the training worker of a copied page remember its devices, so that they can be lost. */
function rememberDevicesIn(page: string): void {
  const assets = join(page, 'assets');
  const files = readdirSync(assets).filter((name) => /^training\.worker-.*\.js$/.test(name));
  if (files.length === 0) throw new Error(`${page} has no training worker: is it a built page?`);
  for (const name of files) {
    const file = join(assets, name);
    writeFileSync(file, `(${rememberDevices})();\n${readFileSync(file, 'utf8')}`);
  }
}

/** Numbers of the processes whose command line has all of these parts. */
function processesWith(parts: readonly string[]): number[] {
  const lines = execFileSync('ps', ['-axww', '-o', 'pid=,args='], { encoding: 'utf8', maxBuffer: 64e6 }).split('\n');
  return lines.filter((line) => parts.every((part) => line.includes(part))).map((line) => Number.parseInt(line, 10));
}

/**
 * @param page folder of the built page
 * @throws if there is no Chromium
 */
export async function openPlace(page: string, backend: Backend): Promise<Place & { close(): Promise<void> }> {
  const executablePath = await findChromium();
  if (!executablePath) throw new Error('no Chromium found: install one, or set CHROMIUM_PATH');
  const folder = mkdtempSync(join(tmpdir(), 'polyak-faults-'));
  // A copy: a build meanwhile must not look like a fault.
  const copy = join(folder, 'page');
  cpSync(page, copy, { recursive: true });
  if (backend === 'webgpu') rememberDevicesIn(copy);
  const profile = join(folder, 'profile');
  const serving = async (wanted: number) => {
    const started = await serve(copy, wanted);
    if (!started) throw new Error(`port ${wanted} was taken meanwhile`);
    return started;
  };
  let server = await serving(0);
  const { port } = server;
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    // A browser gives up on a GPU whose process dies again and again, and on pages whose devices are lost: rightly, but not here.
    args: [...chromiumFlags, '--disable-gpu-process-crash-limit', '--disable-domain-blocking-for-3d-apis'],
    viewport: { width: 1280, height: 800 },
  });
  await prepare(context, backend);
  return {
    context,
    address: `http://localhost:${port}/`,
    async stopServing() {
      await server.close();
      return async () => {
        server = await serving(port);
      };
    },
    async killGpuProcess() {
      const found = processesWith(['--type=gpu-process', `--user-data-dir=${profile}`]);
      if (found.length === 0) throw new Error('the browser has no GPU process');
      for (const id of found) process.kill(id, 'SIGKILL');
    },
    async close() {
      await context.close();
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
