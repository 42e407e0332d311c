/** Figures 1 and 4 of the paper, and what is made from results, drawn on a painter that takes notes. */
import { describe, expect, it } from 'vitest';
import { groupsOf } from '../../results/groups';
import { heatOf } from '../../results/heat';
import { epochOf, runOf } from '../../results/result-checks';
import { robustnessOf } from '../../results/robustness';
import { figureSvg } from '../export-figure';
import { aovTracesFigure, shownTraces, traceLooks } from './aov-traces-figure';
import { bandFigure } from './band-figure';
import { notesOf, size, theme } from './figure-checks';
import { bandLines, heatMap, robustnessLines } from './from-results';
import { lossAovFigure } from './loss-aov-figure';
import type { BandOptions } from './shapes';

const bandOptions: BandOptions = { xTitle: 'epochs', yTitle: 'loss', yScale: 'log', yFormat: 'number', floor: null, band: 'range' };
describe('figures of the paper', () => {
  const history = (role: 'easiest' | 'hardest' | 'riser' | 'faller' | 'picked', sample: number, scale: number) => ({
    role,
    sample,
    aov: [0, scale, scale, null, 2 * scale],
    loss: [scale * 3, scale * 2, null, scale, scale],
  });
  const followed = [
    history('faller', 4, 1),
    history('easiest', 1, 0.01),
    history('picked', 9, 1),
    history('hardest', 2, 2),
    history('riser', 3, 1),
  ];

  it('draws AOVs solid and losses dashed, each role in its colour, and marks the updates', () => {
    expect(shownTraces(followed).map(({ sample }) => sample)).toEqual([1, 2, 3, 4]);
    expect(traceLooks(followed).map(({ color }) => color)).toEqual([
      '--chart-easiest',
      '--chart-hardest',
      '--chart-riser',
      '--chart-faller',
    ]);
    const figure = aovTracesFigure(followed, { yScale: 'log', updates: [3] });
    for (const wide of [{ width: 900, height: 300 }, size]) {
      const notes = notesOf(figure, wide);
      for (const { color } of traceLooks(followed)) {
        const mine = notes.of('line').filter(({ stroke }) => stroke.color === color);
        expect(mine.map(({ stroke }) => stroke.dash?.length ?? 0)).toEqual([2, 0]);
      }
      expect(notes.of('line').filter(({ stroke }) => stroke.dash?.join() === '2,3')).toHaveLength(2);
      expect(notes.of('text').map(({ text }) => text)).toEqual(expect.arrayContaining(['easiest', '#1', 'faller', '#4', '0']));
    }
    const at = figure.move(size, null, [1, 0])!;
    expect(figure.hit(size, ...at)?.item).toMatchObject({ followed: { sample: 4 }, epoch: 5, aov: 2, loss: 1 });
  });

  it('draws loss and AOV above, the step size below, on the same epochs', () => {
    const epochs = [0, 1, 2, 3, 4].map((epoch) =>
      epochOf(epoch, { meanAov: epoch < 2 ? 0 : 0.3, aovUpdated: epoch === 2, meanStepSize: epoch === 0 ? null : 1 / epoch }),
    );
    const figure = lossAovFigure(epochs, { yScale: 'log' });
    const notes = notesOf(figure);
    const loss = notes.of('line').find(({ stroke }) => stroke.color === '--chart-ink')!;
    const stepSize = notes.of('line').find(({ stroke }) => stroke.color === 'var(--run-0)')!;
    expect(loss.points.map(([x]) => x)).toEqual(stepSize.points.map(([x]) => x));
    expect(Math.max(...loss.points.map(([, y]) => y))).toBeLessThan(Math.min(...stepSize.points.map(([, y]) => y)));
    expect(notes.of('line').filter(({ stroke }) => stroke.dash?.join() === '2,3')).toHaveLength(2);
    const at = figure.move(size, null, [1, 0])!;
    expect(figure.hit(size, ...at)?.item.epoch).toBe(4);
    expect(figureSvg('x', lossAovFigure([], { yScale: 'log' }), size, theme)).not.toMatch(/NaN|Infinity/);
    expect(figureSvg('x', aovTracesFigure([], { yScale: 'log', updates: [] }), size, theme)).not.toMatch(/NaN|Infinity/);
  });
});

describe('from results', () => {
  const runs = [
    runOf('aalig', { eta: 1 }, 1, [{ trainLoss: 1 }, { trainLoss: 0.5 }]),
    runOf('aalig', { eta: 1 }, 2, [{ trainLoss: 1 }, { trainLoss: 0.3 }]),
    runOf('sgd', { eta: 1, nesterov: false }, 1, [{ trainLoss: 1 }, { trainLoss: 40 }], { status: 'diverged', statusUpdate: 12 }),
    runOf('pal', {}, 1, [{ trainLoss: 1 }, { trainLoss: 0.2 }]),
  ];

  it('names and colours the lines of groups, and says where runs diverged', () => {
    const lines = bandLines(groupsOf(runs), 'trainLoss', 'epochs');
    expect(lines.map(({ label, color, divergedAt }) => [label, color, divergedAt])).toEqual([
      ['AALIG', 'var(--run-accent)', []],
      [expect.stringMatching(/^SGD/), 'var(--run-0)', [1]],
      ['PAL', expect.any(String), []],
    ]);
    expect(lines[0]?.points[1]).toMatchObject({ x: 1, mean: 0.4, low: 0.3, high: 0.5, count: 2 });
  });

  it('turns robustness and heat into lines and cells', () => {
    const { lines, levels } = robustnessLines(robustnessOf(runs, 'trainLoss'));
    expect([...lines, ...levels].map(({ label }) => label)).toEqual(['AALIG', expect.stringMatching(/^SGD/), 'PAL']);
    expect(lines[1]?.points[0]).toMatchObject({ x: 1, mean: null, failures: 1 });
    const { cells, options } = heatMap(heatOf(runs, 'trainLoss', { sweep: null }));
    expect(options).toMatchObject({
      rows: ['AALIG', expect.stringMatching(/^SGD/), 'PAL'],
      columns: ['none', '1'],
      better: 'lower',
      scale: 'log',
    });
    expect(cells.map(({ text, failed }) => [text, failed])).toEqual([
      ['0.400', 0],
      ['diverged', 1],
      ['0.200', 0],
    ]);
    const none = heatMap(heatOf([], 'trainLoss', { sweep: { optimizers: [{ id: 'pal', hyperparameters: {} }], seeds: [1] } }));
    expect(none.cells).toMatchObject([{ text: '', value: null, failed: 0, complete: false }]);
  });

  it('is exported whole, with a key to its lines', () => {
    const lines = bandLines(groupsOf(runs), 'trainLoss', 'epochs');
    const svg = figureSvg('Loss <1>', bandFigure(lines, bandOptions), size, theme, lines);
    expect(svg.match(/<svg|<\/svg>/g)).toHaveLength(2);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    for (const { label } of lines) expect(svg).toContain(`>${label}</text>`);
    // Every element is closed: as many ends as beginnings.
    const opened = [...svg.matchAll(/<([a-zA-Z]+)(?=[\s>])[^>]*?(\/?)>/g)]
      .filter(([, , closed]) => closed === '')
      .map(([, name]) => name)
      .sort();
    const closed = [...svg.matchAll(/<\/([a-zA-Z]+)>/g)].map(([, name]) => name).sort();
    expect(opened).toEqual(closed);
  });
});
