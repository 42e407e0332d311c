/** Sentences from a grammar: what the generated texts are made with. */
import type { Random } from '../random/random';

/**
 * Alternatives by name. `{name}` in an alternative stands for one of that name. Alternatives that lead back to their own name come
 * last: below the deepest level allowed only the first half (at least one) is taken.
 */
export type Grammar = Readonly<Record<string, readonly string[]>>;

/**
 * One expansion, drawn uniformly at each name.
 * @param deepest names within names up to here are free; below, recursion is avoided
 */
export function expand(grammar: Grammar, name: string, random: Random, deepest: number): string {
  const alternatives = grammar[name];
  if (!alternatives) throw new Error(`the grammar has no "${name}"`);
  const allowed = deepest > 0 ? alternatives.length : Math.ceil(alternatives.length / 2);
  const chosen = alternatives[random.below(allowed)]!;
  return chosen.replace(/\{([^}]+)\}/g, (_, inner: string) => expand(grammar, inner, random, deepest - 1));
}

/** `an` for `a` before a vowel, and a capital at the start, also of what is said. */
export function asSentence(text: string): string {
  const agreed = text.replace(/\b([Aa]) (?=[aeiou])/g, '$1n ');
  return agreed.replace(/^"?\p{Ll}/u, (start) => start.toUpperCase());
}
