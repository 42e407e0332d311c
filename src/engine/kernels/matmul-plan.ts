/** Which matrix products ours computes, and how it is cut into threads. */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { env, util } from '@tensorflow/tfjs-core';

/** A product [m, k] · [k, n] for each of `batches` pairs; a transposed factor is stored [k, m] or [n, k]. */
export interface Product {
  readonly batches: number;
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/**
 * The sizes of a product.
 * @returns null where ours leaves it to the library: batches that are broadcast, inner sizes that differ, or nothing to compute
 */
export function productOf(
  aShape: readonly number[],
  bShape: readonly number[],
  { transposeA, transposeB }: Pick<Product, 'transposeA' | 'transposeB'>,
): Product | null {
  const batches = aShape.slice(0, -2);
  if (!util.arraysEqual(batches, bShape.slice(0, -2))) return null;
  const [rows, inner] = lastTwo(aShape, transposeA);
  const [innerOfB, columns] = lastTwo(bShape, transposeB);
  const product = { batches: util.sizeFromShape(batches), m: rows, n: columns, k: inner, transposeA, transposeB };
  return inner === innerOfB && product.batches * rows * columns * inner > 0 ? product : null;
}

function lastTwo(shape: readonly number[], transposed: boolean): [number, number] {
  const [rows, columns] = [shape[shape.length - 2]!, shape[shape.length - 1]!];
  return transposed ? [columns, rows] : [rows, columns];
}

/** The library's programs, by the numbers that its flag WEBGPU_MATMUL_PROGRAM_TYPE gives them. */
export const libraryPrograms = { reduce: 0, splitK: 1, smallOutput: 2, packed: 3 } as const;

/** What the library's choice depends on besides the sizes. */
export type Threshold = Pick<WebGPUBackend, 'thresholdToIncreaseWorkgroups'>;

/** The program that the library would take: its rules and its numbers. */
export function libraryChoice({ batches, m, n, k }: Product, backend: Threshold): number {
  const forced = env().getNumber('WEBGPU_MATMUL_PROGRAM_TYPE');
  if (forced >= 0) return forced;
  const flag = env().getNumber('WEBGPU_THRESHOLD_TO_INCREASE_WORKGROUPS_FOR_MATMUL');
  const few = flag > 0 ? flag : backend.thresholdToIncreaseWorkgroups;
  const workgroups = batches * Math.ceil(m / 32) * Math.ceil(n / 32);
  if (workgroups > (m <= 8 ? 2 * few : few)) return libraryPrograms.packed;
  if (batches * m * n <= 128) return libraryPrograms.reduce;
  return batches === 1 && k >= 2000 ? libraryPrograms.splitK : libraryPrograms.smallOutput;
}

/** Up to this inner size a thread that makes a result by itself is faster, on a software adapter, than a workgroup that waits at barriers. */
const longestByThread = 512;

/** Whether a product with few results is better given to the library's program for small results than to one workgroup a result. */
export function isByThread(product: Product, backend: Threshold, software: boolean): boolean {
  return software && libraryChoice(product, backend) === libraryPrograms.reduce && product.k <= longestByThread;
}

/** From this size in all three directions on, tiles in a GPU's shared memory are taken to be faster than ours. */
const largeSize = 512;

/**
 * Whether ours takes a product from the library: in place of its tiles in shared memory, and of the program that cuts the inner
 * dimension and adds the parts with atomics, in any order.
 * @param always large ones, and long sums of few results, too
 */
export function isOurs(product: Product, backend: Threshold, always: boolean): boolean {
  const choice = libraryChoice(product, backend);
  if (choice === libraryPrograms.reduce) return always && product.k > longestByThread;
  if (choice !== libraryPrograms.packed) return choice === libraryPrograms.splitK;
  return always || Math.min(product.m, product.n, product.k) < largeSize;
}

/** How a product is cut into threads. */
export interface ProductPlan {
  /** Rows of a thread's tile. */
  readonly rows: number;
  /** Columns of a thread's tile, in fours. */
  readonly fours: number;
  /** How many numbers of a factor's row or column go into one step of the sum: 4, or 1 where they do not come in fours. */
  readonly depth: 1 | 4;
  /** The inner dimension is cut into chunks of this many steps. */
  readonly chunkSteps: number;
  readonly chunks: number;
  /** A workgroup's threads are a block of tiles this wide, which read the same rows and columns. */
  readonly blockWidth: number;
  /** Blocks in a row, and in a column, of one product. */
  readonly blocks: readonly [columns: number, rows: number];
}

export const workgroupThreads = 64;

/**
 * Larger tiles load less, but a device wants many threads: the largest tile of which there are this many. A GPU has thousands of them
 * at work; a software adapter has a few cores.
 */
export const wantedThreads = { gpu: 2048, software: 256 } as const;

/** Below this a sum is not cut: a second program, which adds the chunks, would take longer than what it saves. */
const shortestCut = 1024;
/** Terms of a sum that are worth a thread. */
const fewestTerms = 128;
/** Sums that a cut aims at: those of 2048 threads with a tile of 64 each. */
const wantedSums = 2 ** 17;
const mostChunks = 256;

/** Only the tile depends on the number of threads that the device wants, not the chunks: every device adds in the same order. */
export function planProduct(product: Product, threads: number): ProductPlan {
  const { batches, m, n, k } = product;
  const depth = depthOf(product);
  const wantedChunks = Math.min(mostChunks, Math.floor(k / fewestTerms), Math.ceil(wantedSums / (batches * m * n)));
  const chunkSteps = Math.ceil(k / depth / (k < shortestCut ? 1 : wantedChunks));
  const chunks = Math.ceil(k / depth / chunkSteps);
  const tiles = tilesFor(m, n);
  const enough = tiles.find(({ rows, fours }) => chunks * batches * Math.ceil(m / rows) * Math.ceil(n / (4 * fours)) >= threads);
  const tile = enough ?? tiles[tiles.length - 1]!;
  const blocks = blocksFor(Math.ceil(m / tile.rows), Math.ceil(n / (4 * tile.fours)));
  return { ...tile, depth, chunkSteps, chunks, ...blocks };
}

/** The tiles that make sense for a result [m, n], the largest first. */
function tilesFor(m: number, n: number): Pick<ProductPlan, 'rows' | 'fours'>[] {
  const heights = m > 4 ? [8, 4] : [m === 3 ? 4 : m];
  const widths = n > 4 ? [2, 1] : [1];
  return heights.flatMap((rows) => widths.map((fours) => ({ rows, fours })));
}

/** Four at a time where both factors can be loaded in fours. */
function depthOf({ m, n, k, transposeA, transposeB }: Product): 1 | 4 {
  const inFours = [k, transposeA ? m : k, transposeB ? k : n].every((length) => length % 4 === 0);
  return inFours ? 4 : 1;
}

/** As square a block as the tiles allow. */
function blocksFor(rows: number, columns: number): Pick<ProductPlan, 'blockWidth' | 'blocks'> {
  const power = (count: number) => 2 ** Math.ceil(Math.log2(count));
  const side = Math.sqrt(workgroupThreads);
  const blockWidth = rows < side ? workgroupThreads / power(rows) : Math.min(side, power(columns));
  return { blockWidth, blocks: [Math.ceil(columns / blockWidth), Math.ceil((rows * blockWidth) / workgroupThreads)] };
}
