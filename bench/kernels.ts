/**
 * `node scripts/run.mjs bench/kernels.ts [--kernels convolutions|products] [--only TEXT] [--rounds N] [--repeats N]`: our kernels beside the
 * library's own, in turns in one run: convolutions on each layer of a ResNet-8 at batch 16, and the matrix products of the small
 * networks. `--only` picks the rows that contain a text. In Node, on the machine's Vulkan driver (Chromium's SwiftShader where there is
 * no GPU; `VK_ICD_FILENAMES` names another).
 */
import { parseArgs } from 'node:util';
import { backend, getKernel, type KernelConfig, type Tensor, type TensorInfo, tensor } from '@tensorflow/tfjs-core';
import { libraryKernel } from '../src/engine/kernels/register';
import { startEngine } from '../src/headless/node-engine';
import { randomStream } from '../src/random/random';

/** One row of the table: a kernel and the sizes that it gets. */
interface Case {
  readonly kernel: string;
  readonly sizes: string;
  readonly inputs: Readonly<Record<string, readonly number[]>>;
  readonly attrs: object;
}

const batch = 16;

/** Filter size, channels in and out, size of the (square) input, stride. */
const layers = [
  [3, 3, 16, 32, 1],
  [3, 16, 16, 32, 1],
  [3, 16, 32, 32, 2],
  [1, 16, 32, 32, 2],
  [3, 32, 32, 16, 1],
  [3, 32, 64, 16, 2],
  [1, 32, 64, 16, 2],
  [3, 64, 64, 8, 1],
] as const;

function convolutions(): Case[] {
  const cases = layers.flatMap(([size, inputs, outputs, width, stride]): Case[] => {
    const x = [batch, width, width, inputs];
    const filter = [size, size, inputs, outputs];
    const dy = [batch, width / stride, width / stride, outputs];
    const shared = { strides: [stride, stride], pad: 'same', dataFormat: 'NHWC', dilations: [1, 1] };
    const sizes = `${size}×${size} ${inputs}→${outputs}, ${width}×${width}${stride > 1 ? `, stride ${stride}` : ''}`;
    return [
      { kernel: 'Conv2DBackpropFilter', sizes, inputs: { x, dy }, attrs: { ...shared, filterShape: filter } },
      { kernel: 'Conv2DBackpropInput', sizes, inputs: { dy, filter }, attrs: { ...shared, inputShape: x } },
      { kernel: 'Conv2D', sizes, inputs: { x, filter }, attrs: shared },
    ];
  });
  // The library has a kernel for the first layer's input gradient, but no training step asks for it.
  const wanted = cases.filter(({ kernel, inputs }) => kernel !== 'Conv2DBackpropInput' || inputs['filter']![2] !== 3);
  return wanted.sort((a, b) => (a.kernel < b.kernel ? 1 : -1));
}

/** What it is for, and the two factors' shapes; `T` where a factor is transposed. */
const products = [
  ['MLP, layer 1', [128, 784], '', [256, 784], 'T'],
  ['MLP, layer 1, weights’ gradient', [128, 256], 'T', [128, 784], ''],
  ['MLP, layer 2', [128, 256], '', [128, 256], 'T'],
  ['MLP, layer 2, weights’ gradient', [128, 128], 'T', [128, 256], ''],
  ['MLP, layer 2, inputs’ gradient', [128, 128], '', [128, 256], ''],
  ['LSTM, inputs', [1600, 64], '', [256, 64], 'T'],
  ['LSTM, inputs’ gradient', [1600, 256], '', [256, 64], ''],
  ['LSTM, weights’ gradient', [1600, 256], 'T', [1600, 64], ''],
  ['LSTM, one step', [50, 64], '', [256, 64], 'T'],
  ['LSTM, head', [1600, 64], '', [64, 64], 'T'],
  ['kernel method', [100, 114], '', [114, 6499], ''],
  ['long sum', [32, 5000], '', [5000, 32], ''],
  ['large', [512, 512], '', [512, 512], ''],
] as const;

function matrixProducts(): Case[] {
  return products.map(([what, a, ofA, b, ofB]) => ({
    kernel: 'BatchMatMul',
    sizes: `${what}: [${a.join(', ')}]${ofA && 'ᵀ'} · [${b.join(', ')}]${ofB && 'ᵀ'}`,
    inputs: { a, b },
    attrs: { transposeA: ofA === 'T', transposeB: ofB === 'T' },
  }));
}

const { values: options } = parseArgs({
  options: {
    kernels: { type: 'string' },
    only: { type: 'string', default: '' },
    rounds: { type: 'string', default: '5' },
    repeats: { type: 'string', default: '4' },
  },
});

const suites: Readonly<Record<string, () => Case[]>> = { convolutions, products: matrixProducts };
const chosen = options.kernels === undefined ? Object.values(suites) : [suites[options.kernels]];
if (!chosen[0]) throw new Error(`--kernels is one of ${Object.keys(suites).join(', ')}`);

const engine = await startEngine('webgpu');
engine.onError((message) => {
  console.error(message);
  process.exit(1);
});

const random = randomStream(1, 'kernel benchmark');
const noise = (shape: readonly number[]): Tensor =>
  tensor(
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.normal()),
    [...shape],
  );

/** A kernel's call on one case. */
type Run = () => TensorInfo;

/** Milliseconds a call, by the wall clock. */
async function time(run: Run): Promise<number> {
  const repeats = Number(options.repeats);
  const began = performance.now();
  for (let i = 0; i < repeats; i++) backend().disposeData(run().dataId);
  await engine.workDone();
  return (performance.now() - began) / repeats;
}

async function valuesOf(run: Run): Promise<Float32Array> {
  const output = run();
  const values = (await backend().read(output.dataId)) as Float32Array;
  backend().disposeData(output.dataId);
  return values;
}

const median = (numbers: number[]) => numbers.sort((a, b) => a - b)[numbers.length >> 1]!;

/** The largest difference between two results, as a share of the largest entry. */
function relativeDifference(expected: Float32Array, found: Float32Array): number {
  const scale = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return expected.reduce((most, value, i) => Math.max(most, Math.abs(value - found[i]!)), 0) / scale;
}

function printRow(kernel: string, sizes: string, theirs: number, ours: number, difference: string): void {
  console.log(`| ${kernel} | ${sizes} | ${theirs.toFixed(2)} | ${ours.toFixed(2)} | ${(theirs / ours).toFixed(1)} × | ${difference} |`);
}

/** Measures a case, prints its row, and resolves to the library's milliseconds and ours. */
async function compare({ kernel, sizes, inputs, attrs }: Case): Promise<readonly [number, number]> {
  const tensors = Object.fromEntries(Object.entries(inputs).map(([name, shape]) => [name, noise(shape)]));
  const call = { backend: backend(), inputs: tensors, attrs } as unknown as Parameters<KernelConfig['kernelFunc']>[0];
  const runs: Run[] = [libraryKernel(kernel), getKernel(kernel, 'webgpu')!].map((each) => () => each.kernelFunc(call) as TensorInfo);
  const difference = relativeDifference(await valuesOf(runs[0]!), await valuesOf(runs[1]!));
  const times: number[][] = [[], []];
  for (let round = 0; round < Number(options.rounds); round++) {
    for (const which of round % 2 === 0 ? [0, 1] : [1, 0]) times[which]!.push(await time(runs[which]!));
  }
  for (const each of Object.values(tensors)) each.dispose();
  const [theirs, ours] = [median(times[0]!), median(times[1]!)];
  printRow(kernel, sizes, theirs, ours, difference.toExponential(1));
  return [theirs, ours];
}

console.log(
  '| kernel | sizes | TensorFlow.js, ms | ours, ms | ratio | largest relative difference |\n| --- | --- | --- | --- | --- | --- |',
);
const wanted = chosen.flatMap((cases) => cases!()).filter(({ kernel, sizes }) => `${kernel} ${sizes}`.includes(options.only));
const totals = new Map<string, [number, number]>();
for (const each of wanted) {
  const [theirs, ours] = await compare(each);
  const [before, oursBefore] = totals.get(each.kernel) ?? [0, 0];
  totals.set(each.kernel, [before + theirs, oursBefore + ours]);
}
for (const [kernel, [theirs, ours]] of totals) printRow(kernel, 'all', theirs, ours, '');
// The GPU device would keep the process alive.
process.exit(0);
