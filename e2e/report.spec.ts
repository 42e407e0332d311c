/** A report, saved and opened by itself: its numbers are those of the result, and it asks the network for nothing. */
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import type { Download, Page, TestInfo } from '@playwright/test';
import { madeSweep } from '../src/report/report-checks';
import { parseResult } from '../src/results/read-result';
import { resultText } from '../src/results/result';
import { problemsOf } from './axe';
import { expect, test } from './fixtures';
import { Playground } from './playground';

/** Opens a saved report from the disk in a page of its own, and watches what it asks for. */
async function openReport(page: Page, download: Download, info: TestInfo): Promise<{ report: Page; requests: string[] }> {
  const path = info.outputPath(download.suggestedFilename());
  await download.saveAs(path);
  const report = await page.context().newPage();
  const requests: string[] = [];
  report.on('request', (request) => requests.push(request.url()));
  await report.goto(`file://${path}`);
  return { report, requests: requests.filter((url) => url !== `file://${path}` && !url.startsWith('data:')) };
}

/** Cells of the row of a table that a text begins. */
function cells(report: Page, table: string | RegExp, first: string) {
  return report
    .getByRole('group', { name: table })
    .getByRole('row')
    .filter({ has: report.getByRole('rowheader', { name: first, exact: true }) })
    .getByRole('cell')
    .allInnerTexts();
}

test('the report of a hand-made result file has its numbers', async ({ page }, info) => {
  const file = info.outputPath('hand-made.json');
  await writeFile(file, resultText(madeSweep()));
  await page.goto('./?compare');
  await page.getByLabel('Result files').first().setInputFiles(file);
  const button = page.getByRole('button', { name: 'Report', exact: true });
  await expect(button).toBeEnabled();
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
  expect(download.suggestedFilename()).toBe('comparison-report.html');

  const { report, requests } = await openReport(page, download, info);
  // AALIG is best with η = 1: 0.0125, 0.01375 and 0.01125, 1.25 times the floor of 0.01.
  expect((await cells(report, /^The best setting of each method/, 'AALIG')).slice(0, 6)).toEqual([
    'η = 1',
    '4',
    '3',
    '0.0125 ± 0.0013',
    '1.250',
    '0.0125 ± 0.0013',
  ]);
  expect(await cells(report, /^Every setting/, 'SGD Nesterov η=10')).toEqual(['3', '–', '–', '–', '8', '1.0 s', '8', '3 of 3']);
  expect((await cells(report, /^Every setting/, 'SGD Nesterov η=1')).at(-1)).toBe('1 of 3');
  await expect(report.getByText('diverged at update 13')).toHaveCount(4);
  for (const name of ['Robustness.', 'Settings.', 'Training loss.', 'Step size γ.', 'Cost of an update.']) {
    await expect(report.getByRole('img', { name, exact: true })).toBeVisible();
  }
  await expect(report.getByText('All runs of a seed began with the same weights')).toBeVisible();

  expect(requests).toEqual([]);
  expect(await report.evaluate(() => document.scripts.length)).toBe(0);
  expect(await problemsOf(report)).toEqual([]);
  await report.setViewportSize({ width: 390, height: 800 });
  expect(await report.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});

test('a run in the playground is reported, and its RESULT.json can be read again', async ({ page }, info) => {
  const playground = await Playground.open(page);
  await playground.chooseBackend('WASM');
  const results = page.getByRole('region', { name: 'Results', exact: true });
  const buttons = ['Report', 'RESULT.json'].map((name) => results.getByRole('button', { name, exact: true }));
  for (const button of buttons) await expect(button).toBeDisabled();
  await playground.setNumber('epochs', '3');
  await playground.button('Run').click();
  await playground.waitForStatus('done');

  const [saved] = await Promise.all([page.waitForEvent('download'), buttons[1]!.click()]);
  expect(saved.suggestedFilename()).toBe('matrix-factorisation-result.json');
  const path = info.outputPath('result.json');
  await saved.saveAs(path);
  const result = parseResult(JSON.parse(readFileSync(path, 'utf8')));
  expect(result.runs.map(({ optimizer, status, epochs }) => [optimizer, status, epochs.length])).toEqual(
    ['aalig', 'sgd', 'adam', 'sls-armijo'].map((id) => [id, 'done', 4]),
  );
  expect(result.device.backend).toBe('wasm');

  const [download] = await Promise.all([page.waitForEvent('download'), buttons[0]!.click()]);
  expect(download.suggestedFilename()).toBe('matrix-factorisation-report.html');
  const { report, requests } = await openReport(page, download, info);
  await expect(report.getByRole('heading', { level: 1, name: 'Matrix factorisation' })).toBeVisible();
  const shown = await results
    .getByRole('row', { name: /^Show Adam|Adam/ })
    .getByRole('cell')
    .allInnerTexts();
  const told = await cells(report, /^Every setting/, 'Adam');
  expect(shown).toContain(told[1]);
  await expect(report.getByText('the same for all 4', { exact: false }).first()).toBeVisible();
  expect(requests).toEqual([]);
});
