/** jax-js on WebGPU: the whole step, value and gradient and update, in one function under `jit`. */
import { blockUntilReady, defaultDevice, getWebGPUDevice, init, jit, numpy as np, tree, valueAndGrad } from '@jax-js/jax';
import type { CaseData } from '../cases';
import type { BenchOptimizer } from '../catalog';
import type { Contestant } from '../contestant';
import { jaxModel } from './jax-models';

type NdArray = np.Array;

/** Weights, then whatever the optimizer carries from step to step. */
type Carried = { weights: NdArray[]; state: NdArray[] };

interface Rule {
  /** The state before the first step. */
  init(weights: readonly NdArray[]): NdArray[];
  /** Consumes its arguments. */
  update(carried: Carried, gradients: NdArray[]): Carried;
}

const zeros = (weights: readonly NdArray[]) => weights.map((weight) => np.zeros(weight.shape));

function ruleOf({ stepSize }: CaseData, optimizer: BenchOptimizer): Rule {
  const along = (weights: NdArray[], directions: NdArray[], eta: number) => weights.map((w, i) => w.sub(directions[i]!.mul(eta)));
  switch (optimizer) {
    case 'sgd':
      return {
        init: () => [],
        update: ({ weights, state }, gradients) => ({ weights: along(weights, gradients, stepSize.sgd), state }),
      };
    case 'sgd-nesterov':
      return {
        init: zeros,
        update({ weights, state }, gradients) {
          const velocity = state.map((v, i) => v.mul(0.9).add(gradients[i]!.ref));
          const directions = gradients.map((gradient, i) => gradient.add(velocity[i]!.ref.mul(0.9)));
          return { weights: along(weights, directions, stepSize['sgd-nesterov']), state: velocity };
        },
      };
    case 'adam':
      return {
        // First and second moments, and β₁ᵗ and β₂ᵗ.
        init: (weights) => [...zeros(weights), ...zeros(weights), np.ones([]), np.ones([])],
        update({ weights, state }, gradients) {
          const n = weights.length;
          const first = gradients.map((gradient, i) => state[i]!.mul(0.9).add(gradient.ref.mul(0.1)));
          const second = gradients.map((gradient, i) => state[n + i]!.mul(0.999).add(np.square(gradient).mul(0.001)));
          const power1 = state[2 * n]!.mul(0.9);
          const power2 = state[2 * n + 1]!.mul(0.999);
          const rest1 = np.subtract(1, power1.ref);
          const rest2 = np.subtract(1, power2.ref);
          const directions = first.map((m, i) => m.ref.div(rest1.ref).div(np.sqrt(second[i]!.ref.div(rest2.ref)).add(1e-8)));
          for (const unused of [rest1, rest2]) unused.dispose();
          return { weights: along(weights, directions, stepSize.adam), state: [...first, ...second, power1, power2] };
        },
      };
    default:
      throw new Error(`jax-js has no ${optimizer}`);
  }
}

async function start(): Promise<void> {
  if (!(await init('webgpu')).includes('webgpu')) throw new Error('jax-js has no WebGPU backend here');
  defaultDevice('webgpu');
}

/** Updates that may queue ahead of the device: its documentation asks for a wait now and then. */
const stepsAhead = 3;

export async function prepare(data: CaseData, optimizer: BenchOptimizer): Promise<Contestant> {
  await start();
  const { x, y, weights, loss } = jaxModel(data);
  const rule = ruleOf(data, optimizer);
  const update = jit((carried: Carried, allX: NdArray, allY: NdArray, ids: NdArray): Carried => {
    const batchX = allX.slice(ids.ref);
    const batchY = allY.slice(ids);
    const [value, gradients] = valueAndGrad(loss)(tree.ref(carried.weights), batchX, batchY);
    value.dispose();
    return rule.update(carried, gradients as NdArray[]);
  });
  const measure = jit((w: NdArray[], allX: NdArray, allY: NdArray): NdArray => {
    const first = (table: NdArray) => table.slice([0, data.batchSize]);
    return loss(w, first(allX), first(allY));
  });

  let carried: Carried = { weights, state: rule.init(weights) };
  let next = 0;
  let compiled = false;
  const ahead: Promise<unknown>[] = [];
  return {
    async step() {
      const ids = np.array(Int32Array.from({ length: data.batchSize }, (_, i) => next + i));
      next = (next + data.batchSize) % data.samples;
      carried = update(carried, x.ref, y.ref, ids);
      if (!compiled) {
        // Waiting lets it compile its kernels side by side.
        await blockUntilReady(carried);
        compiled = true;
        return;
      }
      // Work is pending until someone asks for a result; this asks for a buffer, and waits for nothing.
      for (const weight of carried.weights) weight.ref.gpuBufferSync();
      ahead.push(getWebGPUDevice().queue.onSubmittedWorkDone());
      if (ahead.length > stepsAhead) await ahead.shift();
    },
    async settle() {
      ahead.length = 0;
      await carried.weights[0]!.ref.data();
    },
    async loss() {
      const [value] = await measure(tree.ref(carried.weights), x.ref, y.ref).data();
      return value!;
    },
    evaluations: () => null,
    recording: () => null,
  };
}
