/** Every page, in both themes and on a narrow screen, as axe sees it; and everything by its name, from the keyboard. */
import { problemsOf } from './axe';
import { expect, test } from './fixtures';
import { Playground } from './playground';

test.use({ by: 'keyboard' });

const pages = ['', '?learn', '?figures', '?sweeps', '?compare'] as const;
const views = [
  { colorScheme: 'light', width: 1440, height: 900 },
  { colorScheme: 'dark', width: 390, height: 844 },
] as const;

for (const { colorScheme, width, height } of views) {
  test(`axe finds nothing on any page, ${colorScheme}, ${width} pixels wide`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height });
    await page.addInitScript(() => localStorage.setItem('polyak.backend', 'wasm'));
    const found: Record<string, string[]> = {};
    for (const query of pages) {
      await page.goto(`/${query}`);
      await expect(page.getByRole('heading', { level: 2 }).first()).toBeAttached();
      // What is fetched later belongs to the page too.
      await page.waitForLoadState('networkidle');
      found[query] = await problemsOf(page);
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(wider, `${query} is not wider than the screen`).toBeLessThanOrEqual(0);
    }
    expect(found).toEqual(Object.fromEntries(pages.map((query) => [query, []])));
  });
}

test('everything by its name: the palette opens by its key, finds, acts, and gives the focus back', async ({ page }) => {
  const playground = await Playground.open(page);
  const search = page.getByRole('textbox', { name: 'Commands' });

  await page.keyboard.press('Control+k');
  await expect(search).toBeFocused();
  expect(await problemsOf(page)).toEqual([]);
  await search.fill('coin');
  await page.keyboard.press('Enter');
  await expect(playground.optimizer('Coin')).toBeVisible();

  await page.keyboard.press('Control+k');
  await search.fill('points in the plane');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('combobox', { name: 'Task' })).toHaveValue('classifier-2d');

  await page.keyboard.press('Control+k');
  await search.fill('nothing has this name');
  await expect(page.getByText('Nothing of that name')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(search).toBeHidden();

  await page.keyboard.press('Control+k');
  await search.fill('learn');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: /Learn: Polyak step sizes/ })).toBeVisible();

  // Also by pointer, from another page.
  await page.getByRole('button', { name: /^Commands/ }).click();
  await search.fill('licence');
  await page.keyboard.press('Enter');
  const about = page.getByRole('dialog', { name: 'About Polyak Playground' });
  await expect(about.getByText('@mantine/core')).toBeVisible();
  await about.getByText('@mantine/core').click();
  await expect(about.getByText(/Permission is hereby granted/).first()).toBeVisible();
  expect(await problemsOf(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(about).toBeHidden();
});
