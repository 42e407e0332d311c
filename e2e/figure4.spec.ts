/** Figure 4 of the paper, in small: on images with wrong labels AALIG's values rise, its step size falls to zero, and recovers. */
import { expect, test } from './fixtures';
import { Playground } from './playground';

test('on noisy images the mean AOV rises, γ falls to zero when the mean loss is below it, and recovers after an update', async ({
  page,
}) => {
  test.slow();
  const playground = await Playground.open(page);
  await playground.chooseBackend('WASM');
  await page.getByRole('combobox', { name: 'Task' }).selectOption('image-classification');
  for (const name of ['SGD Nesterov', 'Adam', 'SLS-Armijo'])
    await page.getByRole('button', { name: `Remove ${name}`, exact: true }).click();
  await playground.setNumber('training images', '200');
  await playground.setNumber('label noise', '40');
  await playground.setNumber('batch size', '20');
  await playground.button('Run').click();
  await playground.waitForStatus('done', 150_000);

  const chart = page.getByRole('region', { name: 'AOV against loss', exact: true });
  await chart.scrollIntoViewIfNeeded();
  await chart.getByRole('button', { name: /menu/i }).click();
  await page.getByRole('menuitem', { name: 'Show as table' }).click();
  const table = chart.getByRole('region', { name: 'AOV against loss, data' });
  const titles = await table.getByRole('columnheader').allTextContents();
  const cells = await table
    .getByRole('row')
    .evaluateAll((rows) => rows.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent ?? '')));
  const column = (title: string) => {
    const at = titles.indexOf(title);
    expect(at, `${title} among ${titles.join(', ')}`).toBeGreaterThanOrEqual(0);
    return cells.filter((row) => row.length > 0).map((row) => row[at]!);
  };
  const numbers = (title: string) =>
    column(title).map((text) => (text === '–' || text === '' ? Number.NaN : Number(text.replace('−', '-'))));
  const [aov, loss, stepSize] = [numbers('mean AOV'), numbers('training loss (epoch mean)'), numbers('mean step size')];
  const updates = column('AOVs updated').flatMap((text, i) => (text === 'yes' ? [i] : []));

  // The table has a row an epoch, the first of them from before the training.
  expect(aov.length).toBe(61);
  const first = updates[0]!;
  expect(aov[first - 1]).toBe(0);
  expect(aov[first]).toBeGreaterThan(0.1);
  // Step size zero for a whole epoch, with the mean loss below the mean AOV of the time …
  const stopped = stepSize.findIndex((size, i) => i > first && size === 0 && loss[i]! < aov[i - 1]!);
  expect(stopped).toBeGreaterThan(first);
  // … and larger again after a later update of the AOVs.
  const next = updates.find((epoch) => epoch >= stopped)!;
  expect(Math.max(...stepSize.slice(next + 1, next + 4))).toBeGreaterThan(1e-3);
  expect(aov[next]).toBeLessThan(aov[stopped - 1]!);

  // The chart shows the same: back to it, with its readout.
  await chart.getByRole('button', { name: /menu/i }).click();
  await page.getByRole('menuitem', { name: 'Show as chart' }).click();
  await expect(chart.getByText(/reached/).first()).toBeVisible();
});
