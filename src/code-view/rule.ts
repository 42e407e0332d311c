/** What the code view shows of an optimizer: its formula, the code that runs, the same in PyTorch, and what belongs together in them. */
import type { OptimizerId } from '../optimizers/definition';
import { cutItem } from './cut';

/**
 * A place in a text: a piece that occurs there exactly once, or the piece and which of its occurrences is meant (0-based).
 * A piece lies within one line.
 */
export type Piece = string | readonly [piece: string, occurrence: number];

/** The three texts of a rule, in the order of the columns. */
export const views = ['formula', 'source', 'python'] as const;
export type View = (typeof views)[number];

/** Something that formula, TypeScript and PyTorch have in common. */
export interface Term extends Readonly<Record<View, readonly Piece[]>> {
  /** Unique within the rule. */
  readonly id: string;
  /** On its button. */
  readonly name: string;
  /** One sentence: what it is. */
  readonly says: string;
}

/** A file of which some items are shown. */
export interface Excerpt {
  /** As in the repository, e.g. `src/optimizers/adam.ts`. */
  readonly file: string;
  readonly text: string;
}

export interface ExplainedRule {
  readonly id: OptimizerId;
  readonly source: readonly Excerpt[];
  /** The whole of `python/<id>.py`. */
  readonly python: string;
  /** In the order in which a step uses them. */
  readonly terms: readonly Term[];
}

/**
 * Some items of a file of `src/optimizers/`.
 * @param source the file, imported with `?raw`
 * @param items names of functions and members, in the order to show them
 * @throws if the file lacks one of them
 */
export function excerpt(file: string, source: string, items: readonly string[]): Excerpt {
  return { file: `src/optimizers/${file}`, text: items.map((item) => cutItem(source, item)).join('\n\n') };
}
