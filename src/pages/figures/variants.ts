/** What a panel can be run on here: which of its data are on the machine, and the sweep that would be run. */
import type { PanelVariant, PaperPanel } from '../../paper/definition';
import { parseSweep, type Sweep } from '../../results/sweep';
import type { AvailableSet } from '../../state/data';

/** What the person has on the machine. */
export interface OwnData {
  /** Names of opened LIBSVM files. */
  readonly files: readonly string[];
  readonly sets: readonly Pick<AvailableSet, 'set'>[];
}

export interface VariantChoice {
  readonly variant: PanelVariant;
  /** Whether its data are here. */
  readonly ready: boolean;
  /** What `PanelVariant.sweep` is given: the file or set that is here. */
  readonly source: string | null;
}

/** The file or set that a variant would run on; undefined where it is not here. */
function sourceOf({ needs }: PanelVariant, { files, sets }: OwnData): string | null | undefined {
  switch (needs.kind) {
    case 'nothing':
      return null;
    case 'libsvm':
      return files.findLast((name) => needs.names.some((part) => name.toLowerCase().includes(part.toLowerCase())));
    case 'set':
      return sets.find(({ set }) => set.id === needs.set)?.set.key;
    default:
      return needs satisfies never;
  }
}

/** A panel's variants with what is here for each. */
export function variantChoices(panel: PaperPanel, own: OwnData): VariantChoice[] {
  return panel.variants.map((variant) => {
    const source = sourceOf(variant, own);
    return { variant, ready: source !== undefined, source: source ?? null };
  });
}

/** The choice that counts: the one that was asked for if it can be run, else the first that can. */
export function chosenVariant(choices: readonly VariantChoice[], asked: string | null): VariantChoice | null {
  return choices.find(({ variant, ready }) => ready && variant.id === asked) ?? choices.find(({ ready }) => ready) ?? null;
}

/** The numbers of seeds that a figure offers. */
export const seedCounts = [1, 3, 5] as const;
export type SeedCount = (typeof seedCounts)[number];

/** The seeds of a count, as the headless runs number them. */
export function seedsOf(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i + 1);
}

/** Seeds that a panel's own sweep asks for. */
export function plannedSeeds({ variants }: PaperPanel): SeedCount {
  const variant = variants.at(-1);
  const raw = variant?.sweep(variant.needs.kind === 'nothing' ? null : '') as { readonly seeds?: readonly number[] } | undefined;
  const count = raw?.seeds?.length ?? 1;
  return seedCounts.find((known) => known === count) ?? 3;
}

/** Checking a sweep takes a while, and cards ask for it again and again: each is checked once for each source. */
const checked = new WeakMap<PanelVariant, Map<string | null, Sweep>>();

/**
 * The sweep of a variant with this many seeds.
 * @throws InputError where the definition is wrong
 */
export function sweepOf({ variant, source }: Pick<VariantChoice, 'variant' | 'source'>, seeds: SeedCount): Sweep {
  const known = checked.get(variant) ?? new Map<string | null, Sweep>();
  checked.set(variant, known);
  const sweep = known.get(source) ?? parseSweep(variant.sweep(source));
  known.set(source, sweep);
  return { ...sweep, seeds: seedsOf(seeds) };
}
