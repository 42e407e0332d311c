/**
 * Image classification, the paper's table 1 and figures 1 and 4 (specification §3): a small network tells classes of pictures apart, on
 * drawn glyphs or on a real data set. With label noise, or with a model that is too small, it is the paper's case: the loss cannot reach 0.
 */
import { dispose, gather, keep, type Tensor2D, type Tensor4D, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import { largestTensorBytes } from '../engine/kernels/image-batch';
import type { FieldValues } from '../fields/field';
import { confusionCounts, identityRows, rightPredictions } from '../models/class-predictions';
import { ModelConstants } from '../models/constants';
import { crossEntropy } from '../models/cross-entropy';
import { countOf, matrixMask } from '../models/views';
import type { FileSource, Protocol, Task } from './definition';
import { galleryOf, type ImageData, imageDataOf, keptOnHost } from './image-data';
import { microBatchOf } from './image-memory';
import { type ImageModel, imageModelOf, modelFor, sizeOption } from './image-models';
import { type ImageParts, imageParts } from './image-parts';
import { imageNetParts } from './imagenet';
import { textOption } from './options';

/** Up to this many training images of the built-in set the full loss is a small part of an epoch's work. */
const cheapTrainSize = 2000;

/** Bytes that the largest layer of one chunk of an evaluation may take; a pass through the model holds some ten times as much. */
const chunkBytes = 2 ** 23;

/** Images evaluated at once: at least 16, where the device takes as many, at most 1,000. */
function chunkOf({ largestLayer }: ImageModel): number {
  const within = (bytes: number) => Math.floor(bytes / (4 * largestLayer));
  return Math.max(1, Math.min(1000, Math.max(16, within(chunkBytes)), within(largestTensorBytes())));
}

/** What a task of pictures is made of, wherever they come from. */
export interface ImageTaskParts {
  readonly parts: ImageParts;
  readonly data: ImageData;
  readonly model: ImageModel;
  readonly constants: ModelConstants;
  /** Whether weight decay leaves out biases, scales and shifts. */
  readonly decayWeightsOnly: boolean;
  readonly fullTrainLossIsCheap: boolean;
  /** Images whose gradient is computed at once; null: the whole batch. */
  readonly microBatch: number | null;
}

/** The task on the device; it takes over `data` and `constants`. */
export function imageTask({ parts, data, model, constants, decayWeightsOnly, fullTrainLossIsCheap, microBatch }: ImageTaskParts): Task {
  const { train, validation, classNames } = parts;
  const kept = {
    classes: keep(tensor2d(identityRows(classNames.length), [classNames.length, classNames.length])),
    train: keep(tensor1d(train.labels, 'int32')),
    validation: keep(tensor1d(validation.labels, 'int32')),
    ...(decayWeightsOnly ? { decayed: keep(tensor1d(matrixMask(model.parameters))) } : {}),
  };
  return {
    trainSize: train.labels.length,
    validationSize: validation.labels.length,
    parameters: model.parameters,
    parameterCount: countOf(model.parameters),
    lowerBound: 0,
    floor: null,
    fullTrainLossIsCheap,
    evaluationChunk: chunkOf(model),
    hasAccuracy: true,
    initialWeights: model.initialWeights,
    batch(part, ids, context) {
      const labels = gather(kept[part], ids);
      const batch = { x: data.batch(part, ids, context), truth: gather(kept.classes, labels) };
      labels.dispose();
      return batch;
    },
    predict: (w, batch, pass) => model.output(w, batch['x'] as Tensor4D, pass),
    losses: (output, batch) => crossEntropy(output as Tensor2D, batch['truth'] as Tensor2D),
    correct: (output, batch) => rightPredictions(output as Tensor2D, batch['truth'] as Tensor2D, kept.classes),
    confusion: (output, batch) => confusionCounts(output as Tensor2D, batch['truth'] as Tensor2D, kept.classes),
    classNames,
    ...(model.statistics ? { carried: { initial: model.statistics, startsAnew: false } } : {}),
    ...(data.staging ? { staging: data.staging } : {}),
    ...(microBatch === null ? {} : { microBatch }),
    ...(kept.decayed ? { decayed: kept.decayed } : {}),
    gallery: galleryOf(parts),
    dataBytes: data.bytes,
    dispose() {
      dispose(kept);
      data.dispose();
      constants.dispose();
    },
  };
}

/** See `TaskDefinition.build`. */
export async function build(options: FieldValues, files: FileSource, { batchSize }: Protocol): Promise<Task> {
  const dataset = textOption(options, 'dataset');
  const ofFiles = dataset === 'imagenet';
  const parts = await (ofFiles ? imageNetParts(options, files) : imageParts(options, files));
  const constants = new ModelConstants();
  const { height, width, channels, margin, classNames } = parts;
  const shape = { height: height - 2 * margin, width: width - 2 * margin, channels, classes: classNames.length };
  const model = imageModelOf(modelFor(dataset, textOption(options, 'model')), shape, sizeOption(options), constants);
  const keep = textOption(options, 'keep');
  // Encoded pictures are decoded as they are needed, unless the person wants them all at once.
  const onHost = ofFiles && keep === 'auto' ? true : keptOnHost(parts, keep);
  const data = await imageDataOf(parts, options['augment'] === true, onHost);
  return imageTask({
    parts,
    data,
    model,
    constants,
    decayWeightsOnly: options['decay'] === 'weights',
    fullTrainLossIsCheap: dataset === 'glyphs' && parts.train.labels.length <= cheapTrainSize,
    microBatch: microBatchOf(options, model, batchSize, largestTensorBytes()),
  });
}
