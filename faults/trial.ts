/** One training with one kill in it, and what became of it. */
import type { Page } from '@playwright/test';
import type { Random } from '../src/random/random';
import { differenceOf, type Recording } from './compare';
import { killOf, type Scene } from './kinds';
import type { Kind } from './options';
import { type Beginning, type Standing, standing } from './watch';

export interface Outcome {
  readonly kind: Kind;
  /** What exactly was done. */
  readonly what: string;
  /** Share of the training that was recorded when it happened. */
  readonly share: number;
  /** Whether it went on, and to its end. */
  readonly resumed: boolean;
  /** The first difference from the undisturbed training, or what went wrong; null: none. */
  readonly difference: string | null;
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

async function waitForStatus(page: Page, status: string): Promise<void> {
  await page.waitForFunction((wanted) => globalThis.__playground?.session().status === wanted, status, { polling: 50, timeout: patience });
}

/** Presses Run: the experiment of the page's link. */
async function run(page: Page): Promise<void> {
  await page.getByRole('toolbar', { name: 'Training' }).getByRole('button', { name: 'Run', exact: true }).click();
  await page.waitForFunction(() => globalThis.__playground?.session().status !== 'done', null, { polling: 10 });
}

export const recordsOf = (page: Page): Promise<Recording[]> => page.evaluate(() => globalThis.__playground!.records());

const beginningsOf = (page: Page): Promise<Beginning[]> => page.evaluate(() => globalThis.__faults!.beginnings);

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

/** How many of the updates in `counts` are missing in `others`, run by run. */
const missing = (counts: readonly number[], others: readonly number[]): number =>
  sum(counts.map((count, run) => Math.max(0, count - (others[run] ?? 0))));

/** Trains to the end without a kill. */
export async function undisturbed(page: Page): Promise<Recording[]> {
  await run(page);
  await waitForStatus(page, 'done');
  const records = await recordsOf(page);
  const short = records.find(({ losses }) => losses.length !== records[0]!.losses.length);
  if (short) throw new Error(`${short.label} made fewer updates than the others: the experiment is not one that trains to its end`);
  return records;
}

/** Milliseconds since 1970 when the page had more updates than these. */
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

/** Waits for a moment of the training. */
async function untilShare(page: Page, updates: number, random: Random): Promise<Standing> {
  await moreThan(page, updates);
  // Batches of records come ten times a second: not always just after one.
  await page.waitForTimeout(120 * random.uniform());
  const now = await page.evaluate(standing);
  if (now.status !== 'running') throw new TooLate(`the session was ${now.status}`);
  return now;
}

/**
 * Trains, kills, lets it go on, and compares.
 * @param expected of the undisturbed training
 * @throws TooLate where the training ended before
 */
export async function trial(
  scene: Scene,
  page: Page,
  kind: Kind,
  expected: readonly Recording[],
  random: Random,
): Promise<{ outcome: Outcome; page: Page }> {
  const total = sum(expected.map(({ losses }) => losses.length));
  await run(page);
  const before = await untilShare(page, Math.floor(0.9 * total * random.uniform()), random);
  const known = (await beginningsOf(page)).length;
  const share = sum(before.recorded) / total;
  const began = Date.now();
  const { page: next, what, undisturbed: mustGoOn, restore } = await killOf[kind](scene, page, random);
  const wentOnAt = mustGoOn ? await moreThan(next, sum(before.recorded)) : null;
  await waitForStatus(next, 'done');
  await restore();
  const beginnings = await beginningsOf(next);
  const later = next === page && what !== 'reloaded' ? beginnings.slice(known) : beginnings;
  const records = await recordsOf(next);
  const difference = differenceOf(expected, records);
  const [first] = later;
  let problem = difference;
  if (mustGoOn && first) problem ??= 'it went on from a checkpoint, though nothing had happened to it';
  if (!mustGoOn && !first) problem ??= 'nothing happened to it: the kill was none';
  const restored = first?.restored ?? before.recorded;
  const trainingAt = wentOnAt ?? first?.trainingAt ?? null;
  return {
    page: next,
    outcome: {
      kind,
      what,
      share,
      resumed: true,
      difference: problem,
      lost: missing(before.stored ?? [], restored),
      again: missing(before.recorded, restored),
      seconds: trainingAt === null ? null : (trainingAt - began) / 1000,
    },
  };
}
