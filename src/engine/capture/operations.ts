/**
 * What the library's elementwise programs compute, element by element, so that chains and trees of them can be written into one
 * kernel. The arithmetic is the library's own text, taken from the program; only the addressing is made anew, for the shapes at hand.
 */
import type { LibraryProgram } from '../library';
import type { Node, Use } from './graph';
import { constantIndex, fromMemory, type Index, literal } from './kernel-text';
import type { MapOperation, Operation } from './operation';
import { averagePool, partialSums, reducedProduct, reduction, smallProduct, threadSums } from './reductions';

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
      return text.element(
        order.value,
        text.dynamic(`clamp(i32(${start}) + ${index.text}, 0, ${order.value.size - 1})`, index, order.value.size),
      );
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
