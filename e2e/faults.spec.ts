/** A few kills of the fault suite (`npm run faults`): a training with every kind of optimizer ends with the numbers of one that nobody disturbed. */
import { experimentOf } from '../faults/experiment';
import type { Kind } from '../faults/options';
import { prepare } from '../faults/place';
import { openExperiment, trial, undisturbed } from '../faults/trial';
import { randomStream } from '../src/random/random';
import { expect, test } from './fixtures';

// A worker that crashes says why.
test.use({ expectedProblems: [/null/] });

const kills: readonly Kind[] = ['worker', 'tab'];

test('a training that is killed at any moment ends with the same numbers', async ({ page: first, context, baseURL }) => {
  await prepare(context, 'wasm');
  const address = baseURL!;
  await openExperiment(first, address, experimentOf(60));
  const random = randomStream(3, 'faults');
  let page = first;
  const expected = await undisturbed(page);
  expect(expected).toHaveLength(12);
  for (const kind of kills) {
    const { outcomes, page: next } = await trial({ context, address }, page, kind, expected, random, 1, 0.5);
    page = next;
    expect(outcomes).toMatchObject([{ kind, resumed: true, problem: null, lost: 0 }]);
  }
});
