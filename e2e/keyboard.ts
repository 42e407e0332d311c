/**
 * The keyboard mode of the journeys: the same journeys, with every click, tick, choice and text made by keys alone. Tab, Shift+Tab and the arrow keys
 * have to lead to each target, the focus has to be seen there, and has to be somewhere afterwards.
 *
 * `JOURNEYS_BY=keyboard` (`npm run test:keyboard`) makes all journeys so, `JOURNEYS_BY=pointer` none; otherwise each file says it:
 * `test.use({ by: 'keyboard' })`.
 */
import { type BrowserContext, type Locator, type Page, test } from '@playwright/test';
import { hands } from './keyboard/hands';
import { installKeys } from './keyboard/in-page';
import { takeProblems } from './keyboard/reach';

export type By = 'pointer' | 'keyboard';

type Action = (this: Locator, ...args: never[]) => Promise<unknown>;

let replaced: Map<string, unknown> | null = null;

/** Whether this journey is made by keyboard. */
export const byKeyboard = (): boolean => replaced !== null;

/** How a journey is made: what the file says, unless all are to be made in one way; one of the pointer always by pointer. */
export function wayOf(said: By, tags: readonly string[]): By {
  if (tags.includes('@pointer')) return 'pointer';
  const told = process.env.JOURNEYS_BY;
  return told === 'keyboard' || told === 'pointer' ? told : said;
}

/** From now on locators act by keys. */
export async function takeThePointerAway(context: BrowserContext, page: Page): Promise<void> {
  await context.addInitScript(installKeys);
  // The system's own dialog for folders cannot be answered from here: the page then takes an input for it.
  await context.addInitScript(() => Reflect.deleteProperty(globalThis, 'showDirectoryPicker'));
  const locators = Object.getPrototypeOf(page.locator('html')) as Record<string, unknown>;
  for (const name of ['move', 'down', 'up', 'click', 'dblclick', 'wheel'] as const) {
    page.mouse[name] = () => Promise.reject(new Error(`there is no mouse to ${name}: this journey is made by keyboard`));
  }
  replaced = new Map();
  for (const [name, act] of Object.entries(hands)) {
    replaced.set(name, locators[name]);
    locators[name] = function (this: Locator, ...args: never[]) {
      const title = `by keyboard: ${name} ${this}`;
      return test.step(title, () => (act as Action).apply(this, args), { box: true });
    };
  }
}

/** Gives the pointer back; what was not right meanwhile, though the journey could go on. */
export function giveThePointerBack(page: Page): string[] {
  const locators = Object.getPrototypeOf(page.locator('html')) as Record<string, unknown>;
  for (const [name, act] of replaced ?? []) locators[name] = act;
  replaced = null;
  return takeProblems();
}
