/** One step in one dimension: dragged and set by keyboard, its three kinds of step, steps that settle and steps that do not. */
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { Lesson } from './lesson';

test.use({ by: 'keyboard' });

class OneStep extends Lesson {
  constructor(page: Page) {
    super(page, 'one-step', 'Numbers of the step');
  }

  static async open(page: Page): Promise<OneStep> {
    await page.goto('/?learn#one-step');
    const widget = new OneStep(page);
    await expect(widget.handle('Weight w')).toBeVisible();
    return widget;
  }

  async isLit(name: string): Promise<void> {
    await expect(this.section.locator('li[aria-current]')).toHaveCount(1);
    await expect(this.section.locator('li[aria-current]')).toContainText(name);
  }
}

test('by keyboard: the three kinds of step, and the numbers of each', async ({ page }) => {
  const widget = await OneStep.open(page);
  // ½(w − 1)² + 0.4 at −1.5: ℓ = 3.525, g = −2.5.
  await expect(widget.number('weight w')).toHaveText('−1.50');
  await expect(widget.number('slope g')).toHaveText('−2.50');
  await expect(widget.number('(ℓ − ℓ̄)/g²')).toHaveText('0.564');
  await expect(widget.number('step size γ')).toHaveText('0.564');
  await expect(widget.number('α')).toHaveText('0.282');
  await expect(widget.number('next w')).toHaveText('−0.09');
  await widget.isLit('Polyak');

  await widget.handle('Target ℓ̄').focus();
  await page.keyboard.press('End');
  await widget.isLit('Stay');
  await expect(widget.number('step size γ')).toHaveText('0.000');
  await expect(widget.button('Take the step')).toBeDisabled();
  await page.keyboard.press('Home');
  await widget.isLit('Polyak');

  await widget.slider(/maximum step size/).focus();
  await page.keyboard.press('Home');
  await widget.isLit('SGD');
  await expect(widget.number('step size γ')).toHaveText('0.050');
  await expect(widget.number('α')).toHaveText('1.000');
  // −1.5 + 0.05 · 2.5
  await expect(widget.number('next w')).toHaveText(/^−1\.3[78]$/);
  await expect(widget.section.getByRole('img', { name: 'met' })).toHaveCount(3);

  await widget.handle('Weight w').focus();
  await page.keyboard.press('ArrowRight');
  await expect(widget.number('weight w')).toHaveText('−1.45');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(widget.number('weight w')).toHaveText('−0.95');
});

test('by pointer: the point, the target’s line, and a place in the plot', { tag: '@pointer' }, async ({ page }) => {
  const widget = await OneStep.open(page);
  await widget.section.scrollIntoViewIfNeeded();
  const center = async (name: 'Weight w' | 'Target ℓ̄') => {
    const box = (await widget.handle(name).boundingBox())!;
    return [box.x + box.width / 2, box.y + box.height / 2] as const;
  };
  const [x, y] = await center('Weight w');
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 150, y, { steps: 4 });
  await page.mouse.up();
  const [moved] = await center('Weight w');
  expect(moved).toBeCloseTo(x + 150, -1);
  await expect(widget.number('weight w')).not.toHaveText('−1.50');

  // The line is taken in its middle, far from the handle.
  const [handleX, line] = await center('Target ℓ̄');
  await page.mouse.move(handleX - 120, line);
  await page.mouse.down();
  await page.mouse.move(handleX - 120, line - 60, { steps: 4 });
  await page.mouse.up();
  expect(Number(await widget.number('target ℓ̄').textContent())).toBeGreaterThan(0.8);

  await page.mouse.click(x, y - 40);
  await expect(widget.number('weight w')).toHaveText(/^−1\.5[01]$|^−1\.49$/);
});

test('steps with a target out of reach never settle, with the right one they do', async ({ page }) => {
  const widget = await OneStep.open(page);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await widget.slider(/maximum step size/).focus();
  await page.keyboard.press('End');
  const walk = async () => {
    for (let step = 1; step <= 12; step++) {
      await widget.button('Take the step').click();
      await expect(widget.number('steps taken')).toHaveText(String(step));
    }
  };
  await walk();
  expect(Math.abs(Number((await widget.number('slope g').textContent())!.replace('−', '-')))).toBeGreaterThan(0.3);
  await widget.button('Start again').click();
  await widget.button('ℓ̄ = smallest loss').click();
  await walk();
  await expect(widget.number('loss ℓ')).toHaveText('0.40');
  await expect(widget.number('weight w')).toHaveText('1.00');

  await widget.section.getByRole('combobox', { name: 'Loss' }).selectOption('nearly |w|');
  await expect(widget.number('weight w')).toHaveText('−2.20');
  await expect(widget.number('steps taken')).toHaveText('0');
});

test('the step glides, and the model waits for it', async ({ page }) => {
  const widget = await OneStep.open(page);
  await widget.button('Take the step').click();
  await expect(widget.number('weight w')).toHaveText('−0.09');
  await expect(widget.number('steps taken')).toHaveText('1');
});
