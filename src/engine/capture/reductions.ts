/**
 * Programs of the library, and of ours, that make a number from many: sums along rows, matrix products, means over windows. Each adds in the
 * order in which the program does.
 */
import type { LibraryProgram } from '../library';
import type { Node, Use } from './graph';
import { constantIndex, fromMemory, type Index, type KernelText } from './kernel-text';
import type { MapOperation, Operation, Reduction } from './operation';

/**
 * Longest row that one thread reduces by itself, doing the work of the library's threads one after the other: without barriers, and inside a
 * kernel that does more. Where there are many rows, threads that share a row read memory in better order.
 */
const shortRow = { ofFew: 256, ofMany: 64 } as const;
const fewRows = 256;

/** The library's reductions of rows. */
export function reduction(node: Node): Reduction | null {
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
export function partialSums(node: Node): Reduction {
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
export function smallProduct(node: Node): MapOperation | null {
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
export function reducedProduct(node: Node): Reduction | null {
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
export function averagePool(node: Node): MapOperation | null {
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
export function threadSums(node: Node): MapOperation {
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
