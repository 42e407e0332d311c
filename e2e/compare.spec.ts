/** Compare: two sessions of the playground and a result file side by side, without anything being loaded anew. */

import { readFile, writeFile } from 'node:fs/promises';
import { problemsOf } from './axe';
import { expect, test } from './fixtures';
import { Playground } from './playground';

test.use({ by: 'keyboard' });

const firstName = 'Playground 1 · Matrix factorisation, rank 4';
const secondName = 'Playground 2 · Matrix factorisation, rank 4';

/** A result whose every number is chosen: AALIG comes to 0.125 with seed 1 and to 0.375 with seed 2. */
function madeResult() {
  const epoch = (number: number, loss: number) => ({
    epoch: number,
    update: 8 * number,
    trainLoss: number === 0 ? null : loss,
    fullTrainLoss: loss,
    validationLoss: null,
    validationAccuracy: number === 0 ? null : 0.75,
    meanStepSize: 0.1,
    weightNorm: 1,
    zeroShare: null,
    insideShare: null,
    cappedShare: null,
    evaluations: 8 * number,
    seconds: number,
    meanAov: null,
    reachedShare: null,
    aovUpdated: null,
  });
  const run = (seed: number, end: number) => ({
    optimizer: 'aalig',
    hyperparameters: { eta: 2 },
    seed,
    status: 'done',
    statusUpdate: null,
    message: null,
    initialHash: `abc${seed}`,
    batchHash: `def${seed}`,
    epochs: [epoch(0, 1), epoch(1, 0.5), epoch(2, end)],
    followed: [],
  });
  return {
    task: { id: 'rbf', options: { file: null, dataset: 'rings' }, floor: null },
    epochs: 2,
    batchSize: 50,
    trainSize: 400,
    validationSize: 100,
    device: { requested: 'auto', backend: 'wasm', adapter: null, software: false, limits: null, reason: 'made by hand', trial: [] },
    runs: [run(1, 0.125), run(2, 0.375)],
  };
}

test('sessions and files are compared, renamed, coloured, hidden and told apart', async ({ page }, testInfo) => {
  const playground = await Playground.open(page);
  await playground.chooseBackend('WASM');
  for (const epochs of ['2', '3']) {
    await playground.setNumber('epochs', epochs);
    await playground.button('Run').click();
    await playground.waitForStatus('done');
  }
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Compare' }).click();
  const list = page.getByRole('complementary', { name: 'Experiments' });
  await expect(list.getByRole('checkbox', { name: `Compare ${secondName}`, exact: true })).toBeChecked();
  await expect(list.getByRole('checkbox', { name: `Compare ${firstName}`, exact: true })).not.toBeChecked();
  await expect(page.getByText('4 settings, 4 runs of 1 experiment.')).toBeVisible();

  // Both together: they differ in their epochs, and in nothing else but the method.
  await list.getByRole('checkbox', { name: `Compare ${firstName}`, exact: true }).check();
  await expect(page.getByText('8 settings, 8 runs of 2 experiments.')).toBeVisible();
  const settings = page.getByRole('region', { name: 'Settings table' });
  await expect(settings.getByRole('row', { name: /^epochs 2 2 2 2 3 3 3 3$/ })).toBeVisible();
  await expect(settings.getByRole('rowheader', { name: 'batch size' })).toHaveCount(0);
  await page.getByRole('checkbox', { name: 'show all' }).check();
  await expect(settings.getByRole('row', { name: /^batch size 100 100/ })).toBeVisible();
  const results = page.getByRole('region', { name: 'Results of the picked settings' });
  await expect(results.getByRole('row')).toHaveCount(9);
  await expect(results).toContainText('Adam, 3 epochs');
  for (const name of ['Training loss', 'Step size γ', 'Mean AOV', 'Cost']) {
    await expect(page.getByRole('region', { name, exact: true })).toBeVisible();
  }

  // Of the first session only Adam.
  for (const method of ['AALIG', 'SGD Nesterov', 'SLS-Armijo']) {
    await list.getByRole('checkbox', { name: `Compare ${method} of ${firstName}` }).uncheck();
  }
  await expect(page.getByText('5 settings, 5 runs of 2 experiments.')).toBeVisible();

  // Renamed and coloured from the keyboard.
  await list.getByRole('button', { name: 'Adam: colour, name, hide' }).first().focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Rename…' }).click();
  await page.getByRole('textbox', { name: 'Name of Adam' }).fill('Adam as it was');
  await page.keyboard.press('Enter');
  await expect(results).toContainText('Adam as it was');
  await list.getByRole('button', { name: 'Adam as it was: colour, name, hide' }).click();
  await page.getByRole('menuitem', { name: 'green' }).press('Enter');
  await list.getByRole('button', { name: 'Adam as it was: colour, name, hide' }).click();
  await expect(page.getByRole('menuitem', { name: 'green, chosen' })).toBeVisible();
  await page.getByRole('menuitem', { name: 'Hide in the charts' }).click();
  await expect(list.getByText('hidden in the charts')).toBeVisible();
  await list.getByRole('button', { name: `${firstName}: menu` }).click();
  await page.getByRole('menuitem', { name: 'Rename…' }).click();
  await page.getByRole('textbox', { name: `Name of ${firstName}` }).fill('short');
  await page.keyboard.press('Enter');
  await expect(list.getByRole('checkbox', { name: 'Compare short', exact: true })).toBeVisible();

  // A result made by hand: another task, in a panel of its own, with its own numbers.
  const path = testInfo.outputPath('by hand.json');
  await writeFile(path, JSON.stringify(madeResult()));
  await page.getByLabel('Result files').setInputFiles(path);
  await expect(list.getByRole('checkbox', { name: 'Compare by hand', exact: true })).toBeChecked();
  await expect(results.getByRole('row', { name: /AALIG.*by hand/ })).toContainText('0.250 ± 0.177');
  const losses = page.getByRole('region', { name: 'Training loss', exact: true });
  await expect(losses.getByRole('region', { name: 'Kernel classification, rings' })).toBeVisible();
  await expect(losses.getByRole('region', { name: 'Matrix factorisation, rank 4' })).toBeVisible();
  await expect(
    page.getByRole('region', { name: 'Table of hashes' }).getByRole('row', { name: /Kernel classification, rings 1 1/ }),
  ).toContainText('abc1');
  await list.getByRole('searchbox', { name: 'Filter the experiments' }).fill('rings');
  await expect(list.getByRole('checkbox', { name: 'Compare short', exact: true })).toHaveCount(0);
  await list.getByRole('searchbox', { name: 'Filter the experiments' }).fill('');

  expect(await problemsOf(page)).toEqual([]);
});

test('a result is dropped on the playground, saved again, and opens with the same numbers; anything else is refused', async ({
  page,
}, testInfo) => {
  const playground = await Playground.open(page);
  await playground.drop('broken.json', Buffer.from(JSON.stringify({ task: { id: 'rbf' }, optimizers: [] })));
  await expect(page.getByRole('alert')).toContainText('“broken.json” was not opened');
  await expect(page.getByRole('alert')).toContainText('needs at least one optimizer');
  await playground.drop('made.json', Buffer.from(JSON.stringify(madeResult())));
  await expect(page).toHaveURL(/\?compare/);
  await expect(page.getByText('1 setting, 2 runs of 1 experiment.')).toBeVisible();

  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'RESULT.json' }).click()]);
  const path = testInfo.outputPath('again.json');
  await download.saveAs(path);
  const saved = JSON.parse(await readFile(path, 'utf8'));
  expect(saved).toEqual(madeResult());
  await page.getByLabel('Result files').setInputFiles(path);
  const list = page.getByRole('complementary', { name: 'Experiments' });
  await expect(list.getByRole('checkbox', { name: 'Compare again', exact: true })).toBeChecked();
  // The same on the same task: told apart by the experiment.
  await list.getByRole('checkbox', { name: 'Compare made', exact: true }).check();
  const results = page.getByRole('region', { name: 'Results of the picked settings' });
  for (const name of ['made', 'again']) await expect(results.getByRole('row', { name: `AALIG · ${name}` })).toContainText('0.250 ± 0.177');
});
