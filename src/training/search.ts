/** A line search on its way: the generator of the rule, and what it would try next if everything were rejected. */

import type { FieldValues } from '../fields/field';
import type { LineSearch, RunShape } from '../optimizers/definition';

/** What a search remembers of its last search. */
export interface SearchMemory {
  readonly stored: number;
  readonly applied: number;
}

/** What a search starts from. */
export interface SearchStart {
  /** The objective at the current weights. */
  readonly loss: number;
  readonly gradNorm: number;
  readonly stored: number;
}

/**
 * The steps that a search will ask for next, at most `count`, if each of them is rejected: they can be evaluated before they are asked for.
 * @param answers losses of the trials made so far
 */
export function upcoming(
  method: LineSearch,
  { loss, gradNorm, stored }: SearchStart,
  h: FieldValues,
  shape: RunShape,
  answers: readonly number[],
  count: number,
): number[] {
  const search = method.search(loss, gradNorm, stored, h, shape);
  const steps: number[] = [];
  let turn = search.next();
  for (const answer of answers) if (!turn.done) turn = search.next(answer);
  while (!turn.done && steps.length < count) {
    steps.push(turn.value);
    turn = search.next(Number.POSITIVE_INFINITY);
  }
  return steps;
}

/** The outcome of a search, and the step it tried first. */
export interface SearchOutcome extends SearchMemory {
  readonly first: number;
  readonly trials: number;
}

/**
 * Runs a search.
 * @param lossAt the objective after a step of this length; `answers` are the losses of the trials before
 */
export async function runSearch(
  method: LineSearch,
  { loss, gradNorm, stored }: SearchStart,
  h: FieldValues,
  shape: RunShape,
  lossAt: (step: number, answers: readonly number[]) => Promise<number>,
): Promise<SearchOutcome> {
  const search = method.search(loss, gradNorm, stored, h, shape);
  const answers: number[] = [];
  let turn = search.next();
  const first = turn.done ? turn.value.applied : turn.value;
  while (!turn.done) {
    const answer = await lossAt(turn.value, answers);
    answers.push(answer);
    turn = search.next(answer);
  }
  return { ...turn.value, first, trials: answers.length };
}
