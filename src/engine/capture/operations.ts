/**
 * What the library's elementwise programs compute, element by element, so that chains and trees of them can be written into one
 * kernel. The arithmetic is the library's own text, taken from the program; only the addressing is made anew, for the shapes at hand.
 */
import type { LibraryProgram } from '../library';
import type { Node, Use } from './graph';
import { constantIndex, fromMemory, type Index, type KernelText, literal } from './kernel-text';

/** A program whose every output element is made from a few input elements. */
export interface MapOperation {
  readonly kind: 'map';
  /** Rough number of instructions an element. */
  readonly cost: number;
  /** How many elements of each input an element is made from, if more than one (a loop): making one again costs that much. */
  readonly repeats?: number;
  /** Whether element i of the output reads element i of this input and no other. */
  sameIndex(use: number): boolean;
  /** Writes the operation and returns the element's text. */
  emit(text: KernelText, index: Index): string;
}

/** A program that reduces rows: output element o is made from input elements o · inner … (o + 1) · inner − 1. */
export interface Reduction {
  readonly kind: 'reduction';
  readonly outer: number;
  readonly inner: number;
  /** Threads that share a row in the library's kernel: they fix the order of its sums. */
  readonly width: number;
  /** All rows are one: row o adds the numbers o · width + thread, and from there every outer · width-th (`kernels/partial-sums.ts`). */
  readonly interleaved: boolean;
  /** The tree is as wide as the workgroup, however short the row: threads without a number hold the start. */
  readonly wholeTree: boolean;
  /** Text of the row's k-th number. */
  element(text: KernelText, row: Index, k: Index): string;
  /** Text of the accumulator's start, given the row's first element. */
  start(first: string): string;
  /** Text of the accumulator after one more number. */
  combine(text: KernelText, accumulated: string, next: string): string;
  /** Text of the result. */
  finish(accumulated: string): string;
}

export type Operation = MapOperation | Reduction;

/**
 * Longest row that one thread reduces by itself, doing the work of the library's threads one after the other: without barriers, and inside a
 * kernel that does more. Where there are many rows, threads that share a row read memory in better order.
 */
const shortRow = { ofFew: 256, ofMany: 64 } as const;
const fewRows = 256;

const product = (shape: readonly number[]): number => shape.reduce((size, length) => size * length, 1);

function stridesOf(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis--) strides[axis] = strides[axis + 1]! * shape[axis + 1]!;
  return strides;
}

/** Strides with which an input of shape `from` is read when it is broadcast to `to`. */
function broadcastStrides(from: readonly number[], to: readonly number[]): number[] {
  const own = stridesOf(from);
  const missing = to.length - from.length;
  return to.map((_, axis) => (axis < missing || from[axis - missing] === 1 ? 0 : own[axis - missing]!));
}

const isWhole = (shape: readonly number[], of: readonly number[]): boolean => product(shape) === product(of);

/** The text between the braces of a function of a program, with the uniforms it names put in. */
function functionText(node: Node, name: string, code: string): string {
  const start = code.indexOf(`fn ${name}(`);
  const open = code.indexOf('{', start);
  let depth = 0;
  let end = open;
  do {
    if (code[end] === '{') depth++;
    if (code[end] === '}') depth--;
    end++;
  } while (depth > 0);
  const known = new Map<string, string>([
    ['NAN', 'special.x'],
    ['INFINITY', 'special.y'],
  ]);
  const names = [...(node.program.uniforms ?? '').matchAll(/(\w+)\s*:\s*(\w+)/g)].map((match) => match[1]!);
  names.forEach((uniform, i) => {
    known.set(uniform, fromMemory(node.uniforms[i]!.data[0]!));
  });
  return code.slice(open, end).replace(/uniforms\.(\w+)/g, (whole, uniform: string) => known.get(uniform) ?? whole);
}

/** The library computes everything in f32 and cuts integers when it stores them. */
const stored = (node: Node, text: string): string => (node.output.dtype === 'int32' ? `trunc(${text})` : text);

function binary(node: Node): MapOperation {
  const [a, b] = node.uses as [Use, Use];
  const sides = [a, b].map(({ shape }) => broadcastStrides(shape, node.shape));
  // The same program for one number at a time, whatever vector width it was chosen for.
  const scalar = Object.assign(Object.create(Object.getPrototypeOf(node.program)), node.program, {
    outputComponent: 1,
    variableComponents: [1, 1],
    type: 'nonshared',
  }) as LibraryProgram;
  const body = functionText(node, 'binaryOperation', scalar.getUserCode());
  return {
    kind: 'map',
    cost: 2,
    sameIndex: (use) => isWhole(node.uses[use]!.shape, node.shape),
    emit(text, index) {
      const [left, right] = [a, b].map((use, i) => text.element(use.value, text.remap(index, node.shape, sides[i]!)));
      return stored(node, `${text.function(`fn NAME(a: f32, b: f32) -> f32 ${body}`)}(${left}, ${right})`);
    },
  };
}

function unary(node: Node): MapOperation {
  const body = functionText(node, 'unaryOperation', node.program.getUserCode());
  return {
    kind: 'map',
    cost: 2,
    sameIndex: () => true,
    emit(text, index) {
      const a = text.element(node.uses[0]!.value, index);
      return stored(node, `${text.function(`fn NAME(a: f32) -> f32 ${body}`)}(${a})`);
    },
  };
}

function select(node: Node): MapOperation {
  const [condition, yes, no] = node.uses as [Use, Use, Use];
  // The library's condition has the first axes of the output, or all of them.
  const strides = node.shape.map((_, axis) => (axis < condition.shape.length ? stridesOf(condition.shape)[axis]! : 0));
  return {
    kind: 'map',
    cost: 1,
    sameIndex: (use) => use > 0 || isWhole(condition.shape, node.shape),
    emit(text, index) {
      const c = text.element(condition.value, condition.value.size === 1 ? constantIndex(0) : text.remap(index, node.shape, strides));
      return `select(${text.element(no.value, index)}, ${text.element(yes.value, index)}, ${c} >= 1.0)`;
    },
  };
}

/** Reads its one input elsewhere: slices, transposes, copies. */
function moved(node: Node, strides: readonly number[], base = 0): MapOperation {
  const whole =
    base === 0 &&
    isWhole(node.uses[0]!.shape, node.shape) &&
    strides.every((stride, axis) => node.shape[axis] === 1 || stride === stridesOf(node.shape)[axis]);
  return {
    kind: 'map',
    cost: whole ? 0 : 1,
    sameIndex: () => whole,
    emit: (text, index) => text.element(node.uses[0]!.value, text.remap(index, node.shape, strides, base)),
  };
}

function slice(node: Node): MapOperation {
  const strides = stridesOf(node.uses[0]!.shape);
  const start = node.uniforms[0]!.data;
  return moved(
    node,
    strides,
    strides.reduce((sum, stride, axis) => sum + stride * start[axis]!, 0),
  );
}

function transpose(node: Node): MapOperation {
  const { newDim } = node.program as LibraryProgram & { newDim?: readonly number[] };
  const from = stridesOf(node.uses[0]!.shape);
  const order = newDim ?? [1, 0];
  return moved(
    node,
    order.map((axis) => from[axis]!),
  );
}

function gather(node: Node): MapOperation {
  const [table, indices] = node.uses as [Use, Use];
  const [, outer, rows, row] = table.shape as [number, number, number, number];
  const picked = node.shape[2]!;
  return {
    kind: 'map',
    cost: 3,
    sameIndex: () => false,
    emit(text, index) {
      const inRow = text.remainder(index, row);
      const place = text.quotient(index, row);
      const batch = text.quotient(place, picked * outer);
      const chosen = text.element(indices.value, text.combine(batch, text.remainder(place, picked), picked));
      const z = text.dynamic(`i32(${chosen})`, index, rows);
      const block = text.quotient(place, picked);
      const at = text.combine(text.combine(block, z, rows), inRow, row);
      return `select(0.0, ${text.element(table.value, at)}, ${z.text} >= 0 && ${z.text} < ${rows})`;
    },
  };
}

/** Pieces side by side along the last axis of [rows, columns]. */
function concat(node: Node): MapOperation {
  const columns = node.shape[1]!;
  const starts: number[] = [];
  let total = 0;
  for (const { shape } of node.uses) {
    starts.push(total);
    total += shape[1]!;
  }
  return {
    kind: 'map',
    cost: 2 + node.uses.length,
    sameIndex: () => node.uses.length === 1,
    emit(text, index) {
      const row = text.quotient(index, columns);
      const column = text.remainder(index, columns);
      const width = (i: number) => node.uses[i]!.shape[1]!;
      const piece = (i: number, at: Index) => text.element(node.uses[i]!.value, text.combine(row, at, width(i)));
      if (column.constant !== undefined) {
        const i = starts.findLastIndex((start) => start <= column.constant!);
        return piece(i, constantIndex(column.constant - starts[i]!));
      }
      const result = text.fresh('c');
      text.line(`var ${result} = 0.0;`);
      const choose = (from: number, to: number): void => {
        if (to - from > 1) {
          const middle = (from + to) >> 1;
          text.branch(
            `${column.text} < ${starts[middle]}`,
            () => choose(from, middle),
            () => choose(middle, to),
          );
          return;
        }
        const offset = starts[from]!;
        const name = offset === 0 ? column.text : text.fresh('n');
        if (offset !== 0) text.line(`let ${name} = ${column.text} - ${offset};`);
        const at: Index = { text: name, depth: text.depth, bound: width(from) };
        text.line(`${result} = ${piece(from, at)};`);
      };
      choose(0, node.uses.length);
      return result;
    },
  };
}

function fill(node: Node): MapOperation {
  const value = literal(node.uniforms[0]!.data[0]!);
  return { kind: 'map', cost: 0, sameIndex: () => true, emit: () => stored(node, value) };
}

function tile(node: Node): MapOperation | null {
  return isWhole(node.uses[0]!.shape, node.shape) ? moved(node, stridesOf(node.shape)) : null;
}

function clip(node: Node): MapOperation {
  const [low, high] = node.uniforms.map(({ data }) => literal(data[0]!));
  return {
    kind: 'map',
    cost: 2,
    sameIndex: () => true,
    emit(text, index) {
      const a = text.element(node.uses[0]!.value, index);
      return `${text.function('fn NAME(a: f32, low: f32, high: f32) -> f32 { if (isnan(a)) { return a; } return clamp(a, low, high); }')}(${a}, ${low}, ${high})`;
    },
  };
}

/** order[position + i]: see `kernels/pick-batch.ts`. */
function pickBatch(node: Node): MapOperation {
  const [order, position] = node.uses as [Use, Use];
  return {
    kind: 'map',
    cost: 2,
    sameIndex: () => false,
    emit(text, index) {
      const start = text.element(position.value, constantIndex(0));
      return text.element(order.value, text.dynamic(`i32(${start}) + ${index.text}`, index, order.value.size));
    },
  };
}

function reduction(node: Node): Reduction | null {
  const { reduceType, inputShape, workgroupSize } = node.program as LibraryProgram & {
    reduceType: string;
    inputShape: readonly [number, number];
  };
  const [outer, inner] = inputShape;
  const base = {
    kind: 'reduction',
    outer,
    inner,
    width: workgroupSize[0],
    interleaved: false,
    wholeTree: false,
    element: (text: KernelText, row: Index, k: Index) => text.element(node.uses[0]!.value, text.combine(row, k, inner)),
  } as const;
  if (reduceType === 'sum' || reduceType === 'mean') {
    return {
      ...base,
      start: () => '0.0',
      combine: (_text, accumulated, next) => `${accumulated} + ${next}`,
      finish: (accumulated) => (reduceType === 'mean' ? `${accumulated} / ${fromMemory(inner)}` : accumulated),
    };
  }
  if (reduceType === 'max' || reduceType === 'min') {
    const better = reduceType === 'max' ? '>' : '<';
    const body = `fn NAME(best: f32, next: f32) -> f32 {
  if (isnan(next)) { return special.x; }
  return select(best, next, !isnan(best) && next ${better} best);
}`;
    return {
      ...base,
      start: (first) => first,
      combine: (text, accumulated, next) => `${text.function(body)}(${accumulated}, ${next})`,
      finish: (accumulated) => accumulated,
    };
  }
  return null;
}

/** The first stage of a large sum. */
function partialSums(node: Node): Reduction {
  return {
    kind: 'reduction',
    outer: node.shape[0]!,
    inner: node.uses[0]!.value.size,
    width: node.program.workgroupSize[0],
    interleaved: true,
    wholeTree: true,
    element: (text, _row, k) => text.element(node.uses[0]!.value, k),
    start: () => '0.0',
    combine: (_text, accumulated, next) => `${accumulated} + ${next}`,
    finish: (accumulated) => accumulated,
  };
}

interface ProductProgram {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  readonly addBias: boolean;
  readonly activation: string | null;
}

/** A matrix product of the library: its sizes, and the text of its factors. */
function productOf(node: Node) {
  const { transposeA, transposeB, addBias, activation } = node.program as LibraryProgram & ProductProgram;
  if (addBias || activation) return null;
  const [a, b] = node.uses as [Use, Use];
  const [batches, rows, columns] = node.shape as [number, number, number];
  const inner = transposeA ? a.shape[1]! : a.shape[2]!;
  /** The element of an operand [batch, height, width] at (batch, y, x). */
  const at = (text: KernelText, { value, shape }: Use, batch: Index, y: Index, x: Index) => {
    const [count, height, width] = shape as [number, number, number];
    return text.element(value, text.combine(text.combine(count === 1 ? constantIndex(0) : batch, y, height), x, width));
  };
  /** a[batch, row, k] · b[batch, k, column] for the result's element at `index`. */
  const term = (text: KernelText, index: Index, k: Index): string => {
    const column = text.remainder(index, columns);
    const place = text.quotient(index, columns);
    const row = text.remainder(place, rows);
    const batch = text.quotient(place, rows);
    const left = transposeA ? at(text, a, batch, k, row) : at(text, a, batch, row, k);
    const right = transposeB ? at(text, b, batch, column, k) : at(text, b, batch, k, column);
    return `${left} * ${right}`;
  };
  return { inner, count: batches * rows * columns, term };
}

/** Σₖ a[m, k] · b[k, n], k upwards: what one thread of the library's kernel for small results computes. */
function smallProduct(node: Node): MapOperation | null {
  const product = productOf(node);
  if (!product) return null;
  const { inner, term } = product;
  return {
    kind: 'map',
    cost: 4,
    repeats: inner,
    sameIndex: () => false,
    emit(text, index) {
      const sum = text.fresh('p');
      text.line(`var ${sum} = 0.0;`);
      text.loop(inner, (k) => text.line(`${sum} = ${sum} + ${term(text, index, k)};`));
      return sum;
    },
  };
}

/** A product with few results: a workgroup each. */
function reducedProduct(node: Node): Reduction | null {
  const product = productOf(node);
  if (!product) return null;
  return {
    kind: 'reduction',
    outer: product.count,
    inner: product.inner,
    width: node.program.workgroupSize[0],
    interleaved: false,
    wholeTree: true,
    element: product.term,
    start: () => '0.0',
    combine: (_text, accumulated, next) => `${accumulated} + ${next}`,
    finish: (accumulated) => accumulated,
  };
}

/** Means over windows of [batch, height, width, channels], without padding. */
function averagePool(node: Node): MapOperation | null {
  const { poolType } = node.program as LibraryProgram & { poolType: string };
  const [strides, pads, dilations, , window] = node.uniforms.map(({ data }) => data) as [number[], number[], number[], number[], number[]];
  const whole = pads.every((pad) => pad === 0) && dilations.every((dilation) => dilation === 1);
  if (poolType !== 'avg' || !whole) return null;
  const [height, width] = window as [number, number];
  const [stepY, stepX] = strides as [number, number];
  const { value, shape } = node.uses[0]!;
  const [, , inWidth, channels] = shape as [number, number, number, number];
  const pixels = shape[1]! * inWidth;
  const [, outHeight, outWidth] = node.shape as [number, number, number, number];
  // Windows at the lower edge of an image that they do not divide are cut off by the output's size.
  return {
    kind: 'map',
    cost: 3,
    repeats: height * width,
    sameIndex: () => false,
    emit(text, index) {
      const channel = text.remainder(index, channels);
      const pixel = text.quotient(index, channels);
      const x = text.remainder(pixel, outWidth);
      const line = text.quotient(pixel, outWidth);
      const y = text.remainder(line, outHeight);
      const image = text.quotient(line, outHeight);
      const sum = text.fresh('p');
      text.line(`var ${sum} = 0.0;`);
      text.loop(height * width, (k) => {
        const terms = [
          text.scaled(image, pixels),
          text.scaled(y, stepY * inWidth),
          text.scaled(x, stepX),
          text.scaled(text.quotient(k, width), inWidth),
          text.remainder(k, width),
        ];
        // Pixel and channel stay apart, so that a producer that needs only one of them finds it.
        const place = text.combine({ ...text.sum(terms), bound: pixels * shape[0]! }, channel, channels);
        text.line(`${sum} = ${sum} + ${text.element(value, place)};`);
      });
      return `${sum} / ${fromMemory(height * width)}`;
    },
  };
}

/** The first stage of a large sum by single threads: element t is x[t] + x[t + outputs] + … (`kernels/partial-sums.ts`). */
function threadSums(node: Node): MapOperation {
  const { value } = node.uses[0]!;
  const threads = node.output.size;
  const rounds = Math.ceil(value.size / threads);
  return {
    kind: 'map',
    cost: 3,
    repeats: rounds,
    sameIndex: () => false,
    emit(text, index) {
      const sum = text.fresh('p');
      text.line(`var ${sum} = 0.0;`);
      text.loop(rounds, (round) => {
        const at = text.combine(round, index, threads);
        text.block(`if (${at.text} < ${value.size})`, () =>
          text.line(`${sum} = ${sum} + ${text.element(value, { ...at, depth: text.depth })};`),
        );
      });
      return sum;
    },
  };
}

/** Program names, as they begin, and what they compute. The first that fits counts. */
const operations: readonly (readonly [string, (node: Node) => Operation | null])[] = [
  ['binary_', binary],
  ['unary_', unary],
  ['select_', select],
  ['slice_', slice],
  ['transpose', transpose],
  ['gather_', gather],
  ['concat_', concat],
  ['fill_', fill],
  ['tile_', tile],
  ['clip_', clip],
  ['clipVec4_', clip],
  ['polyakCopy_', (node) => moved(node, stridesOf(node.shape))],
  ['polyakPickBatch_', pickBatch],
  ['polyakPartialSums_', partialSums],
  ['polyakThreadSums_', threadSums],
  ['reduce_', reduction],
  ['matMulSmallOutputSize_', smallProduct],
  ['matMulReduce_', reducedProduct],
  ['pool2D_', averagePool],
];

/** What a node computes, or null where only the library's own kernel knows. */
export function operationOf(node: Node): Operation | null {
  if (node.overwrites) return null;
  const entry = operations.find(([name]) => node.program.shaderKey.startsWith(name));
  return entry ? entry[1](node) : null;
}

/** Whether one thread makes an output element of this operation. */
export function isMapped(operation: Operation | null): boolean {
  if (operation === null || operation.kind === 'map') return operation !== null;
  return !operation.interleaved && operation.inner <= (operation.outer <= fewRows ? shortRow.ofFew : shortRow.ofMany);
}

/** Writes a short row's reduction into one thread, adding in the order of the library's tree of threads. */
export function emitShortRow(text: KernelText, operation: Reduction, index: Index): string {
  const { inner, width, wholeTree } = operation;
  const element = (k: Index) => operation.element(text, index, k);
  const start = operation.start(operation.start('first') === 'first' ? element(constantIndex(0)) : '');
  const held = Math.min(inner, width);
  const row = text.fresh('r');
  text.line(`var ${row}: array<f32, ${held}>;`);
  text.loop(held, (k) => text.line(`${row}[${k.text}] = ${operation.combine(text, start, element(k))};`));
  // A thread of the library takes every width-th number.
  for (let from = held; from < inner; from += held) {
    text.loop(Math.min(held, inner - from), (k) => {
      const at = text.sum([constantIndex(from), k]);
      text.line(`${row}[${k.text}] = ${operation.combine(text, `${row}[${k.text}]`, element({ ...at, bound: inner }))};`);
    });
  }
  // Each round folds the upper half onto the lower one; the middle of an odd count waits. In a tree that is as wide as the workgroup the
  // halves are powers of two, and what would be folded beyond the row's end is nothing.
  for (let size = wholeTree ? 2 ** Math.ceil(Math.log2(held)) : held; size > 1; size = Math.ceil(size / 2)) {
    const interval = Math.ceil(size / 2);
    const folded = Math.min(Math.floor(size / 2), held - interval);
    const fold = (k: string, other: string) => text.line(`${row}[${k}] = ${operation.combine(text, `${row}[${k}]`, `${row}[${other}]`)};`);
    if (folded > 4) text.loop(folded, (k) => fold(k.text, `${k.text} + ${interval}`));
    else for (let k = 0; k < folded; k++) fold(String(k), String(k + interval));
  }
  return operation.finish(`${row}[0]`);
}
