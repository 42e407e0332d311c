/** Two samples that disagree: minima dragged and set by keyboard, the three methods over time, and who settles. */
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { Lesson } from './lesson';

test.use({ by: 'keyboard' });

const columns = ['weight', 'mean loss', 'target', 'step size', 'range'] as const;

class TwoSamples extends Lesson {
  constructor(page: Page) {
    super(page, 'two-samples', 'Numbers of the two samples');
  }

  static async open(page: Page): Promise<TwoSamples> {
    await page.goto('/?learn#two-samples');
    const widget = new TwoSamples(page);
    await expect(widget.minimum(1)).toBeVisible();
    return widget;
  }

  minimum(sample: 1 | 2) {
    return this.handle(`Minimum of sample ${sample}`);
  }

  cell(method: 'SGD' | 'ALI-G' | 'AALIG', column: (typeof columns)[number]) {
    return this.section
      .getByRole('row')
      .filter({ has: this.page.getByRole('rowheader', { name: method, exact: true }) })
      .getByRole('cell')
      .nth(columns.indexOf(column));
  }

  async verdictIs(text: string): Promise<void> {
    await expect(this.section.getByRole('status').filter({ hasText: /interpolate/i })).toHaveText(text);
  }

  async toTheEnd(): Promise<void> {
    await this.slider(/Time of the batches/).focus();
    await this.page.keyboard.press('End');
    await expect(this.section.getByText('update 120', { exact: true })).toBeVisible();
  }
}

test('by keyboard: time, who settles, and minima that are brought together', async ({ page }) => {
  const widget = await TwoSamples.open(page);
  await widget.verdictIs('Does not interpolate');
  await expect(widget.cell('AALIG', 'weight')).toHaveText('2.20');
  await expect(widget.number('reachable 1')).toHaveText('0.50');

  // One update: ALI-G and AALIG go half-way to the sample's minimum, since both aim at 0.
  await widget.button('One update forth').click();
  const minimum = (await widget.number('batch').textContent()) === 'sample 1' ? -1 : 1;
  const half = ((2.2 + minimum) / 2).toFixed(2);
  await expect(widget.cell('ALI-G', 'weight')).toHaveText(half);
  await expect(widget.cell('AALIG', 'weight')).toHaveText(half);
  await expect(widget.cell('SGD', 'weight')).toHaveText((2.2 - 0.2 * (2.2 - minimum)).toFixed(2));
  await widget.button('One update back').click();
  await expect(widget.cell('ALI-G', 'weight')).toHaveText('2.20');

  await widget.toTheEnd();
  expect(await widget.value(widget.cell('ALI-G', 'range'))).toBeGreaterThan(0.8);
  expect(await widget.value(widget.cell('AALIG', 'range'))).toBeLessThan(0.02);
  expect(await widget.value(widget.number('AOV 1'))).toBeGreaterThan(0.4);
  await expect(widget.cell('AALIG', 'mean loss')).toHaveText(/^0\.50/);
  await expect(widget.cell('SGD', 'target')).toHaveText('none');

  await widget.minimum(1).focus();
  await page.keyboard.press('ArrowRight');
  await expect(widget.number('best weight')).toHaveText('0.03');
  for (let press = 0; press < 4; press++) await page.keyboard.press('PageUp');
  await page.keyboard.press('ArrowLeft');
  await widget.verdictIs('Interpolates');
  for (const method of ['SGD', 'ALI-G', 'AALIG'] as const) {
    await expect(widget.cell(method, 'mean loss')).toHaveText('0.000');
    await expect(widget.cell(method, 'weight')).toHaveText('1.00');
  }
  await widget.slider(/smallest loss of sample 2/).focus();
  await page.keyboard.press('ArrowRight');
  await widget.verdictIs('Does not interpolate');
});

test('with one section AALIG walks as ALI-G does', async ({ page }) => {
  const widget = await TwoSamples.open(page);
  await widget.slider(/updates of the AOVs/).focus();
  await page.keyboard.press('Home');
  await widget.toTheEnd();
  const [alig, aalig] = [await widget.value(widget.cell('ALI-G', 'weight')), await widget.value(widget.cell('AALIG', 'weight'))];
  expect(aalig).toBeCloseTo(alig, 2);
  await widget.button('As at first').click();
  expect(await widget.value(widget.cell('AALIG', 'range'))).toBeLessThan(0.02);
});

test('by pointer: a minimum is dragged, time is picked in a strip, and played', { tag: '@pointer' }, async ({ page }) => {
  const widget = await TwoSamples.open(page);
  await widget.minimum(2).scrollIntoViewIfNeeded();
  const box = (await widget.minimum(2).boundingBox())!;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x - 80, y, { steps: 4 });
  await page.mouse.up();
  const moved = (await widget.minimum(2).boundingBox())!;
  expect(moved.x + moved.width / 2).toBeCloseTo(x - 80, -1);
  expect(await widget.value(widget.number('best weight'))).toBeLessThan(-0.2);
  await widget.verdictIs('Does not interpolate');

  const strip = (await widget.section.getByRole('group', { name: 'AOVs over the updates' }).boundingBox())!;
  await page.mouse.click(strip.x + strip.width * 0.6, strip.y + strip.height / 2);
  await expect(widget.number('epoch')).toHaveText(/^(29|3\d) of 60$/);

  await widget.button('Back to the start').click();
  await widget.button('Play').click();
  await expect(widget.number('epoch')).toHaveText(/^([2-9]|\d\d) of 60$/);
  await widget.button('Pause').click();
  await widget.button('Make them agree').click();
  await widget.verdictIs('Interpolates');
});
