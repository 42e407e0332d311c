/** What a figure's card needs of the stores: its sweeps, the data that are here, and what the person chose. */
import { useDeferredValue, useMemo, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { PaperFigure } from '../../paper/definition';
import { useAvailableSets } from '../../state/data';
import { useFiles } from '../../state/files';
import type { SweepEntry } from '../../state/sweeps/entry';
import { useSweeps } from '../../state/sweeps/store';
import { entriesOf, type FigureEntries, newestByPanel } from './panel-states';
import { chosenVariant, plannedSeeds, type SeedCount, type VariantChoice, variantChoices } from './variants';

export interface FigureSweeps {
  /** All sweeps of the figure, the older ones too. */
  readonly all: readonly SweepEntry[];
  readonly newest: FigureEntries;
}

/** The sweeps of a figure. They are drawn when there is time: while many short runs end, pressing a button comes first. */
export function useFigureSweeps({ id }: PaperFigure): FigureSweeps {
  const entries = useSweeps(useShallow((state) => entriesOf(state.entries, id)));
  const deferred = useDeferredValue(entries);
  return useMemo(() => ({ all: deferred, newest: newestByPanel(deferred) }), [deferred]);
}

export interface PanelChoice {
  readonly choices: readonly VariantChoice[];
  /** What it would run on; null where nothing can be run. */
  readonly chosen: VariantChoice | null;
}

export interface FigureChoices {
  readonly seeds: SeedCount;
  setSeeds(seeds: SeedCount): void;
  /** By panel id. */
  readonly panels: ReadonlyMap<string, PanelChoice>;
  setVariant(panel: string, variant: string): void;
}

/** What a figure would be run with. What was run last is chosen at first. */
export function useFigureChoices(figure: PaperFigure, newest: FigureEntries): FigureChoices {
  const files = useFiles((state) => state.files);
  const sets = useAvailableSets();
  const [asked, setAsked] = useState<Readonly<Record<string, string>>>({});
  const [seeds, setSeeds] = useState<SeedCount | null>(null);
  const planned = useMemo(() => figure.panels[0] && plannedSeeds(figure.panels[0]), [figure]);
  // Sets are told anew at every drawing; their names say whether anything is new.
  const here = `${files.map(({ summary }) => summary.name).join('\n')}\t${sets.map(({ set }) => set.key).join('\n')}`;
  const run = figure.panels
    .map(({ id }) => newest.get(id)?.origin)
    .map((origin) => (origin?.kind === 'figure' ? origin.variant : ''))
    .join('\n');
  // biome-ignore lint/correctness/useExhaustiveDependencies: `here` and `run` stand for what they are made of
  const panels = useMemo(() => {
    const own = { files: files.map(({ summary }) => summary.name), sets };
    return new Map(
      figure.panels.map((panel) => {
        const origin = newest.get(panel.id)?.origin;
        const choices = variantChoices(panel, own);
        const wanted = asked[panel.id] ?? (origin?.kind === 'figure' ? origin.variant : null);
        return [panel.id, { choices, chosen: chosenVariant(choices, wanted) }];
      }),
    );
  }, [figure, here, run, asked]);
  return useMemo(
    () => ({
      seeds: seeds ?? planned ?? 3,
      setSeeds,
      panels,
      setVariant: (panel, variant) => setAsked((before) => ({ ...before, [panel]: variant })),
    }),
    [seeds, planned, panels],
  );
}
