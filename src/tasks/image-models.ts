/** The models of the image task, behind one face. */
import { reshape, type Tensor1D, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core';
import type { FieldValues } from '../fields/field';
import { cnnOf, cnnOutput, initialCnnWeights } from '../models/cnn';
import type { ModelConstants } from '../models/constants';
import { initialMlpWeights, mlpOf, mlpOutput } from '../models/mlp';
import type { InitialCarried, ModelPass } from '../models/pass';
import { initialResNetWeights, resnetActivations, resnetOf, resnetOutput, resnetStatistics } from '../models/resnet';
import {
  initialResNet18Weights,
  resnet18Activations,
  resnet18Of,
  resnet18Output,
  resnet18Statistics,
  resnet18Width,
} from '../models/resnet18';
import type { ParameterShape } from '../models/views';

export const imageModels = ['mlp', 'cnn', 'resnet8', 'resnet18'] as const;
export type ImageModelId = (typeof imageModels)[number];

export interface ImageModel {
  readonly parameters: readonly ParameterShape[];
  /** Running statistics before the first batch; null without. */
  readonly statistics: InitialCarried | null;
  /** Numbers that an image leaves in the largest layer: what an evaluation needs memory for. */
  readonly largestLayer: number;
  /** Numbers that it leaves in all layers together: what a gradient needs memory for. */
  readonly activations: number;
  initialWeights(seed: number): Float32Array;
  /** Logits [b, classes] of images [b, height, width, channels]. */
  output(w: Tensor1D, x: Tensor4D, pass: ModelPass): Tensor2D;
}

/** What a model is built for. */
export interface ImageShape {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly classes: number;
}

/** Width and depth; null: the model's own. */
export interface ModelSize {
  readonly width: number | null;
  readonly depth: number | null;
}

function perceptron(shape: ImageShape, { width, depth }: ModelSize): ImageModel {
  const inputs = shape.height * shape.width * shape.channels;
  // Each hidden layer is half as wide as the one before: 784-256-128-10 for MNIST.
  const hidden = Array.from({ length: depth ?? 2 }, (_, i) => Math.max(2, Math.floor((width ?? 256) / 2 ** i)));
  const mlp = mlpOf([inputs, ...hidden, shape.classes]);
  return {
    parameters: mlp.parameters,
    statistics: null,
    largestLayer: Math.max(...mlp.widths),
    activations: mlp.widths.reduce((sum, units) => sum + units, 0),
    initialWeights: (seed) => initialMlpWeights(mlp, seed),
    output: (w, x) => mlpOutput(mlp, w, reshape(x, [x.shape[0], inputs]), 'relu'),
  };
}

function convolutional(shape: ImageShape, { width, depth }: ModelSize, constants: ModelConstants): ImageModel {
  const filters = width ?? 8;
  const cnn = cnnOf({ ...shape, filters, denseLayers: depth ?? 1 });
  return {
    parameters: cnn.parameters,
    statistics: null,
    largestLayer: shape.height * shape.width * filters,
    // The second convolution has twice as many channels on a quarter of the pixels; the dense layers are small beside them.
    activations: shape.height * shape.width * filters * 1.5,
    initialWeights: (seed) => initialCnnWeights(cnn, seed),
    output: (w, x) => cnnOutput(cnn, w, x, constants),
  };
}

function residual(shape: ImageShape, { width, depth }: ModelSize, constants: ModelConstants): ImageModel {
  const { classes, channels } = shape;
  const net = resnetOf({ classes, channels, width: width ?? 16, blocksPerStage: depth ?? 1 });
  return {
    parameters: net.parameters,
    statistics: resnetStatistics(net),
    largestLayer: shape.height * shape.width * net.width,
    activations: resnetActivations(net, shape),
    initialWeights: (seed) => initialResNetWeights(net, seed),
    output: (w, x, pass) => resnetOutput(net, w, x, constants, pass),
  };
}

function residual18(shape: ImageShape, { width }: ModelSize, constants: ModelConstants): ImageModel {
  const { classes, channels, height } = shape;
  const net = resnet18Of({ classes, channels, width: width ?? resnet18Width });
  const { convolutions, largest } = resnet18Activations(net.width, height);
  return {
    parameters: net.parameters,
    statistics: resnet18Statistics(net),
    largestLayer: largest,
    activations: convolutions,
    initialWeights: (seed) => initialResNet18Weights(net, seed),
    output: (w, x, pass) => resnet18Output(net, w, x, constants, pass),
  };
}

/** Width and depth as options; null: the model's own. */
export function sizeOption(options: FieldValues): ModelSize {
  return { width: options['width'] as number | null, depth: options['depth'] as number | null };
}

/** What is trained where nobody says what. */
export function modelFor(dataset: string, wanted: string): ImageModelId {
  if (wanted !== 'auto') return wanted as ImageModelId;
  if (dataset === 'imagenet') return 'resnet18';
  return ['glyphs', 'mnist', 'fashion-mnist'].includes(dataset) ? 'cnn' : 'resnet8';
}

/** A model for images of a shape. */
export function imageModelOf(id: ImageModelId, shape: ImageShape, size: ModelSize, constants: ModelConstants): ImageModel {
  switch (id) {
    case 'mlp':
      return perceptron(shape, size);
    case 'cnn':
      return convolutional(shape, size, constants);
    case 'resnet8':
      return residual(shape, size, constants);
    case 'resnet18':
      return residual18(shape, size, constants);
    default:
      return id satisfies never;
  }
}
