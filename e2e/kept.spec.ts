/** Runs outlive the page and its worker: what was broken off goes on with the very numbers that it would have had. */
import type { Page } from '@playwright/test';
import { problemsOf } from './axe';
import { expect, test } from './fixtures';
import { Playground } from './playground';

const records = (page: Page) => page.evaluate(() => globalThis.__playground!.records());
const kept = (page: Page) => page.evaluate(() => globalThis.__playground!.kept());

test.beforeEach(async ({ context }) => {
  // Without the trial of the backends: it is not what is looked at here.
  await context.addInitScript(() => {
    if (location.host && !localStorage.getItem('polyak.backend')) localStorage.setItem('polyak.backend', 'wasm');
  });
});

/** Two epochs of a new session, whose checkpoint the browser keeps; then it is let go on. */
async function beginAndSave(playground: Playground): Promise<void> {
  for (const updates of [1, 9]) {
    await playground.button('Step one epoch').click();
    await playground.waitForUpdates(updates);
    await playground.waitForStatus('paused');
  }
  await expect.poll(async () => (await kept(playground.page))[0], { timeout: 30_000 }).toMatchObject({ hasCheckpoint: true, epoch: 2 });
  await playground.button('Resume').click();
  await playground.waitForUpdates(20);
}

test('a run that a reload broke off goes on exactly, and the settings are still there', async ({ page }) => {
  const playground = await Playground.open(page);
  await playground.setNumber('epochs', '150');
  await playground.button('Run').click();
  await playground.waitForStatus('done');
  const undisturbed = await records(page);

  await playground.button('Reset').click();
  await beginAndSave(playground);
  await page.reload();

  await expect(page.getByText(/A run was broken off at epoch \d+ of 150/)).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'epochs', exact: true }).first()).toHaveValue('150');
  expect(await problemsOf(page)).toEqual([]);
  await page.getByRole('main').getByRole('button', { name: 'Resume' }).click();
  await playground.waitForStatus('done');
  expect(await records(page)).toEqual(undisturbed);
  await expect.poll(async () => (await kept(page)).map(({ status }) => status)).toEqual(['done', 'done']);
});

test('kept runs are listed, searched, renamed, opened, and deleted', async ({ page }) => {
  const playground = await Playground.open(page);
  await playground.setNumber('epochs', '2');
  await playground.button('Run').click();
  await playground.waitForStatus('done');
  const shown = await records(page);
  await page.reload();

  const pages = page.getByRole('navigation', { name: 'Pages' });
  await pages.getByRole('link', { name: 'Compare' }).click();
  await page
    .getByRole('region', { name: 'Kept from before' })
    .getByRole('button', { name: /^Compare / })
    .click();
  await expect(page.getByText('4 settings, 4 runs of 1 experiment.')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Kept from before' })).toBeHidden();
  await pages.getByRole('link', { name: 'Playground' }).click();

  await page.getByRole('button', { name: 'Runs', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Runs' });
  const rows = dialog.getByRole('list', { name: 'Kept runs' }).getByRole('listitem');
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText(/done, 2 epochs.*AALIG/);
  await expect(rows).toContainText(/\d MB/);
  await dialog.getByRole('searchbox').fill('no such thing');
  await expect(rows).toHaveCount(0);
  await dialog.getByRole('searchbox').fill('aalig done');
  await expect(rows).toHaveCount(1);
  const name = rows.getByRole('textbox');
  await name.fill('My first');
  await name.press('Enter');
  await expect(rows.getByRole('textbox')).toHaveAccessibleName('Name of My first');
  expect(await problemsOf(page)).toEqual([]);

  await rows.getByRole('button', { name: 'Open: My first' }).click();
  await expect(dialog).toBeHidden();
  await playground.waitForStatus('done');
  expect(await records(page)).toEqual(shown);
  await expect(playground.rows.first()).toBeVisible();

  await page.getByRole('button', { name: 'Runs', exact: true }).click();
  await rows.getByRole('button', { name: 'Delete: My first' }).click();
  await rows.getByRole('button', { name: 'Delete for good?: My first' }).click();
  await expect(dialog.getByText('Nothing is kept yet')).toBeVisible();
});

test('a run belongs to one tab', async ({ page, context }) => {
  const playground = await Playground.open(page);
  await playground.button('Step one epoch').click();
  await playground.waitForUpdates(1);
  await expect.poll(async () => (await kept(page))[0]?.hasCheckpoint, { timeout: 30_000 }).toBe(true);

  const other = await context.newPage();
  await Playground.open(other);
  await other.getByRole('button', { name: 'Runs', exact: true }).click();
  const row = other.getByRole('dialog', { name: 'Runs' }).getByRole('listitem');
  await expect(row).toContainText('in another tab');
  await expect(row.getByRole('button', { name: /^Resume/ })).toBeDisabled();
  await page.close();
  await other.reload();
  await expect(other.getByText(/A run was broken off at epoch/)).toBeVisible();
  await other.getByRole('button', { name: 'Discard' }).click();
  await expect(other.getByText(/A run was broken off/)).toBeHidden();
});

test.describe('a crash of the worker', () => {
  test.use({ expectedProblems: [/null/] });

  test('is made good without anybody’s doing', async ({ page }) => {
    const playground = await Playground.open(page);
    await playground.setNumber('epochs', '150');
    await playground.button('Run').click();
    await playground.waitForStatus('done');
    const undisturbed = await records(page);

    await playground.button('Reset').click();
    await beginAndSave(playground);
    await page.evaluate(() => globalThis.__playground!.breakWorker());
    await expect(page.getByRole('alert').filter({ hasText: 'The training worker crashed' })).toContainText(
      'goes on from its last checkpoint',
    );
    await playground.waitForStatus('done');
    expect(await records(page)).toEqual(undisturbed);
  });
});

test.describe('a crash of the GPU process', () => {
  test.use({ expectedProblems: [/device was lost|GPU|WebGL|context/i] });

  test('is made good on a new device, with the same numbers', async ({ page, browser }) => {
    const playground = await Playground.open(page);
    await playground.chooseBackend('WebGPU');
    await playground.setNumber('epochs', '30');
    await playground.button('Run').click();
    await playground.waitForStatus('done', 180_000);
    const undisturbed = await records(page);

    await playground.button('Reset').click();
    await beginAndSave(playground);
    const cdp = await browser.newBrowserCDPSession();
    await cdp.send('Browser.crashGpuProcess').catch(() => undefined);
    await expect(page.getByRole('alert').filter({ hasText: 'The GPU was lost' })).toContainText('goes on from its last checkpoint', {
      timeout: 60_000,
    });
    await playground.waitForStatus('done', 180_000);
    await expect(playground.device).toHaveAccessibleName(/WebGPU/);
    expect(await records(page)).toEqual(undisturbed);
  });
});
