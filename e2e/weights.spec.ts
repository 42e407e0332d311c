/** Weights out of the page and into it again: the next runs begin where the saved ones ended; what does not fit harms nothing. */
import { readFile, writeFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { Playground } from './playground';

const records = (page: Page) => page.evaluate(() => globalThis.__playground!.records());
type Evaluated = { fullTrainLoss: number | null; validationLoss: number | null; weightNorm: number };
const evaluated = (epoch: unknown): Evaluated => {
  const { fullTrainLoss, validationLoss, weightNorm } = epoch as Evaluated;
  return { fullTrainLoss, validationLoss, weightNorm };
};

test.beforeEach(async ({ context }) => {
  await context.addInitScript(() => {
    if (location.host && !localStorage.getItem('polyak.backend')) localStorage.setItem('polyak.backend', 'wasm');
  });
});

/** The experiment of the address has arrived in the rail. */
const arrived = (page: Page) => expect(page.getByRole('alert').filter({ hasText: 'An experiment from a link' })).toBeVisible();

/** Opens a file from the menu Share. What was said before is put away: it would cover the menu. */
async function open(page: Page, path: string): Promise<void> {
  for (const button of (await page.getByRole('button', { name: /^Dismiss: / }).all()).reverse()) await button.click();
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('menuitem', { name: /^Open a file…/ }).click()]);
  await chooser.setFiles(path);
}

test('saved weights are what the next runs begin with, after a reload too', async ({ page }, testInfo) => {
  test.slow();
  await page.goto('/?task=matrix-factorization&epochs=2&seeds=5&o=adam:eta=0.01;sgd:eta=0.1');
  const playground = new Playground(page);
  await arrived(page);
  const save = async (act: () => Promise<void>) => {
    const [download] = await Promise.all([page.waitForEvent('download'), act()]);
    const path = testInfo.outputPath(download.suggestedFilename());
    await download.saveAs(path);
    return path;
  };
  await playground.button('Run').click();
  await playground.waitForStatus('done');
  const before = await records(page);
  const menu = async (name: string) => {
    await playground.rows.filter({ hasText: 'Adam' }).getByRole('button', { name: 'Adam: step and weights' }).click();
    await page.getByRole('menuitem', { name }).click();
  };
  const safetensors = await save(() => menu('Save weights (.safetensors)'));
  expect(safetensors).toMatch(/matrix-factorisation-adam-seed-5-16-updates\.safetensors$/);
  const npz = await save(() => menu('Save weights (.npz)'));
  expect((await readFile(npz)).subarray(0, 2).toString()).toBe('PK');
  const all = await save(async () => {
    await page.getByRole('button', { name: 'Share', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Weights of all runs (.safetensors)' }).click();
  });
  expect(all).toMatch(/\.zip$/);

  await page.reload();
  await arrived(page);
  await open(page, safetensors);
  const line = page.getByText(/Starts from “matrix-factorisation-adam-seed-5-16-updates\.safetensors”/);
  await expect(line).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  expect((await playground.session()).status).toBe('idle');
  await playground.button('Run').click();
  await playground.waitForStatus('done');
  const after = await records(page);
  for (const run of after) expect(evaluated(run.epochs[0])).toEqual(evaluated(before[0]!.epochs.at(-1)));
  for (const row of await playground.rows.all()) await expect(row).toContainText('safetensors after update 16');
  // A fork of it is called after what it began with, also after a reload.
  await page.getByRole('button', { name: /^Remove: starts from/ }).click();
  await expect(line).toBeHidden();
  await playground.button('Run').click();
  await playground.waitForStatus('done');
  expect(evaluated((await records(page))[0]!.epochs[0])).toEqual(evaluated(before[0]!.epochs[0]));

  // The other format, dropped.
  await playground.drop('mine.npz', await readFile(npz));
  await expect(page.getByText(/Starts from “mine\.npz”/)).toBeVisible();
  await playground.button('Run').click();
  await playground.waitForStatus('done');
  expect(evaluated((await records(page))[1]!.epochs[0])).toEqual(evaluated(before[0]!.epochs.at(-1)));
});

test('weights of another model or task are refused with the tensor, and nothing is lost', async ({ page }, testInfo) => {
  test.slow();
  await page.goto('/?task=matrix-factorization&epochs=1&seeds=1&o=sgd:eta=0.1');
  const playground = new Playground(page);
  await arrived(page);
  await playground.button('Run').click();
  await playground.waitForStatus('done');
  await page.keyboard.press('Control+k');
  await page.getByRole('textbox', { name: 'Commands' }).fill('save weights safetensors');
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
  const path = testInfo.outputPath('right.safetensors');
  await download.saveAs(path);
  const shown = await records(page);

  const rank = (name: string) => page.locator('label', { hasText: new RegExp(`^${name}$`) }).click();
  const said = (title: string) => page.getByRole('alert').filter({ hasText: title });
  await page.getByRole('combobox', { name: 'Task' }).selectOption('classifier-2d');
  await open(page, path);
  await expect(said('“right.safetensors” was not opened')).toContainText('holds weights of the task “Matrix factorisation”');
  await page.getByRole('combobox', { name: 'Task' }).selectOption('matrix-factorization');
  await rank('10');
  await open(page, path);
  await expect(said('“right.safetensors” was not opened').last()).toContainText(
    /tensor ".+": its shape is .+, the model's is .+It was saved with rank 4, not 10/,
  );
  const bytes = await readFile(path);
  await writeFile(testInfo.outputPath('cut.safetensors'), bytes.subarray(0, bytes.length - 5));
  await open(page, testInfo.outputPath('cut.safetensors'));
  await expect(said('“cut.safetensors” was not opened')).toContainText('It is cut or was changed; save it again.');
  await expect(page.getByText(/Starts from “/)).toBeHidden();
  expect(await records(page)).toEqual(shown);

  // Opened while it fits, then the model is changed: Run says so, and what is there stays.
  await rank('4');
  await open(page, path);
  await expect(page.getByText(/Starts from “right\.safetensors”/)).toBeVisible();
  await rank('10');
  await playground.button('Run').click();
  await expect(said('Not started')).toContainText('its shape is');
  expect(await records(page)).toEqual(shown);
});

test('runs of a saved session start others, as do those put back from the browser’s storage', async ({ page }, testInfo) => {
  test.slow();
  await page.goto('/?task=matrix-factorization&epochs=3&seeds=1&o=adam:eta=0.01');
  const playground = new Playground(page);
  await arrived(page);
  for (const updates of [1, 9]) {
    await playground.button('Step one epoch').click();
    await playground.waitForUpdates(updates);
    await playground.waitForStatus('paused');
  }
  const paused = await records(page);
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const saving = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'Whole session (JSON)' }).click();
  const path = testInfo.outputPath('session.json');
  await (await saving).saveAs(path);
  await expect
    .poll(async () => (await page.evaluate(() => globalThis.__playground!.kept()))[0]?.hasCheckpoint, { timeout: 30_000 })
    .toBe(true);
  await playground.button('Reset').click();

  const fork = async () => {
    await playground.rows.first().getByRole('button', { name: 'Adam: step and weights' }).click();
    await page.getByRole('menuitem', { name: 'Fork here…' }).click();
    const panel = page.getByRole('dialog', { name: 'Why this step?' });
    await panel.getByRole('checkbox', { name: 'AALIG' }).check();
    await panel.getByRole('button', { name: /^Start one optimizer from here/ }).click();
    await playground.waitForStatus('done');
    expect(evaluated((await records(page))[0]!.epochs[0])).toEqual(evaluated(paused[0]!.epochs.at(-1)));
  };
  await page.reload();
  await arrived(page);
  await open(page, path);
  await expect(page).toHaveURL(/\?compare/);
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Playground' }).click();
  await fork();
  await expect(playground.rows.first()).toContainText('from Adam of session.json after update 16');

  await page.getByRole('button', { name: 'Runs', exact: true }).click();
  const kept = page.getByRole('dialog', { name: 'Runs' }).getByRole('list', { name: 'Kept runs' }).getByRole('listitem');
  await kept
    .filter({ hasText: /cancelled at epoch 2/ })
    .getByRole('button', { name: /^Open: / })
    .click();
  await fork();
  await expect(playground.rows.first()).toContainText('from Adam after update 16');
  // The name of what it began with is kept with it.
  await page.reload();
  await arrived(page);
  await page.getByRole('button', { name: 'Runs', exact: true }).click();
  await kept
    .first()
    .getByRole('button', { name: /^Open: / })
    .click();
  await expect(playground.rows.first()).toContainText('from Adam after update 16');
});
