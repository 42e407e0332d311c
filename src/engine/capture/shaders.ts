/** WGSL modules of the kernels that a record generates. */

import type { Kernel, Root, Section } from './kernel';
import { constantIndex, type Index, KernelText, type Location, type Surroundings } from './kernel-text';

/** Where a generated kernel reads and stores. */
export interface Places extends Surroundings {
  /** Where a root's value goes. */
  target(root: Root): Location;
  /** Where a reduced value goes. */
  result(value: Root['value']): Location;
}

export interface Shader {
  readonly code: string;
  /** Content of the uniform at binding 0; null if there is none. */
  readonly uniform: ArrayBuffer | null;
  /** Buffers at bindings 1, 2, … */
  readonly buffers: readonly GPUBuffer[];
  readonly workgroups: readonly [number, number];
}

/** Most workgroups along one axis that every device accepts. */
const widest = 65_535;
const mapWidth = 64;

function gridOf(workgroups: number): [number, number] {
  if (workgroups <= widest) return [workgroups, 1];
  const rows = Math.ceil(workgroups / widest);
  return [Math.ceil(workgroups / rows), rows];
}

function storeRoot(text: KernelText, places: Places, root: Root, element: string, index: Index): void {
  const target = places.target(root);
  if (root.rows) {
    const { indices, rowSize, condition } = root.rows;
    const row = text.dynamic(`i32(${text.element(indices, text.quotient(index, rowSize))})`, index, root.slot!.size / rowSize);
    const at = text.combine(row, text.remainder(index, rowSize), rowSize);
    const holds = condition ? `${text.element(condition, constantIndex(0))} >= 1.0 && ` : '';
    // Rows out of range are left out: beside the slot lie others.
    text.block(`if (${holds}${row.text} >= 0 && ${row.text} < ${row.bound})`, () => text.store(target, at, element));
    return;
  }
  if (root.into) {
    const { start, columns, width } = root.into;
    const column = text.sum([text.remainder(index, width), constantIndex(start)]);
    text.store(target, text.combine(text.quotient(index, width), column, columns), element);
    return;
  }
  if (root.ring) {
    const width = root.value.size;
    const rows = root.slot!.size / width;
    const row = text.dynamic(`i32(${text.element(root.ring.cursor, constantIndex(0))}) % ${rows}`, constantIndex(0), rows);
    text.store(target, text.combine(row, index, width), element);
    return;
  }
  text.store(target, index, element);
}

function mapShader(places: Places, sections: readonly Section[]): Shader {
  const text = new KernelText(places);
  const total = sections.reduce((sum, { size }) => sum + size, 0);
  const starts: number[] = [];
  for (let i = 0, at = 0; i < sections.length; at += sections[i]!.size, i++) starts.push(at);
  const grid = gridOf(Math.ceil(total / mapWidth));
  text.line(grid[1] === 1 ? 'let i = i32(g.x);' : `let i = i32(g.x + g.y * ${grid[0] * mapWidth}u);`);

  const write = (number: number) => {
    const { size, roots } = sections[number]!;
    const start = starts[number]!;
    if (start > 0) text.line(`let s${number} = i - ${text.parameter(start)};`);
    const index: Index = { text: start > 0 ? `s${number}` : 'i', depth: text.depth, bound: size };
    // A slot may be read and written by the same thread: all reads come first.
    const elements = roots.map(({ value }) => text.element(value, index));
    roots.forEach((root, i) => {
      storeRoot(text, places, root, elements[i]!, index);
    });
  };
  const choose = (from: number, to: number): void => {
    if (to - from === 1) {
      write(from);
      return;
    }
    const middle = (from + to) >> 1;
    text.branch(
      `i < ${text.parameter(starts[middle]!)}`,
      () => choose(from, middle),
      () => choose(middle, to),
    );
  };
  text.block(`if (i < ${total})`, () => choose(0, sections.length));
  return { ...text.module('@builtin(global_invocation_id) g: vec3<u32>', mapWidth), buffers: text.buffers, workgroups: grid };
}

function serialShader(places: Places, roots: readonly Root[]): Shader {
  const text = new KernelText(places);
  const stores = roots.flatMap((root) =>
    Array.from({ length: root.value.size }, (_, i) => ({
      root,
      index: constantIndex(i),
      element: text.element(root.value, constantIndex(i)),
    })),
  );
  // Where a row goes is read before anything is stored, too.
  for (const { ring } of roots) if (ring) text.element(ring.cursor, constantIndex(0));
  for (const { root, index, element } of stores) storeRoot(text, places, root, element, index);
  return { ...text.module('', 1), buffers: text.buffers, workgroups: [1, 1] };
}

function reduceShader(places: Places, kernel: Extract<Kernel, { kind: 'reduce' }>): Shader {
  const { outer, inner, width, interleaved, wholeTree } = kernel.shape;
  const text = new KernelText(places);
  const grid = gridOf(outer);
  text.line(grid[1] === 1 ? 'let o = i32(g.x);' : `let o = i32(g.x + g.y * ${grid[0]}u);`);
  if (grid[0] * grid[1] !== outer) text.line(`if (o >= ${outer}) { return; }`);
  const row: Index = outer === 1 ? constantIndex(0) : { text: 'o', depth: 0, bound: outer };
  const items = kernel.items.map(({ node, operation }, i) => ({
    node,
    operation,
    value: node.uses[0]!.value,
    sum: `a${i}`,
    shared: `w${i}`,
  }));
  for (const { operation, value, sum } of items) {
    const needsFirst = operation.start('first') === 'first';
    text.line(`var ${sum} = ${operation.start(needsFirst ? text.element(value, text.combine(row, constantIndex(0), inner)) : '')};`);
  }
  const header = interleaved
    ? `for (var k = i32(l) + ${row.text} * ${width}; k < ${inner}; k += ${outer * width})`
    : `for (var k = i32(l); k < ${inner}; k += ${width})`;
  text.block(header, () => {
    const k: Index = { text: 'k', depth: text.depth, bound: inner };
    for (const { operation, sum } of items) text.line(`${sum} = ${operation.combine(text, sum, operation.element(text, row, k))};`);
  });
  for (const { sum, shared } of items) text.line(`${shared}[l] = ${sum};`);
  text.line('workgroupBarrier();');
  for (let size = wholeTree ? width : Math.min(inner, width); size > 1; size = Math.ceil(size / 2)) {
    const interval = Math.ceil(size / 2);
    text.block(`if (l < ${Math.floor(size / 2)}u)`, () => {
      for (const { operation, sum, shared } of items) {
        text.line(`${sum} = ${operation.combine(text, sum, `${shared}[l + ${interval}u]`)};`);
        text.line(`${shared}[l] = ${sum};`);
      }
    });
    text.line('workgroupBarrier();');
  }
  text.block('if (l == 0u)', () => {
    for (const { node, operation, sum } of items) text.store(places.result(node.output), row, operation.finish(sum));
  });
  const shared = items.map((item) => `var<workgroup> ${item.shared}: array<f32, ${width}>;`);
  const entry = '@builtin(workgroup_id) g: vec3<u32>, @builtin(local_invocation_index) l: u32';
  return { ...text.module(entry, width, shared), buffers: text.buffers, workgroups: grid };
}

/** The module of a generated kernel. */
export function shaderOf(kernel: Exclude<Kernel, { kind: 'library' }>, places: Places): Shader {
  switch (kernel.kind) {
    case 'map': {
      const [first, ...others] = kernel.sections;
      // What makes single numbers needs one thread, not a workgroup that makes each of them many times over.
      return first!.size === 1 && others.length === 0 ? serialShader(places, first!.roots) : mapShader(places, kernel.sections);
    }
    case 'serial':
      return serialShader(places, kernel.roots);
    case 'reduce':
      return reduceShader(places, kernel);
    default:
      return kernel satisfies never;
  }
}
