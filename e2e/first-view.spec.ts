/** The first view as a visitor's browser gets it: how much has to be loaded, and what every good page has. No times: machines differ. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { contentSecurityPolicy } from '../scripts/policy.mjs';
import { expect, test } from './fixtures';
import { Playground } from './playground';

const built = 'dist';
const html = () => readFileSync(join(built, 'index.html'), 'utf8');
const zipped = (file: string) => gzipSync(readFileSync(join(built, file))).length;

/** What the page's HTML asks for before anything is drawn. */
function filesOfFirstView(): string[] {
  const found = html().matchAll(/(?:src|href)="\.\/([^"]+\.(?:js|css))"/g);
  return [...new Set([...found].map((match) => match[1]!))];
}

test('the first view takes at most 250 KB, zipped, before the worker', () => {
  const files = filesOfFirstView();
  expect(files.some((file) => file.endsWith('.css'))).toBe(true);
  const sizes = files.map((file) => ({ file, bytes: zipped(file) })).sort((a, b) => b.bytes - a.bytes);
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, gzipSync(html()).length);
  console.log(`first view: ${(total / 1000).toFixed(1)} KB gzip in ${sizes.length} files, largest ${sizes[0]?.file}`);
  expect(total).toBeLessThanOrEqual(250_000);
});

test('nothing that is built is larger than it should be', () => {
  const large = readdirSync(join(built, 'assets'))
    .filter((file) => /\.(js|css|wasm)$/.test(file))
    .map((file) => ({ file, kilobytes: Math.round(zipped(join('assets', file)) / 1000) }))
    .filter(({ kilobytes }) => kilobytes > 400);
  expect(large).toEqual([]);
});

test('the page has what every page should: language, title, description, icons, a viewport, one h1, no shifts, nothing from elsewhere', async ({
  page,
  baseURL,
}) => {
  await page.addInitScript(() => {
    let shift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { value, hadRecentInput } = entry as PerformanceEntry & { value: number; hadRecentInput: boolean };
        if (!hadRecentInput) shift += value;
      }
    }).observe({ type: 'layout-shift', buffered: true });
    Object.assign(globalThis, { layoutShift: () => shift });
  });
  const elsewhere: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(baseURL!) && !/^(data|blob):/.test(request.url())) elsewhere.push(request.url());
  });
  await page.addInitScript(() => localStorage.setItem('polyak.backend', 'wasm'));
  const response = await page.goto('/');
  const playground = new Playground(page);
  await expect(playground.device).toHaveAccessibleName(/WASM/);

  expect(response?.headers()['content-security-policy']).toBe(contentSecurityPolicy);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await expect(page.locator('meta[http-equiv="Content-Security-Policy"]')).toHaveAttribute('content', contentSecurityPolicy);
  // No script stands in the page itself.
  expect(await page.locator('script:not([src])').count()).toBe(0);
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page).toHaveTitle(/Polyak Playground/);
  expect((await page.locator('meta[name="description"]').getAttribute('content'))!.length).toBeGreaterThan(50);
  await expect(page.locator('meta[name="viewport"]')).toHaveAttribute('content', /width=device-width/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
  for (const link of ['icon', 'apple-touch-icon', 'manifest']) {
    const href = await page.locator(`link[rel="${link}"]`).getAttribute('href');
    expect((await page.request.get(new URL(href!, baseURL).href)).ok()).toBe(true);
  }
  expect(await page.locator('img:not([alt])').count()).toBe(0);
  const shift = await page.evaluate(() => (globalThis as unknown as { layoutShift(): number }).layoutShift());
  expect(shift).toBeLessThan(0.1);
  expect(elsewhere).toEqual([]);
});

test.describe('the policy, tried from the inside', () => {
  test.use({ expectedProblems: [/Content Security Policy/] });

  test('text is never run as code, and nothing is loaded from or sent to other hosts', async ({ page }) => {
    await page.goto('/');
    const tried = await page.evaluate(async () => {
      const outcome = async (act: () => unknown) => {
        try {
          await act();
          return 'done';
        } catch {
          return 'refused';
        }
      };
      return {
        // Not at once: the debugger that calls this is allowed to.
        evaluated: await new Promise((resolve) => setTimeout(() => resolve(outcome(() => new Function('return 1')())))),
        sent: await outcome(() => fetch('https://example.com/', { mode: 'no-cors' })),
        inline: await new Promise<string>((resolve) => {
          const script = document.createElement('script');
          script.textContent = 'globalThis.wasRun = true';
          document.head.append(script);
          resolve('wasRun' in globalThis ? 'done' : 'refused');
        }),
      };
    });
    expect(tried).toEqual({ evaluated: 'refused', sent: 'refused', inline: 'refused' });
  });
});
