/** The images that are trained on and those that are held out: drawn here, or cut from a data set. */
import { drawGlyphs, flipLabels, type GlyphClasses, type GlyphOptions, glyphNames } from '../datasets/glyphs';
import { type ImageSet, type ImageSetId, type LabelledImages, type PixelStore, pixelsInMemory } from '../datasets/parsed-set';
import { holdOut, stratifiedIds } from '../datasets/subset';
import type { FieldValues } from '../fields/field';
import { InputError } from '../fields/input-error';
import type { FileSource } from './definition';
import { heldOutCount } from './image-counts';
import { numberOption, textOption } from './options';

/** Images of one part, with the numbers that they have there. */
export interface ImagePart {
  readonly pixels: PixelStore;
  /** Where each image stands among `pixels`; null: image i is the i-th. */
  readonly places: Int32Array | null;
  /** Class of each image. */
  readonly labels: Int32Array;
}

export interface ImageParts {
  readonly height: number;
  readonly width: number;
  /** 1 or 3. */
  readonly channels: number;
  /** Pixels along every edge that the network does not see: room for a training window to move in; 0 where the window moves out of the image. */
  readonly margin: number;
  readonly classNames: readonly string[];
  readonly train: ImagePart;
  readonly validation: ImagePart;
  /** 1 where label noise changed a training label; null without label noise. */
  readonly flipped: Uint8Array | null;
  /** Of each colour, as a share of 255: what is subtracted from it, and what it is divided by. */
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

interface Colours {
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

const cifar: Colours = { mean: [125.3, 123, 113.9].map((byte) => byte / 255), deviation: [63, 62.1, 66.7].map((byte) => byte / 255) };
/** In the paper's code SVHN is divided by 255 only (specification §3). */
const asTheyAre: Colours = { mean: [0, 0, 0], deviation: [1, 1, 1] };

/** How colours are normalised. */
const colours: Readonly<Record<Exclude<ImageSetId, 'imagenet'>, Colours>> = {
  mnist: { mean: [0.1307], deviation: [0.3081] },
  'fashion-mnist': { mean: [0.286], deviation: [0.353] },
  cifar10: cifar,
  cifar100: cifar,
  svhn: asTheyAre,
  'svhn-extra': asTheyAre,
  'tiny-imagenet': { mean: [0.4802, 0.4481, 0.3975], deviation: [0.2302, 0.2265, 0.2262] },
};

function drawnParts(options: FieldValues): ImageParts {
  const classes = numberOption(options, 'classes') as GlyphClasses;
  const side = numberOption(options, 'side');
  const count = numberOption(options, 'samples');
  const colour = classes === 100 || options['colour'] === true;
  const channels = colour ? 3 : 1;
  const drawn = (part: GlyphOptions['part'], images: number): ImagePart => {
    const { pixels, labels } = drawGlyphs({ classes, count: images, side, colour, part });
    return { pixels: pixelsInMemory(pixels, side * side * channels), places: null, labels };
  };
  const clean = drawn('training', count);
  const noise = numberOption(options, 'labelNoise') / 100;
  const { labels, flipped } = flipLabels(clean.labels, classes, noise);
  return {
    height: side,
    width: side,
    channels,
    margin: 0,
    classNames: glyphNames(classes),
    train: { ...clean, labels },
    validation: drawn('validation', Math.ceil(count / 2)),
    flipped: noise > 0 ? flipped : null,
    mean: new Array<number>(channels).fill(0.35),
    deviation: new Array<number>(channels).fill(0.25),
  };
}

/** Some of the images, by their places. */
function partOf({ pixels, labels }: LabelledImages, places: Int32Array | null): ImagePart {
  return { pixels, places, labels: places ? places.map((place) => labels[place]!) : labels };
}

/** At most `limit` images, classes in proportion. */
export function limited(part: ImagePart, limit: FieldValues[string]): ImagePart {
  if (typeof limit !== 'number' || limit >= part.labels.length) return part;
  const chosen = stratifiedIds(part.labels, limit, 0);
  return { ...part, places: part.places ? chosen.map((i) => part.places![i]!) : chosen, labels: chosen.map((i) => part.labels[i]!) };
}

function heldOutParts(set: ImageSet, heldOut: string): { train: ImagePart; validation: ImagePart } {
  const { train, test, id, name } = set;
  // Tiny ImageNet's second part is its validation part: its test labels were never published.
  const own = heldOut === 'test' || (id === 'tiny-imagenet' && test !== null);
  if (own) {
    if (!test) {
      const what = `${name} has no test part among the files; add its test files, or take "validation", which is cut from the training part.`;
      throw new InputError('task.options.heldOut', what);
    }
    return { train: partOf(train, null), validation: partOf(test, null) };
  }
  const count = heldOutCount(id, train.labels.length);
  if (count === 0)
    throw new InputError('task.options.path', `${name} has only ${train.labels.length} training images here; at least 10 are needed.`);
  const { train: kept, validation } = holdOut(train.labels, count);
  return { train: partOf(train, kept), validation: partOf(train, validation) };
}

async function broughtParts(id: keyof typeof colours, options: FieldValues, files: FileSource): Promise<ImageParts> {
  const path = options['path'];
  const set = await files.set(id, typeof path === 'string' ? path : null);
  if (set.kind !== 'images')
    throw new InputError('task.options.path', `${set.name} is not a set of images of one size; choose a file of ${id}.`);
  const { train, validation } = heldOutParts(set, textOption(options, 'heldOut'));
  const { height, width, channels, classNames } = set;
  const { mean, deviation } = colours[id];
  // A grey copy of a colour set, or the other way round, is normalised colour by colour all the same.
  const each = (values: readonly number[]) => Array.from({ length: channels }, (_, i) => values[i % values.length]!);
  return {
    height,
    width,
    channels,
    margin: 0,
    classNames,
    train: limited(train, options['trainLimit']!),
    validation: limited(validation, options['validationLimit']!),
    flipped: null,
    mean: each(mean),
    deviation: each(deviation),
  };
}

/**
 * The images that the options name.
 * @throws InputError if the set cannot be read or has not the part that is to be held out
 */
export function imageParts(options: FieldValues, files: FileSource): Promise<ImageParts> {
  const dataset = textOption(options, 'dataset');
  return dataset === 'glyphs' ? Promise.resolve(drawnParts(options)) : broughtParts(dataset as keyof typeof colours, options, files);
}
