/**
 * The colours of runs. One entry of the experiment has one colour everywhere; AALIG always has the accent colour. The
 * set started from Okabe and Ito's and was darkened for the light scheme and lightened for the dark one until every
 * colour stands out from both backgrounds and from every other colour, also for people who see two primaries
 * (`palette.test.ts` measures it). The values become the CSS custom properties `--run-accent`, `--run-0`, … .
 */
import type { OptimizerId } from '../optimizers/definition';

export type Scheme = 'light' | 'dark';

export interface SchemeColors {
  /** Behind everything. */
  readonly page: string;
  /** Behind charts, cards and the table. */
  readonly panel: string;
  /** AALIG, and whatever in the page asks to be pressed. */
  readonly accent: string;
  /** The other runs, in the order they are handed out. */
  readonly runs: readonly string[];
}

export const colors: Readonly<Record<Scheme, SchemeColors>> = {
  light: {
    page: '#f6f5f2',
    panel: '#ffffff',
    accent: '#c44e00',
    runs: ['#0067b0', '#00825f', '#a8478c', '#2f94c6', '#4d4300', '#2b2b2b'],
  },
  dark: {
    page: '#131416',
    panel: '#1c1d20',
    accent: '#ff8a3c',
    runs: ['#4597ef', '#23b58a', '#e07cc0', '#9bd9f9', '#efdf6a', '#b4b4b4'],
  },
};

/** How many colours there are beside the accent. */
export const slotCount = colors.light.runs.length;

/** Line patterns for the second, third, … entry with the same colour. */
const dashes = [null, '6 3', '2 2.5', '9 3 2 3'] as const;

/** How many of one colour can be told apart. */
export const dashCount = dashes.length;

/** How an optimizer entry is drawn. */
export interface Appearance {
  /** A CSS colour: `var(--run-accent)`, `var(--run-0)`, … . */
  readonly color: string;
  /** SVG dash array, null for a solid line. */
  readonly dash: string | null;
}

/**
 * What an entry looks like.
 * @param id AALIG has the accent colour
 * @param slot number of the entry: among the AALIG entries for AALIG, else among the others
 */
export function appearanceOf(id: OptimizerId, slot: number): Appearance {
  const repeat = id === 'aalig' ? slot : Math.floor(slot / slotCount);
  return {
    color: id === 'aalig' ? 'var(--run-accent)' : `var(--run-${slot % slotCount})`,
    dash: dashes[repeat % dashes.length] ?? null,
  };
}

/** The lowest slot that no other entry of the same family (AALIG, or all the rest) uses. */
export function freeSlot(id: OptimizerId, entries: readonly { readonly id: OptimizerId; readonly slot: number }[]): number {
  const taken = new Set(entries.filter((entry) => (entry.id === 'aalig') === (id === 'aalig')).map((entry) => entry.slot));
  let slot = 0;
  while (taken.has(slot)) slot += 1;
  return slot;
}

/** The custom properties of a colour scheme. */
export function colorVariables(scheme: Scheme): Record<string, string> {
  const { page, panel, accent, runs } = colors[scheme];
  return {
    '--page': page,
    '--panel': panel,
    '--run-accent': accent,
    ...Object.fromEntries(runs.map((color, slot) => [`--run-${slot}`, color])),
  };
}
