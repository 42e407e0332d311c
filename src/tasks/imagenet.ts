/**
 * ImageNet, or any pictures in folders of classes (specification §4): encoded, of any size, decoded to squares of one size as batches need them.
 * A training picture is a little larger than what the network sees, so that the device can cut a window out of it; a held-out one is its middle.
 */
import { squaresOfFiles } from '../datasets/image-files';
import type { ImageFileSet, LabelledFile } from '../datasets/parsed-set';
import { holdOut } from '../datasets/subset';
import type { FieldValues } from '../fields/field';
import { InputError } from '../fields/input-error';
import type { FileSource } from './definition';
import { marginOf } from './image-counts';
import { type ImagePart, type ImageParts, limited } from './image-parts';
import { numberOption, textOption } from './options';

/** The paper's code holds this many training images out: 1,231,166 of 1,281,167 are left. */
const mostHeldOut = 50_001;

/** Decoded pictures of each part that stay in memory, in bytes: all of a small set, the first ones of a large one. */
const keptBytes = 2 ** 28;

const colours = { mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225] };

interface Files {
  readonly train: readonly LabelledFile[];
  readonly validation: readonly LabelledFile[];
}

const labelsOf = (files: readonly LabelledFile[]) => Int32Array.from(files, ({ label }) => label);

function heldOut(set: ImageFileSet, wanted: string): Files {
  const { train, test, name } = set;
  if (wanted === 'test') {
    if (test.length > 0) return { train, validation: test };
    const what = `${name} has no val/ folder with labels; add it, or take "validation", which is cut from the training pictures.`;
    throw new InputError('task.options.heldOut', what);
  }
  const count = Math.min(Math.floor(train.length / 10), mostHeldOut);
  if (count === 0) throw new InputError('task.options.path', `${name} has only ${train.length} training pictures; at least 10 are needed.`);
  const ids = holdOut(labelsOf(train), count);
  const at = (some: Int32Array) => Array.from(some, (i) => train[i]!);
  return { train: at(ids.train), validation: at(ids.validation) };
}

/**
 * The pictures that the options name; none is opened yet.
 * @throws InputError if they are not folders of classes, or have not the part that is to be held out
 */
export async function imageNetParts(options: FieldValues, files: FileSource): Promise<ImageParts> {
  const path = options['path'];
  const set = await files.set('imagenet', typeof path === 'string' ? path : null);
  if (set.kind !== 'image-files') {
    throw new InputError('task.options.path', `${set.name} is no folder or zip with a folder of pictures for each class.`);
  }
  const side = numberOption(options, 'inputSide');
  const margin = marginOf(side, options['augment'] === true);
  const { train, validation } = heldOut(set, textOption(options, 'heldOut'));
  const partOf = (part: readonly LabelledFile[], square: { readonly side: number; readonly border: number }): ImagePart => {
    const pixels = squaresOfFiles(
      part.map(({ file }) => file),
      { ...square, kept: keptBytes },
    );
    return { pixels, places: null, labels: labelsOf(part) };
  };
  return {
    height: side + 2 * margin,
    width: side + 2 * margin,
    channels: 3,
    margin,
    classNames: set.classNames,
    train: limited(partOf(train, { side: side + 2 * margin, border: 0 }), options['trainLimit']!),
    // The whole middle of a held-out picture, in a frame that is cut off again.
    validation: limited(partOf(validation, { side, border: margin }), options['validationLimit']!),
    flipped: null,
    ...colours,
  };
}
