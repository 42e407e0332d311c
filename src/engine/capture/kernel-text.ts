/**
 * Writes the body of a generated WGSL kernel: straight-line code in which every number is computed once. Asked for an element of a
 * value, it either loads it, where the value lies in memory, or writes out the operation that makes it, and so on to what it is
 * made from. What depends on nothing inside a loop or branch is written before it.
 */
import type { DType } from '../library';
import { storedType } from './arena';
import type { Value } from './graph';

/** A position in a value's flat array, as WGSL text, with what is known of it. */
export interface Index {
  readonly text: string;
  /** The outermost scope in which the text means something. */
  readonly depth: number;
  /** It is below this. */
  readonly bound: number;
  /** Its number where it is known. */
  readonly constant?: number;
  /** It is outer · inner.bound + inner. */
  readonly split?: { readonly outer: Index; readonly inner: Index };
}

export const constantIndex = (value: number): Index => ({ text: String(value), depth: 0, bound: value + 1, constant: value });

/** Where a value lies. */
export interface Location {
  readonly buffer: GPUBuffer;
  /** In elements. */
  readonly offset: number;
  readonly dtype: DType;
}

/** What the writer must be told of the values it meets. */
export interface Surroundings {
  /** Where the value lies, or null if it is to be computed here. */
  locate(value: Value): Location | null;
  /** Writes the operation that makes the value's element and returns its text. Asked only where `locate` says null. */
  compute(text: KernelText, value: Value, index: Index): string;
}

interface Scope {
  readonly lines: string[];
  readonly known: Map<string, string>;
}

interface Binding {
  readonly name: string;
  readonly type: 'f32' | 'i32';
  written: boolean;
}

/** NaN, ∞ and an unsuspected 0 come from a uniform: WGSL has no literal for the first two. */
const specials = { nan: 'special.x', infinity: 'special.y' } as const;

/** A float32 as a WGSL expression of exactly that value. */
export function literal(value: number): string {
  if (Number.isNaN(value)) return specials.nan;
  if (!Number.isFinite(value)) return value > 0 ? specials.infinity : `(-${specials.infinity})`;
  if (Number.isInteger(value) && Math.abs(value) < 2 ** 24 && !Object.is(value, -0)) return `${value < 0 ? `(${value}.0)` : `${value}.0`}`;
  const bits = new Uint32Array(Float32Array.of(value).buffer)[0]!;
  return `bitcast<f32>(0x${bits.toString(16)}u)`;
}

/**
 * A number that a kernel of the library would have got from memory. Written out, a compiler may divide by it another way (times its
 * reciprocal), with another rounding: so it is made to depend on a uniform, which is 0.
 */
export const fromMemory = (value: number): string => (value === 0 ? literal(value) : `(${literal(value)} + special.z)`);

export class KernelText {
  private readonly scopes: Scope[] = [{ lines: [], known: new Map() }];
  private readonly bindings = new Map<GPUBuffer, Binding>();
  private readonly functions = new Map<string, string>();
  private readonly parameters = new Map<number, string>();
  private names = 0;

  constructor(private readonly surroundings: Surroundings) {}

  /** The value's element at the index, as the name of a local f32. (Integers are computed in f32, as the library does.) */
  element(value: Value, index: Index): string {
    const key = `${value.id}@${index.text}`;
    const found = this.lookUp(key, index.depth);
    if (found) return found;
    return this.at(index.depth, () => {
      const location = this.surroundings.locate(value);
      const text = location ? this.load(location, index) : this.surroundings.compute(this, value, index);
      const name = this.let(text);
      this.remember(key, name);
      return name;
    });
  }

  /** A fresh name. */
  fresh(prefix: string): string {
    return `${prefix}${this.names++}`;
  }

  line(text: string): void {
    this.scopes.at(-1)!.lines.push(text);
  }

  /** Binds an expression to a new name in the scope under way. */
  let(text: string): string {
    const name = this.fresh('t');
    this.line(`let ${name} = ${text};`);
    return name;
  }

  /** Writes a block; what `body` writes goes into it. */
  block(header: string, body: () => void): void {
    const scope: Scope = { lines: [], known: new Map() };
    this.scopes.push(scope);
    body();
    this.scopes.pop();
    this.line(`${header} {`);
    for (const line of scope.lines) this.line(`  ${line}`);
    this.line('}');
  }

  /** Writes a branch. */
  branch(condition: string, yes: () => void, no?: () => void): void {
    this.block(`if (${condition})`, yes);
    if (no) this.block('else', no);
  }

  /** The depth of the scope under way, for indices that are named in it. */
  get depth(): number {
    return this.scopes.length - 1;
  }

  /** A loop over 0 … count − 1. */
  loop(count: number, body: (index: Index) => void): void {
    const name = this.fresh('k');
    this.block(`for (var ${name}: i32 = 0; ${name} < ${count}; ${name}++)`, () => body({ text: name, depth: this.depth, bound: count }));
  }

  /** Adds a function to the module, once a text, and returns its name. `text` has `NAME` where the name goes. */
  function(text: string): string {
    let name = this.functions.get(text);
    if (!name) {
      name = `op${this.functions.size}`;
      this.functions.set(text, name);
    }
    return name;
  }

  /**
   * A whole number that the kernel reads from its uniform. Kernels that differ only in where things lie then have the same text, and one
   * pipeline: compiling is what a first step waits for.
   */
  parameter(value: number): string {
    let name = this.parameters.get(value);
    if (!name) {
      name = `q${this.parameters.size}`;
      this.parameters.set(value, name);
    }
    return name;
  }

  /** Stores an f32 at a place. */
  store({ buffer, offset, dtype }: Location, index: Index, value: string): void {
    const { name, type } = this.bind(buffer, dtype, true);
    this.line(`${name}[${this.place(offset, index)}] = ${type === 'f32' ? value : `i32(${value})`};`);
  }

  // Indices

  /** outer · size + inner, for an inner index below `size`. */
  combine(outer: Index, inner: Index, size: number): Index {
    if (outer.constant !== undefined && inner.constant !== undefined) return constantIndex(outer.constant * size + inner.constant);
    if (outer.constant === 0) return { ...inner, bound: Math.max(size, inner.bound) };
    if (size === 1) return outer;
    const depth = Math.max(outer.depth, inner.depth);
    const sized = { ...inner, bound: size };
    return {
      text: this.named(`${outer.text} * ${size} + ${inner.text}`, depth),
      depth,
      bound: outer.bound * size,
      split: { outer, inner: sized },
    };
  }

  /** ⌊index / n⌋ */
  quotient(index: Index, n: number): Index {
    if (n === 1) return index;
    if (index.bound <= n) return constantIndex(0);
    if (index.constant !== undefined) return constantIndex(Math.floor(index.constant / n));
    const { split, depth } = index;
    if (split && n % split.inner.bound === 0) return this.quotient(split.outer, n / split.inner.bound);
    return { text: this.named(`${index.text} / ${n}`, depth), depth, bound: Math.ceil(index.bound / n) };
  }

  /** index mod n */
  remainder(index: Index, n: number): Index {
    if (n === 1) return constantIndex(0);
    if (index.bound <= n) return index;
    if (index.constant !== undefined) return constantIndex(index.constant % n);
    const { split, depth } = index;
    if (split && split.inner.bound % n === 0) return this.remainder(split.inner, n);
    if (split && n % split.inner.bound === 0)
      return this.combine(this.remainder(split.outer, n / split.inner.bound), split.inner, split.inner.bound);
    return { text: this.named(`${index.text} % ${n}`, depth), depth, bound: n };
  }

  /**
   * The position Σ coordinate · stride + base, where the coordinates are those of a flat index into `shape`. Stride 0 broadcasts.
   */
  remap(index: Index, shape: readonly number[], strides: readonly number[], base = 0): Index {
    const groups: { length: number; stride: number }[] = [];
    shape.forEach((length, axis) => {
      if (length === 1) return;
      const stride = strides[axis]!;
      const last = groups.at(-1);
      if (last && last.stride === stride * length) {
        last.length *= length;
        last.stride = stride;
      } else groups.push({ length, stride });
    });
    const size = groups.reduce((product, { length }) => product * length, 1);
    if (base === 0 && groups.length === 1 && groups[0]!.stride === 1) return index;
    let inner = size;
    const terms: { index: Index; stride: number }[] = [];
    groups.forEach(({ length, stride }, position) => {
      inner /= length;
      if (stride === 0) return;
      const shifted = this.quotient(index, inner);
      terms.push({ index: position === 0 ? shifted : this.remainder(shifted, length), stride });
    });
    const bound = terms.reduce((sum, term) => sum + (term.index.bound - 1) * term.stride, base) + 1;
    const fixed = terms.reduce((sum, { index: { constant }, stride }) => (constant === undefined ? sum : sum + constant * stride), base);
    const moving = terms.filter(({ index: { constant } }) => constant === undefined);
    if (moving.length === 0) return constantIndex(fixed);
    if (fixed === 0 && moving.length === 1 && moving[0]!.stride === 1) return moving[0]!.index;
    const depth = Math.max(...moving.map((term) => term.index.depth));
    const texts = moving.map(({ index: { text }, stride }) => (stride === 1 ? text : `${text} * ${stride}`));
    if (fixed > 0) texts.push(this.parameter(fixed));
    return { text: this.named(texts.join(' + '), depth), depth, bound };
  }

  /** index · factor */
  scaled(index: Index, factor: number): Index {
    if (factor === 1) return index;
    if (factor === 0) return constantIndex(0);
    if (index.constant !== undefined) return constantIndex(index.constant * factor);
    return { text: this.named(`${index.text} * ${factor}`, index.depth), depth: index.depth, bound: (index.bound - 1) * factor + 1 };
  }

  /** The sum of indices; what belongs to outer scopes is added there. */
  sum(terms: readonly Index[]): Index {
    const fixed = terms.reduce((sum, { constant = 0 }) => sum + constant, 0);
    const moving = terms.filter(({ constant }) => constant === undefined);
    if (moving.length === 0) return constantIndex(fixed);
    const outer = Math.min(...moving.map(({ depth }) => depth));
    const first = moving.filter(({ depth }) => depth === outer);
    const rest = moving.filter(({ depth }) => depth > outer);
    const joined = this.joined(first, rest.length === 0 ? fixed : 0);
    if (rest.length === 0) return joined;
    return this.sum([...rest, { ...joined, depth: Math.min(...rest.map(({ depth }) => depth)) }, constantIndex(fixed)]);
  }

  private joined(terms: readonly Index[], fixed: number): Index {
    const bound = terms.reduce((sum, term) => sum + term.bound - 1, fixed) + 1;
    const texts = terms.map(({ text }) => text);
    if (fixed > 0) texts.push(String(fixed));
    const depth = Math.max(...terms.map((term) => term.depth));
    return { text: texts.length === 1 ? texts[0]! : this.named(texts.join(' + '), depth), depth, bound };
  }

  /** An index computed on the device, in the scope of `from`. */
  dynamic(text: string, from: Index, bound: number): Index {
    return { text: this.at(from.depth, () => this.let(text)), depth: from.depth, bound };
  }

  // The module

  /** Buffers that the kernel touches, in the order of their bindings 1, 2, …; binding 0 is the uniform of special numbers. */
  get buffers(): readonly GPUBuffer[] {
    return [...this.bindings.keys()];
  }

  /** The whole module around the body written so far. */
  module(entry: string, workgroupSize: number, declarations: readonly string[] = []): { code: string; uniform: ArrayBuffer | null } {
    const functions = [...this.functions].map(([text, name]) => text.replaceAll('NAME', name));
    const body = this.scopes[0]!.lines.map((line) => `  ${line}`);
    const usesUniform = this.parameters.size > 0 || [...functions, ...body].some((line) => /special\.|isinf\(/.test(line));
    const quads = Math.ceil(this.parameters.size / 4);
    const bindings = [...this.bindings.values()].map(
      ({ name, type, written }, i) =>
        `@group(0) @binding(${i + 1}) var<storage, ${written ? 'read_write' : 'read'}> ${name}: array<${type}>;`,
    );
    const code = [
      ...(usesUniform
        ? [
            `struct Numbers { special: vec4<f32>,${quads > 0 ? ` places: array<vec4<i32>, ${quads}>,` : ''} }`,
            '@group(0) @binding(0) var<uniform> numbers: Numbers;',
            'var<private> special: vec4<f32>;',
          ]
        : []),
      ...bindings,
      ...declarations,
      'fn isnan(val: f32) -> bool { return (bitcast<u32>(val) & 0x7fffffffu) > 0x7f800000u; }',
      ...(usesUniform ? [`fn isinf(val: f32) -> bool { return abs(val) == ${specials.infinity}; }`] : []),
      ...functions,
      `@compute @workgroup_size(${workgroupSize})`,
      `fn main(${entry}) {`,
      ...(usesUniform ? ['  special = numbers.special;'] : []),
      ...[...this.parameters.values()].map((name, i) => `  let ${name} = numbers.places[${i >> 2}].${'xyzw'[i & 3]};`),
      ...body,
      '}',
      '',
    ].join('\n');
    if (!usesUniform) return { code, uniform: null };
    const uniform = new ArrayBuffer(16 + 16 * quads);
    new Float32Array(uniform, 0, 4).set([Number.NaN, Number.POSITIVE_INFINITY, 0, 0]);
    new Int32Array(uniform, 16).set([...this.parameters.keys()]);
    return { code, uniform };
  }

  private load({ buffer, offset, dtype }: Location, index: Index): string {
    const { name, type } = this.bind(buffer, dtype, false);
    const element = `${name}[${this.place(offset, index)}]`;
    return type === 'f32' ? element : `f32(${element})`;
  }

  private place(offset: number, { text, constant }: Index): string {
    if (constant !== undefined) return String(offset + constant);
    return offset === 0 ? text : `${this.parameter(offset)} + ${text}`;
  }

  private bind(buffer: GPUBuffer, dtype: DType, written: boolean): Binding {
    let binding = this.bindings.get(buffer);
    if (!binding) {
      binding = { name: `b${this.bindings.size}`, type: storedType(dtype), written };
      this.bindings.set(buffer, binding);
    }
    if (binding.type !== storedType(dtype)) throw new Error('a buffer holds integers and floats');
    binding.written ||= written;
    return binding;
  }

  /** A name for index arithmetic, shared within its scope. */
  private named(text: string, depth: number): string {
    const found = this.lookUp(`#${text}`, depth);
    if (found) return found;
    return this.at(depth, () => {
      const name = this.fresh('n');
      this.line(`let ${name} = ${text};`);
      this.remember(`#${text}`, name);
      return name;
    });
  }

  private lookUp(key: string, depth: number): string | undefined {
    for (let i = Math.min(depth, this.scopes.length - 1); i >= 0; i--) {
      const name = this.scopes[i]!.known.get(key);
      if (name) return name;
    }
    return undefined;
  }

  private remember(key: string, name: string): void {
    this.scopes.at(-1)!.known.set(key, name);
  }

  /** Lets `body` write into an outer scope, before the blocks that are open in it. */
  private at<T>(depth: number, body: () => T): T {
    const inner = this.scopes.splice(depth + 1);
    try {
      return body();
    } finally {
      this.scopes.push(...inner);
    }
  }
}
