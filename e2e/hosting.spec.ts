/**
 * The built page as another host serves it: from a folder of its own, without any headers, without a network after the first visit, and
 * with a newer version after a while.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import type { Page } from '@playwright/test';
import { keptFiles } from '../scripts/offline-plugin.mjs';
import { expect, test } from './fixtures';
import { Playground } from './playground';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
};

/** A host that knows nothing of the page: types by extension, no headers. */
class PlainHost {
  readonly folder = mkdtempSync(join(tmpdir(), 'polyak-host-'));
  readonly place = join(this.folder, 'courses', 'step sizes');
  private server: Server | null = null;
  private port = 0;

  constructor() {
    cpSync('dist', this.place, { recursive: true });
  }

  get url(): string {
    return `http://localhost:${this.port}/courses/step%20sizes/`;
  }

  async open(): Promise<void> {
    this.server = createServer((request, response) => {
      const path = decodeURIComponent((request.url ?? '/').split('?')[0]!);
      const file = join(this.folder, path.endsWith('/') ? `${path}index.html` : path);
      try {
        const body = readFileSync(file);
        response.writeHead(200, { 'Content-Type': types[extname(file)] ?? 'application/octet-stream' }).end(body);
      } catch {
        response.writeHead(404).end();
      }
    });
    await new Promise<void>((resolve) => this.server!.listen(this.port, resolve));
    const address = this.server.address();
    if (typeof address === 'object' && address) this.port = address.port;
  }

  close(): void {
    this.server?.close();
    this.server?.closeAllConnections();
  }

  /** Another version: what differs is a word of the page itself. */
  publish(title: string): void {
    const page = join(this.place, 'index.html');
    writeFileSync(page, readFileSync(page, 'utf8').replace(/<title>.*?<\/title>/, `<title>${title}</title>`));
    const worker = join(this.place, 'service-worker.js');
    const { version } = keptFiles(this.place);
    writeFileSync(worker, readFileSync(worker, 'utf8').replace(/^const pageVersion=.*$/m, `const pageVersion=${JSON.stringify(version)};`));
  }

  dispose(): void {
    this.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** As someone who chose it before: nothing is tried first. */
async function open(page: Page, host: PlainHost): Promise<Playground> {
  await page.addInitScript(() => localStorage.setItem('polyak.backend', 'wasm'));
  await page.goto(host.url);
  const playground = new Playground(page);
  await expect(playground.device).toHaveAccessibleName(/WASM/);
  return playground;
}

async function trainShortly(playground: Playground): Promise<void> {
  await playground.setNumber('epochs', '2');
  await playground.button('Run').click();
  await playground.waitForStatus('done');
  for (const row of await playground.rows.all()) await expect(row).toContainText('done');
}

const ready = (page: Page) => page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));

test.describe('on a plain host', () => {
  test.use({ serviceWorkers: 'allow', expectedProblems: [/ERR_CONNECTION_REFUSED|ERR_FAILED|Failed to load resource/] });

  test('starts and trains under any path, then without a network, and is isolated from the second visit on', async ({ page }) => {
    const host = new PlainHost();
    await host.open();
    try {
      await trainShortly(await open(page, host));
      expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
      await ready(page);
      host.close();

      await page.reload();
      expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
      const playground = new Playground(page);
      await expect(playground.device).toHaveAccessibleName(/WASM/);
      await trainShortly(playground);
      // Pages and parts that were never opened before are there too.
      for (const [name, heading] of [
        ['Learn', /Learn/],
        ['Figures', /Figure/],
        ['Compare', /Experiments/],
      ] as const) {
        await page.getByRole('link', { name, exact: true }).click();
        await expect(page.getByRole('heading', { name: heading }).first()).toBeVisible();
      }
    } finally {
      host.dispose();
    }
  });

  test('a new version is announced, waits for a running experiment, and is there after reloading', async ({ page }) => {
    const host = new PlainHost();
    await host.open();
    try {
      const playground = await open(page, host);
      await ready(page);
      await page.reload();
      await expect(playground.device).toHaveAccessibleName(/WASM/);
      await playground.setNumber('epochs', '5000');
      await playground.button('Run').click();
      await playground.waitForUpdates(5);

      host.publish('Polyak Playground, next');
      await page.evaluate(() => navigator.serviceWorker.ready.then((registration) => registration.update()).then(() => undefined));
      const notice = page.getByRole('status').filter({ hasText: 'A new version of this page is ready' });
      await expect(notice).toContainText('an experiment is under way');
      const reload = notice.getByRole('button', { name: 'Reload now' });
      await expect(reload).toBeDisabled();
      await expect(page).toHaveTitle('Polyak Playground');

      await playground.button('Reset').click();
      await reload.click();
      await expect(page).toHaveTitle('Polyak Playground, next');
      await expect(playground.device).toHaveAccessibleName(/WASM/);
    } finally {
      host.dispose();
    }
  });
});
