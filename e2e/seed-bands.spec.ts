/** Several seeds: means with bands in the charts, mean ± sd in the table and the files, single runs one press away. */
import { readFileSync } from 'node:fs';
import type { Download, Locator, Page } from '@playwright/test';
import { problemsOf } from './axe';
import { expect, test } from './fixtures';
import { Playground } from './playground';

/** A file that a press downloads, as text. */
async function downloaded(page: Page, press: () => Promise<void>): Promise<{ name: string; text: string }> {
  const coming: Promise<Download> = page.waitForEvent('download');
  await press();
  const file = await coming;
  return { name: file.suggestedFilename(), text: readFileSync(await file.path(), 'utf8') };
}

async function fromMenu(page: Page, card: Locator, title: string, item: string): Promise<{ name: string; text: string }> {
  await card.getByRole('button', { name: `${title}: menu` }).click();
  return downloaded(page, () => card.getByRole('menuitem', { name: item }).click());
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const deviation = (values: readonly number[]) =>
  Math.sqrt(values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0) / (values.length - 1));

test('two methods with three seeds are two lines with bands, and their numbers are means of the single runs', async ({ page }) => {
  const playground = await Playground.open(page);
  await playground.chooseBackend('WASM');
  for (const name of ['SGD Nesterov', 'Adam']) await page.getByRole('button', { name: `Remove ${name}`, exact: true }).click();
  await playground.setNumber('epochs', '6');
  await page.getByRole('combobox', { name: 'seeds' }).selectOption({ label: '×3' });
  await playground.button('Run').click();
  await playground.waitForStatus('done');

  // The charts: a line and a band a method, named in the picture.
  const loss = page.getByRole('region', { name: 'Training loss' });
  await expect(loss.locator('dd')).toHaveCount(2);
  const picture = await fromMenu(page, loss, 'Training loss', 'Download SVG');
  expect(picture.text.match(/fill-opacity="0\.17"/g)).toHaveLength(2);
  for (const name of ['>AALIG<', '>SLS-Armijo<']) expect(picture.text).toContain(name);

  // Under the cursor: mean, range and number of seeds.
  await loss.getByRole('slider').focus();
  await page.keyboard.press('End');
  await expect(loss.getByRole('slider')).toHaveAttribute('aria-valuetext', /AALIG \S+ mean of 3 seeds, \S+ to \S+, SLS-Armijo/);
  await expect(loss.locator('table').getByText('×3')).toHaveCount(2);

  // The table: a row a method; its numbers are those of the rows below it.
  const rows = playground.rows;
  await expect(rows).toHaveCount(2);
  await page.getByRole('button', { name: 'Seeds of AALIG', exact: true }).click();
  await expect(rows).toHaveCount(5);
  const texts = await rows.evaluateAll((all) =>
    all.map((row) => (row.querySelector('[data-column="finalLoss"]')?.textContent ?? '').replace(/\s+/g, ' ')),
  );
  const single = texts.slice(1, 4).map(Number);
  const [shownMean, shownDeviation] = texts[0]!.split(' ± ').map(Number);
  // Three digits are shown of each.
  expect(Math.abs(shownMean! / mean(single) - 1)).toBeLessThan(0.006);
  expect(Math.abs(shownDeviation! - deviation(single))).toBeLessThan(0.006 * mean(single));
  await expect(rows.first()).toContainText('3 of 3 done');

  const csv = await downloaded(page, () => page.getByRole('button', { name: 'CSV of the results' }).click());
  const [titles, ...lines] = csv.text.split('\n').map((line) => line.split(','));
  const cell = (line: readonly string[], title: string) => line[titles!.indexOf(title)]!;
  expect(lines.map((line) => cell(line, 'seed'))).toEqual(['mean', '1', '2', '3', 'mean', '1', '2', '3']);
  for (const start of [0, 4]) {
    const losses = lines.slice(start + 1, start + 4).map((line) => Number(cell(line, 'finalLoss')));
    expect(Number(cell(lines[start]!, 'finalLoss'))).toBeCloseTo(mean(losses), 12);
    expect(Number(cell(lines[start]!, 'finalLoss sd'))).toBeCloseTo(deviation(losses), 12);
    expect(cell(lines[start]!, 'finalLoss seeds')).toBe('3');
  }
  const sheet = await fromMenu(page, loss, 'Training loss', 'Download CSV (mean over seeds)');
  expect(sheet.name).toBe('training-loss-mean-over-seeds.csv');
  // A row for each method and epoch, and epoch 0.
  expect(sheet.text.trim().split('\r\n')).toHaveLength(1 + 2 * 7);
  expect(sheet.text).toContain('training loss: sd');

  // A seed that is switched off does not count.
  await page.getByRole('button', { name: 'Show AALIG · seed 3 in the charts' }).click();
  await expect(rows.first()).toContainText('2 of 3 seeds');
  const inTable = async () => Number.parseFloat((await rows.first().locator('[data-column="finalLoss"]').textContent())!);
  expect(Math.abs((await inTable()) / mean(single.slice(0, 2)) - 1)).toBeLessThan(0.006);
  await expect.poll(async () => Number.parseFloat((await loss.locator('dd').first().textContent())!)).toBe(await inTable());
  await page.getByRole('button', { name: 'Show all seeds of AALIG in the charts' }).click();
  await expect(rows.first()).toContainText('3 seeds');

  // What a step costs.
  const shown = page.getByRole('group', { name: 'Shown of the steps' });
  await shown.getByRole('button', { name: 'cost' }).click();
  const cost = page.getByRole('region', { name: 'Cost of a step' });
  await expect(cost.locator('dd').first()).toHaveText('1.00');
  expect(Number.parseFloat((await cost.locator('dd').last().textContent())!)).toBeGreaterThan(1);

  // Who shares which hashes.
  await page.getByRole('button', { name: 'all 3 seeds…' }).click();
  const hashes = page.getByRole('region', { name: 'Hashes by seed' });
  await expect(hashes.getByRole('row')).toHaveCount(4);
  await expect(hashes.getByText('all 2: AALIG, SLS-Armijo')).toHaveCount(6);
  expect(await problemsOf(page)).toEqual([]);
  await page.keyboard.press('Escape');

  // Each run by itself.
  await page.getByRole('group', { name: 'Seeds in the charts' }).getByRole('button', { name: 'each run' }).click();
  await expect(loss.locator('dd')).toHaveCount(6);
  const single3 = await fromMenu(page, loss, 'Training loss', 'Download SVG');
  expect(single3.text).toContain('AALIG · seed 3');
  expect(single3.text).not.toContain('fill-opacity="0.17"');
});
