import { expect, test } from 'vitest';
import { type BenchOptimizer, type CaseId, caseIds, engineIds, optimizerIds, whyNot } from './catalog';
import { type Choices, type Heat, planOf } from './plan';

const all: Choices = { cases: caseIds, engines: engineIds, optimizers: null, rounds: null, steps: null };

/** Engines that run an optimizer on a case. */
function enginesOf(plan: readonly Heat[], id: CaseId, optimizer: BenchOptimizer) {
  const entrants = plan.filter((heat) => heat.case === id).flatMap((heat) => heat.entrants);
  return entrants.filter((entrant) => entrant.optimizer === optimizer).map(({ engine }) => engine);
}

test('by default every case runs plain descent on every engine, and the methods in the replayed one', () => {
  for (const software of [true, false]) {
    const plan = planOf(all, software);
    for (const id of caseIds) {
      expect(enginesOf(plan, id, 'sgd')).toEqual(engineIds);
      for (const optimizer of ['sgd-nesterov', 'aalig', 'pal', 'sls-armijo'] as const) {
        expect(enginesOf(plan, id, optimizer)).toEqual(['replay']);
      }
    }
  }
});

test('what is compared is measured in turns', () => {
  const [engines, adam, methods] = planOf({ ...all, cases: ['mlp'] }, true);
  expect(engines!.entrants.map(({ engine }) => engine)).toEqual(engineIds);
  expect(new Set(adam!.entrants.map(({ optimizer }) => optimizer))).toEqual(new Set(['adam']));
  expect(methods!.entrants.map(({ optimizer }) => optimizer)).toEqual(['sgd-nesterov', 'aalig', 'pal', 'sls-armijo']);
});

test('chosen optimizers run on every chosen engine that has them', () => {
  const plan = planOf({ ...all, cases: ['mlp'], engines: ['tfjs', 'eager', 'jax-js'], optimizers: ['adam', 'aalig'] }, true);
  expect(plan.map(({ entrants }) => entrants.map(({ engine, optimizer }) => `${engine} ${optimizer}`))).toEqual([
    ['tfjs adam', 'eager adam', 'jax-js adam'],
    ['eager aalig'],
  ]);
  expect(planOf({ ...all, engines: ['tfjs'], optimizers: ['pal'] }, true)).toEqual([]);
  for (const optimizer of optimizerIds) expect(whyNot('replay', optimizer)).toBeNull();
  expect(whyNot('jax-js', 'pal')).toBe('jax-js with jit has no PAL');
});

test('a software GPU gets the small batch of the ResNet, and less of everything', () => {
  const batchOf = (software: boolean) => planOf({ ...all, cases: ['resnet8'] }, software)[0]!.batchSize;
  expect([batchOf(true), batchOf(false)]).toEqual([16, 128]);
  const steps = (software: boolean) => planOf({ ...all, cases: ['resnet8'] }, software)[0]!.effort.steps;
  expect(steps(true)).toBeLessThan(steps(false));
});

test('rounds and steps can be chosen', () => {
  const [heat] = planOf({ ...all, rounds: 2, steps: 9 }, true);
  expect(heat!.effort).toMatchObject({ rounds: 2, steps: 9 });
});
