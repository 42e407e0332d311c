/** Generated kernel text: its index arithmetic evaluated in JavaScript, its literals, and that nothing is computed twice or inside a loop for nothing. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Value } from './graph';
import { constantIndex, fromMemory, type Index, KernelText, literal } from './kernel-text';

const place = (buffer: unknown = {}) => ({ buffer: buffer as GPUBuffer, offset: 0, dtype: 'float32' as const });

/** A writer that finds every value in a buffer of its own. */
function writer(): KernelText {
  const buffers = new Map<Value, ReturnType<typeof place>>();
  const locate = (value: Value) => {
    if (!buffers.has(value)) buffers.set(value, place({}));
    return buffers.get(value)!;
  };
  return new KernelText({ locate, compute: () => '0.0' });
}

/** The lines between the braces of main. */
function bodyOf(text: KernelText): string[] {
  const lines = text.module('', 1).code.split('\n');
  return lines
    .slice(lines.indexOf('fn main() {') + 1, lines.lastIndexOf('}'))
    .map((line) => line.trim())
    .filter((line) => line !== 'special = numbers.special;');
}

/** Evaluates indices, given i and j: runs the lines written so far with whole numbers. */
function evaluator(text: KernelText, indices: readonly Index[]): (i: number, j: number) => number[] {
  const { uniform } = text.module('', 1);
  const places = uniform ? [...new Int32Array(uniform, 16)] : [];
  const lines = bodyOf(text).map((line) =>
    line
      .replace(/^let /, 'const ')
      .replace(
        /numbers\.places\[(\d+)\]\.([xyzw])/,
        (_, row: string, column: string) => `places[${4 * Number(row) + 'xyzw'.indexOf(column)}]`,
      )
      .replace(/(\w+) \/ (\w+)/g, 'Math.trunc($1 / $2)'),
  );
  const run = new Function('places', 'i', 'j', `${lines.join('\n')}\nreturn [${indices.map((index) => index.text).join(', ')}];`);
  return (i, j) => run(places, i, j) as number[];
}

/** An index together with what it is to be. */
interface Checked {
  readonly index: Index;
  readonly expected: (i: number, j: number) => number;
}

/** All (i, j) below the bounds, or some of them. */
function someOf(i: number, j: number): [number, number][] {
  const few = (bound: number) => [...new Set([0, 1, 2, 3, bound >> 1, bound - 2, bound - 1].filter((at) => at >= 0 && at < bound))];
  return few(i).flatMap((a) => few(j).map((b): [number, number] => [a, b]));
}

function check(text: KernelText, bounds: [number, number], made: readonly Checked[]): void {
  const found = evaluator(
    text,
    made.map(({ index }) => index),
  );
  for (const [i, j] of someOf(...bounds)) {
    const values = found(i, j);
    made.forEach(({ index, expected }, at) => {
      expect(values[at]).toBe(expected(i, j));
      expect(values[at]).toBeLessThan(index.bound);
      if (index.constant !== undefined) expect(values[at]).toBe(index.constant);
    });
  }
}

const product = (shape: readonly number[]) => shape.reduce((size, length) => size * length, 1);

/** Σ coordinate · stride + base, coordinate by coordinate. */
function remapped(flat: number, shape: readonly number[], strides: readonly number[], base: number): number {
  let rest = flat;
  let result = base;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    result += (rest % shape[axis]!) * strides[axis]!;
    rest = Math.floor(rest / shape[axis]!);
  }
  return result;
}

const variable = (name: string, bound: number): Index => ({ text: name, depth: 0, bound });
const shapes = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 });

/** Strides of a contiguous tensor, of one that is broadcast, or any. */
const strided = shapes.chain((shape) => {
  const own = shape.map((_, axis) => product(shape.slice(axis + 1)));
  const broadcast = fc.array(fc.boolean(), { minLength: shape.length, maxLength: shape.length }).map((kept) => {
    return own.map((stride, axis) => (kept[axis] ? stride : 0));
  });
  const any = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: shape.length, maxLength: shape.length });
  return fc.record({
    shape: fc.constant(shape),
    strides: fc.oneof(fc.constant(own), broadcast, any),
    base: fc.constantFrom(0, 0, 7),
  });
});

describe('index arithmetic', () => {
  it('remaps a flat index through any shape and strides', () => {
    fc.assert(
      fc.property(strided, ({ shape, strides, base }) => {
        const text = writer();
        const size = product(shape);
        const index = text.remap(size === 1 ? constantIndex(0) : variable('i', size), shape, strides, base);
        check(text, [size, 1], [{ index, expected: (i) => remapped(i, shape, strides, base) }]);
      }),
    );
  });

  it('remaps a known index to a known one', () => {
    fc.assert(
      fc.property(strided, fc.nat(), ({ shape, strides, base }, at) => {
        const text = writer();
        const flat = at % product(shape);
        expect(text.remap(constantIndex(flat), shape, strides, base).constant).toBe(remapped(flat, shape, strides, base));
        expect(bodyOf(text)).toEqual([]);
      }),
    );
  });

  it('takes a combined index apart again without a division', () => {
    const text = writer();
    const at = text.combine(variable('i', 7), variable('j', 12), 12);
    expect(text.quotient(at, 12).text).toBe('i');
    expect(text.remainder(at, 12).text).toBe('j');
    text.quotient(at, 36);
    text.remainder(at, 3);
    expect(bodyOf(text).filter((line) => /[/%]/.test(line))).toEqual(['let n1 = i / 3;', 'let n2 = j % 3;']);
  });

  const steps = fc.array(
    fc.record({
      kind: fc.constantFrom('quotient', 'remainder', 'scaled', 'combine', 'sum', 'remap'),
      of: fc.nat(),
      and: fc.nat(),
      number: fc.integer({ min: 1, max: 12 }),
      strided,
    }),
    { maxLength: 12 },
  );

  it('of any kind, one upon another, is what plain arithmetic says, and below its bound', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 50 }), steps, (boundI, boundJ, drawn) => {
        const text = writer();
        const made: Checked[] = [
          { index: variable('i', boundI), expected: (i) => i },
          { index: variable('j', boundJ), expected: (_, j) => j },
          { index: constantIndex(5), expected: () => 5 },
        ];
        for (const { kind, of, and, number, strided: layout } of drawn) {
          const [a, b] = [made[of % made.length]!, made[and % made.length]!];
          const add = (index: Index, expected: Checked['expected']) => made.push({ index, expected });
          switch (kind) {
            case 'quotient':
              add(text.quotient(a.index, number), (i, j) => Math.floor(a.expected(i, j) / number));
              break;
            case 'remainder':
              add(text.remainder(a.index, number), (i, j) => a.expected(i, j) % number);
              break;
            case 'scaled':
              if (a.index.bound < 1e4) add(text.scaled(a.index, number - 1), (i, j) => a.expected(i, j) * (number - 1));
              break;
            case 'combine': {
              const size = b.index.bound + (number % 3);
              if (a.index.bound * size < 1e7)
                add(text.combine(a.index, b.index, size), (i, j) => a.expected(i, j) * size + b.expected(i, j));
              break;
            }
            case 'sum':
              add(text.sum([a.index, constantIndex(number), b.index]), (i, j) => a.expected(i, j) + number + b.expected(i, j));
              break;
            default: {
              const { shape, strides, base } = layout;
              const size = product(shape);
              add(text.remap(text.remainder(a.index, size), shape, strides, base), (i, j) =>
                remapped(a.expected(i, j) % size, shape, strides, base),
              );
            }
          }
        }
        check(text, [boundI, boundJ], made);
      }),
      { numRuns: 100 },
    );
  });
});

/** What a literal means in WGSL. */
function meaning(text: string): number {
  const special: Record<string, number> = { 'special.x': Number.NaN, 'special.y': Infinity, '(-special.y)': -Infinity };
  if (text in special) return special[text]!;
  const bits = /^bitcast<f32>\(0x([0-9a-f]+)u\)$/.exec(text);
  if (bits) return new Float32Array(Uint32Array.of(Number.parseInt(bits[1]!, 16)).buffer)[0]!;
  expect(text).toMatch(/^(\d+\.0|\(-\d+\.0\))$/);
  return Number(text.replace(/[()]/g, ''));
}

describe('a literal', () => {
  it('means its float32 to the bit', () => {
    const special = [0, -0, Number.NaN, Infinity, -Infinity, 2 ** 24 - 1, 2 ** 24, -(2 ** 24), 1.1754944e-38, 1e-45, -3.4028234e38];
    fc.assert(
      fc.property(fc.oneof(fc.float(), fc.integer(), fc.constantFrom(...special)), (drawn) => {
        const value = Math.fround(drawn);
        expect(Object.is(meaning(literal(value)), value)).toBe(true);
      }),
    );
  });

  it('that stands for a number in memory is not one that a compiler may divide by another way', () => {
    expect(fromMemory(3)).toBe('(3.0 + special.z)');
    expect(Object.is(meaning(fromMemory(-0)), -0)).toBe(true);
    const text = writer();
    text.let(fromMemory(3));
    const { code, uniform } = text.module('', 1);
    expect(code).toContain('@binding(0) var<uniform> numbers');
    expect([...new Float32Array(uniform!, 0, 4)]).toEqual([Number.NaN, Infinity, 0, 0]);
  });
});

const someValue = (id: number): Value => ({ id, size: 100, dtype: 'float32', origin: { kind: 'constant', numbers: new Float32Array() } });

describe('an element', () => {
  it('is loaded or computed once, however often it is asked for', () => {
    const [x, y] = [someValue(0), someValue(1)];
    let computed = 0;
    const text: KernelText = new KernelText({
      locate: (value) => (value === x ? place() : null),
      compute: (writing, _, index) => {
        computed++;
        return `${writing.element(x, index)} * 2.0`;
      },
    });
    const i = variable('i', 100);
    const names = [text.element(y, i), text.element(y, i), text.element(x, i)];
    expect(names[0]).toBe(names[1]);
    expect(computed).toBe(1);
    expect(bodyOf(text)).toEqual(['let t0 = b0[i];', 'let t1 = t0 * 2.0;']);
  });

  it('that depends on nothing inside a loop is written before it, and known after it', () => {
    const text = writer();
    const [x, y] = [someValue(0), someValue(1)];
    const inside: string[] = [];
    text.loop(4, (outer) =>
      text.loop(5, (inner) => {
        inside.push(text.element(y, inner), text.element(y, outer), text.element(x, variable('i', 100)));
        text.line(`s = ${inside.join(' + ')};`);
      }),
    );
    const after = text.element(x, variable('i', 100));
    expect(after).toBe(inside[2]);
    const body = bodyOf(text);
    const at = (part: string) => body.findIndex((line) => line.includes(part));
    const [outerLoop, innerLoop] = [at('var k0'), at('var k1')];
    expect(at('[i]')).toBeLessThan(outerLoop);
    expect(at('[k0]')).toBeGreaterThan(outerLoop);
    expect(at('[k0]')).toBeLessThan(innerLoop);
    expect(at('[k1]')).toBeGreaterThan(innerLoop);
    expect(body.filter((line) => line.includes('[i]'))).toHaveLength(1);
  });

  it('of one branch is not taken for that of another', () => {
    const text = writer();
    const x = someValue(0);
    const inBranch = (): void => void text.element(x, { text: 'm', depth: text.depth, bound: 9 });
    text.branch('c', inBranch, inBranch);
    expect(bodyOf(text).filter((line) => line.includes('b0[m]'))).toHaveLength(2);
  });

  it('of an integer buffer is computed as a float and cut when stored', () => {
    const whole = { ...place(), dtype: 'int32' as const, offset: 64 };
    const text: KernelText = new KernelText({ locate: () => whole, compute: () => '' });
    text.store(whole, variable('i', 9), text.element(someValue(0), variable('i', 9)));
    expect(bodyOf(text).slice(1)).toEqual(['let t0 = f32(b0[q0 + i]);', 'b0[q0 + i] = i32(t0);']);
    expect(text.module('', 1).code).toContain('var<storage, read_write> b0: array<i32>');
  });
});

describe('sums of indices', () => {
  it('are added in the outermost scope that knows their terms', () => {
    const text = writer();
    text.loop(4, (k) => text.line(`s = ${text.sum([k, variable('i', 9), constantIndex(3), variable('j', 9)]).text};`));
    const body = bodyOf(text);
    expect(body.findIndex((line) => line.includes('i + j'))).toBeLessThan(body.findIndex((line) => line.startsWith('for')));
  });
});
