/** One training with a kill or two in it, and what became of it. */
import type { Page } from '@playwright/test';
import type { Random } from '../src/random/random';
import { experimentToQuery } from '../src/share/link';
import type { Experiment } from '../src/training/experiment';
import { differenceOf, type Recording } from './compare';
import { type Aftermath, killOf, type Scene } from './kinds';
import type { Kind } from './options';
import { type Beginning, type Standing, standing } from './watch';

/** What became of a kill. */
export interface Outcome {
  readonly kind: Kind;
  /** What exactly was done. */
  readonly what: string;
  /** Share of the training that was recorded when it happened. */
  readonly share: number;
  /** Whether the training went on, and to its end. */
  readonly resumed: boolean;
  /** The first difference from the undisturbed training, or what went wrong; null: none. */
  readonly problem: string | null;
  /** Updates that a stored checkpoint had and the session that went on did not. */
  readonly lost: number;
  /** Updates that came after the checkpoint from which it went on, and so were made again. */
  readonly again: number;
  /** From the kill to the next new update; null: there was none. */
  readonly seconds: number | null;
}

/** The kill came after the end of the training: it says nothing. */
export class TooLate extends Error {}

const patience = 180_000;
/** Where in the training kills come: up to this share of it, unless said otherwise. */
const usualRange = 0.9;

async function waitForStatus(page: Page, status: string): Promise<void> {
  await page.waitForFunction((wanted) => globalThis.__playground?.session().status === wanted, status, { polling: 50, timeout: patience });
}

/** Opens the page with an experiment in its link. */
export async function openExperiment(page: Page, address: string, experiment: Experiment): Promise<void> {
  await page.goto(`${address}?${experimentToQuery(experiment)}`);
  // The link is read when the page is there already.
  const { length } = experiment.optimizers;
  await page
    .getByRole('region', { name: 'Optimizers' })
    .getByRole('listitem')
    .nth(length - 1)
    .waitFor();
}

/** Presses Run: the experiment of the page's link. */
async function run(page: Page): Promise<void> {
  await page.getByRole('toolbar', { name: 'Training' }).getByRole('button', { name: 'Run', exact: true }).click();
  await page.waitForFunction(() => globalThis.__playground?.session().status !== 'done', null, { polling: 10 });
}

const recordsOf = (page: Page): Promise<Recording[]> => page.evaluate(() => globalThis.__playground!.records());

const beginningsOf = (page: Page): Promise<Beginning[]> => page.evaluate(() => globalThis.__faults!.beginnings);

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
const totalOf = (expected: readonly Recording[]): number => sum(expected.map(({ losses }) => losses.length));

/** How many of the updates in `counts` are missing in `others`, run by run. */
const missing = (counts: readonly number[], others: readonly number[]): number =>
  sum(counts.map((count, each) => Math.max(0, count - (others[each] ?? 0))));

/**
 * Trains to the end without a kill.
 * @throws Error where the experiment is not one that trains to its end
 */
export async function undisturbed(page: Page): Promise<Recording[]> {
  await run(page);
  await waitForStatus(page, 'done');
  const records = await recordsOf(page);
  const short = records.find(({ losses }) => losses.length !== records[0]!.losses.length);
  if (short) throw new Error(`${short.label} made fewer updates than the others: the experiment is not one that trains to its end`);
  return records;
}

/** Waits until the page has more updates than these. @returns milliseconds since 1970 then */
async function moreThan(page: Page, updates: number): Promise<number> {
  const handle = await page.waitForFunction(
    (before) => {
      const made = globalThis.__playground!.session().runs.reduce((total, each) => total + each.updates, 0);
      return made > before ? Date.now() : false;
    },
    updates,
    { polling: 4, timeout: patience },
  );
  return Number(await handle.jsonValue());
}

/** Waits for a moment of the training. @throws TooLate where it is over then */
async function untilMoment(page: Page, updates: number, random: Random): Promise<Standing> {
  await moreThan(page, updates);
  // Batches of records come ten times a second: not always just after one.
  await page.waitForTimeout(120 * random.uniform());
  const now = await page.evaluate(standing);
  if (now.status !== 'running') throw new TooLate(`the session was ${now.status}`);
  return now;
}

/** Waits until a session that went on from a checkpoint makes new updates. @returns null where it ended and none ever did */
async function beginningAfter(page: Page, known: number): Promise<Beginning | null> {
  await page.waitForFunction(
    (before) =>
      (globalThis.__faults?.beginnings[before]?.trainingAt ?? null) !== null || globalThis.__playground?.session().status === 'done',
    known,
    { polling: 10, timeout: patience },
  );
  return (await beginningsOf(page))[known] ?? null;
}

/** Kills at a moment of the training, and waits until it goes on. */
async function kill(
  scene: Scene,
  page: Page,
  kind: Kind,
  total: number,
  share: number,
  random: Random,
): Promise<{ outcome: Outcome; aftermath: Aftermath }> {
  const before = await untilMoment(page, Math.floor(share * total), random);
  const known = (await beginningsOf(page)).length;
  const began = Date.now();
  const aftermath = await killOf[kind](scene, page, random);
  const { page: next, isNew, undisturbed: mustGoOn, what } = aftermath;
  let problem: string | null = null;
  let restored: readonly number[] = before.recorded;
  let trainingAt: number | null;
  if (mustGoOn) {
    trainingAt = await moreThan(next, sum(before.recorded));
    if ((await beginningsOf(next)).length > known) problem = 'it went on from a checkpoint, though nothing had happened to it';
  } else {
    const beginning = await beginningAfter(next, isNew ? 0 : known);
    // The page hears of the end a little later than the worker comes to it. (Kills that never do anything are too late again and again.)
    if (!beginning) throw new TooLate('the session ended, and nothing had happened to it');
    ({ restored, trainingAt } = beginning);
  }
  return {
    aftermath,
    outcome: {
      kind,
      what,
      share: sum(before.recorded) / total,
      resumed: true,
      problem,
      lost: missing(before.stored ?? [], restored),
      again: missing(before.recorded, restored),
      seconds: trainingAt === null ? null : (trainingAt - began) / 1000,
    },
  };
}

/**
 * Trains, kills, lets it go on, in one training of three a second time, and compares.
 * @param wanted kills at most
 * @param range share of the training after which there are none
 * @throws TooLate where the training ended before the first kill
 */
export async function trial(
  scene: Scene,
  page: Page,
  kind: Kind,
  expected: readonly Recording[],
  random: Random,
  wanted = 1,
  range = usualRange,
): Promise<{ outcomes: Outcome[]; page: Page }> {
  const total = totalOf(expected);
  const share = range * random.uniform();
  const shares = wanted > 1 && random.below(3) === 0 ? [share, share + (range - share) * random.uniform()] : [share];
  const outcomes: Outcome[] = [];
  let current = page;
  await run(page);
  for (const each of shares) {
    try {
      const { outcome, aftermath } = await kill(scene, current, kind, total, each, random);
      outcomes.push(outcome);
      current = aftermath.page;
      await aftermath.restore();
    } catch (error) {
      // A second kill that comes too late is no kill.
      if (!(error instanceof TooLate) || outcomes.length === 0) throw error;
    }
  }
  await waitForStatus(current, 'done');
  const difference = differenceOf(expected, await recordsOf(current));
  return { page: current, outcomes: outcomes.map((outcome) => ({ ...outcome, problem: outcome.problem ?? difference })) };
}

/**
 * Opens every session that the browser keeps and that came to its end, one after the other, and compares what was stored of it.
 * @returns how many there are, and the first difference
 */
export async function keptSessions(page: Page, expected: readonly Recording[]): Promise<{ count: number; difference: string | null }> {
  await page.reload();
  const opener = page.getByRole('button', { name: 'Runs', exact: true });
  const rows = page.getByRole('list', { name: 'Kept runs' }).getByRole('listitem').filter({ hasText: 'done, ' });
  await opener.click();
  await rows.first().waitFor();
  const count = await rows.count();
  for (let row = 0; row < count; row++) {
    if (row > 0) await opener.click();
    await rows.nth(row).getByRole('button', { name: /^Open/ }).click();
    await rows.first().waitFor({ state: 'detached' });
    const difference = differenceOf(expected, await recordsOf(page));
    if (difference) return { count, difference: `kept session ${row + 1} of ${count}: ${difference}` };
  }
  return { count, difference: null };
}
