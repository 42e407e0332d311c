/** The benchmark on the visitor's GPU: the smallest case for one round, its table, chart, ratios and file. */
import { readFileSync } from 'node:fs';
import { expect, test } from './fixtures';

test('measures the smallest case and offers the result as JSON', async ({ page }) => {
  test.slow();
  await page.goto('/?bench');
  await expect(page.getByText(/GPU: .*swiftshader/i)).toBeVisible();
  for (const name of ['MLP 784-256-128-10', 'ResNet-8', 'Character LSTM', 'jax-js with jit']) {
    await page.getByRole('checkbox', { name }).uncheck();
  }
  await page.getByRole('combobox', { name: 'Methods' }).selectOption({ label: 'SGD only' });
  await page.getByRole('combobox', { name: 'Rounds' }).selectOption({ label: '1' });
  await page.getByRole('button', { name: 'Run' }).click();
  await expect(page.getByRole('button', { name: 'Stop' })).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: 'Done.' })).toBeVisible({ timeout: 240_000 });

  const table = page.getByRole('region', { name: 'Measured, table' });
  for (const engine of ['TensorFlow.js', 'ours, eager', 'ours, replayed']) {
    await expect(table.getByRole('row').filter({ hasText: engine })).toContainText(/SGD.*ms.*ms/);
  }
  await expect(page.getByRole('heading', { name: 'Not measured' })).toBeHidden();
  await expect(page.getByRole('region', { name: 'Time of an SGD update' }).getByRole('listitem')).toHaveCount(3);
  await expect(page.getByRole('region', { name: 'Ratios', exact: true })).toContainText('wall, replay / tfjs, sgd');

  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download JSON' }).click();
  const report = JSON.parse(readFileSync(await (await saving).path(), 'utf8'));
  expect(report).toMatchObject({ machine: expect.any(String), adapter: expect.any(String), missing: [] });
  expect(report.rows.map((row: { engine: string }) => row.engine)).toEqual(['tfjs', 'eager', 'replay']);
  for (const row of report.rows) {
    expect(row).toMatchObject({ case: 'matrix-factorization', optimizer: 'sgd' });
    for (const key of ['hostMs', 'wallMs', 'dispatches', 'deviceBytes', 'firstStepMs']) expect(row[key]).toBeGreaterThan(0);
  }
});

test('can be stopped, and fits a phone', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/?bench');
  await page.getByRole('button', { name: 'Run' }).click();
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByRole('status')).toContainText('Stopped');
  await expect(page.getByRole('button', { name: 'Run' })).toBeEnabled();
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width, 'nothing scrolls sideways').toBeLessThanOrEqual(390);
});

test('the device badge leads there', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('button', { name: /^Device: / }).click();
  await page.getByRole('link', { name: 'Benchmark this GPU' }).click();
  await expect(page.getByRole('heading', { name: 'One training step, side by side' })).toBeVisible();
  await page.getByRole('link', { name: 'Playground' }).click();
  await expect(page.getByRole('toolbar', { name: 'Training' })).toBeVisible();
});
