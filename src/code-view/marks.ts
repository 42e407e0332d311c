/** Finds the terms of a rule in its texts, and cuts the lines of a text along them. */
import type { Piece, Term, View } from './rule';

/** Where a term lies in one of several texts: characters [start, end). */
export interface Mark {
  readonly term: string;
  readonly text: number;
  readonly start: number;
  readonly end: number;
}

/** A line cut along its terms: plain text, or a term around more of the same. */
export type Fragment = { readonly text: string; readonly start: number } | { readonly term: string; readonly inside: readonly Fragment[] };

function placesOf(piece: string, texts: readonly string[]): { text: number; start: number }[] {
  return texts.flatMap((text, number) => {
    const places = [];
    for (let start = text.indexOf(piece); start >= 0; start = text.indexOf(piece, start + 1)) places.push({ text: number, start });
    return places;
  });
}

function markOf(term: string, piece: Piece, texts: readonly string[]): Mark {
  const [wanted, occurrence] = typeof piece === 'string' ? [piece, null] : piece;
  const places = placesOf(wanted, texts);
  const place = places[occurrence ?? 0];
  if (wanted === '' || wanted.includes('\n')) throw new Error(`${term}: a piece is a part of one line: ${JSON.stringify(wanted)}`);
  if (!place || (occurrence === null && places.length > 1)) {
    throw new Error(`${term}: found ${places.length} times, expected ${occurrence === null ? 'once' : `number ${occurrence}`}: ${wanted}`);
  }
  return { term, ...place, end: place.start + wanted.length };
}

const before = (a: Mark, b: Mark) => a.text - b.text || a.start - b.start || b.end - a.end;

/**
 * Where the terms of a rule lie in the texts of one of its views, the outer of two nested ones first.
 * @throws if a piece is not found, is found too often, or two of them overlap without one being inside the other
 */
export function marksOf(terms: readonly Term[], view: View, texts: readonly string[]): Mark[] {
  const marks = terms.flatMap((term) => term[view].map((piece) => markOf(term.id, piece, texts))).sort(before);
  for (const [index, mark] of marks.entries()) {
    for (const other of marks.slice(index + 1)) {
      if (other.text !== mark.text || other.start >= mark.end) break;
      if (other.end > mark.end) throw new Error(`${mark.term} and ${other.term} overlap`);
      if (other.start === mark.start && other.end === mark.end) throw new Error(`${mark.term} and ${other.term} are the same place`);
    }
  }
  return marks;
}

/** The characters [start, end) of a text, cut along the marks that lie inside. */
export function fragmentsOf(text: string, marks: readonly Mark[], start = 0, end = text.length): Fragment[] {
  const fragments: Fragment[] = [];
  const plain = (from: number, to: number) => {
    if (to > from) fragments.push({ text: text.slice(from, to), start: from });
  };
  let at = start;
  for (const [index, mark] of marks.entries()) {
    if (mark.start < at || mark.end > end) continue;
    plain(at, mark.start);
    fragments.push({ term: mark.term, inside: fragmentsOf(text, marks.slice(index + 1), mark.start, mark.end) });
    at = mark.end;
  }
  plain(at, end);
  return fragments;
}

/** The parts of a line of a formula that its author set apart by `\quad` or `\qquad`: where there is no room, each has a line of its own. */
export function formulaParts(line: string): { readonly start: number; readonly end: number }[] {
  const gaps = [...line.matchAll(/\s*\\q?quad\s*/g)].map(({ index, 0: gap }) => ({ start: index, end: index + gap.length }));
  const starts = [0, ...gaps.map(({ end }) => end)];
  return starts.map((start, number) => ({ start, end: gaps[number]?.start ?? line.length }));
}

/** A formula with its terms as KaTeX's `\htmlData{term=…}{…}`. */
export function formulaWithTerms(fragments: readonly Fragment[]): string {
  return fragments
    .map((fragment) => ('text' in fragment ? fragment.text : `\\htmlData{term=${fragment.term}}{${formulaWithTerms(fragment.inside)}}`))
    .join('');
}
