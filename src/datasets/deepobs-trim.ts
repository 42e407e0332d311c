/**
 * "War and Peace" as the paper's problem has it. DeepOBS takes the Project Gutenberg file without its header, its table of contents and its
 * licence (83 different characters are left of 90); the cuts are those of DeepOBS's preparation script, by number of line.
 */
import { InputError } from '../fields/input-error';
import type { TextSet } from './parsed-set';

/** Cuts, one after the other: first and last line, counted from 1 in what the cuts before have left. */
const cuts = [
  [1, 29],
  [5, 775],
  [63_850, 64_207],
] as const;

/**
 * The novel without what Project Gutenberg wrote around it.
 * @param set the very file that DeepOBS downloads (see the catalog); the cuts mean nothing in another
 * @throws InputError if it has too few lines to be that file
 */
export function trimAsDeepObs(set: TextSet): TextSet {
  // Every line keeps its line end.
  const lines = set.text.split(/(?<=\n)/);
  for (const [first, last] of cuts) {
    if (lines.length < last)
      throw new InputError(set.name, `has no line ${last}: it is not the Project Gutenberg file of “War and Peace”.`);
    lines.splice(first - 1, last - first + 1);
  }
  return { ...set, text: lines.join('') };
}
