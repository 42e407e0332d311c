/** The plain ways through a model, where nothing is carried and nothing is random. */
import type { BatchContext, Pass, Tensors } from './definition';

const nothing = () => undefined;

/** An evaluation of a model that carries nothing. */
export const evaluating: Pass = { training: false, carried: {}, carry: nothing };

/** Through a model as in training, but deciding nothing: a trial of a line search, a second point of a rule. What is carried stays as it is. */
export function trialPass(carried: Tensors): Pass {
  return { training: true, carried, carry: nothing };
}

/** A batch without random draws, from data on the device. */
export const plainContext: BatchContext = { draw: null, staged: {} };
