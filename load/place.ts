/** Where the page is tried: a server of the built page, and a Chromium with a profile on the disk, as a person's has. */
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BrowserContext, chromium } from '@playwright/test';
import { chromiumFlags, findChromium } from '../scripts/find-chromium.mjs';
import { serve } from '../scripts/serve.mjs';

export interface Served {
  readonly address: string;
  readonly folder: string;
  close(): Promise<void>;
}

/** Serves a copy of a built page: a build meanwhile must not disturb. */
export async function servePage(page: string): Promise<Served> {
  const folder = mkdtempSync(join(tmpdir(), 'polyak-load-'));
  const copy = join(folder, 'page');
  cpSync(page, copy, { recursive: true });
  const server = await serve(copy, 0);
  if (!server) throw new Error('no port is free');
  return {
    address: `http://localhost:${server.port}/`,
    folder,
    async close() {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A browser that has never seen the page. */
export interface Visit {
  readonly context: BrowserContext;
  readonly profile: string;
}

/**
 * @param replay whether the stand-in takes the training worker's place
 * @throws if there is no Chromium
 */
export async function visit({ folder }: Served, name: string, replay: boolean): Promise<Visit> {
  const executablePath = await findChromium();
  if (!executablePath) throw new Error('no Chromium found: install one, or set CHROMIUM_PATH');
  const profile = join(folder, name);
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    args: [...chromiumFlags],
    viewport: { width: 1440, height: 900 },
    // It would hand out the true worker.
    ...(replay ? { serviceWorkers: 'block' as const } : {}),
  });
  await context.addInitScript(() => {
    if (!location.host) return;
    localStorage.setItem('polyak.backend', 'wasm');
    localStorage.setItem('polyak.introduced', 'yes');
  });
  if (replay) {
    const file = join(dirname(fileURLToPath(import.meta.url)), 'replay.worker.js');
    const body = readFileSync(file, 'utf8');
    await context.route(/training\.worker-[^/]*\.js(\?|$)/, async (route) => route.fulfill({ response: await route.fetch(), body }));
  }
  return { context, profile };
}
