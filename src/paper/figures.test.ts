/** Every sweep of every panel is one that the program takes, and says what it leaves out. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { countCells, parseSweep } from '../results/sweep';
import { figureIds } from './definition';
import { figureOf, figures } from './figures';
import { tableMethods, tables } from './tables';

const cases = figures.flatMap((figure) =>
  figure.panels.flatMap((panel) =>
    panel.variants.map((variant) => ({ name: `${figure.number}, ${panel.title}, ${variant.id}`, figure, panel, variant })),
  ),
);

it('all figures and tables are there, once', () => {
  expect(figures.map(({ id }) => id)).toEqual([...figureIds]);
  expect(figureOf('table-2').number).toBe('Table 2');
});

describe.each(cases)('$name', ({ figure, panel, variant }) => {
  const source = variant.needs.kind === 'nothing' ? null : variant.needs.kind === 'set' ? 'my-copy.zip' : 'my mushrooms or ijcnn1.gz';
  const sweep = parseSweep(variant.sweep(source));

  it('is a sweep', () => {
    expect(countCells(sweep)).toBeGreaterThan(0);
  });

  it('says what it is run on and what differs', () => {
    expect(variant.scaledDown.length).toBeGreaterThan(20);
    expect(variant.how).toMatch(/\.$/);
    expect(variant.takes).not.toBe('');
    if (variant.needs.kind === 'nothing') expect(variant.data === 'made-up' || figure.id === 'figure-2').toBe(true);
    else expect(variant.data).not.toBe('made-up');
  });

  it('reads the data that it names', () => {
    const { options } = sweep.task;
    if (variant.needs.kind === 'libsvm') expect(options['file']).toBe(source);
    else if (variant.needs.kind === 'set') {
      expect(options).toMatchObject({ dataset: variant.needs.set, path: source });
      const own = parseSweep(variant.sweep(variant.needs.set));
      expect(own.task.options).toMatchObject({ dataset: variant.needs.set, path: null });
    } else expect([options['file'] ?? null, options['path'] ?? null]).toEqual([null, null]);
  });

  it('is the only one of its name', () => {
    expect(panel.variants.filter(({ id }) => id === variant.id)).toHaveLength(1);
    expect(figure.panels.filter(({ id }) => id === panel.id)).toHaveLength(1);
  });
});

it('Figure 2 is thirteen methods with three seeds on four problems', () => {
  const sweeps = figureOf('figure-2').panels.map(({ variants }) => parseSweep(variants[0]?.sweep(null)));
  expect(sweeps.map(countCells)).toEqual([39, 39, 39, 39]);
  expect(sweeps.map(({ task }) => task.options['rank'])).toEqual([1, 4, 10, 'true']);
  for (const { epochs, batchSize } of sweeps) expect([epochs, batchSize]).toEqual([50, 100]);
});

it('Figures 1 and 4 are the same runs', () => {
  const sweeps = (id: 'figure-1' | 'figure-4') => figureOf(id).panels[0]?.variants.map((variant) => variant.sweep('x'));
  expect(sweeps('figure-1')).toEqual(sweeps('figure-4'));
});

it.each(['table-1', 'table-2'] as const)('%s has a panel a column, with the nine methods', (id) => {
  const { panels } = figureOf(id);
  const { columns } = tables[id];
  expect(panels.slice(0, columns.length).map((panel) => panel.id)).toEqual(columns.map((column) => column.id));
  for (const { variants } of panels) {
    for (const variant of variants) {
      const sweep = parseSweep(variant.sweep(null));
      expect(sweep.optimizers.map((optimizer) => optimizer.id)).toEqual([...tableMethods]);
    }
  }
});

it('what can be run without any data is in every figure', () => {
  for (const { panels } of figures) {
    expect(panels.some(({ variants }) => variants.some(({ needs }) => needs.kind === 'nothing'))).toBe(true);
  }
});

it('nothing run yet leaves every claim open', () => {
  for (const figure of figures) {
    const checks = figure.check(new Map());
    expect(checks.length).toBeGreaterThan(0);
    expect(new Set(checks.map(({ verdict }) => verdict))).toEqual(new Set(['open']));
    expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
  }
});

const paper = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', 'shared', 'paper', 'faking-interpolation.txt');

it.skipIf(!existsSync(paper))('says it in its own words: no eight words in a row are the paper’s', () => {
  const words = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}.]+/gu) ?? [];
  const published = ` ${words(readFileSync(paper, 'utf8')).join(' ')} `;
  const texts = figures.flatMap((figure) => [...figure.claim, ...figure.published, ...figure.check(new Map()).map(({ claim }) => claim)]);
  const copied = texts.flatMap((text) => {
    const own = words(text);
    return own.flatMap((_, at) => {
      const run = own.slice(at, at + 8);
      return run.length === 8 && published.includes(` ${run.join(' ')} `) ? [run.join(' ')] : [];
    });
  });
  expect(copied).toEqual([]);
});
