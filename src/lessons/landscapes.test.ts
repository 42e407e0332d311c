/** The landscapes against difference quotients and brute force; the races against single runs. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldsSchema } from '../fields/field';
import { optimizerIds } from '../optimizers/definition';
import { optimizerOf } from '../optimizers/registry';
import { type Landscape, landscapeIds, landscapeOf, leastSquares, quadratic } from './landscapes';
import { farAway, race, raceBatches, suggestedSettings } from './race';
import { plainRun } from './rules';

const landscapes: Landscape[] = [...landscapeIds.map((id) => landscapeOf(id)), quadratic(1), quadratic(300), leastSquares(7)];

describe.each(landscapes.map((landscape, i) => [`${landscape.id} (${i})`, landscape] as const))('%s', (_, landscape) => {
  const { value, gradient, minimum, problem, samples, xRange, yRange, levels, starts } = landscape;
  const inside = fc.record({
    x: fc.double({ min: xRange[0], max: xRange[1], noNaN: true }),
    y: fc.double({ min: yRange[0], max: yRange[1], noNaN: true }),
  });
  const all = Array.from({ length: samples }, (_, z) => z);

  it('has the gradient it says', () => {
    fc.assert(
      fc.property(inside, ({ x, y }) => {
        const h = 1e-5;
        const [gx, gy] = gradient(x, y);
        const scale = 1 + Math.abs(gx) + Math.abs(gy);
        expect(Math.abs(gx - (value(x + h, y) - value(x - h, y)) / (2 * h)) / scale).toBeLessThan(1e-5);
        expect(Math.abs(gy - (value(x, y + h) - value(x, y - h)) / (2 * h)) / scale).toBeLessThan(1e-5);
      }),
    );
  });

  it('is the mean of its samples, in value and gradient', () => {
    fc.assert(
      fc.property(inside, ({ x, y }) => {
        const w = Float64Array.of(x, y);
        const losses = problem.batchLosses(w, all);
        expect(losses.reduce((sum, loss) => sum + loss, 0) / samples).toBeCloseTo(value(x, y), 9);
        for (const loss of losses) expect(loss).toBeGreaterThanOrEqual(0);
        const found = problem.batchGradient(w, all);
        gradient(x, y).forEach((expected, i) => {
          expect(found[i]).toBeCloseTo(expected, 9);
        });
        // The gradient of one sample, by differences.
        const z = samples - 1;
        const one = problem.batchGradient(w, [z]);
        const at = (dx: number) => problem.batchLosses(Float64Array.of(x + dx, y), [z])[0]!;
        expect(Math.abs(one[0]! - (at(1e-5) - at(-1e-5)) / 2e-5) / (1 + Math.abs(one[0]!))).toBeLessThan(1e-5);
      }),
    );
  });

  it('has its minimum where it says, inside the frame', () => {
    const [x, y] = minimum.at;
    expect(value(x, y)).toBeCloseTo(minimum.value, 12);
    for (const slope of gradient(x, y)) expect(slope).toBeCloseTo(0, 9);
    expect(x).toBeGreaterThan(xRange[0]);
    expect(x).toBeLessThan(xRange[1]);
    expect(y).toBeGreaterThan(yRange[0]);
    expect(y).toBeLessThan(yRange[1]);
    fc.assert(
      fc.property(inside, (point) => {
        expect(value(point.x, point.y)).toBeGreaterThanOrEqual(minimum.value - 1e-12);
      }),
    );
  });

  it('has rising levels that the frame contains, and starts inside it', () => {
    expect(levels[0]).toBeGreaterThan(minimum.value);
    for (let i = 1; i < levels.length; i++) expect(levels[i]).toBeGreaterThan(levels[i - 1]!);
    for (const [x, y] of starts) {
      expect(x > xRange[0] && x < xRange[1] && y > yRange[0] && y < yRange[1]).toBe(true);
      expect(value(x, y)).toBeGreaterThan(levels[2]!);
    }
  });
});

it('the quadratic is κ times as steep one way as the other', () => {
  for (const condition of [1, 20, 300]) {
    const { gradient } = quadratic(condition);
    const length = (x: number, y: number) => Math.hypot(...gradient(x, y));
    const steepness = Array.from({ length: 3601 }, (_, i) => length(Math.cos((i * Math.PI) / 3600), Math.sin((i * Math.PI) / 3600)));
    expect(Math.max(...steepness) / Math.min(...steepness) / condition).toBeCloseTo(1, 3);
  }
});

it('noisy least squares cannot be fitted, and every sample alone can', () => {
  const { minimum, problem, samples } = landscapeOf('least-squares');
  expect(samples).toBe(24);
  expect(minimum.value).toBeGreaterThan(0.05);
  expect(Math.max(...problem.batchLosses(Float64Array.from(minimum.at), [...Array(24).keys()]))).toBeGreaterThan(2 * minimum.value);
});

describe('a race', () => {
  it.each(landscapeIds)('on "%s" is what each optimizer does alone, from one start, on the same batches', (id) => {
    const landscape = landscapeOf(id);
    const start = landscape.starts[0]!;
    const steps = 60;
    const batches = raceBatches(landscape.samples, steps, 3);
    const n = landscape.samples;
    for (const racer of race(suggestedSettings(id), landscape, start, steps, 3)) {
      const shape = { trainSize: n, epochs: Math.ceil(steps / n), batchesPerEpoch: n, lowerBound: 0 };
      const run = plainRun(racer.setting, shape, landscape.problem, start);
      expect([...racer.trail.slice(0, 2)]).toEqual([...start]);
      let spent = 0;
      for (let step = 1; step <= steps; step++) {
        const made = run.step([batches[step - 1]!]);
        spent += made.evaluations;
        expect([...racer.trail.slice(2 * step, 2 * step + 2)]).toEqual([...made.w]);
        expect(racer.stepSizes[step - 1]).toBe(made.stepSize);
        expect(racer.evaluations[step]).toBe(spent);
        expect(racer.losses[step]).toBe(landscape.value(made.w[0]!, made.w[1]!));
        if (step % n === 0) run.endEpoch(step / n);
      }
      expect(racer.divergedAt).toBeNull();
      expect(racer.losses).toHaveLength(steps + 1);
    }
  });

  it('gives each sample once an epoch, in an order that depends on the seed', () => {
    const batches = raceBatches(24, 60, 1);
    expect(new Set(batches.slice(0, 24)).size).toBe(24);
    expect(new Set(batches.slice(24, 48)).size).toBe(24);
    expect(new Set(batches.slice(48)).size).toBe(12);
    expect(batches).toEqual(raceBatches(24, 60, 1));
    expect(batches).not.toEqual(raceBatches(24, 60, 2));
    expect([...raceBatches(1, 3, 1)]).toEqual([0, 0, 0]);
  });

  it('begins with complete settings of every optimizer, under which nobody diverges from any start', () => {
    for (const id of landscapeIds) {
      const settings = suggestedSettings(id);
      expect(settings.map((setting) => setting.id)).toEqual([...optimizerIds]);
      for (const setting of settings) {
        expect(fieldsSchema(optimizerOf(setting.id).fields).parse(setting.hyperparameters)).toEqual(setting.hyperparameters);
      }
      const landscape = landscapeOf(id);
      for (const start of landscape.starts) {
        for (const racer of race(settings, landscape, start, 300)) {
          expect(racer.divergedAt, `${racer.setting.id} on ${id}`).toBeNull();
          expect(racer.losses.at(-1)).toBeLessThan(racer.losses[0]!);
        }
      }
    }
  });

  it('on disagreeing samples ends nearer the best weights for AALIG than for ALI-G', () => {
    const landscape = landscapeOf('least-squares');
    const settings = suggestedSettings('least-squares').filter(({ id }) => id === 'aalig' || id === 'alig');
    for (const seed of [1, 2, 3, 4, 5]) {
      const [aalig, alig] = race(settings, landscape, landscape.starts[0]!, 300, seed);
      expect(aalig!.setting.id).toBe('aalig');
      expect(aalig!.losses.at(-1)! - landscape.minimum.value).toBeLessThan(0.01);
      expect(aalig!.losses.at(-1)).toBeLessThan(alig!.losses.at(-1)!);
    }
  });

  it('says at which step a racer diverged, stops it there, and holds no number that is not one', () => {
    const start = fc.record({ x: fc.double({ min: -4, max: 4, noNaN: true }), y: fc.double({ min: -4, max: 4, noNaN: true }) });
    let diverged = 0;
    fc.assert(
      fc.property(fc.constantFrom(...landscapeIds), start, fc.constantFrom(1, 100, 1e6), (id, { x, y }, eta) => {
        const settings = suggestedSettings(id).map((setting) => ({
          id: setting.id,
          hyperparameters: 'eta' in setting.hyperparameters ? { ...setting.hyperparameters, eta } : setting.hyperparameters,
        }));
        for (const { trail, losses, stepSizes, regimes, evaluations, divergedAt } of race(settings, landscapeOf(id, 100), [x, y], 40)) {
          const points = divergedAt ?? 41;
          diverged += Number(divergedAt !== null);
          expect(trail).toHaveLength(2 * points);
          expect(losses).toHaveLength(points);
          expect(evaluations).toHaveLength(points);
          expect(stepSizes).toHaveLength(points - 1);
          expect(regimes).toHaveLength(points - 1);
          expect([...trail, ...losses, ...evaluations].every(Number.isFinite)).toBe(true);
          expect(trail.every((number) => Math.abs(number) <= farAway)).toBe(true);
          expect(stepSizes.every((size) => size === null || Number.isFinite(size))).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
    expect(diverged).toBeGreaterThan(0);
  });

  it('tells the regimes of methods with a cap only', () => {
    const racers = race(suggestedSettings('rosenbrock'), landscapeOf('rosenbrock'), [-1.4, 2.2], 100);
    for (const { setting, regimes, stepSizes } of racers) {
      if (setting.id === 'aalig' || setting.id === 'alig') {
        expect(new Set(regimes).size).toBeGreaterThan(1);
        regimes.forEach((regime, i) => {
          expect(regime).toBe(stepSizes[i] === 0 ? 'zero' : stepSizes[i] === 0.1 ? 'capped' : 'inside');
        });
      } else if (setting.id !== 'sls-goldstein') expect(new Set(regimes)).toEqual(new Set([null]));
    }
  });
});
