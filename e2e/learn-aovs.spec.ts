/** AOVs at work: bars by keyboard and by pointer, sections over time, and what K and the lower bound change. */
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { Lesson } from './lesson';

test.use({ by: 'keyboard' });

class Aovs extends Lesson {
  readonly card: Locator;

  constructor(page: Page) {
    super(page, 'aovs', 'Numbers of the section');
    this.card = this.section.getByRole('group', { name: 'The sample' });
  }

  static async open(page: Page): Promise<Aovs> {
    await page.goto('/?learn#aovs');
    const widget = new Aovs(page);
    await expect(widget.bar(1)).toBeVisible();
    return widget;
  }

  bar(sample: number) {
    return this.section.getByRole('option', { name: new RegExp(`^Sample ${sample}:`) });
  }
}

test('by keyboard: bars say what happened to them, sections go by', async ({ page }) => {
  const widget = await Aovs.open(page);
  await expect(widget.number('section')).toHaveText('3 of 10');
  await expect(widget.section.getByRole('option')).toHaveCount(32);
  const counts = async () => [await widget.value('raised'), await widget.value('lowered'), await widget.value('held')];
  const [raised, lowered, held] = await counts();
  expect(raised! + lowered! + held!).toBe(32);
  expect(raised).toBeGreaterThan(0);
  expect(lowered).toBeGreaterThan(0);
  await expect(widget.number('reached')).toHaveText(`${lowered! + held!} of 32`);
  await expect(widget.section.getByRole('option', { name: /not reached: half-way up/ })).toHaveCount(raised!);
  await expect(widget.section.getByRole('option', { name: /, reached: down/ })).toHaveCount(lowered!);

  // One bar is in the way of the Tab key; arrows go from bar to bar.
  await expect(widget.section.locator('[role=option][tabindex="0"]')).toHaveCount(1);
  await widget.bar(28).focus();
  await page.keyboard.press('Home');
  await expect(widget.bar(1)).toBeFocused();
  await expect(widget.card).toContainText('Sample 1');
  await page.keyboard.press('ArrowRight');
  await expect(widget.bar(2)).toBeFocused();
  await expect(widget.bar(2)).toHaveAttribute('aria-selected', 'true');
  const said = (await widget.bar(2).getAttribute('aria-label'))!.split(', ').at(-1)!;
  await expect(widget.card).toContainText(said);
  await page.keyboard.press('End');
  await expect(widget.card).toContainText('sample 31 is the same point with the other class');

  await widget.button('Back to the start').click();
  await expect(widget.card).toContainText('starts at the lower bound 0');
  await expect(widget.number('mean AOV')).toHaveText('0.000');
  const farAtFirst = await widget.value('AOVs’ mean error');
  await widget.button('One section forth').click();
  await expect(widget.number('raised')).toHaveText('32');
  await expect(widget.card).toContainText('not reached: half-way up');
  await widget.slider(/Time of the sections/).focus();
  await page.keyboard.press('End');
  await expect(widget.number('epoch')).toHaveText('50 of 50');
  expect(await widget.value('AOVs’ mean error')).toBeLessThan(farAtFirst / 5);
});

test('K and the lower bound change the training', async ({ page }) => {
  const widget = await Aovs.open(page);
  await widget.slider(/^K sections/).focus();
  await page.keyboard.press('End');
  // The epoch stays: section 7 of 2 epochs is the last one before epoch 15.
  await expect(widget.number('section')).toHaveText('7 of 25');
  await page.keyboard.press('Home');
  await expect(widget.number('section')).toHaveText('0 of 1');
  await widget.button('As at first').click();
  await expect(widget.number('section')).toHaveText('3 of 10');
  await widget.slider(/lower bound/).focus();
  await page.keyboard.press('End');
  await expect(widget.number('held')).toHaveText('32');
  await expect(widget.number('mean step size γ')).toHaveText('0.000');
  await expect(widget.number('steps with γ = 0')).toHaveText('100 %');
  await expect(widget.card).toContainText('held at the lower bound 1');
});

test('by pointer: a bar that is pointed at tells, one that is pressed stays; play goes on', { tag: '@pointer' }, async ({ page }) => {
  const widget = await Aovs.open(page);
  await widget.bar(5).hover();
  await expect(widget.card).toContainText('Sample 5');
  await widget.section.getByRole('heading', { name: 'AOVs at work' }).hover();
  await expect(widget.card).toContainText('Sample 28');
  await widget.bar(9).click();
  await widget.section.getByRole('heading', { name: 'AOVs at work' }).hover();
  await expect(widget.card).toContainText('Sample 9');
  await widget.button('Zoom to losses up to 1').click();
  await expect(widget.button('Show all losses')).toBeVisible();
  await widget.button('Play').click();
  await expect(widget.number('section')).toHaveText(/^([5-9]|10) of 10$/);
  await widget.button('Pause').click();
});

test('on a narrow screen the bars are in two rows, and arrows go between them', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const widget = await Aovs.open(page);
  await expect(widget.section.getByRole('listbox')).toHaveCount(2);
  await widget.bar(28).focus();
  await page.keyboard.press('ArrowUp');
  await expect(widget.bar(12)).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(widget.bar(28)).toBeFocused();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});
