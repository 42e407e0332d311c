/**
 * `npm run faults`: a training with all kinds of optimizers is killed at random moments in a real Chromium, and must end with the numbers of
 * one that nobody disturbed, bit for bit.
 */
import { join } from 'node:path';
import process from 'node:process';
import type { Page } from '@playwright/test';
import { buildPage } from '../scripts/build-page.mjs';
import { root } from '../scripts/install.mjs';
import { randomStream } from '../src/random/random';
import { experimentOf, queryOf } from './experiment';
import { type Backend, backendOf, backends, type FaultOptions, type Kind, readOptions, UsageError, usage } from './options';
import { openPlace, type Place } from './place';
import { lineOf, tableOf } from './report';
import { type Outcome, TooLate, trial, undisturbed } from './trial';

/** Epochs of the training: about three seconds on two cores. */
const epochsOn: Readonly<Record<Backend, number>> = { wasm: 30, webgpu: 4 };
const triesForAMoment = 5;

async function openPage(place: Place, epochs: number): Promise<Page> {
  const page = await place.context.newPage();
  await page.goto(`${place.address}?${queryOf(epochs)}`);
  const labels = experimentOf(epochs).optimizers.length;
  await page
    .getByRole('region', { name: 'Optimizers' })
    .getByRole('listitem')
    .nth(labels - 1)
    .waitFor();
  return page;
}

async function killsOn(backend: Backend, kinds: readonly Kind[], options: FaultOptions): Promise<Outcome[]> {
  const place = await openPlace(options.page ?? join(root, 'dist'), backend);
  const epochs = epochsOn[backend];
  const outcomes: Outcome[] = [];
  try {
    const fresh = () => openPage(place, epochs);
    let page = await fresh();
    const began = Date.now();
    const expected = await undisturbed(page);
    const updates = expected.reduce((total, { losses }) => total + losses.length, 0);
    console.log(
      `${backend}: ${expected.length} optimizers, ${epochs} epochs, ${updates} updates undisturbed in ${((Date.now() - began) / 1000).toFixed(1)} s`,
    );
    for (const kind of kinds) {
      const random = randomStream(options.seed, `faults ${kind}`);
      let tooLate = 0;
      for (let kill = 1; kill <= options.kills; kill++) {
        let outcome: Outcome;
        try {
          ({ outcome, page } = await trial(place, page, kind, expected, random));
        } catch (error) {
          if (error instanceof TooLate && ++tooLate <= triesForAMoment * options.kills) {
            kill -= 1;
            continue;
          }
          const difference = (error as Error).message.split('\n')[0]!;
          outcome = { kind, what: '', share: Number.NaN, resumed: false, difference, lost: 0, again: 0, seconds: null };
          for (const open of place.context.pages()) if (open.url() !== 'about:blank') await open.close().catch(() => undefined);
          page = await fresh();
        }
        outcomes.push(outcome);
        console.log(lineOf(outcome, kill));
      }
    }
  } finally {
    await place.close();
  }
  return outcomes;
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    console.log(usage);
    return;
  }
  if (options.page === null) buildPage();
  const outcomes: Outcome[] = [];
  for (const backend of backends) {
    let kinds = options.kinds.filter((kind) => backendOf(kind, options.backend) === backend);
    if (backend === 'wasm' && kinds.includes('device')) {
      console.log('device: does not apply on WASM, where there is none to lose; use --backend webgpu');
      kinds = kinds.filter((kind) => kind !== 'device');
    }
    if (kinds.length > 0) outcomes.push(...(await killsOn(backend, kinds, options)));
  }
  console.log(`\n${tableOf(outcomes)}`);
  if (outcomes.some(({ resumed, difference, lost }) => !resumed || difference !== null || lost > 0)) process.exitCode = 1;
}

try {
  await main();
} catch (error) {
  console.error(error instanceof UsageError ? `${error.message}\n${usage}` : `The fault suite failed: ${(error as Error).stack}`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
