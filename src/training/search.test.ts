/** Line searches run with answers from outside: the steps told in advance are those asked for, and the outcome is the generator's own. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultsOf, type FieldValue } from '../fields/field';
import type { LineSearch, OptimizerDefinition, RunShape } from '../optimizers/definition';
import { slsArmijo } from '../optimizers/sls-armijo';
import { slsGoldstein } from '../optimizers/sls-goldstein';
import { slsPolyak } from '../optimizers/sls-polyak';
import { runSearch, type SearchStart, upcoming } from './search';

const shape: RunShape = { trainSize: 40, epochs: 10, batchesPerEpoch: 4, lowerBound: 0 };
const definitions = [slsArmijo, slsGoldstein, slsPolyak];

const methodOf = (definition: OptimizerDefinition) => definition.method as LineSearch;
const settings = (definition: OptimizerDefinition, changed: Record<string, FieldValue> = {}) => ({
  ...defaultsOf(definition.fields),
  ...changed,
});

/** Searches of all kinds, with all ways to start. */
const searches = fc.record({
  definition: fc.constantFrom(...definitions),
  resetOption: fc.constantFrom(0, 1, 2),
  begin: fc.record({
    loss: fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
    gradNorm: fc.double({ min: 1e-3, max: 100, noNaN: true }),
    stored: fc.double({ min: 1e-4, max: 100, noNaN: true }),
  }),
});

/** Drives the generator by hand; `lossAt` is told the trial's number. */
function byHand(
  definition: OptimizerDefinition,
  begin: SearchStart,
  h: Record<string, FieldValue>,
  lossAt: (step: number, trial: number) => number,
) {
  const search = methodOf(definition).search(begin.loss, begin.gradNorm, begin.stored, h, shape);
  const tried: number[] = [];
  let turn = search.next();
  while (!turn.done) {
    tried.push(turn.value);
    turn = search.next(lossAt(turn.value, tried.length - 1));
  }
  return { tried, result: turn.value };
}

describe('the steps that will be asked for while all are rejected', () => {
  it('are those that the search then asks for, from wherever it stands', () => {
    fc.assert(
      fc.property(searches, fc.nat(12), fc.integer({ min: 1, max: 6 }), ({ definition, resetOption, begin }, made, count) => {
        const h = settings(definition, { resetOption });
        // Rejected for being higher, each a little different: what is predicted must not depend on the answers.
        const answers = (trial: number) => begin.loss + 1 + trial;
        const { tried } = byHand(definition, begin, h, (_, trial) => answers(trial));
        const told = upcoming(
          methodOf(definition),
          begin,
          h,
          shape,
          Array.from({ length: made }, (_, trial) => answers(trial)),
          count,
        );
        expect(told).toEqual(tried.slice(made, made + count));
        expect(told).toHaveLength(count);
      }),
    );
  });

  it('follow on answers that made Goldstein’s search lengthen its step', () => {
    const h = settings(slsGoldstein, { resetOption: 0 });
    const begin = { loss: 1, gradNorm: 1, stored: 0.25 };
    // Far below: too cautious, twice; then rejected.
    const answers = [-10, -10];
    expect(upcoming(methodOf(slsGoldstein), begin, h, shape, [], 1)).toEqual([0.25]);
    expect(upcoming(methodOf(slsGoldstein), begin, h, shape, answers, 2)).toEqual([1, 0.9]);
  });

  it.each(definitions)('of $name begin with one that neither the loss nor the gradient changes', (definition) => {
    for (const resetOption of [0, 1, 2]) {
      const h = settings(definition, { resetOption });
      const firsts = [
        { loss: 1, gradNorm: 1, stored: 0.3 },
        { loss: 1e6, gradNorm: 1e-6, stored: 0.3 },
      ].map((begin) => upcoming(methodOf(definition), begin, h, shape, [], 1));
      expect(firsts[1]).toEqual(firsts[0]);
      expect(firsts[0]).toHaveLength(1);
    }
  });

  it('are none where the gradient vanishes, the search is over, or its trials run out', () => {
    const h = settings(slsArmijo);
    const begin = { loss: 1, gradNorm: 1, stored: 1 };
    expect(upcoming(methodOf(slsArmijo), { ...begin, gradNorm: 0 }, h, shape, [], 4)).toEqual([]);
    expect(upcoming(methodOf(slsArmijo), begin, h, shape, [-100], 4)).toEqual([]);
    const { tried } = byHand(slsArmijo, begin, h, () => Number.POSITIVE_INFINITY);
    const made = new Array<number>(tried.length - 2).fill(5);
    expect(upcoming(methodOf(slsArmijo), begin, h, shape, made, 4)).toEqual(tried.slice(-2));
  });
});

describe('a search that is run', () => {
  it('ends as the generator driven by hand, and shows each trial the answers before it', async () => {
    const losses = fc.array(fc.oneof(fc.double({ min: -1e3, max: 1e3, noNaN: true }), fc.constantFrom(Number.NaN, Infinity)), {
      minLength: 1,
    });
    await fc.assert(
      fc.asyncProperty(searches, losses, async ({ definition, resetOption, begin }, given) => {
        const h = settings(definition, { resetOption });
        const lossAt = (_: number, trial: number) => given[trial % given.length]!;
        const { tried, result } = byHand(definition, begin, h, lossAt);
        const asked: number[] = [];
        const outcome = await runSearch(methodOf(definition), begin, h, shape, (step, answers) => {
          expect(answers).toEqual(asked.map((at, trial) => lossAt(at, trial)));
          asked.push(step);
          return Promise.resolve(lossAt(step, asked.length - 1));
        });
        expect(asked).toEqual(tried);
        expect(outcome).toEqual({ ...result, first: tried[0], trials: tried.length });
      }),
    );
  });

  it('that makes no move tries nothing', async () => {
    const begin = { loss: 1, gradNorm: 0, stored: 0.5 };
    const h = settings(slsArmijo, { resetOption: 0 });
    const outcome = await runSearch(methodOf(slsArmijo), begin, h, shape, () => Promise.reject(new Error('asked')));
    expect(outcome).toEqual({ applied: 0, stored: 0.5, first: 0, trials: 0 });
  });
});
