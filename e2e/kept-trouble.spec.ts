/** What takes the ground from under a training: a browser without room, and a GPU that does not come back. */
import type { Page } from '@playwright/test';
import { rememberDevices } from '../faults/device';
import { expect, test } from './fixtures';
import { Playground } from './playground';

const kept = (page: Page) => page.evaluate(() => globalThis.__playground!.kept());

/** @param backend the one chosen by hand */
async function chosen(page: Page, backend: 'wasm' | 'webgpu'): Promise<void> {
  await page.addInitScript((name) => {
    if (location.host && !localStorage.getItem('polyak.backend')) localStorage.setItem('polyak.backend', name);
  }, backend);
}

/** Room for a few small runs beside what an empty database takes. */
const quotaSize = 700_000;

test('a full quota is met with a choice, and nothing is lost', async ({ page }) => {
  await chosen(page, 'wasm');
  // Before anything is stored: Chromium looks at the quota anew only every half minute.
  const cdp = await page.context().newCDPSession(page);
  const origin = new URL(test.info().project.use.baseURL!).origin;
  await cdp.send('Storage.overrideQuotaForOrigin', { origin, quotaSize });
  const playground = await Playground.open(page);
  await playground.setNumber('epochs', '60');
  const choice = page.getByRole('alert', { name: 'No room left' });
  let runs = 0;
  do {
    await playground.button('Run').click();
    await playground.waitForStatus('done');
    runs += 1;
    // Everything is kept, or cannot be.
    await expect
      .poll(async () => (await choice.isVisible()) || (await kept(page)).filter(({ status }) => status === 'done').length === runs)
      .toBe(true);
  } while (!(await choice.isVisible()) && runs < 40);
  await expect(choice).toContainText('nothing of it is lost while the page is open');
  // The older runs are still there, and the new one is on the page.
  const done = async () => (await kept(page)).filter(({ status }) => status === 'done').length;
  expect(runs).toBeGreaterThan(1);
  expect(await done()).toBe(runs - 1);
  await expect(playground.rows.first()).toBeVisible();
  const saved = page.waitForEvent('download');
  await choice.getByRole('button', { name: 'Download what there is' }).click();
  expect((await saved).suggestedFilename()).toMatch(/\.json$/);

  await choice.getByRole('button', { name: 'Try again' }).click();
  await expect(choice.getByRole('button', { name: 'Try again' })).toBeEnabled();
  await expect(choice).toBeVisible();
  const shown = await page.evaluate(() => globalThis.__playground!.records());
  await choice.getByRole('button', { name: /^Delete the oldest run/ }).click();
  await expect(choice).toBeHidden();
  expect(await done()).toBe(runs - 1);

  await page.reload();
  await page.getByRole('button', { name: 'Runs', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Runs' });
  await dialog
    .getByRole('button', { name: /^Open: / })
    .first()
    .click();
  await playground.waitForStatus('done');
  expect(await page.evaluate(() => globalThis.__playground!.records())).toEqual(shown);
});

test.describe('a GPU that does not come back', () => {
  test.use({ expectedProblems: [/device was lost|driver was reset/i] });

  test('leaves the training to the next backend', async ({ page }) => {
    await chosen(page, 'webgpu');
    let gone = false;
    // Later routes go first: the worker's text comes with what the fixture puts in front of it only while there is a GPU.
    await page.route(/training\.worker[^/]*\.[jt]s(\?|$)/i, async (route) => {
      if (!gone) return route.fallback();
      const response = await route.fetch();
      await route.fulfill({
        response,
        body: `Object.defineProperty(WorkerNavigator.prototype, 'gpu', { value: undefined });\n${await response.text()}`,
      });
    });
    page.on('worker', (worker) => void worker.evaluate(rememberDevices).catch(() => undefined));
    const playground = await Playground.open(page);
    await playground.setNumber('epochs', '30');
    for (const updates of [1, 9]) {
      await playground.button('Step one epoch').click();
      await playground.waitForUpdates(updates);
      await playground.waitForStatus('paused');
    }
    await expect.poll(async () => (await kept(page))[0], { timeout: 30_000 }).toMatchObject({ hasCheckpoint: true, epoch: 2 });
    await expect(playground.device).toHaveAccessibleName(/WebGPU/);
    const before = await page.evaluate(() => globalThis.__playground!.records());

    gone = true;
    await page.evaluate(() => Object.defineProperty(Navigator.prototype, 'gpu', { value: undefined }));
    await playground.button('Resume').click();
    const lost = await Promise.all(page.workers().map((worker) => worker.evaluate(() => globalThis.__devices?.lose() ?? 0)));
    expect(Math.max(...lost)).toBeGreaterThan(0);
    await expect(page.getByRole('alert').filter({ hasText: /Training goes on on (WASM|WebGL|JavaScript)/ })).toContainText(
      'WebGPU is not there any more',
      {
        timeout: 60_000,
      },
    );
    await playground.waitForStatus('done');
    await expect(playground.device).toHaveAccessibleName(/no WebGPU/);
    const after = await page.evaluate(() => globalThis.__playground!.records());
    for (const [i, { losses }] of before.entries()) expect(after[i]!.losses.slice(0, losses.length)).toEqual(losses);
  });
});
