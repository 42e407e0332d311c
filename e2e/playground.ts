/** The page as a person handles it: what the journeys do again and again, by the names that are on the page. */
import { expect, type Locator, type Page } from '@playwright/test';
import { byKeyboard } from './keyboard';

/** A run as the page's test handle tells it. */
export interface RunState {
  readonly label: string;
  readonly status: string;
  readonly updates: number;
}

export class Playground {
  constructor(readonly page: Page) {}

  static async open(page: Page): Promise<Playground> {
    await page.goto('/');
    const playground = new Playground(page);
    await expect(playground.device).toBeVisible();
    return playground;
  }

  get device(): Locator {
    return this.page.getByRole('button', { name: /^Device: / });
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('toolbar', { name: 'Training' }).getByRole('button', { name });
  }

  optimizer(name: string): Locator {
    return this.page.getByRole('region', { name: 'Optimizers' }).getByRole('listitem', { name, exact: true });
  }

  /** Rows of the results table, without its head. */
  get rows(): Locator {
    return this.page
      .getByRole('region', { name: 'Results table' })
      .getByRole('row')
      .filter({ has: this.page.getByRole('cell') });
  }

  async chooseBackend(name: 'Automatic' | 'WebGPU' | 'WASM'): Promise<void> {
    await this.device.click();
    const dialog = this.page.getByRole('dialog', { name: 'Device' });
    await dialog.getByRole('combobox', { name: 'Backend' }).selectOption({ label: name });
    await expect(dialog.getByText(/chosen by hand|emulated|was found/)).toBeVisible();
    await this.page.keyboard.press('Escape');
    if (name !== 'Automatic') await expect(this.device).toHaveAccessibleName(new RegExp(name));
  }

  /** Types into a field of the rail and leaves it. */
  async set(field: Locator, text: string): Promise<void> {
    await field.fill(text);
    await field.press('Tab');
  }

  async setNumber(name: string, text: string): Promise<void> {
    await this.set(this.page.getByRole('textbox', { name, exact: true }).first(), text);
  }

  async session(): Promise<{ status: string; runs: RunState[] }> {
    return this.page.evaluate(() => globalThis.__playground!.session());
  }

  async memory(): Promise<{ tensors: number; bytes: number; deviceBytes: number | null }> {
    return this.page.evaluate(() => globalThis.__playground!.memory());
  }

  async waitForStatus(status: string, timeout = 90_000): Promise<void> {
    await expect.poll(async () => (await this.session()).status, { timeout, intervals: [200] }).toBe(status);
  }

  /** Waits until every run has made at least this many updates. */
  async waitForUpdates(count: number, timeout = 90_000): Promise<void> {
    await expect
      .poll(async () => Math.min(...(await this.session()).runs.map((run) => run.updates)), { timeout, intervals: [100] })
      .toBeGreaterThanOrEqual(count);
  }

  async updates(): Promise<number[]> {
    return (await this.session()).runs.map((run) => run.updates);
  }

  /** Opens a file by the menu Share. */
  async open(file: string | { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
    await this.page.getByRole('button', { name: 'Share', exact: true }).click();
    const item = this.page.getByRole('menuitem', { name: /^Open a file…/ });
    const [chooser] = await Promise.all([this.page.waitForEvent('filechooser'), item.click()]);
    await chooser.setFiles(file);
  }

  /** Drops a file anywhere on the page, as from a file manager; by keyboard it is opened by the menu, which does the same. */
  async drop(name: string, content: Buffer): Promise<void> {
    if (byKeyboard()) return this.open({ name, mimeType: 'application/octet-stream', buffer: content });
    const data = await this.page.evaluateHandle(
      ([fileName, base64]) => {
        const transfer = new DataTransfer();
        const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
        transfer.items.add(new File([bytes], fileName));
        return transfer;
      },
      [name, content.toString('base64')] as const,
    );
    const target = this.page.getByRole('main');
    for (const type of ['dragenter', 'dragover', 'drop']) await target.dispatchEvent(type, { dataTransfer: data });
  }
}
