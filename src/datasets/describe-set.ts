/** A parsed data set in numbers and in one line, for lists and for the check of a download. */
import type { Rows } from './catalog';
import type { ParsedSet } from './parsed-set';

export interface SetCounts extends Rows {
  /** One line, e.g. "60,000 + 10,000 images, 28 × 28, 10 classes". */
  readonly text: string;
}

const count = (value: number) => value.toLocaleString('en-GB');

function inParts(train: number, test: number | null, unit: string): string {
  return test ? `${count(train)} + ${count(test)} ${unit}` : `${count(train)} ${unit}`;
}

/** What a reader's name adds to the set's own, e.g. ", test part only". */
function added(name: string): string {
  const comma = name.indexOf(',');
  return comma < 0 ? '' : name.slice(comma);
}

/** Counts of a set. The samples of a text are its characters, as JavaScript's code units. */
export function describeSet(set: ParsedSet): SetCounts {
  switch (set.kind) {
    case 'images': {
      const train = set.train.pixels.count;
      const test = set.test?.pixels.count ?? null;
      const shape = `${set.height} × ${set.width}${set.channels === 1 ? ' grey' : ''}`;
      return {
        train,
        test,
        text: `${inParts(train, test, 'images')}, ${shape}, ${count(set.classNames.length)} classes${added(set.name)}`,
      };
    }
    case 'image-files': {
      const test = set.test.length || null;
      return {
        train: set.train.length,
        test,
        text: `${inParts(set.train.length, test, 'images')}, ${count(set.classNames.length)} classes`,
      };
    }
    case 'reviews': {
      const train = set.train.texts.length;
      const test = set.test?.texts.length ?? null;
      return { train, test, text: inParts(train, test, 'reviews') };
    }
    case 'text':
      return { train: set.text.length, test: null, text: `${count(set.text.length)} characters` };
    default:
      return set satisfies never;
  }
}
