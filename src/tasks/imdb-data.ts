/** The reviews of the sentiment task: from a file, from the cache, or made up; cut into a training and a held-out part. */
import type { Reviews } from '../datasets/parsed-set';
import { drawSentimentReviews } from '../datasets/sentiment-grammar';
import { holdOut, stratifiedIds } from '../datasets/subset';
import type { FieldValues } from '../fields/field';
import { InputError } from '../fields/input-error';
import type { FileSource } from './definition';
import { textOption } from './options';

/** What is trained on and what is held out. */
export interface ReviewParts {
  readonly train: Reviews;
  readonly validation: Reviews;
  /** 1 for a training review whose label contradicts its text; null where nobody knows. */
  readonly flipped: Uint8Array | null;
}

/** Of the made-up reviews, where no limit is set. */
const generated = { train: 4000, validation: 1000 } as const;
/** Part of the training part that is held out where there is no test part. */
const heldOutShare = 0.2;
/** Reviews below which there is nothing to learn or to measure. */
const fewest = 10;

function selected({ texts, labels }: Reviews, ids: Int32Array): Reviews {
  return { texts: Array.from(ids, (id) => texts[id]!), labels: Uint8Array.from(ids, (id) => labels[id]!) };
}

/** At most so many reviews, both classes in proportion, always the same ones. */
function limited(reviews: Reviews, limit: number): Reviews {
  return limit < reviews.labels.length ? selected(reviews, stratifiedIds(reviews.labels, limit, 0)) : reviews;
}

function checkBothClasses({ labels }: Reviews, where: string): void {
  const positive = labels.reduce((sum, label) => sum + label, 0);
  if (labels.length >= fewest && positive > 0 && positive < labels.length) return;
  throw new InputError(
    where,
    `has ${labels.length} reviews, ${positive} of them positive; at least ${fewest} and both classes are needed.`,
  );
}

/**
 * The task's reviews.
 * @param options `path`, `dataset`, `heldOut`
 * @param limits reviews of each part at most; null: all
 * @throws InputError if the file cannot be read or has too few reviews
 */
export async function loadReviews(
  options: FieldValues,
  limits: { readonly train: number | null; readonly validation: number | null },
  files: FileSource,
): Promise<ReviewParts> {
  const path = typeof options['path'] === 'string' ? options['path'] : null;
  if (path === null && textOption(options, 'dataset') === 'grammar') {
    const { train, test, contradicting } = drawSentimentReviews(
      Math.min(limits.train ?? generated.train, generated.train),
      Math.min(limits.validation ?? generated.validation, generated.validation),
    );
    return { train, validation: test, flipped: contradicting };
  }
  const set = await files.set('imdb', path);
  if (set.kind !== 'reviews') throw new InputError(set.name, 'holds no reviews of two classes.');
  let { train, test } = set;
  checkBothClasses(train, `${set.name}, training part`);
  if (test === null || textOption(options, 'heldOut') === 'train') {
    const ids = holdOut(train.labels, Math.ceil(train.labels.length * heldOutShare));
    test = selected(train, ids.validation);
    train = selected(train, ids.train);
  }
  const limit = (count: number | null) => count ?? Number.POSITIVE_INFINITY;
  return { train: limited(train, limit(limits.train)), validation: limited(test, limit(limits.validation)), flipped: null };
}
