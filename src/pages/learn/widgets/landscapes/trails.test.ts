/** The finish, the two clocks, trails that are cut off where the clock is, and labels that keep apart. */
import { describe, expect, it } from 'vitest';
import { plotFrame } from '../../../../lesson-parts/frame';
import { leastSquares, quadratic } from '../../../../lessons/landscapes';
import { race, suggestedSettings } from '../../../../lessons/race';
import { paintContours, viewOf } from './contours';
import { finish, labelsFor, pointAt, trailPath, upToFinish } from './trails';

const bowl = quadratic(20);
const settings = suggestedSettings('quadratic');
const racers = race(settings, bowl, bowl.starts[0]!, 120).map((racer) => upToFinish(racer, 0));
const searcher = racers[settings.findIndex(({ id }) => id === 'sls-armijo')]!;

describe('upToFinish', () => {
  it('ends a trail at its first point at the finish, and leaves others as they are', () => {
    const arrived = racers.filter(({ losses }) => losses.at(-1)! <= finish);
    expect(arrived.length).toBeGreaterThan(3);
    for (const { losses, trail, stepSizes, evaluations } of arrived) {
      expect(losses.filter((loss) => loss <= finish)).toHaveLength(1);
      expect([trail.length, stepSizes.length, evaluations.length]).toEqual([2 * losses.length, losses.length - 1, losses.length]);
    }
    const noisy = leastSquares();
    for (const racer of race(suggestedSettings('least-squares'), noisy, noisy.starts[0]!, 50)) {
      expect(upToFinish(racer, noisy.minimum.value)).toBe(racer);
    }
  });
});

describe('pointAt', () => {
  it('gives the last step that is made, or that is paid for', () => {
    expect(pointAt(searcher, 'steps', 7, 0)).toEqual({ point: 7, arrived: false, out: false });
    for (const budget of [0, 5, 40, 100]) {
      const { point } = pointAt(searcher, 'evaluations', budget, 0);
      expect(searcher.evaluations[point]).toBeLessThanOrEqual(budget);
      expect(searcher.evaluations[point + 1]).toBeGreaterThan(budget);
    }
    expect(pointAt(searcher, 'steps', 120, 0).arrived).toBe(true);
  });

  it('says who has diverged, from the step on that did it', () => {
    const sgd = settings.find(({ id }) => id === 'sgd')!;
    const [racer] = race([{ ...sgd, hyperparameters: { ...sgd.hyperparameters, eta: 2 } }], bowl, [1, 1], 100);
    const step = racer!.divergedAt!;
    for (const clock of ['steps', 'evaluations'] as const) {
      expect(pointAt(racer!, clock, step - 1, 0)).toEqual({ point: step - 1, arrived: false, out: false });
      expect(pointAt(racer!, clock, step, 0).out).toBe(true);
    }
  });
});

describe('trailPath', () => {
  it('can be cut off after each point', () => {
    const frame = plotFrame({ left: 0, right: 600, top: 0, bottom: 450 }, bowl.xRange, bowl.yRange);
    const { line, dots, lineEnds, dotEnds } = trailPath(searcher, frame);
    expect(line.slice(0, lineEnds[0])).toBe('M60.0 285.0');
    expect(line.slice(0, lineEnds[3]).split('L')).toHaveLength(4);
    expect(dots.slice(0, dotEnds[3]).match(/h0/g)).toHaveLength(4);
    expect(lineEnds.at(-1)).toBe(line.length);
  });
});

describe('labelsFor', () => {
  it('gives places that are free, the first first, and none outside or without room', () => {
    const labels = labelsFor(
      [...Array.from({ length: 14 }, () => ({ name: 'SLS-Goldstein', x: 200, y: 150 })), { name: 'SGD', x: -20, y: 10 }],
      400,
      300,
    );
    expect(labels[0]).toEqual({ x: 210, y: 150, anchor: 'start' });
    expect(labels.at(-1)).toBeNull();
    const placed = labels.filter((label) => label !== null);
    expect(placed.length).toBeLessThan(14);
    expect(new Set(placed.map((label) => JSON.stringify(label))).size).toBe(placed.length);
  });
});

describe('paintContours', () => {
  it('has one scale on both axes, the lowest band at the minimum and higher ones outwards', () => {
    const view = viewOf(bowl, 90, 90);
    expect(view.x).toEqual([-3, 3]);
    expect(view.y).toEqual([-3, 3]);
    const bands = Array.from({ length: bowl.levels.length + 1 }, (_, i) => [i, i, i] as const);
    const pixels = paintContours(bowl, view, 90, 90, 1, { bands, line: [200, 200, 200] });
    const at = (x: number, y: number) => pixels[4 * (90 * y + x)]!;
    expect(pixels).toHaveLength(4 * 90 * 90);
    expect(at(45, 45)).toBe(0);
    expect(at(0, 0)).toBe(bowl.levels.filter((level) => level < bowl.value(-3, 3)).length);
    expect(pixels[3]).toBe(255);
  });
});
