/**
 * ResNet-18 (He and others, "Deep residual learning", in the form that torchvision made common), as a pure function of its flat weights and its
 * input: a 7×7 convolution, a pooling by maxima, four stages of two basic blocks, means over all pixels, and a linear layer. Images are
 * [batch, height, width, channels], filters [height, width, in, out].
 *
 * The means over all pixels let it take images of any size: 224 pixels a side is ImageNet's, 64 serves slow machines.
 */
import {
  add,
  avgPool,
  conv2d,
  matMul,
  maxPool,
  relu,
  reshape,
  type Tensor1D,
  type Tensor2D,
  type Tensor4D,
  tidy,
} from '@tensorflow/tfjs-core';
import { batchNorm, initialStatistics } from './batch-norm';
import { addBias } from './bias';
import type { ModelConstants } from './constants';
import type { InitialCarried, ModelPass } from './pass';
import { filter, initialResidualWeights, normalisation } from './residual-layers';
import { type ParameterShape, viewsOf } from './views';

/** A basic block: two 3×3 convolutions, the first with the stride, each followed by a normalisation. */
interface BasicBlock {
  /** `stage2.block1` */
  readonly name: string;
  readonly inputs: number;
  readonly outputs: number;
  readonly stride: 1 | 2;
  /** Whether what goes around the block is convolved (1×1) and normalised, as it must be where the block changes the shape. */
  readonly downsampled: boolean;
}

export interface ResNet18 {
  readonly classes: number;
  /** Colours of the images. */
  readonly channels: number;
  /** Channels of the stem and the first stage; each later stage has twice as many. */
  readonly width: number;
  readonly blocks: readonly BasicBlock[];
  readonly parameters: readonly ParameterShape[];
}

/** Channels of the first stage of the published network. A narrower one is for slow machines, and is not called ResNet-18. */
export const resnet18Width = 64;
const stages = 4;
const blocksPerStage = 2;

/**
 * @param options width 64 is the published network: 11,689,512 weights for 1,000 classes
 * @returns pieces `stem.conv`, `stem.norm.scale`, …, `stage1.block1.conv1`, …, `head.weight` [classes, 8·width], `head.bias` [classes]
 */
export function resnet18Of(options: { classes: number; channels?: number; width?: number }): ResNet18 {
  const { classes, channels = 3, width = resnet18Width } = options;
  const blocks = Array.from({ length: stages * blocksPerStage }, (_, i): BasicBlock => {
    const stage = Math.floor(i / blocksPerStage);
    const outputs = width * 2 ** stage;
    const downsampled = stage > 0 && i % blocksPerStage === 0;
    return {
      name: `stage${stage + 1}.block${(i % blocksPerStage) + 1}`,
      inputs: downsampled ? outputs / 2 : outputs,
      outputs,
      stride: downsampled ? 2 : 1,
      downsampled,
    };
  });
  const features = width * 2 ** (stages - 1);
  const parameters = [
    filter('stem.conv', 7, channels, width),
    ...normalisation('stem.norm', width),
    ...blocks.flatMap(({ name, inputs, outputs, downsampled }) => [
      filter(`${name}.conv1`, 3, inputs, outputs),
      ...normalisation(`${name}.norm1`, outputs),
      filter(`${name}.conv2`, 3, outputs, outputs),
      ...normalisation(`${name}.norm2`, outputs),
      ...(downsampled ? [filter(`${name}.down`, 1, inputs, outputs), ...normalisation(`${name}.downNorm`, outputs)] : []),
    ]),
    { name: 'head.weight', shape: [classes, features] },
    { name: 'head.bias', shape: [classes] },
  ];
  return { classes, channels, width, blocks, parameters };
}

/**
 * Filters normal with standard deviation √(2/(k²·out)) (He, by fan-out), scales 1, shifts 0, the linear layer and its bias uniform on
 * ±1/√(its inputs); float32 [P].
 */
export function initialResNet18Weights(net: ResNet18, seed: number): Float32Array {
  return initialResidualWeights(net.parameters, seed, featuresOf(net), ['head.weight', 'head.bias']);
}

/** Channels that the linear layer reads. */
function featuresOf({ width }: ResNet18): number {
  return width * 2 ** (stages - 1);
}

/** The running statistics of its normalisations before the first batch: `stem.norm.mean`, `stem.norm.variance`, … */
export function resnet18Statistics(net: ResNet18): InitialCarried {
  const scales = net.parameters.filter(({ name }) => name.endsWith('.scale'));
  return initialStatistics(scales.map(({ name, shape }) => ({ name: name.slice(0, -'.scale'.length), channels: shape[0]! })));
}

/** Pixels along a side after a convolution or pooling with stride 2, padded so that windows begin at every other pixel. */
const halved = (side: number) => Math.floor((side - 1) / 2) + 1;

/** Numbers that an image leaves in all convolutions together, and in the largest layer: what memory is reckoned by. */
export function resnet18Activations(width: number, side: number): { readonly convolutions: number; readonly largest: number } {
  let now = halved(side);
  const largest = now * now * width;
  let convolutions = largest;
  now = halved(now);
  for (let stage = 0; stage < stages; stage++) {
    if (stage > 0) now = halved(now);
    const layers = 2 * blocksPerStage + (stage > 0 ? 1 : 0);
    convolutions += layers * now * now * width * 2 ** stage;
  }
  return { convolutions, largest };
}

/**
 * Logits. In training a batch is normalised by its own statistics, so that a sample's logits depend on the others in the batch; in an
 * evaluation by the running ones.
 * @param w flat weights [P]
 * @param x images [b, height, width, channels], at least 32 pixels a side for every stage to see more than an edge
 * @returns [b, classes]
 */
export function resnet18Output(net: ResNet18, w: Tensor1D, x: Tensor4D, constants: ModelConstants, pass: ModelPass): Tensor2D {
  const views = viewsOf(w, net.parameters);
  const normalised = (name: string, input: Tensor4D): Tensor4D =>
    batchNorm(input, views[`${name}.scale`] as Tensor1D, views[`${name}.shift`] as Tensor1D, { name, constants, pass });
  // Padding by number, not 'same': with a stride of 2 the latter pads one side only.
  const convolved = (name: string, input: Tensor4D, stride: number, pad: number): Tensor4D =>
    conv2d(input, views[name] as Tensor4D, stride, pad);

  // The gradient does not need a convolution's output once it is normalised: it is given back.
  const layer = (convolution: string, norm: string, input: Tensor4D, stride: number, pad: number): Tensor4D =>
    tidy(() => normalised(norm, convolved(convolution, input, stride, pad)));

  const stem = relu(layer('stem.conv', 'stem.norm', x, 2, 3));
  // After a ReLU the padding, which no backend lets win, is as good as zeros.
  let hidden = maxPool(stem, 3, 2, 1);
  for (const { name, stride, downsampled } of net.blocks) {
    const middle = relu(layer(`${name}.conv1`, `${name}.norm1`, hidden, stride, 1));
    const through = layer(`${name}.conv2`, `${name}.norm2`, middle, 1, 1);
    const around = downsampled ? layer(`${name}.down`, `${name}.downNorm`, hidden, stride, 0) : hidden;
    hidden = relu(add(through, around));
  }
  const [batch, height, width] = hidden.shape;
  const pooled = reshape(avgPool(hidden, [height, width], 1, 'valid'), [batch, featuresOf(net)]) as Tensor2D;
  return addBias(matMul(pooled, views['head.weight'] as Tensor2D, false, true), views['head.bias'] as Tensor1D, constants);
}
