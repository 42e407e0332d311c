/** A sweep on its page: set up with the keyboard and the mouse, run in the queue, and read from its maps, lines and tables. */
import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import { problemsOf } from './axe';
import { expect, test } from './fixtures';

/** The page, by the names that are on it. */
class Sweeps {
  constructor(readonly page: Page) {}

  static async open(page: Page): Promise<Sweeps> {
    await page.goto('/?sweeps');
    const sweeps = new Sweeps(page);
    await expect(sweeps.form).toBeVisible();
    return sweeps;
  }

  get form(): Locator {
    return this.page.getByRole('form', { name: 'Set up a sweep' });
  }

  get queue(): Locator {
    return this.page.getByRole('region', { name: 'Queue' });
  }

  method(name: string): Locator {
    return this.form.getByRole('listitem', { name, exact: true });
  }

  text(name: string): Locator {
    return this.form.getByRole('textbox', { name, exact: true });
  }

  /** Only these methods stay. */
  async keep(...names: string[]): Promise<void> {
    for (const name of ['AALIG', 'SGD', 'Adam', 'SLS-Armijo']) {
      if (!names.includes(name)) await this.form.getByRole('button', { name: `Remove ${name}` }).click();
    }
  }

  /** AALIG and SGD with three η each, two seeds, a few epochs. */
  async setUpSmall(): Promise<void> {
    await this.keep('AALIG', 'SGD');
    await this.text('epochs').fill('3');
    await this.text('seeds').fill('1, 2');
    await this.text('name').fill('small');
    for (const method of ['AALIG', 'SGD']) {
      const steps = this.method(method).getByRole('group', { name: `step size of ${method}` });
      for (const size of ['1e-4', '1e-3', '0.01', '0.1', '1', '10', '100']) {
        const chip = steps.getByRole('button', { name: size, exact: true });
        const wanted = ['0.1', '1', '100'].includes(size);
        if (((await chip.getAttribute('aria-pressed')) === 'true') !== wanted) await chip.click();
      }
    }
  }

  async add(): Promise<void> {
    await this.form.getByRole('button', { name: 'Add to the queue' }).click();
  }
}

test('a small sweep is set up, runs in the queue and fills its results', async ({ page }) => {
  const sweeps = await Sweeps.open(page);
  await expect(sweeps.queue.getByText('No sweeps yet')).toBeVisible();
  await sweeps.setUpSmall();
  await expect(sweeps.text('step size of SGD')).toHaveValue('0.1, 1, 100');
  await expect(sweeps.form.getByText('2 methods, 6 settings × 2 seeds = 12 runs')).toBeVisible();
  expect(await problemsOf(page)).toEqual([]);

  await sweeps.add();
  const entry = sweeps.queue.getByRole('listitem', { name: 'small' });
  await expect(entry.getByRole('progressbar')).toBeVisible();
  // Held, so that it does not end on the way.
  await sweeps.queue.getByRole('button', { name: 'Pause the queue' }).click();
  // The link in the top bar tells of it on every page, and comes back here.
  await page.getByRole('navigation', { name: 'Pages' }).first().getByRole('link', { name: 'Playground' }).click();
  await page.getByRole('link', { name: /^Sweep paused: \d+ of 12$/ }).click();
  await sweeps.queue.getByRole('button', { name: 'Resume the queue' }).click();
  await expect(entry.getByText('12 of 12 runs')).toBeVisible({ timeout: 60_000 });
  await expect(entry.getByText('done', { exact: true })).toBeVisible();
  await expect(page.getByRole('link', { name: /^Sweep / })).toHaveCount(0);

  const results = page.getByRole('region', { name: 'Results: small' });
  const best = results.getByRole('region', { name: 'Best setting of each method' });
  const rows = best.getByRole('row').filter({ has: page.getByRole('cell') });
  await expect(rows).toHaveCount(2);
  for (const method of ['AALIG', 'SGD']) {
    await expect(rows.filter({ hasText: method }).getByRole('cell', { name: /^η=(0\.1|1)$/ })).toBeVisible();
  }
  await expect(rows.filter({ hasText: 'AALIG' })).toContainText('±');
  // SGD with η = 100 diverges with both seeds.
  await expect(rows.filter({ hasText: 'SGD' })).toContainText('1 of 3');
  for (const title of [/^Methods by step size/, /^Robustness/, /^Training loss$/, /^Cost of an update$/]) {
    await expect(results.getByRole('heading', { name: title })).toBeVisible();
  }
  await expect(results.getByText('Lines appear when')).toHaveCount(0);
  await expect(results.getByText('A map of all settings appears')).toHaveCount(0);
  await expect(results.getByText('same in all 6 runs')).toHaveCount(2);
  await results.getByRole('group', { name: 'Number in the maps' }).getByRole('button', { name: 'training loss' }).click();
  await expect(results.getByRole('heading', { name: 'Robustness: training loss over η' })).toBeVisible();
  await results.getByRole('group', { name: 'x axis of the curves' }).getByRole('button', { name: 'evaluations' }).click();
  expect(await problemsOf(page)).toEqual([]);

  await page.setViewportSize({ width: 390, height: 844 });
  await expect(best).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  expect(await problemsOf(page)).toEqual([]);
});

test('what is wrong is said at its field, and a sweep is saved, opened and taken over', async ({ page }) => {
  const sweeps = await Sweeps.open(page);
  const size = sweeps.form.getByText(/ runs?$/);
  await sweeps.text('step size of SGD').fill('0.1, ten');
  await expect(sweeps.method('SGD').getByRole('alert')).toContainText('“ten” must be a number above 0');
  await sweeps.add();
  await expect(sweeps.form.getByText('One field is not right yet')).toBeVisible();
  await expect(sweeps.queue.getByText('No sweeps yet')).toBeVisible();

  await sweeps.text('step size of SGD').fill('0.1, 1');
  await sweeps.text('seeds').fill('1-2');
  const before = await size.innerText();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    sweeps.form.getByRole('button', { name: 'Save sweep file' }).click(),
  ]);
  const path = await download.path();
  expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ task: { id: 'matrix-factorization' }, seeds: [1, 2] });

  await sweeps.form.getByRole('button', { name: 'The paper’s grid' }).click();
  await expect(sweeps.method('PAL')).toBeVisible();
  await sweeps.form.getByRole('button', { name: 'Undo' }).click();
  await expect(sweeps.method('PAL')).toHaveCount(0);
  await sweeps.form.getByRole('button', { name: 'Take over from the playground' }).click();
  await expect(size).toHaveText('4 methods, 4 settings × 1 seed = 4 runs');
  await sweeps.form.getByLabel('Sweep file', { exact: true }).setInputFiles(path);
  await expect(size).toHaveText(before);

  await sweeps.form.getByLabel('Sweep file', { exact: true }).setInputFiles({
    name: 'wrong.json',
    mimeType: 'application/json',
    buffer: Buffer.from('{"task":{"id":"rbf"},"optimizers":[{"id":"sgd","hyperparameters":{"eta":[-1]}}]}'),
  });
  await expect(sweeps.form.getByText(/wrong\.json: optimizers\[0\]\.hyperparameters\.eta/)).toBeVisible();
  await expect(size).toHaveText(before);
});
