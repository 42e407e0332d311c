/**
 * A product of matrices by register tiles: a thread computes a few neighbouring rows of 4 or 8 neighbouring columns, so that each
 * number that it loads is used many times. No shared memory and no barriers: the threads of a workgroup are a square of tiles, which
 * read the same rows and columns from the GPU's caches. The library's kernel loads from shared memory for every product, and its barriers
 * are slow on software GPUs. A long sum can be cut into chunks, whose sums another program adds.
 */
import { type Product, type ProductPlan, workgroupThreads } from './matmul-plan';
import { flatSizes, type Program, type Uniforms } from './program';
import { range, repeat } from './text';

/** How the program reads a factor: A by the rows of the product, B by its columns. Both are called lines. */
interface Factor {
  /** Name of its buffer; in small letters, of its registers. */
  readonly name: 'A' | 'B';
  /** Lines of a tile. */
  readonly lines: number;
  /** Whether a line's numbers are neighbours in memory; else the same number of neighbouring lines are. */
  readonly alongLine: boolean;
  /** Numbers of a load. */
  readonly component: 1 | 4;
}

/** `A` and `B` to the sums of each chunk [chunks, batches · m · n]. */
export class MatMulProgram implements Program {
  readonly variableNames = ['A', 'B'];
  readonly uniforms = 'sizes : vec4<i32>, blocks : vec4<i32>, chunkSteps : i32,';
  readonly outputShape: number[];
  readonly outputComponent: number;
  readonly variableComponents: number[];
  readonly workgroupSize: Program['workgroupSize'];
  readonly dispatchLayout: Program['dispatchLayout'];
  dispatch: Program['dispatch'];
  shaderKey: string;
  /** Values of `uniforms`. */
  readonly uniformValues: Uniforms;
  private readonly a: Factor;
  private readonly b: Factor;

  constructor(
    product: Product,
    private readonly plan: ProductPlan,
  ) {
    const { batches, m, n, k, transposeA, transposeB } = product;
    const { rows, fours, depth, chunks, blocks, blockWidth } = plan;
    const component = (alongLine: boolean, lines: number) => (alongLine ? depth : lines % 4 === 0 ? 4 : 1);
    this.a = { name: 'A', lines: rows, alongLine: !transposeA, component: component(!transposeA, m) };
    this.b = { name: 'B', lines: 4 * fours, alongLine: transposeB, component: component(transposeB, n) };
    this.outputShape = [chunks, batches * m * n];
    this.outputComponent = n % 4 === 0 ? 4 : 1;
    this.variableComponents = [this.a.component, this.b.component];
    const parts = chunks * batches;
    const threads = parts * blocks[0] * blocks[1] * workgroupThreads;
    const sizes = flatSizes(2, threads, workgroupThreads);
    ({ workgroupSize: this.workgroupSize, dispatchLayout: this.dispatchLayout, dispatch: this.dispatch } = sizes);
    this.uniformValues = [
      { type: 'int32', data: [m, n, k, batches] },
      { type: 'int32', data: [...blocks, blockWidth, parts] },
      { type: 'int32', data: [plan.chunkSteps] },
    ];
    const baked = [rows, fours, depth, transposeA, transposeB, ...this.variableComponents, this.outputComponent];
    this.shaderKey = `polyakMatMul_${baked.join('_')}`;
  }

  /** Where a tile's lines begin. The last tile's surplus lines are the last line again; their sums are not stored. */
  private places({ name, lines, alongLine, component }: Factor): string {
    const [at, first, count] = name === 'A' ? ['a', 'row', 'm'] : ['b', 'column', 'n'];
    const start = `batch * (${count} * k / ${component})`;
    const stride = alongLine ? ` * (k / ${component})` : '';
    const four = alongLine ? 1 : component;
    const line = (i: number) => `min(${four === 1 ? first : `${first} / 4`} + ${i}, ${count} / ${four} - 1)`;
    return repeat(lines / four, (i) => `let ${at}At${i} = ${start} + ${line(i)}${stride};`);
  }

  /** Loads what a step needs of a factor. */
  private load({ name, lines, alongLine, component }: Factor): string {
    const { depth } = this.plan;
    const [at, count] = name === 'A' ? ['a', 'm'] : ['b', 'n'];
    if (alongLine) return repeat(lines, (i) => `let ${at}${i} = ${name}[${at}At${i} + step];`);
    return repeat(
      depth,
      (d) => `
            let ${at}From${d} = (step * ${depth} + ${d}) * (${count} / ${component});
            ${repeat(lines / component, (i) => `let ${at}${d}_${i} = ${name}[${at}At${i} + ${at}From${d}];`)}`,
    );
  }

  /** The register that holds number `d` of a step of a line. */
  private register({ name, alongLine, component }: Factor, line: number, d: number): string {
    const at = name.toLowerCase();
    if (alongLine) return `${at}${line}${component === 4 ? `[${d}]` : ''}`;
    return component === 4 ? `${at}${d}_${line >> 2}[${line & 3}]` : `${at}${d}_${line}`;
  }

  /** One step of every sum of the tile: `depth` products each. */
  private step(): string {
    const { a, b } = this;
    const { rows, fours, depth } = this.plan;
    const each = (text: (row: number, four: number) => string) => repeat(rows, (row) => repeat(fours, (four) => text(row, four)));
    if (a.alongLine && b.alongLine && depth === 4) {
      const dots = (row: number, four: number) => range(4).map((i) => `dot(a${row}, b${4 * four + i})`);
      return each((row, four) => `sum${row}_${four} += vec4<f32>(${dots(row, four).join(', ')});`);
    }
    const columns = (four: number, d: number) => range(4).map((i) => this.register(b, 4 * four + i, d));
    const gathered = !b.alongLine && b.component === 4;
    const right = (four: number, d: number) => (gathered ? `b${d}_${four}` : `right${d}_${four}`);
    const gather = (d: number) => repeat(fours, (four) => `let right${d}_${four} = vec4<f32>(${columns(four, d).join(', ')});`);
    const products = (row: number, four: number) => range(depth).map((d) => `${this.register(a, row, d)} * ${right(four, d)}`);
    return `
            ${gathered ? '' : repeat(depth, gather)}
            ${each((row, four) => `sum${row}_${four} += ${products(row, four).join(' + ')};`)}`;
  }

  private store(): string {
    const inFours = `
        if (row < m && column < n) { result[(start + row * n + column) / 4] = value; }`;
    const oneByOne = repeat(4, (i) => `if (row < m && column + ${i} < n) { result[start + row * n + column + ${i}] = value[${i}]; }`);
    return `
      fn store(start : i32, row : i32, column : i32, value : vec4<f32>) {
        let m = uniforms.sizes.x;
        let n = uniforms.sizes.y;
        ${this.outputComponent === 4 ? inFours : oneByOne}
      }`;
  }

  getUserCode(): string {
    const { rows, fours, depth } = this.plan;
    const sums = (text: (row: number, four: number) => string) => repeat(rows, (row) => repeat(fours, (four) => text(row, four)));
    return `
      ${this.store()}
      fn main(index : i32) {
        let m = uniforms.sizes.x;
        let n = uniforms.sizes.y;
        let k = uniforms.sizes.z;
        let width = uniforms.blocks.z;
        let thread = index % ${workgroupThreads};
        let block = index / ${workgroupThreads};
        let blockRow = block / uniforms.blocks.x;
        let part = blockRow / uniforms.blocks.y;
        let column = ((block - blockRow * uniforms.blocks.x) * width + thread % width) * ${4 * fours};
        let row = ((blockRow - part * uniforms.blocks.y) * (${workgroupThreads} / width) + thread / width) * ${rows};
        if (row >= m || column >= n || part >= uniforms.blocks.w) {
          return;
        }
        let chunk = part / uniforms.sizes.w;
        let batch = part - chunk * uniforms.sizes.w;
        ${this.places(this.a)}
        ${this.places(this.b)}
        ${sums((row, four) => `var sum${row}_${four} = vec4<f32>(0.0);`)}
        let first = chunk * uniforms.chunkSteps;
        let end = min(first + uniforms.chunkSteps, k / ${depth});
        for (var step = first; step < end; step++) {
            ${this.load(this.a)}
            ${this.load(this.b)}
            ${this.step()}
        }
        ${sums((row, four) => `store(part * m * n, row + ${row}, column + ${4 * four}, sum${row}_${four});`)}
      }`;
  }
}
