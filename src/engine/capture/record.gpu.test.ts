/**
 * Recorded steps on WebGPU: the first repetition and those after it against the same code run eagerly, for everything a step is made of.
 * Equal to the bit, but for the sign of zeros.
 */
import {
  abs,
  add,
  avgPool,
  cast,
  clipByValue,
  concat,
  conv2d,
  div,
  exp,
  gather,
  grads,
  greater,
  lessEqual,
  memory as libraryMemory,
  log,
  logicalAnd,
  matMul,
  max,
  maximum,
  mean,
  min,
  mod,
  mul,
  neg,
  type Rank,
  relu,
  reshape,
  scalar,
  slice,
  sqrt,
  square,
  stack,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor4D,
  tensor1d,
  tensorScatterUpdate,
  tidy,
  transpose,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { randomStream } from '../../random/random';
import { useBackend } from '../engine';
import { guarded } from '../guard';
import { uniformByHash } from '../kernels/hash-random';
import { preferRegisterTiles } from '../kernels/matmul';
import { preferThreadSums } from '../kernels/partial-sums';
import { pickBatch } from '../kernels/pick-batch';
import { type DType, libraryDevice, NotRecordable } from '../library';
import { pinnedBytes } from './pinned';
import { avoidBranches } from './plan';
import { record, type StepOutputs } from './record';
import { StepMemory } from './step-memory';
import type { StepRecord } from './step-record';

/** What the engine sets on a software adapter, and what on a GPU. */
function rulesOf(software: boolean): void {
  preferRegisterTiles(software);
  preferThreadSums(software);
  avoidBranches(software);
}

beforeAll(async () => {
  await useBackend('webgpu');
});
afterAll(async () => {
  rulesOf(true);
  await useBackend('cpu');
});

interface Given {
  readonly shape: readonly number[];
  readonly values: readonly number[];
  readonly dtype?: DType;
}

type Inputs = Record<string, Tensor>;
type Step = (inputs: Inputs) => StepOutputs;
type Contents = Record<string, number[]>;

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1);

/** Numbers that are not round, from −8 to 8; the phase tells tensors apart. */
const floats = (shape: readonly number[], phase = 0): Given => ({
  shape,
  values: Array.from({ length: sizeOf(shape) }, (_, i) => Math.sin(1.7 * i + phase) * (1 + ((i + 3) % 7))),
});
const whole = (values: readonly number[], dtype: DType = 'int32'): Given => ({ shape: [values.length], values, dtype });
/** A slot that a step only writes. */
const room = (shape: readonly number[], dtype: DType = 'float32'): Given => ({ shape, values: new Array(sizeOf(shape)).fill(0), dtype });

function memoryWith(slots: Readonly<Record<string, Given>>): StepMemory {
  const memory = new StepMemory();
  memory.allocate(Object.entries(slots).map(([name, { shape, dtype = 'float32' }]) => ({ name, shape, dtype })));
  for (const [name, { values, dtype = 'float32' }] of Object.entries(slots)) {
    memory.write(name, dtype === 'float32' ? Float32Array.from(values) : Int32Array.from(values));
  }
  return memory;
}

async function contentsOf(memory: StepMemory): Promise<Contents> {
  const contents: Contents = {};
  for (const { name } of memory.all) {
    const tensor = memory.fetch(name);
    // WGSL leaves the sign of a zero open (max(0, −0), for one), and a compiler may choose by what stands around it.
    contents[name] = Array.from(await tensor.data(), (value) => value + 0);
    tensor.dispose();
  }
  return contents;
}

/** Makes the step one call after the other and stores what it leaves. */
async function makeEagerly(memory: StepMemory, names: readonly string[], step: Step): Promise<void> {
  const inputs = Object.fromEntries(names.map((name) => [name, memory.fetch(name)]));
  const { slots, append } = tidy(() => step(inputs) as never) as unknown as StepOutputs;
  if (append) {
    const [at] = await append.cursor.data();
    const row = await append.row.data();
    const table = memory.fetch(append.ring);
    const numbers = Float32Array.from(await table.data());
    table.dispose();
    numbers.set(row, (at! * row.length) % numbers.length);
    memory.write(append.ring, numbers);
  }
  for (const [name, tensor] of Object.entries(slots)) memory.store(name, tensor);
  for (const tensor of new Set([...Object.values(slots), ...(append ? [append.row] : []), ...Object.values(inputs)])) tensor.dispose();
}

function repeat(made: StepRecord): void {
  const device = libraryDevice();
  const encoder = device.createCommandEncoder();
  made.encode(encoder);
  device.queue.submit([encoder.finish()]);
}

interface Compared {
  readonly report: StepRecord['report'];
  readonly isOnePass: boolean;
  /** What the slots held before, and after each of the steps. */
  readonly course: readonly Contents[];
}

/**
 * Records a step, repeats it, and expects all slots to hold each time what eager steps leave, to the bit.
 * @param reads slots that the step is given; default: all
 */
async function compare(slots: Readonly<Record<string, Given>>, step: Step, reads = Object.keys(slots), steps = 3): Promise<Compared> {
  const tidied: Step = (inputs) => tidy(() => step(inputs) as never) as unknown as StepOutputs;
  const [memory, eager] = [memoryWith(slots), memoryWith(slots)];
  const course = [await contentsOf(memory)];
  const { record: made, difference } = await record(memory, reads, tidied);
  for (let number = 0; number < steps; number++) {
    if (number > 0) repeat(made);
    await makeEagerly(eager, reads, tidied);
    course.push(await contentsOf(memory));
    expect(course.at(-1)).toEqual(await contentsOf(eager));
  }
  expect(difference).toEqual({ exact: true, relative: 0, where: '' });
  const { report, isOnePass } = made;
  for (const each of [made, memory, eager]) each.dispose();
  return { report, isOnePass, course };
}

/** A step that puts one result into the slot `y`. */
const giving =
  (body: (inputs: Inputs) => Tensor): Step =>
  (inputs) => ({ slots: { y: body(inputs) } });

describe.each([{ software: true }, { software: false }])('with the rules of software adapters: $software', ({ software }) => {
  beforeAll(() => rulesOf(software));

  describe('elementwise', () => {
    const [b, n] = [5, 7];

    test.each([[[]], [[1]], [[n]], [[b, 1]], [[b, n]]])('chains, with an operand of shape %j', async (shape) => {
      const { report } = await compare({ x: floats([b, n]), a: floats(shape, 1), y: room([b, n]), z: room([b, n]) }, ({ x, a }) => {
        const first = maximum(add(mul(x!, a!), sub(a!, x!)), div(x!, add(abs(a!), 0.5)));
        const second = sqrt(add(square(first), exp(neg(abs(sub(a!, first))))));
        return { slots: { x: second, y: sub(a!, second), z: relu(clipByValue(neg(mul(first, a!)), -2, 3)) } };
      });
      expect(report.dispatches.fused).toBeLessThan(report.dispatches.captured);
      // The slot that is read is written last.
      expect(report.dispatches.fused).toBe(2);
    });

    test('two broadcast operands, a column against a row', async () => {
      await compare(
        { x: floats([b, 1]), a: floats([n], 1), y: room([b, n]) },
        giving(({ x, a }) => div(add(x!, a!), add(square(a!), 1))),
      );
    });

    test('whole numbers and truth values', async () => {
      await compare(
        { i: whole([-7, 3, 0, 250, -1]), j: whole([2, -2, 5, 7, 1]), q: room([5], 'int32'), ok: room([5], 'bool'), x: floats([5]) },
        ({ i, j, x }) => ({
          slots: {
            i: add(i!, mul(j!, scalar(3, 'int32'))),
            q: mod(mul(i!, i!), scalar(9, 'int32')),
            ok: logicalAnd(greater(x!, 0), lessEqual(i!, scalar(3, 'int32'))),
            x: add(x!, cast(i!, 'float32')),
          },
        }),
      );
    });

    test('choices by comparison', async () => {
      await compare({ x: floats([b, n]), a: floats([b, n], 2), y: room([b, n]) }, ({ x, a }) => ({
        slots: { y: where(greater(x!, a!), log(add(abs(x!), 1)), sub(a!, 1)), x: where(lessEqual(x!, scalar(0)), a!, x!) },
      }));
    });

    test('special numbers', async () => {
      const x: Given = { shape: [6], values: [0, -0, Number.NaN, Infinity, -Infinity, 1e-30] };
      await compare({ x, y: room([6]), z: room([6]) }, ({ x }) => ({
        slots: { y: maximum(add(x!, Number.NEGATIVE_INFINITY), neg(x!)), z: div(add(x!, 1), sub(x!, x!)) },
      }));
    });
  });

  describe('elements from elsewhere', () => {
    test.each([[20], [4, 6], [3, 2, 4]])('gather of rows of [%i, …]', async (...shape) => {
      await compare(
        { x: floats(shape), ids: whole([2, 0, 2, 1]), y: room([4, ...shape.slice(1)]) },
        giving(({ x, ids }) => mul(gather(x!, ids as Tensor1D), 2)),
      );
    });

    test.each([
      [0, 70],
      [64, 10],
      [3, 80],
      [199, 1],
    ])('a flat slice from %i, %i numbers, also as a factor', async (start, size) => {
      await compare({ x: floats([200]), y: room([size]), p: room([size, 2]) }, ({ x }) => {
        const piece = slice(x as Tensor1D, start, size);
        return {
          slots: { y: add(piece, 1), p: matMul(reshape(piece, [size, 1]) as Tensor2D, reshape(slice(x!, 1, 2), [1, 2]) as Tensor2D) },
        };
      });
    });

    test('a slice of a table', async () => {
      await compare(
        { x: floats([6, 8]), y: room([3, 5]) },
        giving(({ x }) => neg(slice(x as Tensor2D, [2, 1], [3, 5]))),
      );
    });

    test.each([
      [2, 0],
      [2, 1],
      [5, 0],
      [5, 1],
    ])('%i pieces joined along axis %i', async (count, axis) => {
      const shapes = Array.from({ length: count }, (_, i) => (axis === 0 ? [i + 1, 6] : [6, i + 1]));
      const total = (count * (count + 1)) / 2;
      const pieces = Object.fromEntries(shapes.map((shape, i) => [`p${i}`, floats(shape, i)]));
      await compare({ ...pieces, y: room(axis === 0 ? [total, 6] : [6, total]), z: room([1]) }, (inputs) => {
        const joined = concat(
          shapes.map((_, i) => mul(inputs[`p${i}`]!, i + 1) as Tensor2D),
          axis,
        );
        return { slots: { y: add(joined, 1), z: reshape(sum(square(joined)), [1]) } };
      });
    });

    test('many flat pieces, as flat weights are put together', async () => {
      const pieces = Object.fromEntries([30, 1, 64, 5].map((size, i) => [`p${i}`, floats([size], i)]));
      await compare({ ...pieces, y: room([100]) }, (inputs) => {
        const joined = concat([0, 1, 2, 3].map((i) => square(inputs[`p${i}`]!) as Tensor1D));
        return { slots: { y: sub(joined, mul(inputs['y']!, 0.5)) } };
      });
    });

    test('transposed and seen in other shapes', async () => {
      await compare({ x: floats([3, 4, 5]), y: room([5, 12]), z: room([4, 3]) }, ({ x }) => ({
        slots: {
          y: reshape(transpose(x!, [2, 0, 1]), [5, 12]),
          z: transpose(reshape(slice(x!, [0, 0, 2], [3, 4, 1]), [3, 4])),
          x: add(x!, reshape(transpose(reshape(x!, [12, 5])), [3, 4, 5])),
        },
      }));
    });

    test('scalars stacked, one of them from the host', async () => {
      await compare(
        { x: floats([3, 3]), y: room([3]) },
        giving(({ x }) => stack([sum(x!), scalar(2.5), mean(square(x!))])),
      );
    });

    test('a batch beyond the end repeats the last', async () => {
      const slots = { order: whole([4, 1, 3]), at: whole([1]), y: room([3], 'int32'), after: whole(new Array(70).fill(9)) };
      await compare(
        slots,
        giving(({ order, at }) => add(pickBatch(order as Tensor1D, at as Tensor1D, 3), scalar(1, 'int32'))),
      );
    });

    test('the batch at a position that moves on', async () => {
      const slots = { order: whole([4, 1, 3, 0, 2, 5]), at: whole([0]), x: floats([6]), y: room([2]) };
      const { course } = await compare(slots, ({ order, at, x }) => ({
        slots: { y: gather(x!, pickBatch(order as Tensor1D, at as Tensor1D, 2)), at: add(at!, scalar(2, 'int32')) },
      }));
      expect(course[3]!['y']).toEqual([2, 5].map((id) => course[0]!['x']![id]));
    });
  });

  describe('rows', () => {
    test.each([1, 10, 64, 65, 100, 300])('of %i numbers: sum, mean, largest and smallest', async (width) => {
      await compare({ x: floats([4, width]), s: room([4]), m: room([4]), h: room([4]), l: room([4]) }, ({ x }) => ({
        slots: { s: sum(mul(x!, 3), 1), m: mean(square(x!), 1), h: max(x!, 1), l: min(neg(x!), 1), x: sub(x!, mean(x!, 1, true)) },
      }));
    });

    test('many', async () => {
      await compare(
        { x: floats([300, 70]), y: room([300]) },
        giving(({ x }) => sum(square(x!), 1)),
      );
    });

    test('with NaN and infinities: the largest', async () => {
      const x: Given = { shape: [3, 3], values: [1, Number.NaN, 2, -Infinity, -Infinity, -Infinity, 3, Infinity, 1] };
      await compare({ x, y: room([3]), z: room([3]) }, ({ x }) => ({ slots: { y: max(x!, 1), z: sum(x!, 1) } }));
    });

    test.each([100, 20_000])('all of %i numbers', async (count) => {
      await compare({ x: floats([count]), s: room([]), m: room([]) }, ({ x }) => {
        const total = sum(square(x!));
        return { slots: { s: total, m: mean(x!), x: sub(x!, mul(x!, div(1, total))) } };
      });
    });

    test('softmax and its like', async () => {
      await compare({ x: floats([6, 10]), y: room([6, 10]), z: room([6]) }, ({ x }) => {
        const e = exp(sub(x!, max(x!, 1, true)));
        const total = sum(e, 1, true);
        return { slots: { y: div(e, total), z: reshape(log(total), [6]) } };
      });
    });

    test('means over windows', async () => {
      const shape = [2, 5, 4, 3];
      await compare(
        { x: floats(shape), y: room([2, 2, 2, 3]) },
        giving(({ x }) => avgPool(square(x as Tensor4D), 2, 2, 'valid')),
      );
    });
  });

  describe('products', () => {
    const transposes = [false, true].flatMap((first) => [false, true].map((second) => [first, second] as const));
    const sizes = [
      [3, 4, 5],
      [2, 600, 3],
      [40, 33, 30],
      [70, 20, 130],
    ] as const;

    test.each(sizes.flatMap(([m, k, n]) => transposes.map(([ta, tb]) => ({ m, k, n, ta, tb }))))(
      '[$m, $k] · [$k, $n], transposed: $ta, $tb',
      async ({ m, k, n, ta, tb }) => {
        const a = floats(ta ? [k, m] : [m, k]);
        const c = floats(tb ? [n, k] : [k, n], 1);
        await compare(
          { a, c, y: room([m, n]) },
          giving(({ a, c }) => relu(matMul(mul(a!, 0.5), add(c!, 1), ta, tb))),
        );
      },
      // SwiftShader compiles the tiles for a while.
      180_000,
    );

    test('convolution and its gradients', async () => {
      const slots = { x: floats([2, 5, 5, 3]), f: floats([3, 3, 3, 4], 1), y: room([2, 5, 5, 4]) };
      const loss = (x: Tensor, f: Tensor) => mean(square(conv2d(x as Tensor4D, f as Tensor4D, 1, 'same')));
      await compare(slots, ({ x, f }) => {
        const [dx, df] = grads(loss)([x!, f!]) as [Tensor, Tensor];
        return { slots: { x: sub(x!, mul(dx, 1e-3)), f: sub(f!, mul(df, 1e-3)), y: conv2d(x as Tensor4D, f as Tensor4D, 1, 'same') } };
      });
    });

    test('a network of two layers with its gradients, on flat weights', async () => {
      const slots = { w: floats([4 * 6 + 6 + 6 * 3]), x: floats([8, 4], 2), t: floats([8, 3], 4), loss: room([]) };
      const { report } = await compare(slots, ({ w, x, t }) => {
        const loss = (flat: Tensor) => {
          const first = reshape(slice(flat as Tensor1D, 0, 24), [4, 6]) as Tensor2D;
          const second = reshape(slice(flat as Tensor1D, 30, 18), [6, 3]) as Tensor2D;
          const hidden = relu(add(matMul(x as Tensor2D, first), slice(flat as Tensor1D, 24, 6)));
          return mean(square(sub(matMul(hidden as Tensor2D, second), t!)));
        };
        const [dw] = grads(loss)([w!]) as [Tensor];
        return { slots: { w: sub(w!, mul(dw, 0.01)), loss: loss(w!) } };
      });
      expect(report.dispatches.fused).toBeLessThan(report.dispatches.captured);
    });
  });
});

describe('slots', () => {
  beforeAll(() => rulesOf(true));

  const table = { rows: 9, width: 2 };

  test.each([true, false])('rows replaced in place, if a condition holds: %s', async (holds) => {
    const slots = {
      before: floats([70], 5),
      t: floats([table.rows, table.width]),
      after: floats([70], 6),
      ids: whole([[7], [0], [4]].flat()),
      ok: whole([Number(holds)], 'bool'),
      x: floats([3, 2], 1),
    };
    const { report, course } = await compare(slots, ({ t, ids, ok, x }) => {
      const updates = mul(x!, 2);
      const next = tensorScatterUpdate(t!, reshape(ids!, [3, 1]), updates);
      return { slots: { t: guarded(ok as Tensor1D, next as Tensor<Rank>, t!), x: add(x!, 1) } };
    });
    // Neither the copy nor the scatter is left.
    expect(report.dispatches.fused).toBeLessThanOrEqual(2);
    const [first, second] = course as [Contents, Contents];
    if (!holds) expect(second['t']).toEqual(first['t']);
    for (const row of [1, 2, 3, 5, 6, 8]) expect(second['t']!.slice(2 * row, 2 * row + 2)).toEqual(first['t']!.slice(2 * row, 2 * row + 2));
    expect(second['t']!.slice(14, 16)).toEqual(holds ? first['x']!.slice(0, 2).map((value) => 2 * value) : first['t']!.slice(14, 16));
    for (const name of ['before', 'after']) expect(course[3]![name]).toEqual(first[name]);
  });

  test('rows replaced without a condition', async () => {
    await compare({ t: floats([9]), ids: whole([8, 3]), x: floats([2], 1) }, ({ t, ids, x }) => ({
      slots: { t: tensorScatterUpdate(t!, reshape(ids!, [2, 1]), square(x!)), ids: sub(ids!, scalar(1, 'int32')) },
    }));
  });

  test('rows replaced and then chosen one by one', async () => {
    await compare(
      { t: floats([9, 2]), ids: whole([8, 3]), x: floats([2, 2], 1), by: whole([1, 0, 0, 1, 0, 1, 0, 1, 0], 'bool') },
      ({ t, ids, x, by }) => ({
        slots: { t: where(reshape(by!, [9, 1]), tensorScatterUpdate(t!, reshape(ids!, [2, 1]), x!), t!) },
      }),
    );
  });

  test('rows out of range are left out, and nothing beside the slot is touched', async () => {
    const slots = { before: floats([64], 5), t: floats([64]), after: floats([64], 6), ids: whole([-1, 3, 64]), x: floats([3], 1) };
    await compare(slots, ({ t, ids, x }) => ({ slots: { t: tensorScatterUpdate(t!, reshape(ids!, [3, 1]), x!) } }));
  });

  test('rows replaced while the slot is read elsewhere', async () => {
    await compare({ t: floats([20]), ids: whole([8, 3]), x: floats([2], 1) }, ({ t, ids, x }) => ({
      slots: { t: tensorScatterUpdate(t!, reshape(ids!, [2, 1]), x!), x: mul(gather(t!, ids as Tensor1D), 2) },
    }));
  });

  test.each([3, 30])('two of %i numbers swap, and a third becomes the old content of one', async (size) => {
    await compare({ a: floats([size]), b: floats([size], 1), c: floats([size], 2) }, ({ a, b }) => ({ slots: { a: b!, b: a!, c: a! } }));
  });

  test('that need each other’s old content at other places', async () => {
    const { isOnePass } = await compare({ a: floats([20]), b: floats([10], 1) }, ({ a, b }) => ({
      slots: { a: add(a!, concat([b as Tensor1D, b as Tensor1D])), b: mul(slice(a as Tensor1D, 3, 10), 0.5) },
    }));
    // One of them is copied when all kernels are done.
    expect(isOnePass).toBe(false);
  });

  test('that are read backwards by their own update', async () => {
    await compare({ a: floats([6, 6]) }, ({ a }) => ({ slots: { a: add(a!, transpose(a!)) } }));
  });

  test('whose old content a program of the library needs', async () => {
    await compare({ a: floats([20, 20]), y: room([20, 20]) }, ({ a }) => ({
      slots: { a: sub(a!, matMul(a as Tensor2D, mul(a as Tensor2D, 1e-3))), y: matMul(a as Tensor2D, a as Tensor2D, true) },
    }));
  });

  test('that stay, and one that two results go into by turns', async () => {
    const { course } = await compare({ a: floats([5]), b: floats([5], 1), n: whole([0]) }, ({ a, b, n }) => ({
      slots: { a: a!, b: where(greater(n!, scalar(0, 'int32')), a!, b!), n: add(n!, scalar(1, 'int32')) },
    }));
    expect(course[3]!['a']).toEqual(course[0]!['a']);
    expect(course[3]!['b']).toEqual(course[0]!['a']);
    expect(course[1]!['b']).toEqual(course[0]!['b']);
  });

  test('that hold the same result, or one of the host', async () => {
    await compare({ x: floats([12]), a: room([12]), b: room([12]), c: room([3]) }, ({ x }) => {
      const next = square(x!);
      return { slots: { a: next, b: next, c: tensor1d([1, 2.5, -3]) } };
    });
  });

  test('of whole numbers keep those that a float can hold', async () => {
    await compare({ i: whole([2 ** 24, -(2 ** 24) + 1, 2 ** 30]), j: whole([1, 2, 3]) }, ({ i, j }) => ({
      slots: { i: j!, j: i! },
    }));
  });

  test('of one number, from the host', async () => {
    await compare({ x: floats([12]), a: room([]), n: whole([3]) }, ({ x }) => ({
      slots: { x: neg(x!), a: scalar(0.1), n: tensor1d([7], 'int32') },
    }));
  });

  test('a ring whose rows come round', async () => {
    const { course } = await compare(
      { x: floats([5]), cursor: whole([1]), ring: floats([3, 5], 3) },
      ({ x, cursor }) => ({
        slots: { x: mul(x!, 2), cursor: mod(add(cursor!, scalar(1, 'int32')), scalar(3, 'int32')) },
        append: { ring: 'ring', cursor: cursor!, row: add(x!, 0.5) },
      }),
      ['x', 'cursor'],
      5,
    );
    expect(course[1]!['ring']!.slice(0, 5)).toEqual(course[0]!['ring']!.slice(0, 5));
    expect(course.at(-1)!['cursor']).toEqual([0]);
  });

  test('a ring of long rows', async () => {
    await compare(
      { x: floats([40]), cursor: whole([0]), ring: room([2, 40]) },
      ({ x, cursor }) => ({
        slots: { x: mul(x!, 2), cursor: mod(add(cursor!, scalar(1, 'int32')), scalar(2, 'int32')) },
        append: { ring: 'ring', cursor: cursor!, row: x! },
      }),
      ['x', 'cursor'],
    );
  });
});

describe('steps drawn at random', () => {
  const slots = {
    a: floats([4, 6]),
    b: floats([4, 6], 1),
    c: floats([6], 2),
    d: floats([4, 1], 3),
    e: floats([], 4),
    t: floats([40, 6], 5),
    ids: whole([5, 0, 39, 5]),
  };
  const tables = ['a', 'b'];

  /** A step of some operations on tables [4, 6], rows [6], columns [4, 1] and single numbers, whose results go into any slots of their shapes. */
  function drawn(seed: number): Step {
    return (inputs) => {
      // The same each time that the step is made.
      const random = randomStream(seed, 'a step');
      const pick = <T>(from: readonly T[]): T => from[Math.floor(random.uniform() * from.length)]!;
      const pools: Record<'table' | 'row' | 'column' | 'number', Tensor[]> = {
        table: [inputs['a']!, inputs['b']!],
        row: [inputs['c']!],
        column: [inputs['d']!],
        number: [inputs['e']!],
      };
      const { table, row, column, number } = pools;
      const tame = (x: Tensor) => clipByValue(x, -20, 20);
      const ids = inputs['ids'] as Tensor1D;
      const makers: (() => void)[] = [
        () => table.push(tame(pick([add, sub, mul, maximum])(pick(table), pick([...table, ...row, ...column, ...number])))),
        () => table.push(where(greater(pick(table), pick(table)), pick(table), neg(pick(table)))),
        () => table.push(gather(inputs['t']!, ids)),
        () => table.push(reshape(transpose(reshape(pick(table), [6, 4])), [4, 6])),
        () => table.push(concat([slice(pick(table), [0, 2], [4, 4]), slice(pick(table), [0, 1], [4, 2])], 1)),
        () => table.push(tame(matMul(matMul(pick(table) as Tensor2D, pick(table) as Tensor2D, false, true), pick(table) as Tensor2D))),
        () => row.push(reshape(slice(pick(table), [pick([0, 1, 2, 3]), 0], [1, 6]), [6])),
        () => row.push(tame(add(pick(row), pick([...row, ...number])))),
        () => row.push(tame(reshape(matMul(pick(column) as Tensor2D, pick(table) as Tensor2D, true), [6]))),
        () => column.push(pick([sum, mean, max, min])(pick(table), 1, true)),
        () => column.push(tame(sub(pick(column), pick([...column, ...number])))),
        () => number.push(tame(pick([sum, mean])(pick([...table, ...row])))),
        () => number.push(exp(neg(abs(pick(number))))),
        () => number.push(reshape(slice(pick(row), [pick([0, 5])], [1]), [])),
      ];
      for (let i = 0; i < 14; i++) pick(makers)();
      const ends: Record<string, Tensor> = { c: pick(row), d: pick(column), e: pick(number) };
      for (const name of tables) ends[name] = pick(table);
      for (const name of Object.keys(ends)) if (random.uniform() < 0.3) delete ends[name];
      if (random.uniform() < 0.5) {
        const next = tensorScatterUpdate(inputs['t']!, reshape(slice(ids, 0, 3), [3, 1]), slice(pick(table), [1, 0], [3, 6]));
        const holds = reshape(greater(pick(number), 0), [1]) as Tensor1D;
        ends['t'] = random.uniform() < 0.5 ? next : guarded(holds, next, inputs['t']! as typeof next);
      }
      return { slots: Object.keys(ends).length > 0 ? ends : { a: neg(inputs['a']!) } };
    };
  }

  test.each(Array.from({ length: 16 }, (_, seed) => seed))('are repeated as they were: %i', async (seed) => {
    rulesOf(seed % 2 === 0);
    await compare(slots, drawn(seed));
  });
});

test('random numbers go on with the counter', async () => {
  const { course } = await compare({ step: whole([0]), ids: whole([3, 0, 8]), y: room([3, 4]) }, ({ step, ids }) => ({
    slots: { y: add(uniformByHash(7, step as Tensor1D, ids as Tensor1D, 4), 1), step: add(step!, scalar(1, 'int32')) },
  }));
  expect(course.map((contents) => contents['step'])).toEqual([[0], [1], [2], [3]]);
  expect(new Set(course.slice(1).map((contents) => contents['y']!.join())).size).toBe(3);
});

describe('what is left out', () => {
  test('gradients that nobody reads', async () => {
    const { report } = await compare({ a: floats([12, 9]), c: floats([9, 11], 1) }, ({ a, c }) => {
      const [da] = grads((a: Tensor, c: Tensor) => sum(square(matMul(a as Tensor2D, c as Tensor2D))))([a!, c!]) as [Tensor];
      return { slots: { a: sub(a!, mul(da, 1e-3)) } };
    });
    expect(report.dispatches.live).toBeLessThan(report.dispatches.captured);
  });

  test('memory of temporaries whose time is over', async () => {
    const { report } = await compare({ a: floats([64, 64]) }, ({ a }) => {
      let x = a as Tensor2D;
      for (let i = 0; i < 6; i++) x = mul(matMul(x, a as Tensor2D), 0.01) as Tensor2D;
      return { slots: { a: x } };
    });
    expect(report.bytes.planned).toBeLessThanOrEqual(report.bytes.unplanned / 3);
  });
});

describe('a step that cannot be recorded', () => {
  const slots = { x: floats([6]), y: floats([6], 1) };

  /** Records a step that fails and expects that nothing is left of it. */
  async function refused(step: Step): Promise<unknown> {
    const memory = memoryWith(slots);
    const before = await contentsOf(memory);
    const counts = () => ({ tensors: libraryMemory().numTensors, pinned: pinnedBytes() });
    const counted = counts();
    const error = await record(memory, ['x', 'y'], (inputs) => tidy(() => step(inputs) as never) as unknown as StepOutputs).catch(
      (problem: unknown) => problem,
    );
    expect(counts()).toEqual(counted);
    expect(await contentsOf(memory)).toEqual(before);
    memory.dispose();
    return error;
  }

  test('because it reads from the device, without waiting', async () => {
    const error = await refused(({ x }) => {
      const next = mul(x!, 2);
      void next.data();
      return { slots: { x: next, y: add(next, 1) } };
    });
    expect(error).toBeInstanceOf(NotRecordable);
  });

  test('because it reads from the device at once', async () => {
    const error = await refused(({ x, y }) => ({ slots: { x: mul(x!, y!.dataSync()[0]!) } }));
    expect(error).toBeInstanceOf(NotRecordable);
  });

  test('because its code throws', async () => {
    const error = await refused(({ x }) => {
      zerosLike(x!);
      throw new TypeError('no step');
    });
    expect(error).toEqual(new TypeError('no step'));
  });

  test('because a slot does not exist', async () => {
    expect(await refused(({ x }) => ({ slots: { nowhere: neg(x!) } }))).toBeInstanceOf(Error);
  });

  test('and the next one is recorded as usual', async () => {
    await refused(() => {
      throw new Error('no step');
    });
    await compare(slots, ({ x, y }) => ({ slots: { x: y!, y: add(x!, y!) } }));
  });
});
