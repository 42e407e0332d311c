/** The first minute: the device is named, an experiment is set up, Run trains all four and the numbers are right. */
import { expect, test } from './fixtures';
import { Playground } from './playground';

test('a newcomer presses Run and sees four optimizers train', async ({ page }) => {
  const playground = await Playground.open(page);
  await expect(playground.device).toHaveAccessibleName(/software GPU|WebGPU|WASM/);
  for (const name of ['AALIG', 'Adam', 'SLS-Armijo']) await expect(playground.optimizer(name)).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Task' })).toHaveValue('matrix-factorization');
  await expect(page.getByText(/Press Run/)).toBeVisible();

  await playground.button('Run').click();
  await playground.waitForUpdates(20);
  await playground.waitForStatus('done');

  await expect(playground.rows).toHaveCount(4);
  for (const row of await playground.rows.all()) await expect(row).toContainText('done');
  const results = page.getByRole('region', { name: 'Results', exact: true });
  await expect(results.getByText('same for all runs')).toHaveCount(2);
  // The exact floor of rank 4 is 9.79e-3; AALIG ends within 1 % of it.
  const aalig = playground.rows.filter({ hasText: 'AALIG' });
  await expect(aalig).toContainText(/9\.[78]\d?e-3/);
  await expect(aalig).toContainText('400');
  await expect(page.getByText('floor 9.79e-3')).toBeVisible();
});

test('every chart has its values as a table, and the x axis can be switched', async ({ page }) => {
  const playground = await Playground.open(page);
  await playground.setNumber('epochs', '5');
  await playground.button('Run').click();
  await playground.waitForStatus('done');
  const axis = page.getByRole('combobox', { name: 'x axis of the charts' });
  for (const name of ['updates', 'evaluations', 'seconds', 'epochs']) await axis.selectOption({ label: `x: ${name}` });
  for (const title of ['Training loss', 'Step size γ', 'AOV against loss', 'Followed samples']) {
    await page.getByRole('button', { name: `${title}: menu` }).click();
    await page.getByRole('menuitem', { name: /table/i }).click();
    const card = page.getByRole('region', { name: title });
    await expect(card.getByRole('table')).toBeVisible();
    expect(await card.getByRole('row').count()).toBeGreaterThan(4);
  }
});

test('seeds are trained side by side with the same batches within a seed', async ({ page }) => {
  const playground = await Playground.open(page);
  await playground.setNumber('epochs', '2');
  await page.getByRole('combobox', { name: 'seeds' }).selectOption({ label: '×2' });
  await playground.button('Run').click();
  await playground.waitForStatus('done');
  await expect(playground.rows).toHaveCount(4);
  for (const button of await page.getByRole('button', { name: /^Seeds of/ }).all()) await button.click();
  await expect(playground.rows).toHaveCount(12);
});
