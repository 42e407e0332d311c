/**
 * Batch normalisation with a gradient of its own: two means forward and two backward, where automatic differentiation of the formula
 * would make many more. In training a batch is normalised by its own statistics and running ones follow them; an evaluation uses those.
 */
import {
  add,
  customGrad,
  mul,
  reshape,
  rsqrt,
  type Scalar,
  sub,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tidy,
} from '@tensorflow/tfjs-core';
import type { ModelConstants } from './constants';
import type { InitialCarried, ModelPass } from './pass';
import { meanOfRows } from './row-means';

/** ε of the paper's networks. */
const epsilon = 1e-5;

/** Share of the newest batch in the running statistics (PyTorch's "momentum"). */
const newest = 0.1;

/** Running statistics of normalisations before the first batch: mean 0 and variance 1 of each channel. */
export function initialStatistics(norms: readonly { readonly name: string; readonly channels: number }[]): InitialCarried {
  const entries = norms.flatMap(({ name, channels }) => [
    [`${name}.mean`, { shape: [channels], values: new Float32Array(channels) }] as const,
    [`${name}.variance`, { shape: [channels], values: new Float32Array(channels).fill(1) }] as const,
  ]);
  return Object.fromEntries(entries);
}

/** What a normalisation belongs to. */
export interface Normalisation {
  /** Its running statistics are called `name.mean` and `name.variance`. */
  readonly name: string;
  readonly constants: ModelConstants;
  readonly pass: ModelPass;
}

/** running ← 0.9·running + 0.1·statistic. A pass that carries nothing has nothing to move. */
function follow(pass: ModelPass, name: string, statistic: Tensor, keep: Scalar, share: Scalar): void {
  const running = pass.carried[name];
  if (running) pass.carry(name, add(mul(running, keep), mul(reshape(statistic, running.shape), share)));
}

/**
 * By the batch: mean and (biased) variance of each channel over all rows.
 *
 * Backward, with means over the rows and x̂ = (x − mean)/√(variance + ε):
 * ∂x = scale/√(variance + ε)·(∂y − mean(∂y) − x̂·mean(∂y·x̂)).
 */
function normaliseByBatch(x: Tensor2D, scale: Tensor1D, shift: Tensor1D, { name, constants, pass }: Normalisation): Tensor2D {
  const [rows, channels] = x.shape;
  const count = constants.number(rows);
  const small = constants.number(epsilon);
  const keep = constants.number(1 - newest);
  // The running variance is the unbiased one.
  const shares = { mean: constants.number(newest), variance: constants.number((newest * rows) / Math.max(1, rows - 1)) };
  const normalise = customGrad((...args) => {
    const [input, gain, offset, save] = args as unknown as [Tensor2D, Tensor1D, Tensor1D, (tensors: Tensor[]) => void];
    const mean = meanOfRows(input);
    const centred: Tensor2D = sub(input, mean);
    const variance = meanOfRows(mul(centred, centred));
    const inverse = rsqrt(add(variance, small));
    const normal: Tensor2D = mul(centred, inverse);
    // Here, where both are at hand and no tape records.
    follow(pass, `${name}.mean`, mean, keep, shares.mean);
    follow(pass, `${name}.variance`, variance, keep, shares.variance);
    save([normal, inverse, gain]);
    return {
      value: add(mul(normal, gain), offset) as Tensor2D,
      // Without a tidy of its own what it makes on the way would stay until the whole backward pass is done.
      gradFunc: (dy: Tensor2D, saved: Tensor[]) =>
        tidy(() => {
          const [xHat, inverseDeviation, scaling] = saved as [Tensor2D, Tensor2D, Tensor1D];
          const meanDy = meanOfRows(dy);
          const meanDyX = meanOfRows(mul(dy, xHat));
          const dx = mul(sub(sub(dy, meanDy), mul(xHat, meanDyX)), mul(inverseDeviation, scaling));
          return [dx, reshape(mul(meanDyX, count), [channels]), reshape(mul(meanDy, count), [channels])];
        }),
    };
  });
  return normalise(x, scale, shift) as Tensor2D;
}

/** By the running statistics: one product and one sum a number. */
function normaliseByStatistics(x: Tensor2D, scale: Tensor1D, shift: Tensor1D, { name, constants, pass }: Normalisation): Tensor2D {
  const mean = pass.carried[`${name}.mean`];
  const variance = pass.carried[`${name}.variance`];
  if (!mean || !variance) throw new Error(`an evaluation needs the running statistics of ${name}`);
  const gain = mul(scale, rsqrt(add(variance, constants.number(epsilon))));
  return add(mul(x, gain), sub(shift, mul(mean, gain)));
}

/**
 * y = (x − mean)/√(variance + ε)·scale + shift, for each channel (the last axis). In training mean and variance are those of the batch over
 * all other axes, and the pass is told what the running ones become; else they are the running ones.
 * @param x [..., channels]
 * @param scale [channels]
 * @param shift [channels]
 * @returns the shape of `x`
 * @throws if an evaluation's pass does not carry the running statistics
 */
export function batchNorm<T extends Tensor>(x: T, scale: Tensor1D, shift: Tensor1D, of: Normalisation): T {
  const channels = scale.shape[0];
  const rows = reshape(x, [x.size / channels, channels]) as Tensor2D;
  const normalised = of.pass.training ? normaliseByBatch(rows, scale, shift, of) : normaliseByStatistics(rows, scale, shift, of);
  return reshape(normalised, x.shape) as T;
}
