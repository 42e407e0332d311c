/**
 * The paper's small image network (specification §3): a pre-activation ResNet with one block a stage, seven 3×3 convolutions and a
 * linear layer, as a pure function of its flat weights and its input. Images are [batch, height, width, channels], filters
 * [height, width, in, out].
 *
 * Normalisation uses the statistics of the batch, always: running statistics for evaluation are not kept yet.
 */
import { add, avgPool, conv2d, matMul, relu, reshape, type Tensor1D, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core';
import { randomStream } from '../random/random';
import { batchNorm } from './batch-norm';
import { addBias } from './bias';
import type { ModelConstants } from './constants';
import { countOf, type ParameterShape, sizeOf, viewsOf } from './views';

/** One block: two 3×3 convolutions, the first with the stride, each after a normalisation and a ReLU. */
interface Block {
  readonly name: string;
  readonly inputs: number;
  readonly outputs: number;
  readonly stride: 1 | 2;
}

export interface ResNet {
  readonly classes: number;
  /** Colours of the images. */
  readonly channels: number;
  /** Channels of the first stage; each later one has twice as many. */
  readonly width: number;
  readonly blocks: readonly Block[];
  readonly parameters: readonly ParameterShape[];
}

function filter(name: string, size: number, inputs: number, outputs: number): ParameterShape {
  return { name, shape: [size, size, inputs, outputs] };
}

function normalisation(name: string, channels: number): ParameterShape[] {
  return [
    { name: `${name}.scale`, shape: [channels] },
    { name: `${name}.shift`, shape: [channels] },
  ];
}

/**
 * @param options width 16 is the paper's network: 77,850 weights for 10 classes, 83,700 for 100, 90,200 for 200
 */
export function resnetOf(options: { classes: number; width?: number; channels?: number }): ResNet {
  const { classes, width = 16, channels = 3 } = options;
  const blocks: Block[] = [
    { name: 'block1', inputs: width, outputs: width, stride: 1 },
    { name: 'block2', inputs: width, outputs: 2 * width, stride: 2 },
    { name: 'block3', inputs: 2 * width, outputs: 4 * width, stride: 2 },
  ];
  const parameters = [
    filter('stem', 3, channels, width),
    ...blocks.flatMap(({ name, inputs, outputs, stride }) => [
      ...normalisation(`${name}.norm1`, inputs),
      filter(`${name}.conv1`, 3, inputs, outputs),
      ...normalisation(`${name}.norm2`, outputs),
      filter(`${name}.conv2`, 3, outputs, outputs),
      ...(stride === 1 ? [] : [filter(`${name}.shortcut`, 1, inputs, outputs)]),
    ]),
    ...normalisation('head.norm', 4 * width),
    { name: 'head.weight', shape: [classes, 4 * width] },
    { name: 'head.bias', shape: [classes] },
  ];
  return { classes, channels, width, blocks, parameters };
}

/**
 * Filters normal with standard deviation √(2/(k²·out)), scales 1, shifts 0, the linear layer uniform on ±1/√(its inputs) with
 * bias 0; float32 [P].
 */
export function initialResNetWeights(net: ResNet, seed: number): Float32Array {
  const random = randomStream(seed, 'weights');
  const weights = new Float32Array(countOf(net.parameters));
  let at = 0;
  for (const parameter of net.parameters) {
    const piece = weights.subarray(at, at + sizeOf(parameter));
    at += piece.length;
    if (parameter.shape.length === 4) {
      const [size, , , outputs] = parameter.shape as [number, number, number, number];
      const deviation = Math.sqrt(2 / (size * size * outputs));
      for (let i = 0; i < piece.length; i++) piece[i] = deviation * random.normal();
    } else if (parameter.name.endsWith('.scale')) {
      piece.fill(1);
    } else if (parameter.name === 'head.weight') {
      const bound = 1 / Math.sqrt(4 * net.width);
      for (let i = 0; i < piece.length; i++) piece[i] = (2 * random.uniform() - 1) * bound;
    }
  }
  return weights;
}

/**
 * Logits. Every batch is normalised by its own statistics, so a sample's logits depend on the others in the batch.
 * @param w flat weights [P]
 * @param x images [b, side, side, channels], side a multiple of 4
 * @returns [b, classes]
 */
export function resnetOutput(net: ResNet, w: Tensor1D, x: Tensor4D, constants: ModelConstants): Tensor2D {
  const views = viewsOf(w, net.parameters);
  const normalised = (name: string, input: Tensor4D): Tensor4D =>
    relu(batchNorm(input, views[`${name}.scale`] as Tensor1D, views[`${name}.shift`] as Tensor1D, constants));
  // Padding by number, not 'same': with a stride of 2 the latter pads one side only.
  const convolved = (name: string, input: Tensor4D, stride: number, pad: number): Tensor4D =>
    conv2d(input, views[name] as Tensor4D, stride, pad);

  let hidden = convolved('stem', x, 1, 1);
  for (const { name, stride } of net.blocks) {
    const activated = normalised(`${name}.norm1`, hidden);
    // With a stride the shortcut reads the activated input, else it is the raw one.
    const shortcut = stride === 1 ? hidden : convolved(`${name}.shortcut`, activated, stride, 0);
    const middle = normalised(`${name}.norm2`, convolved(`${name}.conv1`, activated, stride, 1));
    hidden = add(shortcut, convolved(`${name}.conv2`, middle, 1, 1));
  }
  const features = normalised('head.norm', hidden);
  const [batch, height, width] = features.shape;
  const pooled = reshape(avgPool(features, [height, width], 1, 'valid'), [batch, 4 * net.width]) as Tensor2D;
  return addBias(matMul(pooled, views['head.weight'] as Tensor2D, false, true), views['head.bias'] as Tensor1D, constants);
}
