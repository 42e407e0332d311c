/** The page of the paper's figures: everything published stands there, and a panel is run and judged. */
import { figures } from '../src/paper/figures';
import { tables } from '../src/paper/tables';
import { problemsOf } from './axe';
import { expect, test } from './fixtures';

test('every figure and table is there, with every published number', async ({ page }) => {
  await page.goto('/?figures#table-2');
  for (const { number, name, claim } of figures) {
    const card = page.getByRole('region', { name: `${number} · ${name}`, exact: true });
    await expect(card.getByText(claim[0])).toBeVisible();
  }
  // The address leads to its card, which comes after the page.
  await expect(page.getByRole('heading', { name: 'Table 2 · ' })).toBeInViewport();

  for (const [id, { columns, rows }] of Object.entries(tables)) {
    const table = page.locator(`#${id}`).getByRole('table');
    for (const { name, values } of rows) {
      const row = table.getByRole('row', { name: new RegExp(`^${name} published `) });
      const cells = await row.getByRole('cell').allTextContents();
      expect(cells.slice(0, columns.length), `${id}, ${name}`).toEqual(values.map((value) => value.toFixed(1)));
    }
  }
  // Nothing was measured yet, and the page says so where numbers will be.
  await expect(page.locator('#table-1').getByText('not measured yet').first()).toBeAttached();
});

test('a panel of Figure 2 is run, drawn, judged and kept', async ({ page }) => {
  await page.goto('/?figures#figure-2');
  const card = page.locator('#figure-2');
  await card.getByRole('radio', { name: '1', exact: true }).check();
  await card.getByRole('button', { name: 'Run this panel: Rank 1', exact: true }).click();
  await expect(card.getByRole('progressbar')).toBeVisible();
  await expect(card.getByText('13 runs on full size, best η', { exact: true })).toBeVisible({ timeout: 90_000 });

  // The chart is drawn, its lines can be hidden in all panels, and the numbers are there.
  await expect(card.getByRole('application', { name: /^Rank 1: 13 lines/ })).toBeVisible();
  const legend = card.getByRole('button', { name: 'SPS', exact: true });
  await legend.click();
  await expect(legend).toHaveAttribute('aria-pressed', 'false');
  await card.getByRole('button', { name: 'numbers', exact: true }).click();
  await expect(card.getByRole('region', { name: 'Figure 2, Rank 1', exact: true }).getByRole('row')).toHaveCount(14);

  // What the paper claims of this panel is told from the runs; of the others it is open.
  const claims = card.getByRole('region', { name: 'Claims of Figure 2' }).getByRole('listitem');
  await expect(claims.filter({ hasText: 'Rank 1: AALIG reaches' })).toContainText('holds here');
  await expect(claims.filter({ hasText: 'Rank 4: AALIG reaches' })).toContainText('not all runs have ended');

  // Filled and empty cards are accessible, in light colours and, on a phone, in dark ones.
  expect(await problemsOf(page)).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await problemsOf(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);

  // It is there after a reload, and running it again asks first.
  await page.reload();
  await expect(card.getByText('13 runs on full size, best η', { exact: true })).toBeVisible();
  await card.getByRole('button', { name: 'Run again: Rank 1', exact: true }).click();
  await card.getByRole('button', { name: 'Keep', exact: true }).click();
  await expect(card.getByText('13 runs on full size, best η', { exact: true })).toBeVisible();
});

test('a file that is opened here can be chosen, and the playground stays as it is', async ({ page }) => {
  await page.goto('/?figures#figure-3');
  const card = page.locator('#figure-3');
  const data = card.getByRole('combobox', { name: 'mushrooms' });
  await expect(data).toHaveValue('made-up');
  const text = Array.from({ length: 20 }, (_, i) => `${i % 2 ? '+1' : '-1'} 1:${i} 2:${i * i}`).join('\n');
  await card
    .getByLabel('Open the file for mushrooms')
    .setInputFiles({ name: 'mushrooms.txt', mimeType: 'text/plain', buffer: Buffer.from(`${text}\n`) });
  await expect(data).not.toHaveValue('made-up');
  await expect(data.locator('option:checked')).toHaveText(/your file/);
  await page.getByRole('link', { name: 'Playground' }).click();
  await expect(page.getByRole('combobox', { name: 'Task' })).toHaveValue('matrix-factorization');
});
