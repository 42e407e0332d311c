/**
 * `npm run load`: a session of fifty runs and a million recorded updates in a real Chromium, and everything that one does with it: how long the
 * page's main thread is ever held up, and what memory it takes.
 */

import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { BrowserContext, Page } from '@playwright/test';
import { buildPage } from '../scripts/build-page.mjs';
import { runCommand } from '../scripts/command-line';
import { experimentToQuery } from '../src/share/link';
import { experimentOf } from './experiment';
import * as journey from './journey';
import { Meter } from './meter';
import { type LoadOptions, readOptions, usage } from './options';
import { type Served, servePage, visit } from './place';
import { lineOf, longTasksOf, megabytes, memoryLine, verdictOf } from './report';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Milliseconds that the page is watched in one go while it trains: traces of a quarter of an hour would be too long. */
const stretch = 15_000;
/** A training may take this long, in milliseconds. */
const hour = 3_600_000;

/** Does something, and says what was seen. */
async function measured(meter: Meter, label: string, work: () => Promise<unknown>): Promise<void> {
  const seen = await meter.during(label, work);
  console.log(lineOf(seen));
  for (const line of longTasksOf(seen)) console.log(line);
}

async function remembered(meter: Meter, label: string): Promise<void> {
  console.log(memoryLine(label, await meter.memory()));
}

/** Trains to the end, watched all the time, with what a person does meanwhile now and then. */
async function train(page: Page, meter: Meter, total: number): Promise<void> {
  await page.getByRole('toolbar', { name: 'Training' }).getByRole('button', { name: 'Run', exact: true }).click();
  const began = Date.now();
  for (let round = 0; Date.now() - began < hour; round++) {
    const made = await journey.updatesOf(page);
    const { status } = await page.evaluate(() => globalThis.__playground!.session());
    if (status === 'failed') throw new Error('the session failed');
    if (status === 'done') return;
    const what = [
      ['training', () => journey.wait(stretch)],
      ['training, the pointer over the charts', () => journey.hover(page)],
      ['training, other pages', () => journey.otherPages(page)],
      ['training, switches', () => journey.switches(page)],
    ] as const;
    const [label, work] = what[round % what.length]!;
    await measured(meter, `${label} (from ${Math.round((100 * made) / total)} %)`, work);
  }
}

async function exportsOf(page: Page, meter: Meter, folder: string): Promise<string> {
  let session = '';
  const saving = async (label: string, save: () => Promise<string>) => {
    let path = '';
    await measured(meter, `saving ${label}`, async () => {
      path = await save();
      await journey.wait(1000);
    });
    console.log(`    ${megabytes(statSync(path).size)}`);
    return path;
  };
  await saving('every update (CSV)', () => journey.share(page, 'Every update (CSV)', folder));
  await saving('every epoch (CSV)', () => journey.share(page, 'Every epoch (CSV)', folder));
  session = await saving('the session (JSON)', () => journey.share(page, 'Whole session (JSON)', folder));
  await saving('the report', () => journey.fromTable(page, 'Report', folder));
  await saving('RESULT.json', () => journey.fromTable(page, 'RESULT.json', folder));
  return session;
}

/** Whether two pages have the same numbers. */
function same(label: string, one: readonly unknown[], other: readonly unknown[]): boolean {
  const equal = JSON.stringify(one) === JSON.stringify(other);
  console.log(equal ? `${label}: the very numbers of the session` : `${label}: WRONG: other numbers than the session's`);
  return equal;
}

/** Loads a session, and closes what browsers there are in the end. */
async function load(served: Served, options: LoadOptions): Promise<boolean> {
  const contexts: BrowserContext[] = [];
  try {
    return await loaded(served, options, contexts);
  } finally {
    for (const context of contexts) await context.close().catch(() => undefined);
  }
}

async function loaded(served: Served, options: LoadOptions, contexts: BrowserContext[]): Promise<boolean> {
  const { runs, updates, replay, why } = options;
  const experiment = experimentOf(runs, updates);
  const meters: Meter[] = [];
  const opened = async (name: string, address: string) => {
    const there = await visit(served, name, replay);
    contexts.push(there.context);
    const page = there.context.pages()[0] ?? (await there.context.newPage());
    await page.goto(address);
    await page.getByRole('region', { name: 'Charts' }).waitFor();
    const meter = await Meter.of(page, there.profile, why);
    meters.push(meter);
    return { ...there, page, meter };
  };

  const first = await opened('first', `${served.address}?${experimentToQuery(experiment)}`);
  const { page, meter } = first;
  await page
    .getByRole('region', { name: 'Optimizers' })
    .getByRole('listitem')
    .nth(experiment.optimizers.length - 1)
    .waitFor();
  await remembered(meter, 'Before');
  const began = Date.now();
  await train(page, meter, runs * updates);
  await journey.waitForStatus(page, 'done');
  const recorded = await journey.updatesOf(page);
  console.log(`${recorded} updates of ${runs} runs recorded in ${Math.round((Date.now() - began) / 1000)} s`);
  await journey.wait(2000);
  await remembered(meter, 'At the end');
  await measured(meter, 'afterwards, the pointer over the charts', () => journey.hover(page));
  await measured(meter, 'afterwards, switches', () => journey.switches(page));
  await measured(meter, 'afterwards, other pages', () => journey.otherPages(page));
  const file = await exportsOf(page, meter, served.folder);
  await remembered(meter, 'After the exports');
  const digests = await journey.digestsOf(page);

  await measured(meter, 'reload', async () => {
    await page.reload();
    await page.getByRole('region', { name: 'Charts' }).waitFor();
    await journey.wait(2000);
  });
  await measured(meter, 'opening the kept run', async () => {
    await journey.openKept(page);
    await journey.wait(4000);
  });
  let right = same('The kept run', digests, await journey.digestsOf(page));
  await remembered(meter, 'With the kept run');
  await first.context.close();

  const second = await opened('second', served.address);
  await measured(second.meter, 'opening the session (JSON) in a new browser', async () => {
    await journey.openFile(second.page, file);
    await second.page.waitForURL(/\?compare/, { timeout: 120_000 });
    await journey.wait(4000);
  });
  await measured(second.meter, 'Compare with it, the pointer over its charts', async () => {
    await second.page.mouse.move(700, 400);
    for (let at = 0; at < 40; at++) {
      await second.page.mouse.move(500 + 15 * at, 400);
      await journey.wait(40);
    }
    await second.page.mouse.wheel(0, 3000);
    await journey.wait(1500);
    await second.page.mouse.wheel(0, -3000);
  });
  await measured(second.meter, 'the playground with it', async () => {
    await second.page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Playground' }).click();
    await journey.waitForStatus(second.page, 'done', 60_000);
    await journey.wait(3000);
    await journey.hover(second.page);
  });
  right = same('The opened session', digests, await journey.digestsOf(second.page)) && right;
  await remembered(second.meter, 'With the opened session');
  await second.context.close();

  const seen = meters.flatMap((each) => each.seen);
  console.log(`\n${verdictOf(seen)}`);
  return right && recorded === runs * updates;
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    console.log(usage);
    return;
  }
  if (options.page === null) buildPage();
  const served = await servePage(options.page ?? join(root, 'dist'));
  try {
    if (!(await load(served, options))) process.exitCode = 1;
  } finally {
    await served.close();
  }
}

await runCommand(main, usage, (error) => `The load run failed: ${error.stack}`);
