/**
 * What is being compared and how it is shown. It lasts as long as the page is open, so that one can go and train something and come
 * back.
 */
import { create } from 'zustand';
import type { CurveAxis, CurveMetric } from '../results/groups';
import type { YScale } from './chart-settings';

/** What of an experiment is picked: all its runs, also those to come; those that a first look needs; or these, by id. */
export type Pick = 'all' | 'suggested' | readonly string[];

/** By id of experiment; what is missing is not picked. */
export type Picks = Readonly<Record<string, Pick>>;

/** What a person changed about a setting (a group of seeds). */
export interface OwnLook {
  readonly name?: string;
  /** A custom property of `palette.ts`, e.g. `--run-2`. */
  readonly color?: string;
  /** Not drawn; it stays in the tables. */
  readonly hidden?: boolean;
}

export type PanelMode = 'task' | 'method';
export type SeedMode = 'together' | 'single';

/** How everything that is picked is shown. */
export interface ViewSettings {
  readonly axis: CurveAxis;
  /** Whether there is a panel a task, or a panel a method of each task. */
  readonly panels: PanelMode;
  readonly seeds: SeedMode;
  /** Charts that are not wanted. */
  readonly without: readonly CurveMetric[];
  /** Of charts whose axis was switched. */
  readonly yScales: Readonly<Partial<Record<CurveMetric, YScale>>>;
  /** Whether settings that are equal everywhere are listed too. */
  readonly showEqual: boolean;
}

export interface ComparisonStore extends ViewSettings {
  /** null: the person has picked nothing yet; the newest experiment is shown. */
  readonly picks: Picks | null;
  /** By id of group. */
  readonly looks: Readonly<Record<string, OwnLook>>;
  setPicks(picks: Picks): void;
  /** Picks what a first look at an experiment needs, beside what is picked. */
  suggest(experimentId: string): void;
  setLook(groupId: string, look: OwnLook): void;
  /** Name and colour as they were. */
  clearLook(groupId: string): void;
  set(changes: Partial<ViewSettings>): void;
}

export const useComparison = create<ComparisonStore>()((set) => ({
  picks: null,
  looks: {},
  axis: 'epochs',
  panels: 'task',
  seeds: 'together',
  without: [],
  yScales: {},
  showEqual: false,
  setPicks: (picks) => set({ picks }),
  suggest: (id) => set(({ picks }) => ({ picks: picks && { ...picks, [id]: 'suggested' } })),
  setLook: (id, look) => set(({ looks }) => ({ looks: { ...looks, [id]: { ...looks[id], ...look } } })),
  clearLook: (id) => set(({ looks }) => ({ looks: { ...looks, [id]: looks[id]?.hidden ? { hidden: true } : {} } })),
  set: (changes) => set(changes),
}));
