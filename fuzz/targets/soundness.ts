/** Whether what a reader of data sets gave is a set at all: parts that fit each other. */
import type { LabelledImages, ParsedSet, Reviews } from '../../src/datasets/parsed-set';

export function isSound(set: ParsedSet): boolean {
  const images = ({ pixels, labels }: LabelledImages, size: number, classes: number) =>
    pixels.count === labels.length &&
    pixels.size === size &&
    (pixels.memory === null || pixels.memory.length === labels.length * size) &&
    labels.every((label) => label >= 0 && label < classes);
  const reviews = ({ texts, labels }: Reviews) => texts.length === labels.length && labels.every((label) => label < 2);
  switch (set.kind) {
    case 'images': {
      const size = set.height * set.width * set.channels;
      return [set.train, ...(set.test ? [set.test] : [])].every((part) => images(part, size, set.classNames.length));
    }
    case 'image-files':
      return set.train.length > 0 && [...set.train, ...set.test].every(({ label }) => set.classNames[label] !== undefined);
    case 'reviews':
      return reviews(set.train) && (set.test === null || reviews(set.test));
    default:
      return typeof set.text === 'string';
  }
}
