/** A section of the page Learn as a reader handles it: what all of them have, by the names that are on it. */
import type { Locator, Page } from '@playwright/test';

export class Lesson {
  readonly section: Locator;

  /** @param id of the section. @param numbers The name of the group of its stated numbers. */
  constructor(
    readonly page: Page,
    readonly id: string,
    readonly numbers: string,
  ) {
    this.section = page.locator(`#${id}`);
  }

  /** A slider below the pictures; one in them is a handle. */
  slider(name: RegExp): Locator {
    return this.section.locator('input[type=range]').and(this.page.getByRole('slider', { name }));
  }

  /** Something to take hold of in a picture. */
  handle(name: string): Locator {
    return this.section.getByRole('slider', { name, exact: true });
  }

  button(name: string | RegExp): Locator {
    return this.section.getByRole('button', { name, exact: typeof name === 'string' });
  }

  /** A stated number, as its text. */
  number(name: string): Locator {
    return this.section
      .getByRole('group', { name: this.numbers })
      .locator('div', { has: this.page.getByText(name, { exact: true }) })
      .locator('dd')
      .last();
  }

  /** A stated number. */
  async value(of: string | Locator): Promise<number> {
    const text = await (typeof of === 'string' ? this.number(of) : of).textContent();
    return Number.parseFloat(text!.replace('−', '-'));
  }
}
