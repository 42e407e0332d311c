/**
 * Landscapes over two weights to race on: value, gradient, the frame and levels they are drawn with, and the minimum that is known. Three
 * are plain functions (one "sample"); the fourth is a least-squares problem whose noisy samples no weights fit, met one at a time.
 */
import { randomStream } from '../random/random';
import type { PlainProblem } from './rules';

export type Point = readonly [number, number];

export const landscapeIds = ['quadratic', 'rosenbrock', 'ravine', 'least-squares'] as const;
export type LandscapeId = (typeof landscapeIds)[number];

export interface Landscape {
  readonly id: LandscapeId;
  readonly name: string;
  /** One sentence: what is hard about it. */
  readonly summary: string;
  /** In TeX. */
  readonly formula: string;
  /** The full loss: of all samples, where there are several. */
  value(x: number, y: number): number;
  gradient(x: number, y: number): Point;
  /** n; batches are of one sample each. */
  readonly samples: number;
  /** The samples' losses and gradients, for `plainRun`. */
  readonly problem: PlainProblem;
  /** What to draw, from and to. */
  readonly xRange: Point;
  readonly yRange: Point;
  /** Where a race may begin; the first is the usual one. */
  readonly starts: readonly Point[];
  readonly minimum: { readonly at: Point; readonly value: number };
  /** Losses to draw contours at, rising, all above the minimum. */
  readonly levels: readonly number[];
}

/** Levels that get closer towards the minimum: `lowest` above it, then each `ratio` times as far above it. */
function levelsAbove(minimum: number, lowest: number, ratio: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => minimum + lowest * ratio ** i);
}

/** A function of two weights as a training problem with the one sample 0. */
function singleSample(value: Landscape['value'], gradient: Landscape['gradient']): Pick<Landscape, 'samples' | 'problem'> {
  return {
    samples: 1,
    problem: {
      batchLosses: (w, ids) => ids.map(() => value(w[0]!, w[1]!)),
      batchGradient: (w) => Float64Array.from(gradient(w[0]!, w[1]!)),
    },
  };
}

/**
 * ½(u² + κ·v²)/√κ along axes turned by 30°, so that no method gains from looking at each weight by itself; the curvatures are 1/√κ and √κ.
 * @param condition κ from 1
 */
export function quadratic(condition: number): Landscape {
  const [cos, sin] = [Math.sqrt(3) / 2, 0.5];
  const steep = Math.sqrt(condition);
  const flat = 1 / steep;
  const along = (x: number, y: number) => cos * x + sin * y;
  const across = (x: number, y: number) => cos * y - sin * x;
  const value = (x: number, y: number) => (flat * along(x, y) ** 2 + steep * across(x, y) ** 2) / 2;
  const gradient = (x: number, y: number): Point => {
    const [u, v] = [flat * along(x, y), steep * across(x, y)];
    return [cos * u - sin * v, sin * u + cos * v];
  };
  return {
    id: 'quadratic',
    name: 'Quadratic',
    summary: 'A bowl that is κ times as steep one way as the other: a step short enough for the one is slow for the other.',
    formula: '\\tfrac12\\big(u^2/\\sqrt\\kappa + \\sqrt\\kappa\\,v^2\\big)',
    value,
    gradient,
    ...singleSample(value, gradient),
    xRange: [-3, 3],
    yRange: [-2.25, 2.25],
    starts: [
      [-2.4, -0.6],
      [2.2, 1.8],
      [0.6, 1.9],
    ],
    minimum: { at: [0, 0], value: 0 },
    levels: levelsAbove(0, 0.02, 2.2, 9),
  };
}

/** (1 − x)² + 10(y − x²)²: a curved valley, flat along its floor. (Rosenbrock's own has 100 in the place of 10.) */
export function rosenbrock(): Landscape {
  const value = (x: number, y: number) => (1 - x) ** 2 + 10 * (y - x * x) ** 2;
  const gradient = (x: number, y: number): Point => [-2 * (1 - x) - 40 * x * (y - x * x), 20 * (y - x * x)];
  return {
    id: 'rosenbrock',
    name: 'Rosenbrock',
    summary: 'A curved valley: quick to fall into, slow to follow to its end.',
    formula: '(1 - x)^2 + 10\\,(y - x^2)^2',
    value,
    gradient,
    ...singleSample(value, gradient),
    xRange: [-2, 2],
    yRange: [-1, 3],
    starts: [
      [-1.4, 2.2],
      [-0.5, -0.6],
      [1.6, -0.5],
    ],
    minimum: { at: [1, 1], value: 0 },
    levels: levelsAbove(0, 0.05, 2.5, 9),
  };
}

/** √(1 + x²) − 1 + 5(y − ½ sin 1.5x)²: steep walls, and a floor as steep far from the minimum as near. */
export function ravine(): Landscape {
  const bend = (x: number) => 0.5 * Math.sin(1.5 * x);
  const value = (x: number, y: number) => Math.sqrt(1 + x * x) - 1 + 5 * (y - bend(x)) ** 2;
  const gradient = (x: number, y: number): Point => {
    const wall = 10 * (y - bend(x));
    return [x / Math.sqrt(1 + x * x) - wall * 0.75 * Math.cos(1.5 * x), wall];
  };
  return {
    id: 'ravine',
    name: 'Ravine',
    summary: 'A winding ravine: steps that are too long bounce between its walls.',
    formula: '\\sqrt{1 + x^2} - 1 + 5\\,(y - \\tfrac12 \\sin 1.5x)^2',
    value,
    gradient,
    ...singleSample(value, gradient),
    xRange: [-4, 4],
    yRange: [-3, 3],
    starts: [
      [-3.5, 1.5],
      [3.4, -1.8],
      [1.2, 2.4],
    ],
    minimum: { at: [0, 0], value: 0 },
    levels: levelsAbove(0, 0.06, 2.2, 9),
  };
}

const pointCount = 24;

/** ½(x + y·t_z − target_z)² of 24 noisy points on a line: each sample wants other weights, and the best ones leave a loss. */
export function leastSquares(seed = 1): Landscape {
  const random = randomStream(seed, 'noisy least squares');
  const points = Array.from({ length: pointCount }, (_, z): Point => {
    const t = -1.5 + (3 * z) / (pointCount - 1);
    return [t, 0.5 - t + 0.6 * random.normal()];
  });
  const residual = (x: number, y: number, z: number) => x + y * points[z]![0] - points[z]![1];
  const mean = (of: (point: Point) => number) => points.reduce((sum, point) => sum + of(point), 0) / pointCount;
  const [t, tt, s, ts] = [mean(([a]) => a), mean(([a]) => a * a), mean(([, b]) => b), mean(([a, b]) => a * b)];
  // The normal equations: x + t̄y = s̄, t̄x + (t²)‾y = (ts)‾.
  const slope = (ts - t * s) / (tt - t * t);
  const best: Point = [s - slope * t, slope];
  const value = (x: number, y: number) => points.reduce((sum, _, z) => sum + residual(x, y, z) ** 2, 0) / (2 * pointCount);
  const gradient = (x: number, y: number): Point => [x + t * y - s, t * x + tt * y - ts];
  const lowest = value(...best);
  return {
    id: 'least-squares',
    name: 'Noisy least squares',
    summary: 'A line through 24 noisy points, one point a step: no line passes through all of them, and every point pulls its own way.',
    formula: '\\tfrac{1}{24}\\sum_z \\tfrac12\\,(x + y\\,t_z - s_z)^2',
    value,
    gradient,
    samples: pointCount,
    problem: {
      batchLosses: (w, ids) => ids.map((z) => residual(w[0]!, w[1]!, z) ** 2 / 2),
      batchGradient: (w, ids) => {
        const at = ids.map((z) => residual(w[0]!, w[1]!, z) / ids.length);
        return Float64Array.of(
          at.reduce((sum, pull) => sum + pull, 0),
          ids.reduce((sum, z, k) => sum + at[k]! * points[z]![0], 0),
        );
      },
    },
    xRange: [-2.5, 3.5],
    yRange: [-3.25, 1.25],
    starts: [
      [-2, 0.8],
      [3, 0.5],
      [2.6, -2.8],
    ],
    minimum: { at: best, value: lowest },
    levels: levelsAbove(lowest, 0.015, 2.2, 9),
  };
}

/**
 * A landscape with its adjustable numbers.
 * @param condition κ of the quadratic
 */
export function landscapeOf(id: LandscapeId, condition = 20): Landscape {
  switch (id) {
    case 'quadratic':
      return quadratic(condition);
    case 'rosenbrock':
      return rosenbrock();
    case 'ravine':
      return ravine();
    case 'least-squares':
      return leastSquares();
    default:
      return id satisfies never;
  }
}
