/** What a figure can be run on, its plan, and the time that it takes. */
import { describe, expect, it } from 'vitest';
import type { PaperPanel } from '../../paper/definition';
import { figureOf, figures } from '../../paper/figures';
import { countCells } from '../../results/sweep';
import { estimatedSeconds, roughly, secondsIn } from './estimate';
import { planOf } from './plan';
import { chosenVariant, plannedSeeds, sweepOf, variantChoices } from './variants';

const figure3 = figureOf('figure-3');
const [first] = figure3.panels as readonly [PaperPanel];

describe('variants', () => {
  it('that need nothing can always be run', () => {
    const choices = variantChoices(first, { files: [], sets: [] });
    const chosen = chosenVariant(choices, null);
    expect(chosen?.variant.needs.kind).toBe('nothing');
  });

  it('of a file can be run once it is open, and then are chosen at first', () => {
    const choices = variantChoices(first, { files: ['other.txt', 'Mushrooms.txt'], sets: [] });
    const chosen = chosenVariant(choices, null);
    expect(chosen).toMatchObject({ ready: true, source: 'Mushrooms.txt' });
  });

  it('that were asked for count only where their data are here', () => {
    const [file] = variantChoices(first, { files: [], sets: [] });
    const choices = variantChoices(first, { files: [], sets: [] });
    expect(file?.ready).toBe(false);
    expect(chosenVariant(choices, file?.variant.id ?? '')?.variant.id).not.toBe(file?.variant.id);
  });
});

describe('every panel of the paper', () => {
  const panels = figures.flatMap((figure) => figure.panels);

  it.each(panels.map((panel) => [panel.title, panel] as const))(
    '%s is a sweep that can be run, and says how long it takes',
    (_title, panel) => {
      for (const variant of panel.variants) {
        const source = variant.needs.kind === 'nothing' ? null : variant.needs.kind === 'set' ? variant.needs.set : 'a-file.txt';
        for (const seeds of [1, 3, 5] as const) {
          const sweep = sweepOf({ variant, source }, seeds);
          expect(countCells(sweep) % seeds).toBe(0);
          expect(sweep.seeds).toHaveLength(seeds);
        }
        expect(secondsIn(variant.takes), variant.takes).toBeGreaterThan(0);
      }
      expect(plannedSeeds(panel)).toBeGreaterThan(0);
    },
  );

  it('counts the runs of Figure 2: four panels, thirteen methods, three seeds', () => {
    const figure2 = figureOf('figure-2');
    const panelChoices = new Map(
      figure2.panels.map((panel) => {
        const choices = variantChoices(panel, { files: [], sets: [] });
        return [panel.id, { choices, chosen: chosenVariant(choices, null) }];
      }),
    );
    expect(planOf(figure2, { panels: panelChoices, seeds: 3 }).runs).toBe(156);
    expect(planOf(figure2, { panels: panelChoices, seeds: 1 }, ['rank-1']).runs).toBe(13);
  });
});

describe('times', () => {
  it('are read from the definitions', () => {
    expect(secondsIn('25 seconds')).toBe(25);
    expect(secondsIn('1.5 hours, with a GPU less')).toBe(5400);
    expect(secondsIn('an hour with a GPU; days without')).toBe(3600);
    expect(secondsIn('quickly')).toBeNull();
  });

  it('add up, in proportion to the seeds', () => {
    expect(estimatedSeconds([{ takes: '25 seconds' }, { takes: '1 minute' }], 1 / 3)).toBeCloseTo(85 / 3);
    expect(estimatedSeconds([{ takes: 'quickly' }], 1)).toBeNull();
    expect(estimatedSeconds([], 1)).toBeNull();
  });

  it('are told roughly', () => {
    expect([3, 25, 100, 7200].map(roughly)).toEqual(['some seconds', 'about 30 s', 'about 2 min', 'about 2 h']);
  });
});
