/** A run as exports take it: plain arrays and records, wherever they are kept. */
import type { FieldValue } from '../fields/field';
import type { OptimizerId } from '../optimizers/definition';
import type { EpochResult } from '../results/result';
import type { UpdateColumn } from '../training/records';

/** A number of every update, in order: one array a column, all equally long. */
export type UpdateColumns = Readonly<Record<UpdateColumn, Float32Array>>;

export interface ExportRun {
  /** As the page names it, e.g. "AALIG η=10 · seed 2". */
  readonly label: string;
  readonly optimizer: OptimizerId;
  readonly hyperparameters: Readonly<Record<string, FieldValue>>;
  readonly seed: number;
  /** Of all updates from the first; null where they were not kept. */
  readonly updates: UpdateColumns | null;
  /** In order; epoch 0 is the state before training. */
  readonly epochs: readonly EpochResult[];
}
