/** What pressing a figure's button would run. */
import type { PaperFigure } from '../../paper/definition';
import { countCells } from '../../results/sweep';
import { estimatedSeconds } from './estimate';
import type { FigureChoices } from './use-figure';
import { plannedSeeds, sweepOf } from './variants';

export interface Plan {
  readonly runs: number;
  /** On two cores without a GPU; null where it is not known. */
  readonly seconds: number | null;
}

/**
 * The plan of all panels that can be run, or of some.
 * @param only ids of panels
 */
export function planOf(figure: PaperFigure, { panels, seeds }: Pick<FigureChoices, 'panels' | 'seeds'>, only?: readonly string[]): Plan {
  const chosen = figure.panels.flatMap((panel) => {
    const choice = panels.get(panel.id)?.chosen;
    return choice && (only?.includes(panel.id) ?? true) ? [{ panel, choice }] : [];
  });
  const times = chosen.map(({ panel, choice }) => estimatedSeconds([choice.variant], seeds / plannedSeeds(panel)));
  return {
    runs: chosen.reduce((sum, { choice }) => sum + countCells(sweepOf(choice, seeds)), 0),
    seconds: times.includes(null) ? null : times.reduce<number>((sum, one) => sum + (one ?? 0), 0),
  };
}
