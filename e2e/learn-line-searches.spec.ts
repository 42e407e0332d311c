/** The price of a line search: its trials one after the other, what each is asked, and what PAL and Polyak pay on the same curve. */
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { Lesson } from './lesson';

test.use({ by: 'keyboard' });

class LineSearches extends Lesson {
  constructor(page: Page) {
    super(page, 'line-searches', 'Numbers of the trial');
  }

  static async open(page: Page): Promise<LineSearches> {
    await page.goto('/?learn#line-searches');
    const widget = new LineSearches(page);
    await expect(widget.first).toBeVisible();
    return widget;
  }

  /** The first step, in the picture. */
  get first() {
    return this.handle('First step');
  }

  choice(name: string) {
    return this.section.getByRole('combobox', { name, exact: true });
  }

  get verdict() {
    return this.section.getByRole('group', { name: 'Verdict on the trial' }).locator('dd');
  }

  /** Evaluations, step and loss of a method. */
  costs(method: string) {
    return this.section
      .getByRole('row')
      .filter({ has: this.page.getByRole('rowheader', { name: method }) })
      .getByRole('cell');
  }

  async evaluations(method: string): Promise<number> {
    return Number(await this.costs(method).first().textContent());
  }
}

test('a search trial by trial, beside PAL and Polyak', async ({ page }) => {
  const widget = await LineSearches.open(page);
  // From 1 by tenths: 0.9⁹ = 0.387.
  await expect(widget.costs('SLS-Armijo')).toHaveText(['11', '0.387', '1.08']);
  await expect(widget.costs('PAL')).toHaveText(['2', '0.230', '0.570']);
  await expect(widget.costs('Polyak')).toHaveText(['1', '0.175', '0.633']);
  await expect(widget.verdict).toHaveText('accepted');

  await widget.button('Back to the start').click();
  await expect(widget.number('trial')).toHaveText('none yet');
  await expect(widget.number('evaluations so far')).toHaveText('1');
  await widget.button('One trial forth').focus();
  await page.keyboard.press('Enter');
  await expect(widget.number('γ')).toHaveText('1.00');
  await expect(widget.number('φ(γ)')).toHaveText('12.9');
  await expect(widget.verdict).toHaveText('too little gained: shorter');
  await widget.button('Play').click();
  await expect(widget.number('trial')).toHaveText('10');
  await expect(widget.button('Play')).toBeVisible();
  await expect(widget.verdict).toHaveText('accepted');
});

test('by keyboard: a cautious first step, Armijo and Goldstein, a search that remembers', async ({ page }) => {
  const widget = await LineSearches.open(page);
  await widget.first.focus();
  await page.keyboard.press('Home');
  await expect(widget.costs('SLS-Armijo').first()).toHaveText('2');
  await page.keyboard.press('ArrowRight');
  await expect(widget.first).toHaveAttribute('aria-valuetext', /^first step 0\.0/);

  await page.keyboard.press('Home');
  await widget.choice('Search').selectOption('SLS-Goldstein');
  expect(await widget.evaluations('SLS-Goldstein')).toBeGreaterThan(5);
  await widget.button('One trial back').click();
  await expect(widget.verdict).toHaveText('too cautious: longer');
  await expect(widget.number('at least')).not.toHaveText('–');

  await widget.choice('Search').selectOption('SLS-Armijo');
  await widget.choice('Landscape').selectOption('Rosenbrock');
  await widget.button('From 1').click();
  await expect(widget.costs('SLS-Armijo')).toHaveText(['46', '0.00970', '6.19']);
  await widget.button(/^Next search/).click();
  await expect(widget.costs('SLS-Armijo')).toHaveText(['2', '0.00970', '6.19']);

  await widget.section.getByRole('slider', { name: /decrease asked for/ }).focus();
  await page.keyboard.press('End');
  expect(await widget.evaluations('SLS-Armijo')).toBeGreaterThan(2);
});

test('by pointer: the first step in the picture, and another point', { tag: '@pointer' }, async ({ page }) => {
  const widget = await LineSearches.open(page);
  await widget.first.scrollIntoViewIfNeeded();
  const box = (await widget.first.boundingBox())!;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x - 250, y, { steps: 5 });
  await page.mouse.up();
  const after = (await widget.first.boundingBox())!;
  expect(after.x + after.width / 2).toBeCloseTo(x - 250, -1);
  expect(await widget.evaluations('SLS-Armijo')).toBeLessThan(11);

  await widget.section.getByText('C', { exact: true }).click();
  await expect(widget.section.getByRole('radio', { name: 'C' })).toBeChecked();
  await expect(widget.section.getByRole('table')).toContainText('a loss of 4.29');
});
