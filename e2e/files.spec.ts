/** A LIBSVM file of one's own: dropped on the page, trained on, and refused where it is broken. */
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { expect, sharedFile, test } from './fixtures';
import { Playground } from './playground';

test('the real mushrooms file is dropped and trained on WebGPU', async ({ page }) => {
  test.slow();
  const path = sharedFile('libsvm/mushrooms');
  const playground = await Playground.open(page);
  await playground.chooseBackend('WebGPU');
  await playground.drop('mushrooms', await readFile(path));
  await expect(page.getByRole('combobox', { name: 'Task' })).toHaveValue('rbf');
  await expect(page.getByText(/8,124 samples, 112 features/).first()).toBeVisible();
  // The software GPU takes seconds for a batch of the full set: the subset picker is there for such machines.
  await page.getByText('More options').click();
  await page.getByRole('switch', { name: 'Set training samples at most' }).click();
  await playground.setNumber('training samples at most', '300');
  await playground.button('Step one update').click();
  await playground.waitForStatus('paused', 150_000);
  await expect.poll(() => playground.updates(), { timeout: 120_000 }).toEqual([1, 1, 1, 1]);
});

test('page and command line agree on the real mushrooms file', async ({ page }, testInfo) => {
  test.slow();
  const path = sharedFile('libsvm/mushrooms');
  const playground = await Playground.open(page);
  await playground.chooseBackend('WASM');
  await playground.drop('mushrooms', await readFile(path));
  await expect(page.getByRole('combobox', { name: 'Task' })).toHaveValue('rbf');
  await playground.setNumber('epochs', '1');
  for (const name of ['SGD', 'Adam'])
    await page
      .getByRole('button', { name: `Remove ${name}` })
      .first()
      .click();
  await playground.button('Run').click();
  await playground.waitForStatus('done', 180_000);

  const experiment = testInfo.outputPath('experiment.json');
  const out = testInfo.outputPath('result.json');
  const optimizers = [{ id: 'aalig', hyperparameters: { eta: 10 } }, { id: 'sls-armijo' }];
  await writeFile(
    experiment,
    JSON.stringify({ task: { id: 'rbf', options: { file: path, sigma: 0.5 } }, optimizers, epochs: 1, seeds: [1] }),
  );
  await promisify(execFile)(process.execPath, [
    'scripts/run.mjs',
    'src/headless/train.ts',
    '--experiment',
    experiment,
    '--out',
    out,
    '--backend',
    'wasm',
  ]);
  const result = JSON.parse(await readFile(out, 'utf8')) as { runs: { epochs: { validationAccuracy: number; trainLoss: number }[] }[] };
  const rows = await playground.rows.all();
  expect(rows).toHaveLength(2);
  for (const [index, row] of rows.entries()) {
    const last = result.runs[index]!.epochs.at(-1)!;
    await expect(row).toContainText(`${(100 * last.validationAccuracy).toFixed(1)}`);
  }
});

const broken: [what: string, content: string | Buffer, message: RegExp][] = [
  ['indices out of order', '1 1:1 2:1\n2 3:1 2:1\n', /broken.txt, line 2/],
  ['a missing label', '1 1:1\n2:1 3:1\n', /line 2/],
  ['a bad index', '1 0:1\n2 1:1\n', /line 1/],
  ['an empty file', '', /broken.txt.*empty/i],
  ['a binary file', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13, 1, 2, 3]), /broken.txt/],
];

test('a broken file is refused with its line, and a running session goes on', async ({ page }) => {
  const playground = await Playground.open(page);
  await playground.setNumber('epochs', '2000');
  await playground.button('Run').click();
  await playground.waitForUpdates(5);
  for (const [what, content, message] of broken) {
    await test.step(what, async () => {
      await playground.drop('broken.txt', Buffer.from(content));
      await expect(page.getByRole('region', { name: 'Notices' }).getByText(message).first()).toBeVisible();
      const close = page.getByRole('region', { name: 'Notices' }).getByRole('button', { name: /close|dismiss/i });
      while ((await close.count()) > 0) await close.first().click();
    });
  }
  const before = await playground.updates();
  await playground.waitForUpdates(Math.min(...before) + 10);
  await expect(page.getByRole('combobox', { name: 'Task' })).toHaveValue('matrix-factorization');
});

test('a file of 200 MB is refused by its size', { tag: '@pointer' }, async ({ page }) => {
  const playground = await Playground.open(page);
  const data = await page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([new Uint8Array(200_000_000)], 'huge.txt'));
    return transfer;
  });
  for (const type of ['dragenter', 'dragover', 'drop']) await page.getByRole('main').dispatchEvent(type, { dataTransfer: data });
  await expect(page.getByRole('region', { name: 'Notices' }).getByText(/huge\.txt.*200 MB/)).toBeVisible();
  expect((await playground.session()).runs).toHaveLength(0);
});
