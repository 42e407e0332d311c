/** What can be set of the character task, and the sizes that follow. */
import type { Field, FieldValues } from '../fields/field';
import { numberOption, textOption } from './options';

const own = { key: 'size', values: ['browser'] } as const;

export const tolstoiFields: readonly Field[] = [
  {
    kind: 'choice',
    key: 'dataset',
    label: 'text',
    help: 'The made-up chronicle needs no file; War and Peace is taken from the data sets kept by this page.',
    default: 'grammar',
    choices: [
      { value: 'grammar', label: 'made up', help: 'A chronicle of villages and horses from a small grammar, 200,000 characters.' },
      { value: 'tolstoi', label: 'War and Peace', help: 'The whole novel, 3.3 million characters.' },
    ],
    visibleWhen: { key: 'path', values: [null] },
  },
  {
    kind: 'file',
    key: 'path',
    label: 'text file',
    help: 'Any text in UTF-8, for example War and Peace from Project Gutenberg.',
    accepts: 'plain text (UTF-8), plain or gzip',
    default: null,
  },
  {
    kind: 'choice',
    key: 'size',
    label: 'size',
    help: 'DeepOBS’s problem, which the paper uses, takes the whole text, windows of 50 characters, an embedding of 128 and two layers of 128 units; the batch size is 50 in both.',
    default: 'browser',
    choices: [
      { value: 'browser', label: 'as set below' },
      {
        value: 'paper',
        label: 'the paper’s (DeepOBS)',
        help: 'The whole text, length 50, embedding and hidden 128, two layers; set the epochs to 150.',
      },
    ],
  },
  {
    kind: 'number',
    key: 'characters',
    label: 'characters at most',
    help: 'Use only the first so many characters; 80 % of them are trained on, the last 20 % held out.',
    default: 50_000,
    nullable: 'all',
    integer: true,
    min: 100,
    max: 100_000_000,
    slider: { min: 10_000, max: 1_000_000, scale: 'log' },
    visibleWhen: own,
  },
  {
    kind: 'number',
    key: 'length',
    label: 'window length',
    help: 'Characters of a window: one sample, with one AOV. Gradients do not reach beyond it, the state does.',
    default: 32,
    integer: true,
    min: 1,
    max: 256,
    slider: { min: 8, max: 128, scale: 'log' },
    visibleWhen: own,
  },
  {
    kind: 'number',
    key: 'embedding',
    label: 'embedding',
    help: 'Numbers that stand for a character.',
    default: 64,
    integer: true,
    min: 1,
    max: 512,
    slider: { min: 8, max: 128, scale: 'log' },
    advanced: true,
    visibleWhen: own,
  },
  {
    kind: 'number',
    key: 'hidden',
    label: 'hidden units',
    help: 'Units of each LSTM layer.',
    default: 64,
    integer: true,
    min: 1,
    max: 512,
    slider: { min: 8, max: 128, scale: 'log' },
    visibleWhen: own,
  },
  {
    kind: 'choice',
    key: 'layers',
    label: 'layers',
    help: 'LSTM layers, one on the other.',
    default: 1,
    choices: [
      { value: 1, label: 'one' },
      { value: 2, label: 'two' },
    ],
    visibleWhen: own,
    advanced: true,
  },
];

/** Sizes of the data and the model. */
export interface TolstoiSizes {
  /** null: all */
  readonly characters: number | null;
  readonly length: number;
  readonly embedding: number;
  readonly hidden: number;
  readonly layers: number;
}

/** DeepOBS's problem. */
const paperSizes: TolstoiSizes = { characters: null, length: 50, embedding: 128, hidden: 128, layers: 2 };

/** The sizes that the options ask for. */
export function tolstoiSizesOf(options: FieldValues): TolstoiSizes {
  if (textOption(options, 'size') === 'paper') return paperSizes;
  return {
    characters: options['characters'] === null ? null : numberOption(options, 'characters'),
    length: numberOption(options, 'length'),
    embedding: numberOption(options, 'embedding'),
    hidden: numberOption(options, 'hidden'),
    layers: numberOption(options, 'layers'),
  };
}
