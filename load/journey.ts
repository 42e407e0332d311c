/** What a person does with a long session, piece by piece. Each waits until the page has done it. */
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';

/** The longest that anything may take, in milliseconds. */
const patience = 300_000;

export const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Updates of all runs together. */
export const updatesOf = (page: Page): Promise<number> =>
  page.evaluate(() => globalThis.__playground!.session().runs.reduce((sum, { updates }) => sum + updates, 0));

export async function waitForStatus(page: Page, status: string, timeout = patience): Promise<void> {
  await page.waitForFunction((wanted) => globalThis.__playground?.session().status === wanted, status, { polling: 200, timeout });
}

/** Fingerprints of all numbers of all runs. */
export const digestsOf = (page: Page): Promise<unknown[]> => page.evaluate(() => globalThis.__playground!.digests());

/** Moves the pointer over each chart in turn. */
export async function hover(page: Page): Promise<void> {
  for (const title of ['Training loss', 'Step size γ']) {
    const card = page.getByRole('region', { name: title });
    await card.scrollIntoViewIfNeeded();
    const box = await card.locator('[data-chart]').boundingBox();
    if (!box) continue;
    for (let at = 0; at <= 60; at++) {
      await page.mouse.move(box.x + (box.width * (10 + at * 1.3)) / 100, box.y + box.height / 2);
      await wait(25);
    }
  }
}

/** Goes to each page and back. */
export async function otherPages(page: Page): Promise<void> {
  const pages = page.getByRole('navigation', { name: 'Pages' });
  for (const name of ['Learn', 'Figures', 'Sweeps', 'Compare', 'Playground']) {
    await pages.getByRole('link', { name }).click();
    await wait(1500);
  }
}

/** What the charts and the table can be switched to. */
export async function switches(page: Page): Promise<void> {
  await page.mouse.wheel(0, -10_000);
  const axis = page.getByRole('combobox', { name: 'x axis of the charts' });
  for (const kind of ['updates', 'seconds', 'evaluations', 'epochs']) {
    await axis.selectOption(kind);
    await wait(1200);
  }
  const seeds = page.getByRole('group', { name: 'Seeds in the charts' });
  for (const name of ['each run', 'mean and range', 'each run']) {
    await seeds.getByRole('button', { name }).click();
    await wait(1200);
  }
  await axis.selectOption('updates');
  await wait(1200);
  const slider = page.getByRole('slider', { name: 'smooth' });
  await slider.focus();
  for (let press = 0; press < 10; press++) {
    await page.keyboard.press('ArrowLeft');
    await wait(250);
  }
  const scale = page.getByRole('group', { name: 'Training loss: y axis' });
  for (const name of ['lin', 'log']) {
    await scale.getByRole('button', { name }).click();
    await wait(1200);
  }
  await axis.selectOption('epochs');
  await seeds.getByRole('button', { name: 'mean and range' }).click();
  const table = page.getByRole('region', { name: 'Results table' });
  await table.scrollIntoViewIfNeeded();
  for (const button of await table.getByRole('button', { name: /^Seeds of / }).all()) await button.click();
  await table.getByRole('button', { name: 'final loss' }).click();
  const eyes = table.getByRole('button', { name: /seed 1/ });
  await eyes.first().click();
  await wait(700);
  await eyes.first().click();
  await wait(1200);
  // As it was.
  for (const button of await table.getByRole('button', { name: /^Seeds of / }).all()) await button.click();
  await page.mouse.wheel(0, -10_000);
}

async function saved(page: Page, press: () => Promise<void>, folder: string): Promise<string> {
  const coming = page.waitForEvent('download', { timeout: patience });
  await press();
  const download = await coming;
  const path = join(folder, download.suggestedFilename());
  await download.saveAs(path);
  return path;
}

/** Saves an export. @returns the file */
export function share(page: Page, item: string | RegExp, folder: string): Promise<string> {
  return saved(
    page,
    async () => {
      await page.getByRole('button', { name: 'Share', exact: true }).click();
      await page.getByRole('menuitem', { name: item }).click();
    },
    folder,
  );
}

/** Presses one of the buttons beside the table. @returns the file */
export async function fromTable(page: Page, button: string, folder: string): Promise<string> {
  const found: Locator = page.getByRole('button', { name: button, exact: true });
  await found.scrollIntoViewIfNeeded();
  return saved(page, () => found.click(), folder);
}

/** Opens a file by the menu Share. */
export async function openFile(page: Page, path: string): Promise<void> {
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const coming = page.waitForEvent('filechooser');
  await page.getByRole('menuitem', { name: /^Open a file…/ }).click();
  await (await coming).setFiles(path);
}

/** Opens the newest of the kept runs. */
export async function openKept(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Runs', exact: true }).click();
  const rows = page.getByRole('dialog', { name: 'Runs' }).getByRole('list', { name: 'Kept runs' }).getByRole('listitem');
  await rows
    .first()
    .getByRole('button', { name: /^Open: / })
    .click();
  await waitForStatus(page, 'done');
}
