import { describe, expect, it } from 'vitest';
import type { OptimizerId } from '../optimizers/definition';
import { measuredOf } from './cells';
import { publishedLead } from './check-tables';
import { panelOf, runOf } from './hand-made';
import { paperTable1 } from './table-1';
import { paperTable2 } from './table-2';
import { tableMethods } from './tables';

const searches: readonly OptimizerId[] = ['sls-armijo', 'sls-goldstein', 'sls-polyak', 'pal'];

/** A run of five updates with an accuracy; line searches need twice the evaluations. */
const run = (optimizer: OptimizerId, accuracy: number, { factor = searches.includes(optimizer) ? 2 : 1, seed = 1 } = {}) =>
  runOf(optimizer, [{}, { validationAccuracy: accuracy, evaluations: 5 * factor }], { seed });

const runs = tableMethods.map((method) => run(method, method === 'pal' ? 0.6 : 0.5));

describe('checks', () => {
  const of = (table: typeof paperTable1, panel: string, ...more: Parameters<typeof panelOf>) =>
    new Map(table.check(new Map([[panel, panelOf(...more)]])).map((check) => [check.id, check]));

  it('the order of methods is told and decides nothing', () => {
    const check = of(paperTable1, 'cifar10', 'set', runs).get('cifar10-order');
    expect(check).toMatchObject({ verdict: 'apart', claim: expect.stringContaining('+3.5 points against PAL') });
    expect(check?.detail).toContain('Here −10.0 points against PAL. All: PAL 60.0 %');
    expect(check?.detail).toContain('part of the data');
    expect(of(paperTable1, 'glyphs', 'glyphs', runs).get('glyphs-order')?.detail).toContain('made-up data');
  });

  it('the cost is decided', () => {
    expect(of(paperTable1, 'glyphs', 'glyphs', runs).get('glyphs-cost')).toMatchObject({
      verdict: 'yes',
      detail: expect.stringContaining('AALIG 1.00, SGD Nesterov 1.00, SLS-Armijo 2.00'),
    });
    const dear = runs.map((one) => (one.optimizer === 'aalig' ? run('aalig', 0.5, { factor: 2 }) : one));
    expect(of(paperTable1, 'glyphs', 'glyphs', dear).get('glyphs-cost')?.verdict).toBe('no');
    const few = runs.filter(({ optimizer }) => !searches.includes(optimizer));
    expect(of(paperTable1, 'glyphs', 'glyphs', few).get('glyphs-cost')?.verdict).toBe('apart');
    expect(of(paperTable1, 'glyphs', 'glyphs', runs, { complete: false }).get('glyphs-cost')?.verdict).toBe('open');
  });

  it('Table 2 sets no method apart', () => {
    const check = of(paperTable2, 'imdb', 'made-up', runs).get('imdb-order');
    expect(check?.claim).toContain('−0.2 points against Adam');
  });

  it('a method that diverged comes last', () => {
    const diverged = runOf('adam', [{}, { validationAccuracy: 0.9 }], { status: 'diverged' });
    const check = of(paperTable1, 'glyphs', 'glyphs', [...runs.filter(({ optimizer }) => optimizer !== 'adam'), diverged]).get(
      'glyphs-order',
    );
    expect(check?.detail).toContain('Adam diverged.');
  });
});

it('the text’s numbers follow from the tables', () => {
  const lead = (column: string) => publishedLead('table-1', column)?.lead.toFixed(1);
  expect(lead('imagenet')).toBe('3.5');
  expect(lead('tiny-imagenet')).toBe('4.4');
  expect(publishedLead('table-1', 'cifar10-augmented')).toMatchObject({ rival: 'pal' });
  expect(publishedLead('table-2', 'tolstoi')?.lead.toFixed(1)).toBe('1.5');
  expect(publishedLead('table-1', 'glyphs')).toBeNull();
  expect(paperTable1.panels.every(({ id }) => (publishedLead('table-1', id)?.lead ?? 1) > 0)).toBe(true);
});

describe('cells', () => {
  it('a mean over seeds, with its deviation where there are several', () => {
    expect(measuredOf(panelOf('set', [run('aalig', 0.544)]), 'aalig')).toMatchObject({ text: '54.4', seeds: 1, failures: 0 });
    const two = panelOf('set', [run('aalig', 0.54), run('aalig', 0.56, { seed: 2 })]);
    expect(measuredOf(two, 'aalig')?.text).toBe('55.0 ± 1.4');
  });

  it('a failure is no number, and nothing is nothing', () => {
    const diverged = panelOf('set', [runOf('adam', [{}, { validationAccuracy: 0.3 }], { status: 'diverged' })]);
    expect(measuredOf(diverged, 'adam')).toMatchObject({ text: 'diverged', accuracy: null, failures: 1 });
    expect(measuredOf(diverged, 'aalig')).toBeNull();
    expect(measuredOf(undefined, 'aalig')).toBeNull();
  });
});
