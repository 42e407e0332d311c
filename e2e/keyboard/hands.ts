/**
 * What a journey does with a pointer, done with keys: in keyboard mode these take the place of the actions of Playwright's locators.
 * A journey that only a pointer can make is tagged `@pointer` and stays away from this mode.
 */
import type { Locator } from '@playwright/test';
import { test } from '@playwright/test';
import type { KeysInPage } from './in-page';
import { keepsFocus, reach } from './reach';

type Keys = { readonly __keys: KeysInPage };

/** Longer texts are pasted. */
const longestTyped = 120;

async function activate(target: Locator): Promise<void> {
  const page = target.page();
  const { role, checked } = await reach(target);
  // A field is clicked to be typed into, a slider to be moved.
  if (['text', 'select', 'slider', 'range', 'iframe'].includes(role)) return;
  const began = await page.evaluate(() => performance.timeOrigin);
  if (role === 'radio' && checked) return;
  await page.keyboard.press(['checkbox', 'switch', 'radio'].includes(role) ? 'Space' : 'Enter');
  await keepsFocus(page, `pressing ${target}`, began);
}

async function setChecked(target: Locator, wanted: boolean): Promise<void> {
  if ((await target.isChecked()) === wanted) return;
  await activate(target);
  if ((await target.isChecked()) !== wanted) throw new Error(`${target} is ${wanted ? 'not checked' : 'still checked'} after Space`);
}

async function fill(target: Locator, text: string): Promise<void> {
  const { keyboard } = target.page();
  await reach(target);
  await keyboard.press('ControlOrMeta+a');
  if (text === '') await keyboard.press('Delete');
  else if (text.length > longestTyped) await keyboard.insertText(text);
  else await keyboard.type(text);
}

async function press(target: Locator, key: string): Promise<void> {
  const { keyboard } = target.page();
  // The keys of the page itself work wherever the focus is.
  if (!(await target.evaluate((element) => element === document.body))) await reach(target);
  await keyboard.press(key);
}

interface Wanted {
  readonly value?: string;
  readonly label?: string;
  readonly index?: number;
}

async function selectOption(target: Locator, wanted: string | Wanted): Promise<string[]> {
  const { keyboard } = target.page();
  await reach(target);
  const find = () =>
    target.evaluate(
      (element, option) => (globalThis as unknown as Keys).__keys.optionOf(element, option),
      typeof wanted === 'string' ? { value: wanted } : wanted,
    );
  await test.expect.poll(async () => (await find()).to, { message: `${target} has that option` }).toBeGreaterThanOrEqual(0);
  const { to, from } = await find();
  if (to !== from) {
    await keyboard.press('Alt+ArrowDown');
    for (let i = from; i !== to; i += Math.sign(to - from)) await keyboard.press(to > from ? 'ArrowDown' : 'ArrowUp');
    await keyboard.press('Enter');
    const reached = (await find()).from;
    if (reached !== to) throw new Error(`${target}: the arrow keys came to option ${reached}, not ${to}`);
  }
  return [await target.inputValue()];
}

type Files = Parameters<Locator['setInputFiles']>[0];

/** By the button that opens the browser's dialog, which has to be that of this very input. */
async function setInputFiles(target: Locator, files: Files): Promise<void> {
  const page = target.page();
  const button = await target.evaluateHandle((element) => (globalThis as unknown as Keys).__keys.opener(element));
  const name = await button.evaluate((element) => {
    element?.setAttribute('data-opener', '');
    return element !== null;
  });
  if (!name) throw new Error(`no button opens ${target}`);
  const opener = page.locator('[data-opener]');
  await reach(opener);
  const coming = page.waitForEvent('filechooser', { timeout: 20_000 });
  // The browser has to be told first to ask the test, not the person.
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 100)));
  await page.keyboard.press('Enter');
  const chooser = await coming;
  await button.evaluate((element) => element?.removeAttribute('data-opener'));
  if (!(await target.evaluate((element, other) => element === other, chooser.element())))
    throw new Error(`the button opens another input than ${target}`);
  await chooser.setFiles(files as Parameters<typeof chooser.setFiles>[0]);
}

const never = (what: string) =>
  async function (this: Locator): Promise<never> {
    throw new Error(`${this}: ${what} needs a pointer; tag the journey @pointer and make another one by keyboard`);
  };

/** The actions of a locator, by keyboard. */
export const hands = {
  click(this: Locator, options?: { position?: unknown; button?: string }) {
    if (options?.position || (options?.button ?? 'left') !== 'left') return never('a click at a place').call(this);
    return activate(this);
  },
  async dblclick(this: Locator) {
    return never('a double click').call(this);
  },
  check(this: Locator) {
    return setChecked(this, true);
  },
  uncheck(this: Locator) {
    return setChecked(this, false);
  },
  async focus(this: Locator) {
    await reach(this);
  },
  async hover(this: Locator) {
    await reach(this);
  },
  fill(this: Locator, text: string) {
    return fill(this, text);
  },
  clear(this: Locator) {
    return fill(this, '');
  },
  press(this: Locator, key: string) {
    return press(this, key);
  },
  selectOption(this: Locator, wanted: string | Wanted) {
    return selectOption(this, wanted);
  },
  setInputFiles(this: Locator, files: Files) {
    return setInputFiles(this, files);
  },
  dragTo: never('a drag'),
  tap: never('a tap'),
};
