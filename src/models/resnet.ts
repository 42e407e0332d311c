/**
 * The paper's small image network (specification §3): a pre-activation ResNet with one block a stage, seven 3×3 convolutions and a
 * linear layer, as a pure function of its flat weights and its input; deeper ones have more blocks a stage. Images are
 * [batch, height, width, channels], filters [height, width, in, out].
 */
import { add, avgPool, conv2d, matMul, relu, reshape, type Tensor1D, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core';
import { batchNorm, initialStatistics } from './batch-norm';
import { addBias } from './bias';
import type { ModelConstants } from './constants';
import type { InitialCarried, ModelPass } from './pass';
import { filter, initialResidualWeights, normalisation } from './residual-layers';
import { type ParameterShape, viewsOf } from './views';

/** One block: two 3×3 convolutions, the first with the stride, each after a normalisation and a ReLU. */
interface Block {
  readonly name: string;
  readonly inputs: number;
  readonly outputs: number;
  readonly stride: 1 | 2;
  /** Whether what goes around the block is convolved, as it must be where the block changes the shape. */
  readonly convolvedShortcut: boolean;
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

/** Stages of equal image size; the first keeps that of the input, each later one halves it and doubles the channels. */
const stages = 3;

/**
 * @param options width 16 with one block a stage is the paper's network: 77,850 weights for 10 classes, 83,700 for 100, 90,200 for 200
 * @returns blocks `block1`, `block2`, …, numbered through all stages
 */
export function resnetOf(options: { classes: number; width?: number; channels?: number; blocksPerStage?: number }): ResNet {
  const { classes, width = 16, channels = 3, blocksPerStage = 1 } = options;
  const blocks = Array.from({ length: stages * blocksPerStage }, (_, i): Block => {
    const stage = Math.floor(i / blocksPerStage);
    const outputs = width * 2 ** stage;
    const shrinks = stage > 0 && i % blocksPerStage === 0;
    return { name: `block${i + 1}`, inputs: shrinks ? outputs / 2 : outputs, outputs, stride: shrinks ? 2 : 1, convolvedShortcut: shrinks };
  });
  const parameters = [
    filter('stem', 3, channels, width),
    ...blocks.flatMap(({ name, inputs, outputs, convolvedShortcut }) => [
      ...normalisation(`${name}.norm1`, inputs),
      filter(`${name}.conv1`, 3, inputs, outputs),
      ...normalisation(`${name}.norm2`, outputs),
      filter(`${name}.conv2`, 3, outputs, outputs),
      ...(convolvedShortcut ? [filter(`${name}.shortcut`, 1, inputs, outputs)] : []),
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
  return initialResidualWeights(net.parameters, seed, 4 * net.width, ['head.weight']);
}

/** Numbers that an image of a size leaves in all convolutions together: what memory is reckoned by. */
export function resnetActivations({ width, blocks }: ResNet, image: { readonly height: number; readonly width: number }): number {
  let pixels = image.height * image.width;
  let sum = pixels * width;
  for (const { stride, outputs, convolvedShortcut } of blocks) {
    pixels /= stride ** 2;
    sum += (convolvedShortcut ? 3 : 2) * pixels * outputs;
  }
  return sum;
}

/** The running statistics of its normalisations before the first batch: `block1.norm1.mean`, `block1.norm1.variance`, … */
export function resnetStatistics(net: ResNet): InitialCarried {
  const scales = net.parameters.filter(({ name }) => name.endsWith('.scale'));
  return initialStatistics(scales.map(({ name, shape }) => ({ name: name.slice(0, -'.scale'.length), channels: shape[0]! })));
}

/**
 * Logits. In training a batch is normalised by its own statistics, so that a sample's logits depend on the others in the batch; in an
 * evaluation by the running ones.
 * @param w flat weights [P]
 * @param x images [b, height, width, channels]; sides that are multiples of 4 lose nothing at an edge
 * @returns [b, classes]
 */
export function resnetOutput(net: ResNet, w: Tensor1D, x: Tensor4D, constants: ModelConstants, pass: ModelPass): Tensor2D {
  const views = viewsOf(w, net.parameters);
  const normalised = (name: string, input: Tensor4D): Tensor4D =>
    relu(batchNorm(input, views[`${name}.scale`] as Tensor1D, views[`${name}.shift`] as Tensor1D, { name, constants, pass }));
  // Padding by number, not 'same': with a stride of 2 the latter pads one side only.
  const convolved = (name: string, input: Tensor4D, stride: number, pad: number): Tensor4D =>
    conv2d(input, views[name] as Tensor4D, stride, pad);

  let hidden = convolved('stem', x, 1, 1);
  for (const { name, stride, convolvedShortcut } of net.blocks) {
    const activated = normalised(`${name}.norm1`, hidden);
    // A convolved shortcut reads the activated input, else it is the raw one.
    const shortcut = convolvedShortcut ? convolved(`${name}.shortcut`, activated, stride, 0) : hidden;
    const middle = normalised(`${name}.norm2`, convolved(`${name}.conv1`, activated, stride, 1));
    hidden = add(shortcut, convolved(`${name}.conv2`, middle, 1, 1));
  }
  const features = normalised('head.norm', hidden);
  const [batch, height, width] = features.shape;
  const pooled = reshape(avgPool(features, [height, width], 1, 'valid'), [batch, 4 * net.width]) as Tensor2D;
  return addBias(matMul(pooled, views['head.weight'] as Tensor2D, false, true), views['head.bias'] as Tensor1D, constants);
}
