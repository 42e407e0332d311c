/** Sharing: a link carries the experiment, its address follows edits, files open again; nothing runs by itself. */
import { readFile, writeFile } from 'node:fs/promises';
import { problemsOf } from './axe';
import { expect, test } from './fixtures';
import { Playground } from './playground';

test.use({ by: 'keyboard' });

const link = '/?v=1&task=rbf&sigma=0.25&epochs=3&seeds=1-2,7&o=aalig:eta=10;sgd:eta=1,momentum=0.5;aalig:eta=1';

async function arrived(playground: Playground): Promise<void> {
  await expect(playground.device).toBeVisible();
  await expect(playground.page.getByRole('alert').filter({ hasText: 'An experiment from a link' })).toContainText(
    'Kernel classification, 3 optimizers. Nothing runs until you press Run.',
  );
}

test('a link sets the experiment and runs nothing; the address follows edits, and a reload keeps them', async ({ page }) => {
  await page.goto(link);
  const playground = new Playground(page);
  await arrived(playground);
  await expect(page.getByRole('combobox', { name: 'Task' })).toHaveValue('rbf');
  await expect(page.getByRole('textbox', { name: 'epochs', exact: true })).toHaveValue('3');
  await expect(page.getByRole('region', { name: 'Optimizers' }).getByRole('list').first().getByRole('listitem').first()).toBeVisible();
  await expect(page.getByText('As it was opened: seeds 1, 2, 7.')).toBeVisible();
  expect((await playground.session()).status).toBe('idle');
  // Untouched it stays, as it was written.
  await page.waitForTimeout(700);
  expect(page.url()).toContain(link);

  await playground.setNumber('epochs', '2');
  await expect(page).toHaveURL(/\?v=1&task=rbf&sigma=0\.25&epochs=2&seeds=1,2,7&o=aalig:eta=10;sgd:eta=1,momentum=0\.5;aalig:eta=1$/);
  await page.getByRole('button', { name: 'As usual instead' }).click();
  await expect(page).toHaveURL(/epochs=2&seeds=1-3&o=/);
  await page.reload();
  await arrived(playground);
  await expect(page.getByRole('textbox', { name: 'epochs', exact: true })).toHaveValue('2');
  await expect(page.getByRole('combobox', { name: 'seeds' })).toHaveValue('3');
  // Elsewhere and back the address is the link's again.
  const pages = page.getByRole('navigation', { name: 'Pages' });
  await pages.getByRole('link', { name: 'Compare' }).click();
  await expect(page).toHaveURL(/\?compare$/);
  await pages.getByRole('link', { name: 'Playground' }).click();
  await expect(page).toHaveURL(/epochs=2&seeds=1-3&o=/);
});

test('a link with a mistake says which, and the page stands', async ({ page }) => {
  await page.goto('/?v=1&task=rbf&sigmaa=1');
  await expect(page.getByRole('alert')).toContainText('address: unknown “sigmaa” (known: v, task, epochs');
  await expect(page.getByRole('combobox', { name: 'Task' })).toHaveValue('matrix-factorization');
  await page.goto('/?task=rbf&file=mushrooms.txt');
  await expect(page.getByRole('alert')).toContainText('It names “mushrooms.txt”, which a link cannot carry');
});

test('Copy link copies, says so, and the link opens as what it was; one can be pasted', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const playground = await Playground.open(page);
  // A page that was opened without a link keeps its short address.
  await playground.setNumber('epochs', '4');
  await page.waitForTimeout(600);
  expect(new URL(page.url()).search).toBe('');
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Copy link' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Link copied' })).toBeAttached();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toBe(`${new URL('/', page.url())}?v=1&task=matrix-factorization&epochs=4`);

  await page.getByRole('button', { name: 'Share', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Paste a link…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Open a link' });
  await dialog.getByRole('textbox', { name: 'Link' }).fill('https://example.org/somewhere?task=tolstoy');
  await dialog.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(dialog.getByRole('alert')).toContainText('task: unknown task “tolstoy” (known: matrix-factorization');
  await dialog.getByRole('textbox', { name: 'Link' }).fill(`https://example.org/somewhere${link.slice(1)}#x`);
  await dialog.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(dialog).toBeHidden();
  await arrived(playground);
  await expect(page.getByRole('combobox', { name: 'Task' })).toHaveValue('rbf');
});

test('where the clipboard is not allowed, the link is shown to be copied', async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'clipboard', { value: { writeText: () => Promise.reject(new Error('not allowed')) } });
  });
  await Playground.open(page);
  await page.getByRole('button', { name: 'Share', exact: true }).press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Copy link' })).toBeVisible();
  expect(await problemsOf(page)).toEqual([]);
  await expect(page.getByRole('menuitem', { name: 'Copy link' })).toBeFocused();
  await page.keyboard.press('Enter');
  const text = page.getByRole('textbox', { name: 'Link to this experiment' });
  await expect(text).toBeFocused();
  await expect(text).toHaveValue(/\?v=1&task=matrix-factorization$/);
  expect(await problemsOf(page)).toEqual([]);
});

test('what is saved opens again', async ({ page }, testInfo) => {
  await page.goto('/?task=matrix-factorization&epochs=2&seeds=5&o=adam:eta=0.01');
  const playground = new Playground(page);
  await expect(playground.device).toBeVisible();
  const share = page.getByRole('button', { name: 'Share', exact: true });
  const save = async (name: string) => {
    await share.click();
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name }).click()]);
    const path = testInfo.outputPath(download.suggestedFilename());
    await download.saveAs(path);
    return path;
  };
  await share.click();
  await expect(page.getByRole('menuitem', { name: /^Every update \(CSV\)/ })).toContainText('Nothing has run: press Run first.');
  await page.keyboard.press('Escape');
  const experiment = await save('Experiment (JSON)');
  const script = await save('Python script (PyTorch)');
  expect(await readFile(script, 'utf8')).toContain('class AALIG');

  await playground.chooseBackend('WASM');
  await playground.button('Run').click();
  await playground.waitForStatus('done');
  const updates = (await readFile(await save('Every update (CSV)'), 'utf8')).trim().split(/\r?\n/);
  expect(updates).toHaveLength(1 + (await playground.updates())[0]!);
  expect((await readFile(await save('Every epoch (CSV)'), 'utf8')).trim().split(/\r?\n/)).toHaveLength(1 + 3);
  const session = await save('Whole session (JSON)');

  await page.goto('/');
  await expect(playground.device).toBeVisible();
  await playground.open(experiment);
  await expect(playground.optimizer('Adam')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'seed', exact: true })).toHaveValue('5');
  const broken = testInfo.outputPath('broken.json');
  await writeFile(broken, (await readFile(session, 'utf8')).replace('"seeds":[5]', '"seeds":[-5]'));
  await playground.open(broken);
  await expect(page.getByRole('alert').filter({ hasText: '“broken.json” was not opened' })).toContainText('seeds');
  await playground.open(session);
  await expect(page).toHaveURL(/\?compare/);
  await expect(page.getByText('1 setting, 1 run of 1 experiment.')).toBeVisible();
});
