/** Training by hand on WebGPU: run, pause, single steps, resume, edit, add, remove, reset. */
import { expect, test } from './fixtures';
import { Playground } from './playground';

test('run, pause, step, resume and reset on WebGPU', async ({ page }) => {
  test.slow();
  const playground = await Playground.open(page);
  await playground.chooseBackend('WebGPU');
  await playground.setNumber('epochs', '6');
  await playground.button('Run').click();
  await playground.waitForUpdates(3);

  await playground.button('Pause').click();
  await playground.waitForStatus('paused');
  const paused = await playground.updates();
  await page.waitForTimeout(500);
  expect(await playground.updates(), 'nothing moves while paused').toEqual(paused);

  await playground.button('Step one update').click();
  await expect.poll(() => playground.updates()).toEqual(paused.map((updates) => updates + 1));
  await playground.waitForStatus('paused');

  await playground.button('Step one epoch').click();
  const perEpoch = 8;
  await expect
    .poll(() => playground.updates(), { timeout: 60_000 })
    .toEqual(paused.map((updates) => perEpoch * (Math.floor((updates + 1) / perEpoch) + 1)));
  await playground.waitForStatus('paused');
  expect((await playground.memory()).deviceBytes, 'the GPU holds the tensors').toBeGreaterThan(0);

  // Editing does not disturb what is under way.
  await playground.set(playground.optimizer('Adam').getByRole('textbox', { name: 'step size', exact: true }), '0.01');
  await expect(page.getByText(/appl(y|ies) to the next run/i).first()).toBeVisible();

  await playground.button('Resume').click();
  await playground.waitForStatus('done', 120_000);
  await expect(playground.rows).toHaveCount(4);

  await playground.button('Reset').click();
  await expect(page.getByText(/Press Run/)).toBeVisible();
});

test('the same optimizer twice with other settings, one removed', async ({ page }) => {
  const playground = await Playground.open(page);
  await playground.setNumber('epochs', '2');
  await playground.optimizer('AALIG').getByRole('button', { name: 'Duplicate AALIG' }).click();
  const copies = page.getByRole('region', { name: 'Optimizers' }).getByRole('listitem');
  await expect(copies).toHaveCount(5);
  await playground.set(copies.nth(1).getByRole('textbox', { name: 'maximum step size', exact: true }), '10');
  await playground.optimizer('SLS-Armijo').getByRole('button', { name: 'Remove SLS-Armijo' }).click();
  await page.getByRole('button', { name: 'Add optimizer' }).click();
  await page.getByRole('menuitem', { name: /^PAL/ }).click();
  await expect(copies).toHaveCount(5);
  await playground.button('Run').click();
  await playground.waitForStatus('done');
  const labels = (await playground.session()).runs.map((run) => run.label);
  expect(new Set(labels).size, `labels tell the runs apart: ${labels.join(', ')}`).toBe(5);
  expect(labels.some((label) => label.includes('10'))).toBe(true);
});

test('the keyboard drives the training', async ({ page }) => {
  const playground = await Playground.open(page);
  await page.locator('body').press('u');
  await playground.waitForStatus('paused');
  await expect.poll(() => playground.updates()).toEqual([1, 1, 1, 1]);
  await page.locator('body').press('e');
  await expect.poll(() => playground.updates()).toEqual([8, 8, 8, 8]);
  await page.locator('body').press('Space');
  await playground.waitForUpdates(30);
});
