/** The picture of a line search against the product's generators and rules, and against the step the plain rules make. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { FieldValue } from '../fields/field';
import { optimizerOf } from '../optimizers/registry';
import { RuleUnderTest, useCpu, worstError } from '../optimizers/rule-checks';
import { type Landscape, landscapeIds, landscapeOf } from './landscapes';
import {
  armijoLine,
  curveOf,
  goldsteinLine,
  lineOf,
  lineOn,
  palCourse,
  polyakCourse,
  searched,
  searchIds,
  searchSetting,
  tangentLine,
} from './line-search-lesson';
import { plainRun } from './rules';

beforeAll(useCpu);

const pointOn = fc.constantFrom(...landscapeIds).chain((id) => {
  const landscape = landscapeOf(id);
  const between = ([low, high]: readonly [number, number]) => fc.integer({ min: 0, max: 1000 }).map((i) => low + ((high - low) * i) / 1000);
  return fc.record({ landscape: fc.constant(landscape), x: between(landscape.xRange), y: between(landscape.yRange) });
});
const shapeOf = ({ samples: n }: Landscape, batchesPerEpoch = 1) => ({ trainSize: n, epochs: 1, batchesPerEpoch, lowerBound: 0 });
const allOf = ({ samples }: Landscape) => Array.from({ length: samples }, (_, z) => z);

describe('the curve', () => {
  it('starts at the loss with slope −‖∇‖², and the lines start with it', () => {
    fc.assert(
      fc.property(pointOn, ({ landscape, x, y }) => {
        const line = lineOn(landscape, [x, y]);
        expect(line.loss).toBeCloseTo(landscape.value(x, y), 9);
        expect(line.phi(0)).toBe(line.loss);
        const [gx, gy] = landscape.gradient(x, y);
        expect(line.gradNormSq / (gx * gx + gy * gy || 1)).toBeCloseTo(gx || gy ? 1 : 0, 9);
        const h = 1e-4 / (1 + line.gradNormSq);
        expect(Math.abs((line.phi(h) - line.phi(-h)) / (2 * h) + line.gradNormSq)).toBeLessThan(1e-3 * (1 + line.gradNormSq));
        for (const start of [tangentLine(line, 0), armijoLine(line, 0.1, 0), goldsteinLine(line, 0.1, 0)]) expect(start).toBe(line.loss);
        expect(goldsteinLine(line, 0.1, 0.3)).toBeCloseTo(line.loss - 0.27 * line.gradNormSq, 6);
      }),
    );
    const curve = curveOf(lineOn(landscapeOf('ravine'), [-3.5, 1.5]), 0.2, 41);
    expect(curve).toHaveLength(41);
    expect(curve[0]![0]).toBe(0);
    expect(curve[40]![0]).toBe(0.2);
  });

  it('may be that of a batch', () => {
    const { problem } = landscapeOf('least-squares');
    const line = lineOf(problem, [3, 5], Float64Array.of(1, 1));
    const [a, b] = problem.batchLosses(line.at(0.1), [3, 5]);
    expect(line.phi(0.1)).toBeCloseTo((a! + b!) / 2, 12);
  });
});

describe.each(searchIds)('%s', (id) => {
  it('tries what the product’s generator asks for, and takes the step of the rule', () => {
    fc.assert(
      fc.property(pointOn, fc.constantFrom(0.01, 0.3, 1, 30), fc.constantFrom(1, 24), ({ landscape, x, y }, stored, m) => {
        const setting = searchSetting(id);
        const line = lineOn(landscape, [x, y]);
        const course = searched(setting, line, stored, m);
        const { method } = optimizerOf(id);
        if (method.kind !== 'line-search') throw new Error('no line search');
        const search = method.search(line.loss, Math.sqrt(line.gradNormSq), stored, setting.hyperparameters, shapeOf(landscape, m));
        let turn = search.next();
        for (const trial of course.trials) {
          expect(turn.done).toBe(false);
          expect(trial.step).toBe(turn.value);
          expect(trial.loss).toBe(line.phi(trial.step));
          turn = search.next(trial.loss);
        }
        expect(turn).toEqual({ done: true, value: { applied: course.applied, stored: course.stored } });
        expect(course.evaluations).toBe(1 + course.trials.length);
      }),
    );
  });

  it('makes the first step of a run', () => {
    fc.assert(
      fc.property(pointOn, ({ landscape, x, y }) => {
        const setting = searchSetting(id);
        const made = plainRun(setting, shapeOf(landscape), landscape.problem, [x, y]).step(allOf(landscape));
        const line = lineOn(landscape, [x, y]);
        const course = searched(setting, line);
        expect(made.stepSize).toBe(course.applied);
        expect(made.evaluations).toBe(course.evaluations);
        expect([...made.w]).toEqual([...line.at(course.applied)]);
      }),
    );
  });

  it('says of each trial whether it holds the conditions and why it was left', () => {
    fc.assert(
      fc.property(pointOn, fc.constantFrom(0.001, 1, 30), ({ landscape, x, y }, stored) => {
        const line = lineOn(landscape, [x, y]);
        const { trials, applied } = searched(searchSetting(id), line, stored);
        trials.forEach((trial, i) => {
          const gained = line.loss - trial.loss;
          expect(trial.enough).toBe(gained >= 0.1 * trial.step * line.gradNormSq || trial.loss <= armijoLine(line, 0.1, trial.step));
          expect(trial.evaluations).toBe(i + 2);
          if (trial.accepted) expect(trial.step).toBe(applied);
          const next = trials[i + 1];
          if (!next) return;
          if (trial.text === 'too cautious: longer') expect(next.step).toBeGreaterThanOrEqual(trial.step);
          else if (trial.text === 'too little gained: shorter') expect(next.step).toBeLessThanOrEqual(trial.step);
        });
        const accepted = trials.filter((trial) => trial.accepted);
        expect(accepted.length).toBeLessThanOrEqual(1);
        if (trials.length > 0 && trials.length < 100) expect(accepted).toEqual([trials.at(-1)]);
      }),
    );
  });
});

const palSettings: Record<string, FieldValue>[] = [{}, { maxStep: 0.05 }, { loosening: 1.5, measure: 0.5 }];

describe('PAL', () => {
  it('takes the step of the product’s rule', () => {
    fc.assert(
      fc.property(pointOn, fc.constantFrom(...palSettings), ({ landscape, x, y }, changed) => {
        const setting = searchSetting('pal', changed);
        const line = lineOn(landscape, [x, y]);
        const course = palCourse(setting, line);
        const made = plainRun(setting, shapeOf(landscape), landscape.problem, [x, y]).step(allOf(landscape));
        expect(worstError([course.stepSize], [made.stepSize!])).toBeLessThan(1e-9);
        expect(worstError([...line.at(course.stepSize)], [...made.w])).toBeLessThan(1e-9);
        // The tensors compute in float32, where the curvature is a small difference of losses.
        if (line.gradNormSq < 0.1 || line.loss > 30) return;
        const rule = new RuleUnderTest(optimizerOf('pal'), [x, y], changed);
        rule.step({
          grad: landscape.gradient(x, y),
          losses: [line.loss],
          lossAt: ([a, b]) => landscape.value(a!, b!),
        });
        expect(worstError(rule.weights, [...line.at(course.stepSize)])).toBeLessThan(2e-3);
      }),
    );
  });

  it('lays its parabola through the loss, its slope and the point measured, and finds its vertex', () => {
    fc.assert(
      fc.property(pointOn, ({ landscape, x, y }) => {
        const line = lineOn(landscape, [x, y]);
        if (line.gradNormSq < 1e-6) return;
        const course = palCourse(searchSetting('pal'), line);
        const scale = 1 + Math.abs(line.loss);
        expect(course.parabola(0)).toBe(line.loss);
        expect(Math.abs(course.parabola(course.measuredStep) - course.measured) / scale).toBeLessThan(1e-9);
        expect(course.measured).toBe(line.phi(course.measuredStep));
        const vertex = course.vertexStep;
        if (vertex === null) return;
        const near = 0.01 * vertex;
        expect(course.parabola(vertex)).toBeLessThanOrEqual(course.parabola(vertex - near));
        expect(course.parabola(vertex)).toBeLessThanOrEqual(course.parabola(vertex + near));
        // On a quadratic the parabola is the curve itself.
        if (landscape.id === 'quadratic' || landscape.id === 'least-squares') {
          expect(Math.abs(course.parabola(2 * vertex) - line.phi(2 * vertex)) / scale).toBeLessThan(1e-6);
        }
      }),
    );
  });
});

describe('the Polyak point', () => {
  it('is the step of AALIG whose AOV is the target', () => {
    fc.assert(
      fc.property(pointOn, fc.constantFrom(0, 0.5, 3), fc.constantFrom(0.05, 1, 100), ({ landscape, x, y }, target, eta) => {
        const line = lineOn(landscape, [x, y]);
        const course = polyakCourse(line, eta, target);
        expect(course.loss).toBe(line.phi(course.stepSize));
        if (course.regime === 'inside') expect(tangentLine(line, course.stepSize)).toBeCloseTo(target, 6);
        if (line.gradNormSq < 1e-3) return;
        const rule = new RuleUnderTest(optimizerOf('aalig'), [x, y], { eta, momentum: 0 });
        rule.set('aov', [target, 0, 0, 0]);
        const { stepSize } = rule.step({ grad: landscape.gradient(x, y), losses: [line.loss], sampleIds: [0] });
        const rounding = (1e-6 * (line.loss + target)) / line.gradNormSq;
        expect(Math.abs(stepSize - course.stepSize)).toBeLessThan(1e-5 * course.stepSize + rounding + 1e-6);
      }),
    );
  });
});
