/** The race in two dimensions: started elsewhere by keyboard and pointer, played, timed by cost, and lost by those whose steps are too long. */
import type { Locator, Page } from '@playwright/test';
import { problemsOf } from './axe';
import { expect, test } from './fixtures';
import { Lesson } from './lesson';

test.use({ by: 'keyboard' });

class Race extends Lesson {
  readonly start: Locator;

  constructor(page: Page) {
    super(page, 'landscapes', 'Numbers of the race');
    this.start = this.handle('Start');
  }

  static async open(page: Page): Promise<Race> {
    await page.goto('/?learn#landscapes');
    const race = new Race(page);
    // A page that is served unbundled takes its time.
    await expect(race.start).toBeVisible({ timeout: 60_000 });
    return race;
  }

  get rows() {
    return this.section.getByRole('table', { name: 'How they stand' }).locator('tbody tr');
  }

  row(name: string) {
    return this.rows.filter({ has: this.page.getByRole('rowheader', { name, exact: true }) });
  }

  /** Place, steps and evaluations of a method, which has not diverged. */
  async standing(name: string) {
    const cells = await this.row(name).locator('td').allTextContents();
    return { place: Number(cells[0]), loss: cells[1]!, steps: Number(cells[2]), evaluations: Number(cells[3]), gamma: cells[4]! };
  }

  /** Brings the time there by keyboard. */
  async seek(times: number, from: 'Home' | 'End' = 'Home'): Promise<void> {
    await this.slider(/Time of the race/).focus();
    await this.page.keyboard.press(from);
    for (let i = 0; i < times; i++) await this.page.keyboard.press(from === 'Home' ? 'ArrowRight' : 'ArrowLeft');
  }
}

test('by keyboard: the start, the time, and who races', async ({ page }) => {
  const race = await Race.open(page);
  await expect(race.rows).toHaveCount(6);
  await expect(race.number('start x')).toHaveText('−2.40');
  await expect(race.number('leads')).toHaveText('PAL');
  await expect(race.row('PAL')).toContainText('✓');
  await expect(race.rows.first()).toContainText('PAL');

  await race.start.focus();
  await page.keyboard.press('ArrowRight');
  await expect(race.number('start x')).toHaveText('−2.34');
  await page.keyboard.press('Shift+ArrowUp');
  await expect(race.number('start y')).toHaveText('0.00');
  await expect(race.start).toHaveAttribute('aria-valuetext', /^x = −2\.34, y = 0\.00, loss \d/);
  await page.keyboard.press('Home');
  await expect(race.number('start y')).toHaveText('−0.60');

  await race.seek(3);
  for (const name of ['AALIG', 'SGD', 'PAL']) expect((await race.standing(name)).steps).toBe(3);
  const sgd = await race.standing('SGD');
  expect([sgd.evaluations, sgd.gamma]).toEqual([3, '0.0500']);
  expect((await race.standing('PAL')).evaluations).toBe(6);
  await race.button('One step forth').click();
  expect((await race.standing('SGD')).steps).toBe(4);

  await race.button('All 12').click();
  await expect(race.rows).toHaveCount(12);
  expect(await problemsOf(page, '#landscapes')).toEqual([]);
  await race.button('SLS-Polyak').press('Space');
  await expect(race.rows).toHaveCount(11);
  await expect(race.button('SLS-Polyak')).toHaveAttribute('aria-pressed', 'false');
});

test('by pointer: the start is dragged, and put elsewhere', { tag: '@pointer' }, async ({ page }) => {
  const race = await Race.open(page);
  const map = race.section.getByRole('group', { name: /^Map of the race/ });
  await map.scrollIntoViewIfNeeded();
  const center = async () => {
    const box = (await race.start.boundingBox())!;
    return [box.x + box.width / 2, box.y + box.height / 2] as const;
  };
  const [x, y] = await center();
  // Taken beside its middle, it does not jump.
  await page.mouse.move(x + 8, y);
  await page.mouse.down();
  await page.mouse.move(x + 108, y - 60, { steps: 4 });
  await page.mouse.up();
  const [movedX, movedY] = await center();
  expect(movedX).toBeCloseTo(x + 100, 0);
  expect(movedY).toBeCloseTo(y - 60, 0);
  await expect(race.number('start x')).not.toHaveText('−2.40');

  await page.mouse.click(x, y);
  await expect(race.number('start x')).toHaveText(/^−2\.(39|40|41)$/);
  await expect(race.number('start y')).toHaveText(/^−0\.(59|60|61)$/);
});

test('timed by evaluations, a line search has made fewer steps', async ({ page }) => {
  const race = await Race.open(page);
  await race.section.getByText('the same evaluations', { exact: true }).click();
  await race.seek(40);
  const [sgd, armijo] = [await race.standing('SGD'), await race.standing('SLS-Armijo')];
  expect([sgd.steps, sgd.evaluations]).toEqual([40, 40]);
  expect(armijo.steps).toBeLessThan(10);
  expect(armijo.evaluations).toBeLessThanOrEqual(40);
});

test('ten times the step: SGD diverges, Polyak steps arrive', async ({ page }) => {
  const race = await Race.open(page);
  await race.slider(/of all methods/).focus();
  await page.keyboard.press('End');
  await expect(race.row('SGD')).toContainText(/diverged at step \d+/);
  for (const name of ['AALIG', 'ALI-G']) await expect(race.row(name)).toContainText('✓');
  // Rows stay where they are until they are told to move.
  await expect(race.rows.last()).not.toContainText('SGD');
  await race.button('Sort by place').click();
  await expect(race.rows.last()).toContainText('SGD');
  await expect(race.button('Sort by place')).toBeDisabled();
});

test('other landscapes, another noise, and play to the end', async ({ page }) => {
  const race = await Race.open(page);
  await race.slider(/steeper/).focus();
  await page.keyboard.press('Home');
  await expect(race.row('PAL').locator('td').nth(2)).toHaveText(/^[1-3]$/);

  await race.section.getByText('Noisy least squares', { exact: true }).click();
  await expect(race.number('start x')).toHaveText('−2.00');
  // Nobody can arrive: no weights fit all points.
  await expect(race.rows.filter({ hasText: '✓' })).toHaveCount(0);
  const lowest = await race.number('lowest loss').textContent();
  expect(Number(lowest)).toBeGreaterThan(0.05);
  await race.button('Another noise').click();
  await expect(race.number('lowest loss')).not.toHaveText(lowest!);

  await race.seek(20, 'End');
  await race.button('Play').click();
  await expect(race.button('Pause')).toBeVisible();
  await expect(race.slider(/Time of the race/)).toHaveValue('200');
  await expect(race.button('Play')).toBeVisible();
  await expect(race.button('Sort by place')).toBeDisabled();
  await expect(race.rows.first()).toContainText((await race.number('leads').textContent())!.split(',')[0]!);
});
