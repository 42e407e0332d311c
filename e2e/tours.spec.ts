/** The guided tours: each from its first step to its last, with real runs, predictions of both kinds, and what is given back at the end. */
import type { Locator, Page } from '@playwright/test';
import { problemsOf } from './axe';
import { expect, test } from './fixtures';
import { Playground } from './playground';

test.use({ by: 'keyboard' });

/** The guide as a reader handles it. */
class Guide {
  readonly panel: Locator;

  constructor(readonly page: Page) {
    this.panel = page.locator('section').filter({ has: page.getByRole('button', { name: 'Leave the tour' }) });
  }

  button(name: string): Locator {
    return this.panel.getByRole('button', { name, exact: true });
  }

  /** Opens a tour by its address. */
  static async open(page: Page, id: string, title: string): Promise<Guide> {
    // As someone who chose it before: nothing is tried first, and the sums are the same on every machine.
    await page.addInitScript(() => localStorage.setItem('polyak.backend', 'wasm'));
    await page.goto(`/?tour=${id}`);
    const guide = new Guide(page);
    await expect(guide.panel).toContainText(title);
    await expect(guide.panel).toBeFocused();
    expect(new URL(page.url()).search).toBe('');
    await expect(new Playground(page).device).toHaveAccessibleName(/WASM/);
    return guide;
  }

  async isAt(title: string): Promise<void> {
    await expect(this.panel.getByRole('heading', { name: title, exact: true })).toBeVisible();
    // The focus goes with the step, so that it is read out.
    await expect(this.panel).toBeFocused();
  }

  async next(title: string): Promise<void> {
    await this.button('Next').click();
    await this.isAt(title);
  }

  async answer(text: string): Promise<void> {
    await expect(this.button('Next')).toHaveAttribute('aria-disabled', 'true');
    await this.panel.getByRole('radio', { name: text, exact: true }).check();
    await expect(this.button('Next')).toHaveAttribute('aria-disabled', 'false');
  }

  async run(): Promise<void> {
    await this.button('Run').click();
    await expect(this.panel.getByText('The run has ended.').first()).toBeVisible({ timeout: 60_000 });
    await this.button('What happened?').click();
  }

  async isRight(numbers: RegExp): Promise<void> {
    await expect(this.panel).toContainText('As you predicted.');
    await expect(this.panel).toContainText(numbers);
  }

  async isWrong(cameOut: string, numbers: RegExp): Promise<void> {
    await expect(this.panel).toContainText('Not as you predicted.');
    await expect(this.panel).toContainText(`It was: ${cameOut}.`);
    await expect(this.panel).toContainText(numbers);
  }

  /** The outlined element. */
  async pointsAt(name: string): Promise<void> {
    const target = this.page.locator(`[data-tour~="${name}"]`).first();
    await expect(target).toHaveCSS('outline-style', 'solid');
    await expect(target).toBeInViewport();
  }
}

test('interpolation and label noise: two runs, and the own experiment comes back', async ({ page }) => {
  const guide = await Guide.open(page, 'interpolation', 'Interpolation and label noise');
  await expect(page.getByRole('combobox', { name: 'Task' })).toHaveValue('matrix-factorization');
  await guide.next('No wrong labels');
  await expect(page.getByRole('combobox', { name: 'Task' })).toHaveValue('classifier-2d');
  await expect(page.getByRole('textbox', { name: 'label noise' })).toHaveValue('0');
  await guide.pointsAt('field-labelNoise');
  await guide.next('Your prediction');
  await guide.answer('ALI-G’s');
  await guide.next('Run and watch the losses');
  await guide.pointsAt('loss');
  await guide.run();
  await guide.isAt('Zero was right');
  await guide.isRight(/AALIG ended with a training loss of 0\.0\d+, ALI-G with a training loss of 0\.01/);
  await guide.next('Every fifth label is wrong');
  await expect(page.getByRole('textbox', { name: 'label noise' })).toHaveValue('20');
  await guide.next('Your prediction');
  await guide.answer('ALI-G’s');
  expect(await problemsOf(page, 'section:has([aria-label="Leave the tour"])')).toEqual([]);
  await guide.next('Run and watch the step sizes');
  await guide.run();
  await guide.isAt('Zero was wrong');
  await guide.isWrong('AALIG’s', /Without the noise ALI-G ended at 0\.01/);
  await guide.button('Finish').click();
  await expect(guide.panel).toBeHidden();
  await expect(page.getByRole('combobox', { name: 'Task' })).toHaveValue('matrix-factorization');
  expect(await page.evaluate(() => localStorage.getItem('polyak.tours-done'))).toBe('["interpolation"]');
});

test('what η caps: by keyboard, with a run that is given up', async ({ page }) => {
  const guide = await Guide.open(page, 'cap', 'What η caps');
  await guide.panel.focus();
  const press = async (button: string) => {
    await guide.button(button).focus();
    await page.keyboard.press('Enter');
  };
  await press('Next');
  await guide.isAt('Your prediction');
  // The first answer is the first thing behind the leave button.
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await press('Next');
  await guide.isAt('And which is best?');
  await guide.panel.getByRole('radio').first().focus();
  await page.keyboard.press('ArrowDown');
  await press('Next');
  await guide.isAt('Run and watch the regimes');
  await press('Run');
  await new Playground(page).waitForUpdates(8);
  // Reset gives up the run: there is nothing to look at, and Run is offered again.
  await page.keyboard.press('r');
  await expect(guide.button('Run')).toBeEnabled();
  await expect(guide.button('What happened?')).toBeHidden();
  await press('Run');
  await expect(guide.button('What happened?')).toBeVisible({ timeout: 60_000 });
  await press('What happened?');
  await guide.isAt('A small cap makes SGD');
  await guide.isRight(/With η = 0\.001, (9\d|100) % of the updates that moved at all were capped/);
  await press('Next');
  await guide.isAt('Large enough, not larger');
  await guide.isWrong('η = 1', /0\.0098\d \(η 1\).*The exact floor is 0\.00979/);
  await page.keyboard.press('Escape');
  await expect(guide.panel).toBeHidden();
});

test('AOVs rising and falling', async ({ page }) => {
  const guide = await Guide.open(page, 'aovs', 'AOVs rising and falling');
  await guide.next('Your prediction');
  await guide.answer('Rise at first, then fall');
  await guide.next('And the steps?');
  await guide.answer('Nothing: γ stays at η');
  await guide.next('Run and watch the AOVs');
  await guide.pointsAt('aovs');
  await guide.run();
  await guide.isAt('Up in halves, down when beaten');
  await guide.isRight(/The mean AOV was highest, \d\.\d+, after epoch \d+, and 0\.\d+ at the end/);
  await guide.next('γ is the gap');
  await guide.isWrong('Most updates do not move: γ = 0', /\d+ of 30 epochs .* \d+ % of their updates had γ = 0/);
  await guide.button('Keep experiment').click();
  await expect(page.getByRole('combobox', { name: 'Task' })).toHaveValue('image-classification');
});

test('the price of a line search', async ({ page }) => {
  const guide = await Guide.open(page, 'line-search', 'The price of a line search');
  const axis = page.getByRole('combobox', { name: 'x axis of the charts' });
  await expect(axis).toHaveValue('updates');
  await guide.next('Your prediction');
  await guide.answer('2 to 5');
  await guide.next('And at equal cost?');
  await guide.answer('PAL’s');
  await guide.next('Run, then turn the x axis');
  await guide.pointsAt('x-axis');
  await guide.run();
  await guide.isAt('What a step costs');
  await guide.isRight(/SLS-Armijo \d\.\d, SLS-Goldstein \d\.\d, PAL 2\.0, SGD 1\.0/);
  await guide.pointsAt('results');
  // A prediction is one only before the run.
  for (let i = 0; i < 2; i++) await guide.button('Back').click();
  await guide.isAt('And at equal cost?');
  await expect(guide.panel.getByRole('radio', { name: 'SGD’s' })).toBeDisabled();
  await guide.next('Run, then turn the x axis');
  await guide.button('What happened?').click();
  await guide.next('By the meter, not by the step');
  await guide.isWrong('SGD’s', /After 210 evaluations each: .*PAL is lowest/);
  await expect(axis).toHaveValue('evaluations');
  await guide.button('Finish').click();
  await expect(axis).toHaveValue('epochs');
});

test('a tuned SGD against a single knob, on a phone', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: 'dark' });
  const guide = await Guide.open(page, 'one-knob', 'A tuned SGD against a single knob');
  // The rail is behind this button there.
  await expect(page.getByRole('button', { name: 'Experiment', exact: true })).toHaveCSS('outline-style', 'solid');
  await guide.next('Your prediction');
  await guide.answer('AALIG');
  await guide.next('And the best of each?');
  await guide.answer('They are alike');
  await guide.next('Run all eight');
  await guide.pointsAt('loss');
  await guide.run();
  await guide.isAt('A cap forgives');
  await guide.isRight(/SGD with 2 of 4 values, AALIG with 4 of 4/);
  await guide.next('Tuned, they meet');
  await guide.isRight(/The best SGD ended at 0\.5\d+, the best AALIG at 0\.5\d+/);
  expect(await problemsOf(page, 'section:has([aria-label="Leave the tour"])')).toEqual([]);
  const panel = await guide.panel.boundingBox();
  expect(panel?.x).toBe(0);
  expect(panel?.width).toBe(390);
  await guide.button('Finish').click();
});

test('an unknown tour says which there are', async ({ page }) => {
  await page.goto('/?tour=nowhere');
  await expect(page.getByText(/There are: interpolation, cap, aovs, line-search, one-knob/)).toBeVisible();
});
