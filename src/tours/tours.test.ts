import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { courseOfAovs, stepsBelowAov } from './aovs';
import { bestEta, cappedAtTheSmallest } from './cap';
import { experimentAt, experimentOfTour, findingOf, questionOf, runStepsUpTo, verdictOf } from './finding';
import { lowerAtTheEnd, lowerWithNoise } from './interpolation';
import { lowestAtEqualCost, priceOfArmijo } from './line-search';
import { bestAgainstBest, moreGoodSettings } from './one-knob';
import { said } from './reading';
import { tourOf, tours } from './registry';
import { type AskStep, targets, tourIds } from './tour';
import { epochsOfTour, resultOf } from './tour-checks';

describe('the data of the tours', () => {
  it('are five, under the ids that there are', () => {
    expect(tours.map(({ id }) => id)).toEqual(tourIds);
    expect(tourOf('cap')?.title).toBe('What η caps');
    expect(tourOf('cape')).toBeNull();
    // A file a tour, beside what they share.
    expect(
      readdirSync(new URL('.', import.meta.url)).filter((name) => !/test|^(tour|reading|finding|registry|tour-checks)\.ts$/.test(name)),
    ).toHaveLength(5);
  });

  it.each(tours.map((tour) => [tour.id, tour] as const))('%s: every step makes sense where it stands', (_, tour) => {
    expect(tour.minutes).toBeGreaterThan(0);
    const asked = new Set<string>();
    tour.steps.forEach((step, at) => {
      expect(step.title.length, step.title).toBeLessThan(40);
      // It has to be read beside a chart.
      expect(step.text.length, step.title).toBeLessThan(330);
      if (step.target) expect(targets).toContain(step.target);
      if (step.kind === 'set-up') experimentOfTour(step.experiment);
      if (step.kind === 'ask') {
        expect(asked.has(step.id)).toBe(false);
        asked.add(step.id);
        expect(step.answers.length).toBeGreaterThanOrEqual(2);
        expect(step.answers.length).toBeLessThanOrEqual(4);
        expect(step.answers.map(({ id }) => id)).toContain(step.expected);
        expect(experimentAt(tour, at)).not.toBeNull();
        // Asked before the run that it is about.
        expect(tour.steps.slice(at).some(({ kind }) => kind === 'run')).toBe(true);
        expect(tour.steps.filter((other) => other.kind === 'check' && other.of === step.id)).toHaveLength(1);
      }
      if (step.kind === 'check') {
        expect(tour.steps.indexOf(questionOf(tour, step))).toBeLessThan(runStepsUpTo(tour, at).at(-1) ?? -1);
      }
    });
    expect(tour.steps.at(-1)?.kind).toBe('check');
  });

  it('fills in what an experiment leaves out, and refuses what is not one', () => {
    for (const tour of tours) {
      for (const step of tour.steps) {
        if (step.kind !== 'set-up') continue;
        const experiment = experimentOfTour(step.experiment);
        expect(experiment.optimizers).toHaveLength(step.experiment.optimizers.length);
        expect(experimentOfTour(experiment)).toEqual(experiment);
      }
    }
    const wrong = {
      task: { id: 'classifier-2d', options: { shape: 'pears' } },
      optimizers: [],
      epochs: 1,
      batchSize: 1,
      seeds: [1],
    } as const;
    expect(() => experimentOfTour(wrong)).toThrow();
  });
});

const aalig = (loss: number, more = {}) => ({ optimizer: 'aalig' as const, loss, ...more });
const alig = (loss: number, more = {}) => ({ optimizer: 'alig' as const, loss, ...more });

describe('judges', () => {
  it('interpolation: the lower loss, alike, and both gone', () => {
    expect(lowerAtTheEnd(resultOf([aalig(0.05), alig(0.01)]))).toEqual({
      answer: 'alig',
      text: 'AALIG ended with a training loss of 0.0500, ALI-G with a training loss of 0.0100.',
    });
    expect(lowerAtTheEnd(resultOf([aalig(0.5), alig(1.1)])).answer).toBe('aalig');
    expect(lowerAtTheEnd(resultOf([aalig(0.5), alig(0.52)])).answer).toBe('alike');
    const gone = lowerAtTheEnd(resultOf([aalig(0.5), alig(9, { status: 'diverged' })]));
    expect(gone.answer).toBe('aalig');
    expect(gone.text).toContain('diverged');
    const both = [aalig(1, { status: 'diverged' }), alig(1, { status: 'diverged' })];
    expect(lowerAtTheEnd(resultOf(both)).answer).toBeNull();
    expect(lowerAtTheEnd(resultOf([aalig(1)])).answer).toBeNull();
    const clean = resultOf([aalig(0.05), alig(0.01)]);
    expect(lowerWithNoise(resultOf([aalig(0.5), alig(1.1)]), [clean]).text).toContain('Without the noise ALI-G ended at 0.0100');
    expect(lowerWithNoise(resultOf([aalig(0.5), alig(1.1)]), []).answer).toBe('aalig');
  });

  const capped = (eta: number, share: number, inside: number, loss = 1) =>
    aalig(loss, { hyperparameters: { eta }, each: { cappedShare: share, insideShare: inside, zeroShare: 1 - share - inside } });

  it('cap: shares are of the updates that move', () => {
    const all = cappedAtTheSmallest(resultOf([capped(0.001, 0.35, 0), capped(10, 0, 0.26)]));
    expect(all.answer).toBe('all');
    expect(all.text).toBe('With η = 0.001, 100 % of the updates that moved at all were capped. With η = 10 it was 0 %.');
    expect(cappedAtTheSmallest(resultOf([capped(0.001, 0.2, 0.2)])).answer).toBe('some');
    expect(cappedAtTheSmallest(resultOf([capped(0.001, 0, 0.4)])).answer).toBe('none');
    expect(cappedAtTheSmallest(resultOf([capped(0.001, 0, 0)])).answer).toBeNull();
    expect(cappedAtTheSmallest(resultOf([capped(1, 1, 0)])).answer).toBeNull();
  });

  it('cap: the best η, and none where two are too close', () => {
    const run = (eta: number, loss: number) => capped(eta, 1, 0, loss);
    expect(bestEta(resultOf([run(0.1, 0.0119), run(1, 0.0099), run(10, 0.029)])).answer).toBe('1');
    expect(bestEta(resultOf([run(0.1, 0.0099), run(1, 0.0119)])).answer).toBe('0.1');
    expect(bestEta(resultOf([run(0.1, 0.01), run(1, 0.01001)])).answer).toBeNull();
    expect(bestEta(resultOf([{ ...run(0.1, 1), status: 'diverged' }])).answer).toBeNull();
  });

  const course = (aov: (number | null)[], loss: number[], zero: number[] = []) =>
    resultOf([
      {
        optimizer: 'aalig',
        loss: 0,
        epochs: epochsOfTour(aov.length, (i) => ({
          meanAov: aov[i] ?? null,
          trainLoss: loss[i] ?? null,
          zeroShare: zero[i] ?? 0,
          fullTrainLoss: null,
        })),
      },
    ]);

  it('aovs: low, up, up and down, nothing', () => {
    expect(courseOfAovs(course([null, 0, 0.01], [2.3, 2, 1])).answer).toBe('low');
    expect(courseOfAovs(course([null, 0, 1, 1.2], [2.3, 2, 1.5, 1.3])).answer).toBe('rises');
    const falls = courseOfAovs(course([null, 0, 0.7, 0.4], [2.3, 2, 1, 0.4]));
    expect(falls).toEqual({
      answer: 'falls',
      text: 'The mean AOV was highest, 0.700, after epoch 2, and 0.400 at the end; the loss began at 2.30.',
    });
    expect(courseOfAovs(course([null, null], [2, 1])).answer).toBeNull();
    expect(courseOfAovs(resultOf([alig(1)])).answer).toBeNull();
  });

  it('aovs: what γ does below the AOVs that were in force', () => {
    // Epoch 3 trains with the AOVs of epoch 2.
    expect(stepsBelowAov(course([null, 0, 1, 0.2], [2, 2, 2, 0.8], [0, 0, 0, 0.9])).answer).toBe('zero');
    expect(stepsBelowAov(course([null, 0, 1, 0.2], [2, 2, 2, 0.8], [0, 0, 0, 0.3])).answer).toBe('shorter');
    expect(stepsBelowAov(course([null, 0, 1, 0.2], [2, 2, 2, 0.8], [0, 0, 0, 0])).answer).toBe('same');
    expect(stepsBelowAov(course([null, 0, 1], [2, 2, 1.5])).answer).toBeNull();
  });

  const costly = (optimizer: 'sls-armijo' | 'pal' | 'sgd', each: number, losses: number[]) => ({
    optimizer,
    loss: 0,
    epochs: epochsOfTour(losses.length, (i) => ({ fullTrainLoss: losses[i] ?? null, update: 10 * i, evaluations: 10 * each * i })),
  });

  it('line search: what a step costs', () => {
    const price = (each: number) => priceOfArmijo(resultOf([costly('sls-armijo', each, [1, 0.5]), costly('sgd', 1, [1, 0.9])]));
    expect(price(2.8)).toEqual({ answer: 'few', text: 'Evaluations an update: SLS-Armijo 2.8, SGD 1.0.' });
    expect(price(1.1).answer).toBe('one');
    expect(price(12).answer).toBe('many');
    expect(priceOfArmijo(resultOf([costly('sls-armijo', 2, [1])])).answer).toBeNull();
    expect(priceOfArmijo(resultOf([alig(1)])).answer).toBeNull();
  });

  it('line search: the lowest loss at SGD’s cost is not the lowest at the end', () => {
    const pal = costly('pal', 2, [1, 0.6, 0.3, 0.1, 0.03]);
    const result = resultOf([pal, costly('sgd', 1, [1, 0.5, 0.3, 0.1, 0.06])]);
    const finding = lowestAtEqualCost(result);
    expect(finding.answer).toBe('sgd');
    // SGD's 40 evaluations are two epochs of PAL.
    expect(finding.text).toBe('After 40 evaluations each: PAL 0.300, SGD 0.0600. After as many updates each, PAL is lowest, at 0.0300.');
    expect(lowestAtEqualCost(resultOf([pal, costly('sgd', 1, [1, 0.9, 0.8, 0.8, 0.7])])).answer).toBe('pal');
    const armijo = costly('sls-armijo', 2, [1, 0.1, 0.01]);
    expect(lowestAtEqualCost(resultOf([armijo, costly('sgd', 1, [1, 0.9, 0.8])])).answer).toBe('sls');
    expect(lowestAtEqualCost(resultOf([pal])).answer).toBeNull();
  });

  it('one knob: good settings are counted, the best compared', () => {
    const runs = (id: 'sgd' | 'aalig', losses: number[]) =>
      losses.map((loss, i) => ({
        optimizer: id,
        loss,
        hyperparameters: { eta: 10 ** i },
        status: loss === 9 ? ('diverged' as const) : ('done' as const),
      }));
    const usual = resultOf([...runs('sgd', [0.51, 0.5, 0.66, 38]), ...runs('aalig', [0.52, 0.51, 0.52, 0.58])]);
    expect(moreGoodSettings(usual)).toEqual({
      answer: 'aalig',
      text: 'Within 25 % of the best loss, 0.500: SGD with 2 of 4 values, AALIG with 4 of 4. The worst SGD ended at 38.0, the worst AALIG ended at 0.580.',
    });
    expect(bestAgainstBest(usual).answer).toBe('alike');
    expect(moreGoodSettings(resultOf([...runs('sgd', [0.5, 9]), ...runs('aalig', [0.5, 3])])).answer).toBe('same');
    expect(moreGoodSettings(resultOf([...runs('sgd', [0.5, 9]), ...runs('aalig', [0.5, 3])])).text).toContain('The worst SGD diverged');
    expect(moreGoodSettings(resultOf([...runs('sgd', [0.5]), ...runs('aalig', [2])])).answer).toBe('sgd');
    expect(bestAgainstBest(resultOf([...runs('sgd', [0.5]), ...runs('aalig', [2])])).answer).toBe('sgd');
    expect(bestAgainstBest(resultOf([...runs('sgd', [2]), ...runs('aalig', [0.5])])).answer).toBe('aalig');
    const gone = resultOf([...runs('sgd', [9]), ...runs('aalig', [9])]);
    expect([moreGoodSettings(gone).answer, bestAgainstBest(gone).answer]).toEqual([null, null]);
  });
});

describe('findings', () => {
  const ask = tours[0]!.steps.find((step): step is AskStep => step.kind === 'ask') as AskStep;

  it('are none without a run, of one that was stopped, or of one that failed', () => {
    expect(findingOf(ask, null, [])).toEqual({ answer: null, text: 'The experiment was not run. Go back and press Run to find out.' });
    const stopped = findingOf(ask, resultOf([aalig(1), alig(0.1, { status: 'cancelled' })]), []);
    expect(stopped).toEqual({ answer: null, text: 'The run was stopped after epoch 1. Go back and run it to its end to find out.' });
    const failed = findingOf(ask, resultOf([alig(0.1, { status: 'failed', message: 'out of memory' })]), []);
    expect(failed.text).toContain('failed: out of memory');
    expect(findingOf(ask, resultOf([aalig(1), alig(0.1)]), []).answer).toBe('alig');
  });

  it('stand for or against a prediction, or neither', () => {
    expect(verdictOf({ answer: 'a', text: '' }, 'a')).toBe('right');
    expect(verdictOf({ answer: 'a', text: '' }, 'b')).toBe('wrong');
    expect(verdictOf({ answer: null, text: '' }, 'b')).toBe('undecided');
    expect(verdictOf({ answer: 'a', text: '' }, null)).toBe('undecided');
  });

  it('write numbers as sentences do', () => {
    expect([0, 0.0538, 38.157, 1.5, 4.24e-6, Number.POSITIVE_INFINITY].map(said)).toEqual([
      '0',
      '0.0538',
      '38.2',
      '1.50',
      '4.2 × 10⁻⁶',
      'infinity',
    ]);
  });
});
