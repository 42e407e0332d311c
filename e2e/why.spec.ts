/** Why this step?, and Fork here: a real paused run on WebGPU, looked at, stepped, and forked. */
import type { Locator, Page } from '@playwright/test';
import { problemsOf } from './axe';
import { expect, test } from './fixtures';
import { Playground } from './playground';

/** The panel as a reader handles it. */
class Why {
  readonly panel: Locator;

  constructor(readonly page: Page) {
    this.panel = page.getByRole('dialog', { name: 'Why this step?' });
  }

  get numbers(): Locator {
    return this.panel.getByRole('group', { name: 'Numbers of the step' });
  }

  button(name: string | RegExp): Locator {
    return this.panel.getByRole('button', { name });
  }

  /** A stated number, as its text. */
  number(name: string): Locator {
    return this.numbers
      .locator('div', { has: this.page.getByText(name, { exact: true }) })
      .locator('dd')
      .last();
  }

  /** Waits for a look, e.g. at `AALIG, next step: update 10`. */
  async shows(heading: string): Promise<void> {
    await expect(this.panel.getByRole('heading', { name: new RegExp(`^${heading}\\b`) })).toBeVisible();
    await expect(this.panel.locator('[aria-busy="true"]')).toHaveCount(0);
  }

  async look(run: string): Promise<void> {
    await this.panel.getByRole('combobox', { name: 'Run' }).selectOption({ label: run });
  }
}

/** A session of an epoch and an update, paused. */
async function paused(page: Page): Promise<Playground> {
  // As someone who chose it before: nothing else is tried first.
  await page.addInitScript(() => localStorage.setItem('polyak.backend', 'webgpu'));
  const playground = await Playground.open(page);
  await expect(playground.device).toHaveAccessibleName(/WebGPU/, { timeout: 60_000 });
  await playground.setNumber('epochs', '3');
  await playground.button('Step one epoch').click();
  await expect.poll(() => playground.updates(), { timeout: 60_000 }).toEqual([8, 8, 8, 8]);
  await playground.waitForStatus('paused');
  await playground.button('Step one update').click();
  await expect.poll(() => playground.updates()).toEqual([9, 9, 9, 9]);
  await playground.waitForStatus('paused');
  return playground;
}

/** What was recorded of an update, from the chart's own table. */
async function recorded(page: Page, run: string, update: number): Promise<number> {
  await page.getByRole('button', { name: 'Step size γ: menu' }).click();
  await page.getByRole('menuitem', { name: /table/i }).click();
  const card = page.getByRole('region', { name: 'Step size γ', exact: true });
  const row = card.getByRole('row').filter({ has: page.getByRole('cell', { name: run, exact: true }) });
  await expect(row.nth(update - 1)).toBeAttached();
  const cells = await row
    .nth(update - 1)
    .locator('td, th')
    .allInnerTexts();
  expect(cells.slice(0, 3)).toEqual([run, '1', String(update)]);
  return Number(cells[7]);
}

const threeDigits = (value: string | number) => Number(value).toPrecision(3);

test('the step that is foretold is the step that is made', async ({ page }) => {
  test.slow();
  const playground = await paused(page);
  const why = new Why(page);
  await page.getByRole('main').getByRole('button', { name: 'Why this step?' }).click();
  await why.shows('AALIG, next step: update 10, epoch 2');
  await expect(why.number('loss of the batch')).toHaveText(/\d/);
  await expect(why.number('‖∇‖²')).toHaveText(/\d/);
  await expect(why.panel.getByText(/^(Zero|Inside|Capped): /)).toBeVisible();
  await expect(why.panel.getByRole('group', { name: 'The rule, with its numbers' })).toContainText('γ = max(0, min(1, (');
  await expect(why.panel.getByText('The batch is 100 samples')).toBeVisible();
  const table = why.panel.getByRole('region', { name: 'Answers of all methods' });
  await expect(table.getByRole('row')).toHaveCount(13);
  const foretold = await why.number('γ').innerText();

  // Another method's answer on the same batch.
  await table.getByRole('button', { name: 'PAL' }).click();
  await expect(why.panel.getByText(/one more loss, a distance of 0.1 ahead, gives a parabola/)).toBeVisible();

  // The line search of another run, with its trials.
  await why.look('SLS-Armijo');
  await why.shows('SLS-Armijo, next step: update 10');
  await expect(why.panel.getByText(/^Accepted (at once|after \d+ trials): γ = /)).toBeVisible();
  const searched = await why.number('γ').innerText();

  // How far the curve goes is the reader's choice.
  const slider = why.panel.getByRole('slider', { name: /how far the curve goes/ });
  const before = await slider.getAttribute('aria-valuetext');
  await slider.press('PageUp');
  await expect(slider).not.toHaveAttribute('aria-valuetext', before ?? '');
  await why.button('automatic').click();
  await expect(slider).toHaveAttribute('aria-valuetext', before ?? '');

  await why.button('Step once, look again').click();
  await why.shows('SLS-Armijo, next step: update 11');
  await expect(why.panel.getByText(/Update 10 was made: γ = .* was recorded, as foretold/)).toBeVisible();
  expect(await playground.updates()).toEqual([10, 10, 10, 10]);

  // The same update, looked at again after it was made.
  await why.look('AALIG');
  await why.button('last step').click();
  await why.shows('AALIG, last step: update 10, epoch 2');
  expect(await why.number('γ').innerText()).toBe(foretold);

  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme);
    expect(await problemsOf(page, '[role="dialog"]')).toEqual([]);
  }

  await page.keyboard.press('Escape');
  await expect(why.panel).toBeHidden();
  expect(threeDigits(await recorded(page, 'AALIG', 10))).toBe(threeDigits(foretold));
  const row = page.getByRole('region', { name: 'Step size γ', exact: true }).getByRole('row');
  const cells = await row
    .filter({ has: page.getByRole('cell', { name: 'SLS-Armijo', exact: true }) })
    .nth(9)
    .locator('td, th')
    .allInnerTexts();
  expect(threeDigits(cells[7] ?? '')).toBe(threeDigits(searched));

  // Not while the runs train, and it says so.
  await playground.button('Resume').click();
  await expect(page.getByRole('main').getByRole('button', { name: 'Why this step?' })).toHaveAttribute('aria-disabled', 'true');
  await playground.waitForStatus('done');
  await expect(page.getByRole('main').getByRole('button', { name: 'Why this step?' })).toHaveAttribute('aria-description', /have ended/);
});

test('two other optimizers start from the weights of a paused run, by keyboard', async ({ page }) => {
  test.slow();
  const playground = await paused(page);
  const why = new Why(page);
  const hash = page.getByRole('region', { name: 'Results', exact: true }).locator('code').first();
  const initial = await hash.innerText();

  await playground.rows.filter({ hasText: 'AALIG' }).getByRole('button', { name: 'AALIG: step and weights' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Why this step?' })).toBeVisible();
  await page.getByRole('menuitem', { name: 'Fork here…' }).press('Enter');
  const first = why.panel.getByRole('checkbox', { name: 'AALIG' });
  await expect(first).toBeFocused();
  await expect(why.panel.getByText('after update 9.')).toBeVisible();
  await expect(why.panel.getByText(/This replaces the 4 runs.*stays under Compare/)).toBeVisible();
  // SGD, Adam and SLS-Armijo are chosen already: without SGD there are two.
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await expect(why.panel.getByRole('checkbox', { name: 'SGD Nesterov' })).not.toBeChecked();
  await why.button('Start 2 optimizers from here').press('Enter');

  await expect(why.panel).toBeHidden();
  await playground.waitForStatus('done');
  expect((await playground.session()).runs.map(({ label, status, updates }) => [label, status, updates])).toEqual([
    ['Adam', 'done', 24],
    ['SLS-Armijo', 'done', 24],
  ]);
  await expect(playground.rows).toHaveCount(2);
  for (const row of await playground.rows.all()) await expect(row).toContainText('from AALIG after update 9');
  const results = page.getByRole('region', { name: 'Results', exact: true });
  await expect(results.getByText('weights of AALIG after update 9')).toBeVisible();
  expect(await hash.innerText()).not.toBe(initial);
  await results.getByRole('button', { name: /who shares them/ }).click();
  await expect(page.getByText('All runs began with the weights of AALIG after update 9')).toBeVisible();
  await page.keyboard.press('Escape');

  // The session that was replaced is not lost.
  await page.getByRole('link', { name: 'Compare' }).click();
  await expect(page.getByText(/^Playground 1 · Matrix factorisation/).first()).toBeVisible();
});
