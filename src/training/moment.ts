/** A run just before one of its updates: all that decides what that update does, apart from the run itself. */
import type { SearchMemory } from './search';
import type { Standing, StepSetting } from './step';

export interface Moment {
  readonly setting: StepSetting;
  /** Updates made before. */
  readonly updates: number;
  /** Epochs finished before. */
  readonly epochs: number;
  /** Numbers of the samples of the update's batch, [b]. */
  readonly samples: Int32Array;
  /** Tensors of the moment's own. */
  readonly standing: Standing;
  /** What a line search remembers. */
  readonly search: SearchMemory | null;
}

/** Lets go of a moment's tensors. */
export function disposeMoment({ standing: { w, state, carried, alive } }: Moment): void {
  for (const tensor of [w, alive, ...Object.values(state), ...Object.values(carried)]) tensor?.dispose();
}
