/**
 * The numbers of the paper's Tables 1 and 2, complete, as they were published (specification, "Published table 1" and "2"). They are
 * reference data: nothing that is measured here ever goes into them.
 */
import type { OptimizerId } from '../optimizers/definition';

export const tableIds = ['table-1', 'table-2'] as const;
export type TableId = (typeof tableIds)[number];

/** The nine methods of both tables, in the published order. */
export const tableMethods = [
  'sgd',
  'adabound',
  'adam',
  'coin',
  'sls-armijo',
  'sls-goldstein',
  'sls-polyak',
  'pal',
  'aalig',
] as const satisfies readonly OptimizerId[];
export type TableMethod = (typeof tableMethods)[number];

export interface TableColumn {
  /** Also the id of the panel that fills it. */
  readonly id: string;
  /** E.g. "CIFAR-10". */
  readonly dataSet: string;
  /** Whether training images were cropped and flipped; null where there is no such thing. */
  readonly augmented: boolean | null;
  /** The part on which the published accuracy was measured. */
  readonly split: 'test' | 'validation';
  readonly model: string;
  /** What has to be known to read the column; empty where nothing has. */
  readonly note: string;
}

export interface TableRow {
  readonly method: TableMethod;
  /** As the table calls it; SGD is another method in each of them. */
  readonly name: string;
  /** Accuracy in %, one a column. */
  readonly values: readonly number[];
}

export interface PaperTable {
  readonly id: TableId;
  /** What all numbers are. */
  readonly measure: string;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly TableRow[];
}

const resnet8 = 'ResNet, 8 layers, 78,000 to 90,000 weights';

const names: Readonly<Record<Exclude<TableMethod, 'sgd'>, string>> = {
  adabound: 'AdaBound',
  adam: 'Adam',
  coin: 'Coin',
  'sls-armijo': 'SLS-Armijo',
  'sls-goldstein': 'SLS-Goldstein',
  'sls-polyak': 'SLS-Polyak',
  pal: 'PAL',
  aalig: 'AALIG',
};

/** Rows in the order of `tableMethods`. */
function rowsOf(sgdName: string, values: readonly (readonly number[])[]): readonly TableRow[] {
  return tableMethods.map((method, index) => ({
    method,
    name: method === 'sgd' ? sgdName : names[method],
    values: values[index] as readonly number[],
  }));
}

export const table1: PaperTable = {
  id: 'table-1',
  measure: 'accuracy in %',
  columns: [
    {
      id: 'svhn',
      dataSet: 'SVHN',
      augmented: false,
      split: 'test',
      model: resnet8,
      note: 'The paper speaks of 598,388 training images (with the extra ones); the published scripts and logs use the plain training file: 67,257 of its images to train on, 6,000 to validate.',
    },
    { id: 'cifar10', dataSet: 'CIFAR-10', augmented: false, split: 'test', model: resnet8, note: '' },
    { id: 'cifar10-augmented', dataSet: 'CIFAR-10', augmented: true, split: 'test', model: resnet8, note: '' },
    {
      id: 'cifar100',
      dataSet: 'CIFAR-100',
      augmented: false,
      split: 'test',
      model: resnet8,
      note: 'Printed as test accuracy. In the authors’ logs the runs behind seven of these numbers (SGD, AdaBound, Adam, Coin, SLS-Armijo, SLS-Polyak, AALIG) have them as validation accuracy, and their test accuracy was not evaluated.',
    },
    { id: 'cifar100-augmented', dataSet: 'CIFAR-100', augmented: true, split: 'test', model: resnet8, note: '' },
    { id: 'tiny-imagenet', dataSet: 'Tiny ImageNet', augmented: false, split: 'validation', model: resnet8, note: '' },
    { id: 'tiny-imagenet-augmented', dataSet: 'Tiny ImageNet', augmented: true, split: 'validation', model: resnet8, note: '' },
    {
      id: 'imagenet',
      dataSet: 'ImageNet',
      augmented: true,
      split: 'validation',
      model: 'ResNet-18, 11.7 million weights',
      note: 'But for SGD, the best hyperparameters of Tiny ImageNet were used again, with a batch size of 256 and 90 epochs.',
    },
  ],
  rows: rowsOf('SGD step', [
    [95.5, 84.2, 88.1, 51.0, 59.6, 39.8, 43.2, 71.1],
    [93.1, 75.6, 85.2, 44.0, 55.4, 34.3, 40.1, 62.9],
    [94.3, 79.7, 85.8, 48.1, 56.2, 35.5, 41.2, 62.6],
    [92.4, 76.2, 84.1, 42.4, 54.0, 30.8, 36.3, 61.5],
    [92.9, 81.2, 85.8, 31.6, 42.0, 9.4, 10.0, 63.2],
    [92.1, 78.2, 86.4, 45.5, 57.2, 32.9, 40.4, 62.6],
    [93.6, 79.9, 85.9, 43.6, 54.0, 31.4, 38.0, 62.7],
    [93.0, 81.5, 86.7, 39.8, 57.0, 35.3, 40.8, 63.6],
    [95.0, 85.0, 86.8, 50.4, 58.0, 39.9, 42.3, 67.1],
  ]),
};

const textNote = 'The printed table gives “Small ResNet” as the model of this column: a slip, taken over from Table 1.';

export const table2: PaperTable = {
  id: 'table-2',
  measure: 'test accuracy in %',
  columns: [
    {
      id: 'imdb',
      dataSet: 'IMDB',
      augmented: null,
      split: 'test',
      model: 'bidirectional LSTM, 128 units a direction',
      note: `${textNote} Vocabulary, length and embedding are not stated.`,
    },
    {
      id: 'tolstoi',
      dataSet: 'Tolstoi (War and Peace)',
      augmented: null,
      split: 'test',
      model: 'two recurrent layers of 128 units',
      note: `${textNote} The text says recurrent network; the problem of DeepOBS that is named has LSTM layers. Accuracy is that of the next character.`,
    },
  ],
  rows: rowsOf('SGD const', [
    [87.5, 49.4],
    [82.7, 41.7],
    [87.9, 57.9],
    [87.6, 56.9],
    [73.4, 30.0],
    [78.6, 39.2],
    [67.1, 31.3],
    [85.7, 52.9],
    [87.7, 59.4],
  ]),
};

export const tables: Readonly<Record<TableId, PaperTable>> = { 'table-1': table1, 'table-2': table2 };

/** The published number of a cell in %; null where the table has no such method or column. */
export function publishedValue(table: TableId, method: string, column: string): number | null {
  const { columns, rows } = tables[table];
  const at = columns.findIndex(({ id }) => id === column);
  return rows.find((row) => row.method === method)?.values[at] ?? null;
}

/** The published number of a cell as text, as printed, e.g. "84.2"; null where the table has no such method or column. */
export function publishedOf(table: TableId, method: string, column: string): string | null {
  return publishedValue(table, method, column)?.toFixed(1) ?? null;
}
