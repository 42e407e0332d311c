/** The sweeps behind the tables' cells: nine methods, one set of images or texts, scaled down. */
import type { OptimizerId } from '../optimizers/definition';

/** Settings that the tables give a value to; what is left out is at its default. */
export interface TableSettings {
  readonly aalig: { readonly eta: number; readonly weightDecay?: number };
  readonly sgd: { readonly eta: number; readonly weightDecay?: number; readonly schedule?: 'constant' | 'step' };
  readonly adam?: number;
  readonly adabound?: number;
}

interface Setting {
  readonly id: OptimizerId;
  readonly hyperparameters?: Readonly<Record<string, unknown>>;
}

/** The nine methods of a table, in its order. Goldstein's search ends at its cap instead of repeating the same trial a hundred times. */
export function nineMethods({ aalig, sgd, adam, adabound }: TableSettings): readonly Setting[] {
  const eta = (value: number | undefined) => (value === undefined ? {} : { hyperparameters: { eta: value } });
  return [
    { id: 'sgd', hyperparameters: { momentum: 0.9, nesterov: true, ...sgd } },
    { id: 'adabound', ...eta(adabound) },
    { id: 'adam', ...eta(adam) },
    { id: 'coin' },
    { id: 'sls-armijo' },
    { id: 'sls-goldstein', hyperparameters: { earlyExit: true } },
    { id: 'sls-polyak' },
    { id: 'pal' },
    { id: 'aalig', hyperparameters: { momentum: 0.9, ...aalig } },
  ];
}

/** What is run: the task with its options, for how long. */
export interface TableProtocol {
  readonly task: { readonly id: 'image-classification' | 'imdb' | 'tolstoi'; readonly options: Readonly<Record<string, unknown>> };
  readonly epochs: number;
  readonly batchSize: number;
}

/** One seed, chosen on validation accuracy; the full training loss is not part of a table and costs an epoch's forwards. */
export function tableSweep(protocol: TableProtocol, settings: TableSettings): unknown {
  return { ...protocol, optimizers: nineMethods(settings), seeds: [1], fullTrainLoss: 'never', select: 'validationAccuracy' };
}
