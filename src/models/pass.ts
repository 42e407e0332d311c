/**
 * How a model is passed through. Tasks hand this down (`tasks/definition.ts` says it in full); models see what they need of it.
 */
import type { Tensor } from '@tensorflow/tfjs-core';

export interface ModelPass {
  /** In training a batch is normalised by its own statistics, in an evaluation by the running ones. */
  readonly training: boolean;
  /** What the model carries, as it stands before this batch. */
  readonly carried: Readonly<Record<string, Tensor>>;
  /** Says what `name` becomes if an update is made on this batch. */
  carry(name: string, next: Tensor): void;
}

/** What a model carries at the start of training, by name. */
export type InitialCarried = Readonly<Record<string, { readonly shape: readonly number[]; readonly values: Float32Array }>>;

/** Training without anything that is carried: normalised by the batch, and running statistics neither there nor kept. */
export const batchAlone: ModelPass = { training: true, carried: {}, carry: () => undefined };
