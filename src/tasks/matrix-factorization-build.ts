/**
 * Matrix factorisation, the paper's figure 2 (specification §1), at full size: fit the linear map y = A x by ŷ = W₁W₂x.
 * With inner size 1 or 4 no weights fit; the smallest possible loss is then known exactly.
 */
import { dispose, gather, keep, matMul, mul, reshape, sub, type Tensor1D, type Tensor2D, tensor2d } from '@tensorflow/tfjs-core';
import { drawLinearMap, type LinearMapData, linearMapShape } from '../datasets/linear-map';
import type { FieldValues } from '../fields/field';
import { uniformByFanIn } from '../models/initial-weights';
import { countOf, type ParameterShape, sizeOf, viewsOf } from '../models/views';
import type { Task, TaskDefinition } from './definition';
import { singularValues } from './singular-values';

const { inputs, outputs } = linearMapShape;

/** Inner size k, or null for the true model: a single matrix. */
type Rank = number | null;

function rankOf(options: FieldValues): Rank {
  return typeof options['rank'] === 'number' ? options['rank'] : null;
}

/** Matrices are stored [out, in]. */
function parametersOf(rank: Rank): readonly ParameterShape[] {
  return rank === null
    ? [{ name: 'W', shape: [outputs, inputs] }]
    : [
        { name: 'W2', shape: [rank, inputs] },
        { name: 'W1', shape: [outputs, rank] },
      ];
}

/**
 * The smallest training loss of any map of rank k: Σ σᵢ² / 10 over i > k, with σ the singular values of A·C^½ and
 * C = XᵀX/n (specification §1, "Exact floor"). Those are the singular values of Y/√n, Y = X·Aᵀ, because
 * YᵀY/n = A·C·Aᵀ = (A·C^½)(A·C^½)ᵀ; so no matrix root is needed.
 */
export function exactFloor(data: LinearMapData, rank: Rank): number {
  if (rank === null || rank >= inputs) return 0;
  const samples = linearMapShape.train;
  const scaled = new Float64Array(samples * outputs);
  for (let s = 0; s < samples; s++) {
    for (let i = 0; i < outputs; i++) {
      let sum = 0;
      for (let j = 0; j < inputs; j++) sum += data.matrix[i * inputs + j]! * data.trainInputs[s * inputs + j]!;
      scaled[s * outputs + i] = sum / Math.sqrt(samples);
    }
  }
  return singularValues(scaled, samples, outputs)
    .slice(rank)
    .reduce((sum, sigma) => sum + (sigma * sigma) / outputs, 0);
}

function buildTask(rank: Rank): Task {
  const data = drawLinearMap();
  const parameters = parametersOf(rank);
  const { train, validation } = linearMapShape;
  const table = (values: Float32Array, columns: number) => keep(tensor2d(values, [values.length / columns, columns]));
  const kept = {
    train: { x: table(data.trainInputs, inputs), y: table(data.trainTargets, outputs) },
    validation: { x: table(data.validationInputs, inputs), y: table(data.validationTargets, outputs) },
    // A product with this is the mean over the outputs; its gradient needs no constants, unlike that of `mean`.
    averager: table(new Float32Array(outputs).fill(1 / outputs), 1),
  };
  return {
    trainSize: train,
    validationSize: validation,
    parameters,
    parameterCount: countOf(parameters),
    lowerBound: 0,
    floor: exactFloor(data, rank),
    fullTrainLossIsCheap: true,
    evaluationChunk: train,
    hasAccuracy: false,
    initialWeights: (seed) =>
      uniformByFanIn(
        parameters.map((parameter) => ({ size: sizeOf(parameter), fanIn: parameter.shape[1]! })),
        seed,
      ),
    batch: (part, ids) => ({ x: gather(kept[part].x, ids), y: gather(kept[part].y, ids) }),
    predict(w, batch) {
      const x = batch['x'] as Tensor2D;
      const views = viewsOf(w, parameters);
      if (rank === null) return matMul(x, views['W'] as Tensor2D, false, true);
      return matMul(matMul(x, views['W2'] as Tensor2D, false, true), views['W1'] as Tensor2D, false, true);
    },
    losses(output, batch) {
      const difference = sub(output, batch['y']!);
      return reshape(matMul(mul(difference, difference) as Tensor2D, kept.averager), [-1]);
    },
    correct(): Tensor1D {
      throw new Error('matrix factorisation has no accuracy');
    },
    dispose: () => dispose(kept),
  };
}

/** See `TaskDefinition.build`. */
export const build: TaskDefinition['build'] = async (options) => buildTask(rankOf(options));
