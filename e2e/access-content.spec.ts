/** What axe sees where something has run or is open: charts, tables, samples, menus, sheets, dialogs; in both themes, wide and narrow. */
import type { Page } from '@playwright/test';
import { problemsOf } from './axe';
import { expect, test } from './fixtures';
import { Playground } from './playground';

const views = [
  { colorScheme: 'light', width: 1440, height: 900 },
  { colorScheme: 'dark', width: 390, height: 844 },
] as const;

/** Images, so that there are samples to look at; small, so that they are trained in a moment. */
const link = '/?v=1&task=image-classification&samples=120&epochs=2&o=aalig;adam';

/** Presses something, lets axe look at what comes, and closes it again. */
class Looks {
  readonly found: Record<string, string[]> = {};

  constructor(readonly page: Page) {}

  async at(what: string): Promise<void> {
    // A tip repeats what its button says, outside of all landmarks, as long as the pointer is there.
    await this.page.mouse.move(0, 0);
    await expect(this.page.getByRole('tooltip')).toHaveCount(0);
    // What fades in is looked at when it has its colours.
    await this.page.evaluate(() => {
      const ending = document
        .getAnimations()
        .filter((animation) => animation.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY);
      return Promise.all(ending.map(({ finished }) => finished.catch(() => null)));
    });
    const problems = await problemsOf(this.page);
    const wider = await this.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (wider > 0) problems.push(`wider than the screen by ${wider} pixels`);
    if (problems.length > 0) this.found[what] = problems;
  }

  async atMenu(button: string | RegExp, entry: string | RegExp): Promise<void> {
    await this.page.getByRole('button', { name: button }).first().click();
    await expect(this.page.getByRole('menuitem', { name: entry }).first()).toBeVisible();
    await this.at(`menu ${button}`);
    await this.page.keyboard.press('Escape');
  }

  async atDialog(name: string, open: () => Promise<void>): Promise<void> {
    await open();
    const dialog = this.page.getByRole('dialog', { name });
    await expect(dialog).toBeVisible();
    await this.page.waitForLoadState('networkidle');
    await this.at(`dialog ${name}`);
    await this.page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
  }

  /** By the palette, which is on every page and at every width. */
  async command(words: string): Promise<void> {
    await this.page.keyboard.press('Control+k');
    await this.page.getByRole('textbox', { name: 'Commands' }).fill(words);
    await this.page.keyboard.press('Enter');
  }
}

for (const { colorScheme, width, height } of views) {
  test(`axe finds nothing where something has run or is open, ${colorScheme}, ${width} pixels wide`, async ({ page }) => {
    test.slow();
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height });
    await page.addInitScript(() => localStorage.setItem('polyak.backend', 'wasm'));
    await page.goto(link);
    const playground = new Playground(page);
    const looks = new Looks(page);
    await expect(page.getByRole('alert').filter({ hasText: 'An experiment from a link' })).toBeVisible();
    await playground.button('Run').click();
    await playground.waitForStatus('done', 120_000);
    await expect(playground.rows).toHaveCount(2);
    await page.getByRole('region', { name: 'Training samples', exact: true }).scrollIntoViewIfNeeded();
    await expect(
      page
        .getByRole('group', { name: /^Training samples/ })
        .getByRole('button')
        .first(),
    ).toBeVisible();
    await looks.at('a finished run');

    await looks.atMenu('Training loss: menu', /table/i);
    for (const title of ['Training loss', 'AOV against loss']) {
      await page.getByRole('button', { name: `${title}: menu` }).click();
      await page.getByRole('menuitem', { name: 'Show as table' }).click();
      await expect(page.getByRole('region', { name: `${title}, data` })).toBeVisible();
    }
    await looks.at('charts as tables');
    await looks.atMenu(/: step and weights$/, 'Why this step?');
    await looks.atMenu('Share', 'Copy link');
    await looks.atDialog('Embed in a course page', async () => {
      await page.getByRole('button', { name: 'Share', exact: true }).click();
      await page.getByRole('menuitem', { name: 'Embed in a course page…' }).click();
    });
    await looks.atDialog('Data sets', () => looks.command('data sets'));
    await looks.atDialog('Runs', () => page.getByRole('button', { name: 'Runs', exact: true }).click());
    await looks.atDialog('Device', () => playground.device.click());
    await looks.atDialog('About Polyak Playground', () => looks.command('licence'));
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('textbox', { name: 'Commands' })).toBeFocused();
    await looks.at('the palette');
    await page.keyboard.press('Escape');

    await looks.command('compare');
    await expect(page.getByText('2 settings, 2 runs of 1 experiment.')).toBeVisible();
    await looks.at('Compare, with a session');

    await looks.command('sweeps');
    const form = page.getByRole('form', { name: 'Set up a sweep' });
    await form.getByRole('textbox', { name: 'epochs', exact: true }).fill('1');
    await form.getByRole('button', { name: 'Add to the queue' }).click();
    await expect(page.getByText('done', { exact: true }).first()).toBeVisible({ timeout: 120_000 });
    await looks.at('Sweeps, with one that has ended');

    await page.goto(
      '/?embed&charts=loss,step,aov,followed,boundary,table&controls=run,task,optimizers,axis&task=classifier-2d&epochs=2&o=aalig',
    );
    await playground.button('Run').click();
    await playground.waitForStatus('done');
    await looks.at('the embedded page, after a run');

    await page.goto('/?tour=interpolation');
    await expect(page.getByRole('button', { name: 'Leave the tour' })).toBeVisible();
    await looks.at('a tour');
    expect(looks.found).toEqual({});
  });
}
