/** A session of fifty runs: it is saved, opened in another browser, and kept, with the same numbers in charts and table. `npm run load` measures it. */
import type { Page } from '@playwright/test';
import { experimentOf } from '../load/experiment';
import * as journey from '../load/journey';
import { experimentToQuery } from '../src/share/link';
import { expect, test } from './fixtures';
import { Playground } from './playground';

const runs = 50;
const updates = 100;

/** All cells of the results table, with the rows of all seeds. */
async function table(page: Page): Promise<string[]> {
  const region = page.getByRole('region', { name: 'Results table' });
  const rows = region.getByRole('row');
  await expect(rows).toHaveCount(1 + runs / 2);
  for (const button of await region.getByRole('button', { name: /^Seeds of / }).all()) await button.click();
  await expect(rows).toHaveCount(1 + runs / 2 + runs);
  return rows.allInnerTexts();
}

test.beforeEach(async ({ context }) => {
  await context.addInitScript(() => {
    if (location.host) localStorage.setItem('polyak.backend', 'wasm');
  });
});

test('fifty runs come back from a file and from the browser as they were', async ({ page, browser, baseURL }, info) => {
  test.slow();
  await page.goto(`/?${experimentToQuery(experimentOf(runs, updates))}`);
  const playground = new Playground(page);
  await expect(playground.optimizer('PAL')).toBeVisible();
  await playground.button('Run').click();
  await playground.waitForStatus('done', 150_000);
  const digests = (await journey.digestsOf(page)) as { updates: number }[];
  expect(digests.map((digest) => digest.updates)).toEqual(Array(runs).fill(updates));
  const shown = await table(page);
  const file = await journey.share(page, 'Whole session (JSON)', info.outputDir);

  // Elsewhere, where nothing of it is known.
  const context = await browser.newContext({ baseURL: baseURL! });
  const other = await context.newPage();
  await other.goto('/');
  await journey.openFile(other, file);
  await expect(other).toHaveURL(/\?compare/);
  await expect(other.getByText(/ runs of 1 experiment\.$/)).toBeVisible();
  await other.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Playground' }).click();
  await journey.waitForStatus(other, 'done');
  expect(await journey.digestsOf(other)).toEqual(digests);
  expect(await table(other)).toEqual(shown);
  await context.close();

  // And here after a reload.
  await page.reload();
  await journey.openKept(page);
  expect(await journey.digestsOf(page)).toEqual(digests);
  expect(await table(page)).toEqual(shown);
});
