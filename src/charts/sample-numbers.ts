/** Reads the numbers of samples that a person types. */

import { maxPicked } from '../state/samples';

/** Sample numbers separated by commas or spaces; none for an empty text. What is wrong, in words, for anything else. */
export function parseSamples(text: string): { readonly samples: readonly number[] } | { readonly error: string } {
  const words = text.split(/[\s,;#]+/).filter((word) => word !== '');
  const wrong = words.find((word) => !/^\d{1,9}$/.test(word));
  if (wrong !== undefined) return { error: `"${wrong}" is not the number of a sample` };
  const samples = [...new Set(words.map(Number))];
  if (samples.length > maxPicked) return { error: `at most ${maxPicked} samples` };
  return { samples };
}
