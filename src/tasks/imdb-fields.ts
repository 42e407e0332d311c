/** What can be set of the sentiment task, and the sizes that follow. */
import type { KeptEnd } from '../datasets/tokenizer';
import type { Field, FieldValues } from '../fields/field';
import type { Readout } from '../models/bi-lstm';
import { numberOption, textOption } from './options';

const own = { key: 'size', values: ['browser'] } as const;

export const imdbFields: readonly Field[] = [
  {
    kind: 'choice',
    key: 'dataset',
    label: 'reviews',
    help: 'Made-up reviews need no file; IMDB’s are taken from the data sets kept by this page.',
    default: 'grammar',
    choices: [
      {
        value: 'grammar',
        label: 'made up',
        help: 'From a small grammar; one in sixteen training reviews stands there twice with opposite labels, so that the loss cannot reach 0.',
      },
      { value: 'imdb', label: 'IMDB', help: '50,000 film reviews, half of them to test with (Maas et al. 2011).' },
    ],
    visibleWhen: { key: 'path', values: [null] },
  },
  {
    kind: 'file',
    key: 'path',
    label: 'file of reviews',
    help: 'The archive aclImdb_v1.tar.gz, its unpacked folder, a CSV with columns review and sentiment, or Parquet with columns text and label.',
    accepts: 'IMDB reviews (tar.gz, CSV, Parquet or folder)',
    default: null,
  },
  {
    kind: 'choice',
    key: 'size',
    label: 'size',
    help: 'The paper states 128 units a direction and all 25,000 reviews; embedding, vocabulary and length are not stated and were chosen here. With the paper’s size, set the batch size to 128 and the epochs to 100.',
    default: 'browser',
    choices: [
      { value: 'browser', label: 'as set below' },
      {
        value: 'paper',
        label: 'the paper’s',
        help: '128 units, all reviews; vocabulary 20,000, length 256 and embedding 128 are our choice.',
      },
    ],
  },
  {
    kind: 'number',
    key: 'trainLimit',
    label: 'training reviews at most',
    help: 'Train on this many of the training reviews only, always the same ones, both classes in proportion.',
    default: 1000,
    nullable: 'all',
    integer: true,
    min: 10,
    max: 1_000_000,
    slider: { min: 100, max: 25_000, scale: 'log' },
    visibleWhen: own,
  },
  {
    kind: 'number',
    key: 'validationLimit',
    label: 'held-out reviews at most',
    help: 'Measure on this many of the held-out reviews only.',
    default: 500,
    nullable: 'all',
    integer: true,
    min: 10,
    max: 1_000_000,
    slider: { min: 100, max: 25_000, scale: 'log' },
    visibleWhen: own,
    advanced: true,
  },
  {
    kind: 'choice',
    key: 'heldOut',
    label: 'held out',
    help: 'Reviews that are not trained on, to measure with. Where a file has no test part, a fifth of the training part is taken.',
    default: 'test',
    choices: [
      { value: 'test', label: 'the test part' },
      { value: 'train', label: 'a fifth of the training part' },
    ],
    advanced: true,
  },
  {
    kind: 'number',
    key: 'vocabulary',
    label: 'vocabulary',
    help: 'The commonest words of the training reviews that have a number of their own, with one for padding and one for all other words.',
    default: 2000,
    integer: true,
    min: 10,
    max: 100_000,
    slider: { min: 100, max: 20_000, scale: 'log' },
    visibleWhen: own,
    advanced: true,
  },
  {
    kind: 'number',
    key: 'length',
    label: 'length',
    help: 'Words of a review that are read; longer ones are cut.',
    default: 64,
    integer: true,
    min: 2,
    max: 512,
    slider: { min: 8, max: 256, scale: 'log' },
    visibleWhen: own,
  },
  {
    kind: 'choice',
    key: 'kept',
    label: 'kept end',
    help: 'Which end of a review that is too long is read. Verdicts often stand at the end.',
    default: 'last',
    choices: [
      { value: 'first', label: 'the beginning' },
      { value: 'last', label: 'the end' },
    ],
    advanced: true,
  },
  {
    kind: 'number',
    key: 'embedding',
    label: 'embedding',
    help: 'Numbers that stand for a word.',
    default: 32,
    integer: true,
    min: 1,
    max: 512,
    slider: { min: 4, max: 128, scale: 'log' },
    advanced: true,
    visibleWhen: own,
  },
  {
    kind: 'number',
    key: 'hidden',
    label: 'hidden units',
    help: 'Units of the LSTM layer in each direction.',
    default: 32,
    integer: true,
    min: 1,
    max: 512,
    slider: { min: 4, max: 128, scale: 'log' },
    visibleWhen: own,
  },
  {
    kind: 'choice',
    key: 'readout',
    label: 'read out',
    help: 'What the last layer sees of each direction; the paper does not say. Every word is one step from the means, but up to a whole review from the final states, which steps of plain gradients learn far more slowly.',
    default: 'mean',
    choices: [
      { value: 'mean', label: 'the means of the states' },
      { value: 'final', label: 'the final states' },
    ],
    advanced: true,
  },
  {
    kind: 'number',
    key: 'dropout',
    label: 'dropout',
    help: 'Share of what is read out that is left out of each update, drawn anew for every sample. Trials of a line search see the same draw.',
    default: 0,
    min: 0,
    max: 0.9,
    slider: { min: 0, max: 0.8, scale: 'linear', step: 0.05 },
    advanced: true,
  },
];

/** Sizes of the data and the model. */
export interface ImdbSizes {
  readonly trainLimit: number | null;
  readonly validationLimit: number | null;
  readonly vocabulary: number;
  readonly length: number;
  readonly kept: KeptEnd;
  readonly embedding: number;
  readonly hidden: number;
  readonly readout: Readout;
  readonly dropout: number;
}

/** What the paper states (units, reviews), and our choice for what it does not. */
const paperSizes = { trainLimit: null, validationLimit: null, vocabulary: 20_000, length: 256, embedding: 128, hidden: 128 } as const;

const limit = (options: FieldValues, key: string): number | null => (options[key] === null ? null : numberOption(options, key));

/** The sizes that the options ask for. */
export function imdbSizesOf(options: FieldValues): ImdbSizes {
  const kept = textOption(options, 'kept') as KeptEnd;
  const readout = textOption(options, 'readout') as Readout;
  const dropout = numberOption(options, 'dropout');
  if (textOption(options, 'size') === 'paper') return { ...paperSizes, kept, readout, dropout };
  return {
    trainLimit: limit(options, 'trainLimit'),
    validationLimit: limit(options, 'validationLimit'),
    vocabulary: numberOption(options, 'vocabulary'),
    length: numberOption(options, 'length'),
    kept,
    embedding: numberOption(options, 'embedding'),
    hidden: numberOption(options, 'hidden'),
    readout,
    dropout,
  };
}
