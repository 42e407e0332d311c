/** What a trainer asks of those who make its steps, whatever way they do it. */
import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import type { RecordReport } from '../engine/capture/step-record';
import type { Stepping } from '../engine/device-info';
import type { OptimizerState } from '../optimizers/definition';
import type { Tensors } from '../tasks/definition';
import type { SearchMemory } from './search';
import type { Standing } from './step';
import type { LogRow } from './update-log';

/** What recording a step achieved. */
export interface StepReport extends RecordReport {
  /** Whether the first repetition was the eager step to the bit, and if not, the largest relative difference. */
  readonly exact: boolean;
  readonly largestDifference: number;
}

export interface Made {
  readonly row: LogRow;
  /** Batch evaluations spent. */
  readonly evaluations: number;
  /** Whether a loss or gradient was found not to be finite; null where the row will tell. */
  readonly diverged: boolean | null;
}

export interface Steps {
  readonly stepping: Stepping;
  readonly report: StepReport | null;
  /** Flat weights [P], valid until the next step. */
  readonly w: Tensor1D;
  /** The rule's state, valid until the next step. */
  readonly state: OptimizerState;
  /** What the model carries beside its weights, valid until the next step. */
  readonly carried: Tensors;
  /** What a line search remembers. */
  readonly search: SearchMemory | null;
  /** Where training stands, as tensors of the caller's; nothing of it changes. */
  standing(): Standing;
  /** Names of the tensors of `standing`: `w`, `alive`, and those of the state and of what the model carries, after `s:` and `m:`. */
  readonly tensorNames: readonly string[];
  /** One of them, as a tensor of the caller's. */
  tensor(name: string): Tensor;
  /** Takes over a new state; tensors that are not those of `state` become the owner's. */
  replaceState(state: OptimizerState): void;
  /** Begins an epoch: the order of its samples and the rule's numbers. What the model carries starts anew where the task says so. */
  beginEpoch(order: Int32Array, numbers: Readonly<Record<string, number>>): void;
  /** Goes on within an epoch that was begun elsewhere, at sample `start` of its order: what the model carries stays. */
  continueEpoch(order: Int32Array, numbers: Readonly<Record<string, number>>, start: number): void;
  /**
   * Gets ready for the end of an epoch (1-based), after its last step: only where the rule does something then.
   * Without it, or where it was not called, `endEpoch` says false and the rule's state has to be replaced.
   */
  prepareEndEpoch?(epochsFinished: number): Promise<void>;
  /** Does what the rule does at the end of an epoch; false if it was not prepared. */
  endEpoch?(epochsFinished: number): boolean;
  /** Makes a step on samples `start` … `start + size` of the order. */
  step(start: number, size: number): Promise<Made>;
  /** Resolves when the device has made all steps. */
  settle(): Promise<void>;
  dispose(): void;
}
