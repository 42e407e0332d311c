/**
 * `npm run faults`: a training with all kinds of optimizers is killed at random moments in a real Chromium, and must end with the numbers of
 * one that nobody disturbed, bit for bit.
 */

import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { buildPage } from '../scripts/build-page.mjs';
import { runCommand } from '../scripts/command-line';
import { randomStream } from '../src/random/random';
import { experimentOf } from './experiment';
import { type Backend, backendOf, backends, type FaultOptions, type Kind, readOptions, usage } from './options';
import { openPlace, type Place } from './place';
import { lineOf, tableOf } from './report';
import { keptSessions, type Outcome, openExperiment, TooLate, trial, undisturbed } from './trial';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Epochs of the training: a few seconds on two cores. */
const epochsOn: Readonly<Record<Backend, number>> = { wasm: 30, webgpu: 4 };
/** Kills that may come too late, for each that does not. */
const missesAllowed = 5;

async function openPage({ context, address }: Place, epochs: number): Promise<Page> {
  const page = await context.newPage();
  await openExperiment(page, address, experimentOf(epochs));
  return page;
}

/** What is known of a backend's kills: each kill's outcome, and what is wrong with what the browser keeps of all of them. */
interface Found {
  readonly outcomes: readonly Outcome[];
  readonly problems: readonly string[];
}

async function killsOn(backend: Backend, kinds: readonly Kind[], options: FaultOptions): Promise<Found> {
  const place = await openPlace(options.page ?? join(root, 'dist'), backend);
  const epochs = epochsOn[backend];
  const all: Outcome[] = [];
  const problems: string[] = [];
  try {
    let page = await openPage(place, epochs);
    const began = Date.now();
    const expected = await undisturbed(page);
    const updates = expected.reduce((total, { losses }) => total + losses.length, 0);
    const seconds = ((Date.now() - began) / 1000).toFixed(1);
    console.log(`${backend}: ${expected.length} optimizers, ${epochs} epochs, ${updates} updates; undisturbed in ${seconds} s`);
    for (const kind of kinds) {
      const random = randomStream(options.seed, `faults ${kind}`);
      let misses = 0;
      for (let kill = 1; kill <= options.kills; ) {
        let outcomes: readonly Outcome[];
        try {
          ({ outcomes, page } = await trial(place, page, kind, expected, random, options.kills - kill + 1));
        } catch (error) {
          if (error instanceof TooLate && misses++ < missesAllowed * options.kills) continue;
          const problem = (error as Error).message.split('\n')[0]!;
          outcomes = [{ kind, what: '', share: Number.NaN, resumed: false, problem, lost: 0, again: 0, seconds: null }];
          for (const open of place.context.pages()) if (open.url() !== 'about:blank') await open.close().catch(() => undefined);
          page = await openPage(place, epochs);
        }
        for (const outcome of outcomes) console.log(lineOf(outcome, kill++));
        all.push(...outcomes);
      }
    }
    const { count, difference } = await keptSessions(page, expected);
    console.log(`${backend}: ${count} sessions are kept, ${difference === null ? 'all with the same records' : `WRONG: ${difference}`}`);
    if (difference !== null) problems.push(difference);
  } finally {
    await place.close();
  }
  return { outcomes: all, problems };
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    console.log(usage);
    return;
  }
  if (options.page === null) buildPage();
  const outcomes: Outcome[] = [];
  const problems: string[] = [];
  for (const backend of backends) {
    let kinds = options.kinds.filter((kind) => backendOf(kind, options.backend) === backend);
    if (backend === 'wasm' && kinds.includes('device')) {
      console.log('device: does not apply on WASM, where there is none to lose; use --backend webgpu');
      kinds = kinds.filter((kind) => kind !== 'device');
    }
    if (kinds.length === 0) continue;
    const found = await killsOn(backend, kinds, options);
    outcomes.push(...found.outcomes);
    problems.push(...found.problems);
  }
  if (outcomes.length > 0) console.log(`\n${tableOf(outcomes)}`);
  const wrong = outcomes.some(({ resumed, problem, lost }) => !resumed || problem !== null || lost > 0);
  if (wrong || problems.length > 0) process.exitCode = 1;
}

await runCommand(main, usage, (error) => `The fault suite failed: ${error.stack}`);
