/** What the buttons of a figure do. */
import type { PaperFigure, PaperPanel } from '../../paper/definition';
import { addSweeps, cancelSweep, type NewSweep, removeSweep, restartSweep, resumeSweeps } from '../../state/sweeps/actions';
import type { SweepEntry } from '../../state/sweeps/entry';
import { isActive, isWhole } from './panel-states';
import type { FigureChoices } from './use-figure';
import { sweepOf } from './variants';

function newSweep(figure: PaperFigure, panel: PaperPanel, choices: FigureChoices): NewSweep | null {
  const chosen = choices.panels.get(panel.id)?.chosen;
  if (!chosen) return null;
  return {
    name: `${figure.number} · ${panel.title}`,
    origin: { kind: 'figure', figure: figure.id, panel: panel.id, variant: chosen.variant.id },
    sweep: sweepOf(chosen, choices.seeds),
  };
}

/**
 * Runs panels of a figure from the beginning: sweeps that they had are removed, and new ones put into the queue.
 * @param panels ids
 */
export function runPanels(figure: PaperFigure, panels: readonly string[], choices: FigureChoices, all: readonly SweepEntry[]): void {
  const added = figure.panels
    .filter(({ id }) => panels.includes(id))
    .map((panel) => newSweep(figure, panel, choices))
    .filter((sweep) => sweep !== null);
  const replaced = new Set(added.map(({ origin }) => (origin.kind === 'figure' ? origin.panel : '')));
  for (const { id, origin } of all) if (origin.kind === 'figure' && replaced.has(origin.panel)) removeSweep(id);
  addSweeps(added);
  resumeSweeps();
}

/** Goes on with sweeps that were broken off, as they were asked for. */
export function goOn(entries: readonly SweepEntry[]): void {
  for (const entry of entries) if (!isActive(entry) && !isWhole(entry)) restartSweep(entry.id);
  resumeSweeps();
}

/** Ends what is in the queue; those that have no run yet are forgotten. */
export function cancelAll(entries: readonly SweepEntry[]): void {
  for (const entry of entries.filter(isActive).toReversed()) {
    if (entry.runs.length === 0) removeSweep(entry.id);
    else cancelSweep(entry.id);
  }
}
