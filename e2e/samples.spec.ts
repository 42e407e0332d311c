/** The training samples one by one: looked at, sorted, followed; mistakes; and text by a model. */
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { byKeyboard } from './keyboard';
import { Playground } from './playground';

/** AALIG and Adam on a few built-in samples, to the end. */
async function train(page: Page, task: string, numbers: Record<string, string>): Promise<Playground> {
  const playground = await Playground.open(page);
  await playground.chooseBackend('WASM');
  await page.getByRole('combobox', { name: 'Task' }).selectOption(task);
  for (const name of ['SGD Nesterov', 'SGD', 'SLS-Armijo']) {
    const remove = page.getByRole('button', { name: `Remove ${name}`, exact: true });
    if ((await remove.count()) > 0) await remove.first().click();
  }
  for (const [name, value] of Object.entries(numbers)) await playground.setNumber(name, value);
  await playground.button('Run').click();
  await playground.waitForStatus('done', 180_000);
  return playground;
}

/** Numbers on the tiles, in order. */
async function losses(page: Page): Promise<number[]> {
  const names = await page
    .getByRole('group', { name: /^Training samples/ })
    .getByRole('button')
    .evaluateAll((tiles) => tiles.map((tile) => tile.getAttribute('aria-label') ?? ''));
  return names.map((name) => Number(/loss ([^,]+)/.exec(name)?.[1]));
}

test('pictures of the training set are sorted by loss, and a click follows one', async ({ page }) => {
  test.slow();
  await train(page, 'image-classification', { 'training images': '120', epochs: '4' });
  const card = page.getByRole('region', { name: 'Training samples', exact: true });
  await card.scrollIntoViewIfNeeded();
  const tiles = card.getByRole('group', { name: /^Training samples/ }).getByRole('button');
  await expect(tiles).toHaveCount(36);
  await expect(card.getByText('1–36 of 120')).toBeVisible();
  await expect(card.getByText('epoch 4')).toBeVisible();

  // Pictures are drawn, not only their places.
  await expect
    .poll(() =>
      tiles
        .first()
        .locator('canvas')
        .evaluate((canvas) => {
          const { width, height } = canvas as HTMLCanvasElement;
          const { data } = (canvas as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height);
          return new Set(data).size;
        }),
    )
    .toBeGreaterThan(10);

  await card.getByRole('button', { name: 'hardest' }).click();
  await expect
    .poll(async () => {
      const shown = await losses(page);
      return shown.length === 36 && shown.every((loss, i) => i === 0 || loss <= shown[i - 1]!);
    })
    .toBe(true);
  const hardest = (await losses(page))[0]!;
  await card.getByRole('button', { name: 'easiest' }).click();
  await expect.poll(async () => (await losses(page))[0]!).toBeLessThan(hardest);
  await card.getByRole('button', { name: 'noisy labels' }).click();
  await expect(tiles.first()).toHaveAccessibleName(/label changed by noise/);

  // By keyboard: to the second picture, and follow it.
  await tiles.first().focus();
  await page.keyboard.press('ArrowRight');
  await expect(tiles.nth(1)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(tiles.nth(1)).toHaveAttribute('aria-pressed', 'true');
  const name = (await tiles.nth(1).getAttribute('aria-label')) ?? '';
  const sample = /Sample (\d+)/.exec(name)![1]!;
  await expect(page.getByRole('textbox', { name: 'Numbers of further samples to follow' })).toHaveValue(sample);
  const chart = page.getByRole('region', { name: 'Followed samples' });
  await chart.scrollIntoViewIfNeeded();
  await expect(chart.getByText(`#${sample}`, { exact: true }).first()).toBeVisible();

  await card.getByRole('button', { name: 'in order' }).click();
  await card.getByRole('button', { name: 'Samples after' }).click();
  await expect(tiles.first()).toHaveAccessibleName(/^Sample 36,/);
  await card.getByRole('button', { name: 'Follow none of them' }).click();
  await expect(page.getByRole('textbox', { name: 'Numbers of further samples to follow' })).toHaveValue('');
});

test('scatter plot, heat map and confusion matrix tell their numbers', async ({ page }) => {
  test.slow();
  await train(page, 'image-classification', { 'training images': '120', epochs: '3' });
  const scatter = page.getByRole('region', { name: 'Loss against AOV' });
  await scatter.scrollIntoViewIfNeeded();
  const plot = scatter.getByRole('application');
  await expect(plot).toHaveAccessibleName(/120 samples/);
  await expect(scatter.getByText(/reached \d+\.\d %/)).toBeVisible();
  const shown = scatter.getByText(/^#\d+$/);
  if (byKeyboard()) await plot.press('ArrowRight');
  else {
    // Somewhere on the plot there is a sample.
    const box = (await plot.boundingBox())!;
    await expect(async () => {
      for (let x = 0.2; x < 1; x += 0.04) {
        for (let y = 0.1; y < 0.9; y += 0.06) {
          await page.mouse.move(box.x + x * box.width, box.y + y * box.height);
          if (await shown.isVisible()) return;
        }
      }
      throw new Error('no sample under the pointer');
    }).toPass();
  }
  const sample = (await shown.textContent())!.slice(1);
  if (byKeyboard()) await page.keyboard.press('Enter');
  else {
    await page.mouse.down();
    await page.mouse.up();
  }
  await expect(page.getByRole('textbox', { name: 'Numbers of further samples to follow' })).toHaveValue(sample);

  await scatter.getByRole('button', { name: 'Loss against AOV: menu' }).click();
  await scatter.getByRole('menuitem', { name: 'Show as table' }).click();
  await expect(scatter.getByRole('row')).toHaveCount(121);

  const heat = page.getByRole('region', { name: 'AOVs over epochs' });
  await heat.getByRole('button', { name: 'AOVs over epochs: menu' }).click();
  await heat.getByRole('menuitem', { name: /table/i }).click();
  await expect(heat.getByRole('row')).toHaveCount(4);

  const confusion = page.getByRole('region', { name: 'Confusion matrix' });
  await confusion.scrollIntoViewIfNeeded();
  await expect(confusion.getByText('after epoch 3')).toBeVisible();
  expect(await confusion.getByRole('listitem').count()).toBeGreaterThan(0);
  await confusion.getByRole('application').focus();
  await page.keyboard.press('ArrowRight');
  await expect(confusion.getByText(/\d+ of \d+ \(/)).toBeVisible();
  if (!byKeyboard()) await page.mouse.move(0, 0);
  await confusion.getByRole('combobox', { name: 'Run of the confusion matrix' }).focus();
  await confusion.getByRole('combobox', { name: 'Run of the confusion matrix' }).selectOption({ label: 'Adam' });
  await expect(confusion.getByText('after epoch 3')).toBeVisible();
  await confusion.getByRole('button', { name: 'Confusion matrix: menu' }).click();
  const download = page.waitForEvent('download');
  await confusion.getByRole('menuitem', { name: 'Download SVG' }).click();
  expect((await download).suggestedFilename()).toBe('confusion-matrix.svg');
});

test('a character model writes after its training, and says what is wrong with a request', async ({ page }) => {
  test.slow();
  await train(page, 'tolstoi', { epochs: '1' });
  const panel = page.getByRole('region', { name: 'Text by the model' });
  await panel.scrollIntoViewIfNeeded();
  await panel.getByRole('textbox', { name: 'prompt' }).fill('The ');
  await panel.getByRole('textbox', { name: 'characters' }).fill('80');
  await panel.getByRole('button', { name: 'Sample text' }).click();
  const text = panel.getByLabel('Text by the model', { exact: true });
  await expect.poll(async () => (await text.textContent())?.length).toBe(84);
  const first = await text.textContent();
  await panel.getByRole('button', { name: 'Sample text' }).click();
  await expect.poll(() => text.textContent()).not.toBe(first);
  await panel.getByRole('textbox', { name: 'characters' }).fill('0');
  await panel.getByRole('button', { name: 'Sample text' }).click();
  await expect(panel.getByRole('alert')).toContainText('from 1 to 2000');
});

test('a task without samples to look at shows only what it has', async ({ page }) => {
  const playground = await Playground.open(page);
  await playground.setNumber('epochs', '5');
  await playground.button('Run').click();
  await playground.waitForStatus('done');
  await expect(page.getByRole('region', { name: 'Loss against AOV' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'AOVs over epochs' })).toBeVisible();
  for (const name of ['Training samples', 'Confusion matrix', 'Text by the model']) {
    await expect(page.getByRole('region', { name, exact: true })).toHaveCount(0);
  }
});
