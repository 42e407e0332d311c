/** A sweep goes on after a reload in the middle, and in another tab when its own is closed; what was made is not made again. */
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';

const sweep = {
  task: { id: 'matrix-factorization' },
  optimizers: [{ id: 'adam' }, { id: 'sgd', hyperparameters: { eta: [0.1, 0.2] } }],
  seeds: [1, 2],
  epochs: 100,
};

const state = (page: Page) => page.evaluate(() => globalThis.__playground!.sweeps()[0] ?? null);
const madeRuns = async (page: Page) => (await state(page))?.runs ?? 0;

/** What the browser keeps of the runs, by their cells: a run that was made again would have other seconds in it. */
function keptRuns(page: Page): Promise<Record<string, string>> {
  return page.evaluate(
    () =>
      new Promise<Record<string, string>>((resolve, reject) => {
        const opening = indexedDB.open('polyak-sweeps');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const reading = opening.result.transaction('runs').objectStore('runs').getAll();
          reading.onerror = () => reject(reading.error);
          reading.onsuccess = () => {
            opening.result.close();
            resolve(Object.fromEntries(reading.result.map(({ cell, text }: { cell: string; text: string }) => [cell, text])));
          };
        };
      }),
  );
}

test('a sweep survives a reload, and the tab that it began in', async ({ page, context }) => {
  // Without the trial of the backends: it is not what is looked at here.
  await context.addInitScript(() => {
    // A tab that has just been opened is at no address yet.
    if (location.host) localStorage.setItem('polyak.backend', 'wasm');
  });
  await page.goto('/?sweeps');
  await page.getByLabel('Sweep file').setInputFiles({
    name: 'small.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(sweep)),
  });
  await page.getByRole('button', { name: 'Add to the queue' }).click();
  const entry = page.getByRole('listitem', { name: 'small', exact: true });
  await expect(entry).toContainText('of 6 runs');

  await expect.poll(() => madeRuns(page), { timeout: 60_000, intervals: [50] }).toBeGreaterThan(0);
  const beforeReload = await keptRuns(page);
  await page.reload();
  await expect(entry).toBeVisible();
  const known = Object.keys(beforeReload).length;
  expect(known).toBeGreaterThan(0);
  expect(await madeRuns(page)).toBeGreaterThanOrEqual(known);
  expect(known, 'the reload was in the middle').toBeLessThan(6);

  // It goes on without anybody's doing.
  await expect.poll(() => madeRuns(page), { timeout: 60_000, intervals: [50] }).toBeGreaterThan(known);
  await page.getByRole('button', { name: 'Pause the queue' }).click();

  const second = await context.newPage();
  await second.goto('/?sweeps');
  await expect(second.getByText('Sweeps run in another tab of this page')).toBeVisible();
  const row = second.getByRole('listitem', { name: 'small', exact: true });
  await expect(row).toContainText('of 6 runs');
  const beforeClosing = await keptRuns(second);
  await page.close();
  await expect(second.getByText('Sweeps run in another tab of this page')).toBeHidden();
  // A queue that was held is still held.
  await second.getByRole('button', { name: 'Resume the queue' }).click();
  await expect.poll(async () => (await state(second))?.status, { timeout: 60_000 }).toBe('done');
  await expect(row).toContainText('6 of 6 runs');

  const after = await keptRuns(second);
  expect(Object.keys(after)).toHaveLength(6);
  expect(after).toMatchObject(beforeReload);
  expect(after).toMatchObject(beforeClosing);
});
