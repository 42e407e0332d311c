/** Matrix factorisation: the recipe of the data, the model against plain arithmetic, and the exact floor. */
import { beforeAll, describe, expect, it } from 'vitest';
import { drawLinearMap, linearMapShape } from '../datasets/linear-map';
import { fieldsSchema } from '../fields/field';
import { randomStream } from '../random/random';
import { matrixFactorization } from './matrix-factorization';
import { exactFloor } from './matrix-factorization-build';
import { buildWith, leftBehind, observe, slopeError, useCpu } from './task-checks';

const { inputs, outputs, train } = linearMapShape;
const data = drawLinearMap();

beforeAll(useCpu);

describe('the data', () => {
  it('has the shape and the row scale of the recipe', () => {
    expect(data.trainInputs).toHaveLength(800 * 6);
    expect(data.trainTargets).toHaveLength(800 * 10);
    expect(data.validationInputs).toHaveLength(200 * 6);
    expect(data.validationTargets).toHaveLength(200 * 10);
    for (let i = 0; i < outputs; i++) {
      const scale = i === 9 ? 1e-10 : 1 - i / 9 + (i / 9) * 1e-10;
      for (const entry of data.matrix.subarray(6 * i, 6 * i + 6)) {
        expect(entry).toBeGreaterThanOrEqual(0);
        expect(entry).toBeLessThan(scale * (1 + 1e-12));
      }
    }
    expect(Math.max(...data.matrix.subarray(54))).toBeGreaterThan(1e-11);
  });

  it('has standard normal inputs and exact targets', () => {
    const mean = data.trainInputs.reduce((sum, x) => sum + x, 0) / data.trainInputs.length;
    const variance = data.trainInputs.reduce((sum, x) => sum + x * x, 0) / data.trainInputs.length;
    expect(Math.abs(mean)).toBeLessThan(0.05);
    expect(Math.abs(variance - 1)).toBeLessThan(0.06);
    for (const s of [0, 17, 799]) {
      for (let i = 0; i < outputs; i++) {
        let y = 0;
        for (let j = 0; j < inputs; j++) y += data.matrix[i * inputs + j]! * data.trainInputs[s * inputs + j]!;
        expect(data.trainTargets[s * outputs + i]).toBe(Math.fround(y));
      }
    }
  });

  it('is the same every time', () => {
    expect(drawLinearMap()).toEqual(data);
  });
});

/** Smallest loss of a map of rank k, by alternating least squares in float64: no singular values involved. */
function floorByAlternation(k: number): number {
  const random = randomStream(1, 'alternation');
  const solve = (a: number[][], b: number[][]): number[][] => {
    // Gauss–Jordan with pivoting: a·x = b.
    const m = a.map((row, i) => [...row, ...b[i]!]);
    for (let c = 0; c < a.length; c++) {
      const pivot = m.map((row, r) => ({ size: r < c ? -1 : Math.abs(row[c]!), r })).reduce((x, y) => (y.size > x.size ? y : x)).r;
      [m[c], m[pivot]] = [m[pivot]!, m[c]!];
      const head = m[c]!.map((x) => x / m[c]![c]!);
      m[c] = head;
      m.forEach((row, r) => {
        if (r !== c) m[r] = row.map((x, j) => x - row[c]! * head[j]!);
      });
    }
    return m.map((row) => row.slice(a.length));
  };
  const multiply = (a: number[][], b: number[][]) => a.map((row) => b[0]!.map((_, j) => row.reduce((sum, x, l) => sum + x * b[l]![j]!, 0)));
  const transpose = (a: number[][]) => a[0]!.map((_, j) => a.map((row) => row[j]!));
  const matrix = Array.from({ length: outputs }, (_, i) => [...data.matrix.subarray(6 * i, 6 * i + 6)]);
  const covariance = Array.from({ length: inputs }, () => new Array<number>(inputs).fill(0));
  for (let s = 0; s < train; s++) {
    for (let i = 0; i < inputs; i++) {
      for (let j = 0; j < inputs; j++)
        covariance[i]![j]! += (data.trainInputs[s * inputs + i]! * data.trainInputs[s * inputs + j]!) / train;
    }
  }
  let v = Array.from({ length: k }, () => Array.from({ length: inputs }, () => random.normal()));
  let u: number[][] = [];
  for (let round = 0; round < 2000; round++) {
    const cv = multiply(covariance, transpose(v)); // C·Vᵀ, [6, k]
    u = transpose(solve(multiply(v, cv), transpose(multiply(matrix, cv)))); // U = A·C·Vᵀ·(V·C·Vᵀ)⁻¹
    v = solve(multiply(transpose(u), u), multiply(transpose(u), matrix)); // V = (UᵀU)⁻¹·Uᵀ·A
  }
  const fitted = multiply(u, v);
  const rest = matrix.map((row, i) => row.map((x, j) => x - fitted[i]![j]!));
  return multiply(multiply(rest, covariance), transpose(rest)).reduce((sum, row, i) => sum + row[i]!, 0) / outputs;
}

describe('the floor', () => {
  it.each([1, 4])('of rank %i is what alternating least squares reaches', (k) => {
    const floor = exactFloor(data, k);
    expect(floor).toBeGreaterThan(1e-3);
    expect(Math.abs(floorByAlternation(k) / floor - 1)).toBeLessThan(1e-6);
  });

  it('is 0 where the map fits, and falls with the rank', () => {
    const floors = [1, 2, 3, 4, 5, 6, 10].map((k) => exactFloor(data, k));
    for (let i = 1; i < 6; i++) expect(floors[i]).toBeLessThan(floors[i - 1]!);
    expect(floors.slice(5)).toEqual([0, 0]);
    expect(exactFloor(data, null)).toBe(0);
  });

  it('is at least matched by the data’s own total at rank 0', () => {
    const total = data.trainTargets.reduce((sum, y) => sum + y * y, 0) / (train * outputs);
    expect(exactFloor(data, 0)).toBeCloseTo(total, 5);
  });
});

const sizes: readonly [rank: number | string, parameters: readonly object[], count: number][] = [
  [
    1,
    [
      { name: 'W2', shape: [1, 6] },
      { name: 'W1', shape: [10, 1] },
    ],
    16,
  ],
  [
    4,
    [
      { name: 'W2', shape: [4, 6] },
      { name: 'W1', shape: [10, 4] },
    ],
    64,
  ],
  [
    10,
    [
      { name: 'W2', shape: [10, 6] },
      { name: 'W1', shape: [10, 10] },
    ],
    160,
  ],
  ['true', [{ name: 'W', shape: [10, 6] }], 60],
];

describe.each(sizes)('rank %s', (rank, parameters, count) => {
  it('has the model of the paper', async () => {
    const task = await buildWith(matrixFactorization, { rank });
    expect(task).toMatchObject({
      parameters,
      parameterCount: count,
      trainSize: 800,
      validationSize: 200,
      lowerBound: 0,
      hasAccuracy: false,
    });
    const weights = task.initialWeights(0);
    expect(weights).toHaveLength(count);
    expect(task.initialWeights(0)).toEqual(weights);
    expect(task.initialWeights(1)).not.toEqual(weights);
    const first = rank === 'true' ? 60 : Number(rank) * 6;
    expect(Math.max(...weights.subarray(0, first).map(Math.abs))).toBeLessThanOrEqual(Math.fround(1 / Math.sqrt(6)));
    if (rank !== 'true') expect(Math.max(...weights.subarray(first).map(Math.abs))).toBeLessThanOrEqual(1 / Math.sqrt(Number(rank)));
    task.dispose();
  });

  it('has losses as plain arithmetic gives them, in both parts', async () => {
    const task = await buildWith(matrixFactorization, { rank });
    const weights = task.initialWeights(3);
    const map = (s: number, x: Float32Array) => {
      const at = (offset: number, columns: number, i: number, j: number) => weights[offset + i * columns + j]!;
      const input = [...x.subarray(6 * s, 6 * s + 6)];
      const apply = (offset: number, rows: number, v: number[]) =>
        Array.from({ length: rows }, (_, i) => v.reduce((sum, value, j) => sum + at(offset, v.length, i, j) * value, 0));
      return rank === 'true' ? apply(0, 10, input) : apply(Number(rank) * 6, 10, apply(0, Number(rank), input));
    };
    const parts = [
      ['train', data.trainInputs, data.trainTargets, [5, 0, 799, 31]],
      ['validation', data.validationInputs, data.validationTargets, [199, 7]],
    ] as const;
    for (const [part, x, y, ids] of parts) {
      const { losses } = await observe(task, part, ids, weights);
      ids.forEach((s, i) => {
        const expected = map(s, x).reduce((sum, value, j) => sum + (value - y[s * 10 + j]!) ** 2, 0) / 10;
        expect(losses[i]).toBeCloseTo(expected, 5);
      });
    }
    task.dispose();
  });

  it('has the right gradient, and leaves no tensor behind', async () => {
    const left = await leftBehind(async () => {
      const task = await buildWith(matrixFactorization, { rank });
      expect(await slopeError(task, task.initialWeights(5), 0.01)).toBeLessThan(1e-3);
      task.dispose();
    });
    expect(left).toBe(0);
  });
});

it('takes the published ranks only, numbers as numbers', () => {
  const schema = fieldsSchema(matrixFactorization.fields);
  expect(schema.parse({})).toEqual({ rank: 4 });
  expect(schema.parse({ rank: 'true' })).toEqual({ rank: 'true' });
  for (const rank of ['4', 2, null]) expect(schema.safeParse({ rank }).success).toBe(false);
});
