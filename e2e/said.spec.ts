/** What is said to those who do not look, and what does not move for those who asked for less motion. */
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { Playground } from './playground';

declare global {
  var __said: string[] | undefined;
}

/** Notes what live regions come to say. */
async function listen(page: Page): Promise<void> {
  await page.addInitScript(() => {
    localStorage.setItem('polyak.backend', 'wasm');
    globalThis.__said = [];
    const last = new WeakMap<Element, string>();
    new MutationObserver(() => {
      for (const region of document.querySelectorAll('[role=status],[role=alert],[aria-live]:not([aria-live=off])')) {
        const text = region.textContent.trim();
        if (text !== '' && last.get(region) !== text) globalThis.__said?.push(text);
        last.set(region, text);
      }
    }).observe(document, { subtree: true, childList: true, characterData: true });
  });
}

async function hears(page: Page, ...sentences: RegExp[]): Promise<void> {
  for (const sentence of sentences) {
    await expect.poll(() => page.evaluate(() => globalThis.__said?.join('\n')), { timeout: 60_000 }).toMatch(sentence);
  }
}

test.describe('live regions', () => {
  test.use({ by: 'keyboard', expectedProblems: [/null/] });

  test('tell that training begins, how far it is, that it is held, ended, failed and recovered, and what was copied and saved', async ({
    page,
    context,
  }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await listen(page);
    const playground = await Playground.open(page);
    await playground.setNumber('epochs', '10000');
    await playground.button('Run').click();
    // Not ten times a second: each change of state, and progress now and then.
    await hears(page, /^Preparing\.$/m, /^Training, epoch \d+ of 10000\.$/m);
    await expect
      .poll(() => page.evaluate(() => globalThis.__said?.filter((text) => text.startsWith('Training, epoch')).length), { timeout: 60_000 })
      .toBeGreaterThan(1);
    await playground.button('Pause').click();
    await hears(page, /^Paused at epoch \d+ of 10000\.$/m);
    const progress = await page.evaluate(() => globalThis.__said!.filter((text) => text.startsWith('Training, epoch')).length);
    expect(progress, 'progress is told now and then').toBeLessThan(20);
    await playground.button('Reset').click();

    await playground.setNumber('epochs', '2');
    await playground.button('Run').click();
    await hears(page, /^Done\. Final losses: AALIG [\d.e-]+, /m);

    const share = page.getByRole('button', { name: 'Share', exact: true });
    await share.click();
    await page.getByRole('menuitem', { name: 'Copy link' }).click();
    await hears(page, /^Link copied$/m);
    await share.click();
    await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: 'Experiment (JSON)' }).click()]);
    await hears(page, / saved$/m);

    await playground.setNumber('epochs', '10000');
    await playground.button('Run').click();
    await playground.waitForUpdates(20);
    await expect
      .poll(() => page.evaluate(async () => (await globalThis.__playground!.kept())[0]?.hasCheckpoint), { timeout: 60_000 })
      .toBe(true);
    await page.evaluate(() => globalThis.__playground!.breakWorker());
    await hears(page, /The training worker crashed.*goes on from its last checkpoint/);
    await playground.button('Pause').click();
    await playground.waitForStatus('paused');
    await playground.button('Reset').click();

    await page.getByRole('combobox', { name: 'Task' }).selectOption('image-classification');
    await page.getByRole('combobox', { name: 'images' }).selectOption({ label: 'CIFAR-10' });
    await playground.button('Run').click();
    await hears(page, /^Failed\.$/m, /download or open it in the data panel/);
  });
});

test('with less motion nothing moves by itself', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.addInitScript(() => localStorage.setItem('polyak.backend', 'wasm'));
  /** What takes longer than an eye can follow. */
  const moving = () =>
    page.evaluate(() =>
      document
        .getAnimations()
        .filter((animation) => Number(animation.effect?.getComputedTiming().activeDuration ?? 0) > 1)
        .map((animation) => (animation.effect as KeyframeEffect | null)?.target?.outerHTML.slice(0, 100)),
    );
  const playground = await Playground.open(page);
  await playground.setNumber('epochs', '2');
  await playground.button('Run').click();
  expect(await moving()).toEqual([]);
  await playground.waitForStatus('done');
  for (const name of ['Runs', 'Data sets']) {
    await page.getByRole('button', { name, exact: true }).click();
    const dialog = page.getByRole('dialog', { name });
    await expect(dialog.getByRole('button', { name: /close/i }).first()).toBeVisible();
    expect(await moving(), name).toEqual([]);
    await dialog.getByRole('button', { name: /close/i }).first().click();
    await expect(dialog).toBeHidden();
  }

  await page.goto('/?learn#one-step');
  const section = page.locator('#one-step');
  const weight = section
    .getByRole('group', { name: 'Numbers of the step' })
    .locator('div', { has: page.getByText('weight w', { exact: true }) })
    .locator('dd')
    .last();
  await expect(weight).toHaveText('−1.50');
  // Every weight that is shown on the way.
  await weight.evaluate((element) => {
    globalThis.__said = [];
    new MutationObserver(() => globalThis.__said?.push(element.textContent)).observe(element, {
      subtree: true,
      childList: true,
      characterData: true,
    });
  });
  await section.getByRole('button', { name: 'Take the step', exact: true }).click();
  await expect(weight).toHaveText('−0.09');
  expect(await page.evaluate(() => globalThis.__said)).toEqual(['−0.09']);
  expect(await moving()).toEqual([]);

  // A tour goes to what it points at without gliding there.
  await page.goto('/?tour=interpolation');
  await page.getByRole('button', { name: 'Next', exact: true }).click();
  const positions = await page.evaluate(
    () =>
      new Promise<number[]>((resolve) => {
        const seen: number[] = [];
        const look = () => {
          if (seen.at(-1) !== scrollY) seen.push(scrollY);
          if (performance.now() < end) requestAnimationFrame(look);
          else resolve(seen);
        };
        const end = performance.now() + 700;
        look();
      }),
  );
  expect(positions.length, `scrolled by way of ${positions}`).toBeLessThanOrEqual(2);
});
