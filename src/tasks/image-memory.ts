/** What memory the image task takes, reckoned from its options and the catalog's numbers, before any file is opened. */
import { catalogEntry } from '../datasets/catalog';
import type { ImageSetId } from '../datasets/parsed-set';
import { pictureFacts } from '../datasets/sets/set-facts';
import { wordsOf } from '../engine/kernels/image-batch.reference';
import type { FieldValue, FieldValues } from '../fields/field';
import { ModelConstants } from '../models/constants';
import { countOf } from '../models/views';
import type { MemoryEstimate, MemorySetting } from './definition';
import { heldOutCount, marginOf } from './image-counts';
import { type ImageModel, type ImageShape, imageModelOf, modelFor, sizeOption } from './image-models';
import { type DataMemory, estimateOf, type ModelMemory, microBatchFor } from './memory-estimate';
import { numberOption, textOption } from './options';

/** Classes of ImageNet: of other folders there are usually fewer, which saves little. */
const imageNetClasses = 1000;

/** What the reckoning has to know of an image model. */
export function modelMemory({ parameters, activations, largestLayer }: ImageModel): ModelMemory {
  return { parameterCount: countOf(parameters), activations, largestLayer };
}

const limited = (count: number, limit: FieldValue | undefined) => (typeof limit === 'number' ? Math.min(limit, count) : count);

/** The images as the model sees them, how large one is as it is kept, and how many there are. */
function dataOf(options: FieldValues, atHand: MemorySetting['rows']): { shape: ImageShape; data: DataMemory } {
  const dataset = textOption(options, 'dataset') as 'glyphs' | ImageSetId;
  const keep = textOption(options, 'keep') as DataMemory['keep'];
  if (dataset === 'glyphs') {
    const side = numberOption(options, 'side');
    const classes = numberOption(options, 'classes');
    const shape = { height: side, width: side, channels: classes === 100 || options['colour'] === true ? 3 : 1, classes };
    const train = numberOption(options, 'samples');
    return { shape, data: { samples: { train, validation: Math.ceil(train / 2) }, sampleBytes: 4 * wordsOf(shape), keep: 'device' } };
  }
  if (dataset === 'imagenet') {
    const side = numberOption(options, 'inputSide');
    const kept = side + 2 * marginOf(side, options['augment'] === true);
    const shape = { height: side, width: side, channels: 3, classes: imageNetClasses };
    const sampleBytes = 4 * wordsOf({ height: kept, width: kept, channels: 3 });
    // Decoded as they are needed, unless the person wants them all at once.
    return { shape, data: { samples: null, sampleBytes, keep: keep === 'auto' ? 'host' : keep } };
  }
  const { height, width, channels, classNames } = pictureFacts[dataset];
  const shape = { height, width, channels, classes: classNames.length };
  const rows = atHand ?? catalogEntry(dataset).rows;
  const whole = rows && { train: rows.train, validation: rows.test ?? 0 };
  const cut = whole ? heldOutCount(dataset, whole.train) : 0;
  const parts =
    whole && (options['heldOut'] === 'test' || dataset === 'tiny-imagenet' ? whole : { train: whole.train - cut, validation: cut });
  const samples = parts && {
    train: limited(parts.train, options['trainLimit']),
    validation: limited(parts.validation, options['validationLimit']),
  };
  return { shape, data: { samples, sampleBytes: 4 * wordsOf(shape), keep } };
}

/**
 * Samples whose gradient is computed at once: as asked for, or, where a batch's layers are more than a device should be asked for, as many as
 * fit; null: the whole batch.
 */
export function microBatchOf(options: FieldValues, model: ImageModel, batchSize: number, largestTensor: number | null): number | null {
  const wanted = options['microBatch'];
  if (typeof wanted === 'number') return wanted < batchSize ? wanted : null;
  return microBatchFor(modelMemory(model), batchSize, largestTensor);
}

/** The image task's part of `TaskDefinition`. */
export function imageMemory(options: FieldValues, setting: MemorySetting): MemoryEstimate {
  const { shape, data } = dataOf(options, setting.rows);
  const id = modelFor(textOption(options, 'dataset'), textOption(options, 'model'));
  // Sizes alone are asked of it: no tensor is made.
  const model = imageModelOf(id, shape, sizeOption(options), new ModelConstants());
  return estimateOf(data, modelMemory(model), microBatchOf(options, model, setting.batchSize, setting.largestTensor), setting);
}
