/**
 * A small network that tells two classes of points in the plane apart: not in the paper, but here one sees the decision
 * boundary move. With label noise it is the paper's situation in miniature: the loss cannot reach 0.
 */
import { dispose, gather, keep, reshape, sigmoid, type Tensor1D, type Tensor2D, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import { drawPlanePoints, type NoisyPlanePoints, type PlanePoints, type PlaneShape, withLabelNoise } from '../datasets/plane-shapes';
import { initialMlpWeights, type Mlp, mlpOf, mlpOutput } from '../models/mlp';
import { countOf } from '../models/views';
import type { Scene, Task, TaskDefinition } from './definition';
import { logisticCorrect, logisticLosses, signsOf } from './logistic-loss';
import { numberOption, textOption } from './options';

/** Cells along one side of the map. */
const mapSide = 48;

/** The smallest round extent that shows every point with some room around. */
function extentOf(...sets: readonly PlanePoints[]): number {
  const farthest = sets.reduce((far, { points }) => points.reduce((max, coordinate) => Math.max(max, Math.abs(coordinate)), far), 0);
  return Math.ceil(farthest * 10.5) / 10;
}

/** Middles of the map's cells, row-major from the lower left, [side² × 2]. */
function cellMiddles(extent: number): Float32Array {
  const middle = (cell: number) => ((2 * cell + 1) / mapSide - 1) * extent;
  const middles = new Float32Array(2 * mapSide * mapSide);
  for (let cell = 0; cell < mapSide * mapSide; cell++) {
    middles[2 * cell] = middle(cell % mapSide);
    middles[2 * cell + 1] = middle(Math.floor(cell / mapSide));
  }
  return middles;
}

function buildTask(train: NoisyPlanePoints, validation: PlanePoints, mlp: Mlp): Task {
  const extent = extentOf(train, validation);
  const upload = ({ points, labels }: PlanePoints) => ({
    x: keep(tensor2d(points, [labels.length, 2])),
    signs: keep(tensor1d(signsOf(labels))),
  });
  const kept = { train: upload(train), validation: upload(validation), cells: keep(tensor2d(cellMiddles(extent), [mapSide * mapSide, 2])) };
  const scene: Scene = { side: mapSide, extent, points: train.points, labels: train.labels, flipped: train.flipped };
  const logits = (w: Tensor1D, x: Tensor2D): Tensor1D => reshape(mlpOutput(mlp, w, x), [-1]);
  return {
    trainSize: train.labels.length,
    validationSize: validation.labels.length,
    parameters: mlp.parameters,
    parameterCount: countOf(mlp.parameters),
    lowerBound: 0,
    floor: null,
    fullTrainLossIsCheap: true,
    evaluationChunk: 1024,
    hasAccuracy: true,
    initialWeights: (seed) => initialMlpWeights(mlp, seed),
    batch: (part, ids) => ({ x: gather(kept[part].x, ids), signs: gather(kept[part].signs, ids) }),
    predict: (w, batch) => logits(w, batch['x'] as Tensor2D),
    losses: (output, batch) => logisticLosses(output as Tensor1D, batch['signs'] as Tensor1D),
    correct: (output, batch) => logisticCorrect(output as Tensor1D, batch['signs'] as Tensor1D),
    scene,
    map: (w) => sigmoid(logits(w, kept.cells)),
    dispose: () => dispose(kept),
  };
}

/** See `TaskDefinition.build`. */
export const build: TaskDefinition['build'] = async (options) => {
  const shape = textOption(options, 'shape') as PlaneShape;
  const count = numberOption(options, 'points');
  const noise = numberOption(options, 'noise');
  const train = withLabelNoise(drawPlanePoints(shape, count, noise, 'training'), numberOption(options, 'labelNoise') / 100);
  const validation = drawPlanePoints(shape, Math.ceil(count / 2), noise, 'validation');
  const hidden = new Array<number>(numberOption(options, 'layers')).fill(numberOption(options, 'width'));
  return buildTask(train, validation, mlpOf([2, ...hidden, 1]));
};
