/** Lines with seed bands, drawn on a painter that takes notes. */
import { describe, expect, it } from 'vitest';
import type { CurvePoint } from '../../results/groups';
import { figureSvg } from '../export-figure';
import type { Figure } from '../figure';
import { bandFigure } from './band-figure';
import { notesOf, plot, size, textsOf, theme } from './figure-checks';
import type { BandLine, BandOptions } from './shapes';

const pointOf = (x: number, mean: number, over: Partial<CurvePoint> = {}): CurvePoint => ({
  x,
  mean,
  sd: mean / 4,
  low: mean / 2,
  high: mean * 2,
  count: 3,
  ...over,
});

function bandLine(key: string, means: readonly number[], over: Partial<BandLine> = {}): BandLine {
  return { key, label: key.toUpperCase(), color: `color-${key}`, dash: null, points: means.map((mean, x) => pointOf(x, mean)), ...over };
}

const bandOptions: BandOptions = { xTitle: 'epochs', yTitle: 'loss', yScale: 'log', yFormat: 'number', floor: null, band: 'range' };
const lineOf = (notes: ReturnType<typeof notesOf>, color: string) => notes.of('line').find(({ stroke }) => stroke.color === color);

describe('bandFigure', () => {
  it('draws a mean and a band a line, with AALIG and what is emphasised on top', () => {
    const aalig = bandLine('a', [1, 0.1, 0.01], { color: 'var(--run-accent)' });
    const other = bandLine('b', [1, 0.5, 0.2]);
    const order = (emphasis: string | null) =>
      notesOf(bandFigure([aalig, other], { ...bandOptions, emphasis }))
        .of('line')
        .map(({ stroke }) => stroke.color)
        .filter((color) => color === 'color-b' || color === 'var(--run-accent)');
    expect(order(null)).toEqual(['color-b', 'var(--run-accent)']);
    expect(order('b')).toEqual(['var(--run-accent)', 'color-b']);
    const notes = notesOf(bandFigure([aalig, other], { ...bandOptions, emphasis: 'b' }));
    expect(lineOf(notes, 'var(--run-accent)')?.stroke.alpha).toBeLessThan(0.5);
    expect(notes.of('area').map(({ points }) => points.length)).toEqual([6, 6]);
  });

  it('shades what is asked for, and nothing for a single seed', () => {
    const areas = (band: BandOptions['band'], over: Partial<CurvePoint> = {}) =>
      notesOf(bandFigure([bandLine('a', [], { points: [0, 1, 2].map((x) => pointOf(x, 1, over)) })], { ...bandOptions, band })).of('area');
    expect(areas('none')).toHaveLength(0);
    expect(areas('range', { count: 1 })).toHaveLength(0);
    const heightOf = (band: BandOptions['band']) => {
      const ys = areas(band)[0]!.points.map(([, y]) => y);
      return Math.max(...ys) - Math.min(...ys);
    };
    // ± a quarter in the same window of a factor 5: narrower than from half to double.
    expect(heightOf('range')).toBeGreaterThan(heightOf('sd'));
  });

  it('keeps a band of standard deviations that reaches below zero on a log axis, and inside the plot', () => {
    const line = bandLine('a', [], { points: [0, 1].map((x) => pointOf(x, 1, { sd: 5, low: 0.5 })) });
    const [area] = notesOf(bandFigure([line], { ...bandOptions, band: 'sd' })).of('area');
    for (const [, y] of area!.points) expect(y).toBeLessThanOrEqual(plot.bottom + 0.01);
    expect(area!.points.every(([x, y]) => Number.isFinite(x) && Number.isFinite(y))).toBe(true);
  });

  it('draws zeros of a log axis on its low end, and says so', () => {
    const figure = bandFigure([bandLine('a', [1, 0.1, 0])], bandOptions);
    expect(lineOf(notesOf(figure), 'color-a')?.points.at(-1)?.[1]).toBeCloseTo(plot.bottom);
    expect(textsOf(figure)).toContain('0');
    expect(lineOf(notesOf(figure), 'color-a')?.points[1]?.[1]).toBeLessThan(plot.bottom - 10);
    // Only the x axis begins at zero where nothing is zero.
    const atAxis = (of: Figure) =>
      notesOf(of)
        .of('text')
        .filter(({ text, x }) => text === '0' && x < plot.left);
    expect([atAxis(figure).length, atAxis(bandFigure([bandLine('a', [1, 0.1, 0.1])], bandOptions)).length]).toEqual([1, 0]);
  });

  it('does not let a line that diverges squeeze the others, and marks where it did', () => {
    const calm = bandLine('a', [1, 0.5, 0.1]);
    const wild = bandLine('b', [1, 1e6, 1e30], { divergedAt: [2, 2] });
    const reach = (lines: BandLine[]) => {
      const points = lineOf(notesOf(bandFigure(lines, bandOptions)), 'color-a')!.points.map(([, y]) => y);
      return Math.max(...points) - Math.min(...points);
    };
    expect(reach([calm, wild])).toBeGreaterThan(0.55 * reach([calm]));
    const crosses = notesOf(bandFigure([calm, wild], bandOptions))
      .of('marks')
      .filter(({ shape }) => shape === 'cross')
      .map(({ points }) => points[0]!);
    expect(crosses).toHaveLength(2);
    expect(Math.abs(crosses[0]![0] - crosses[1]![0])).toBeGreaterThanOrEqual(9);
    for (const [x, y] of crosses) {
      expect(x).toBeLessThanOrEqual(plot.right);
      expect(y).toBeLessThan(plot.top + 40);
    }
  });

  it('names the floor beside its line, and marks with one caption apart from the name of the axis', () => {
    const figure = bandFigure([bandLine('a', [1, 0.5, 0.1, 0.05])], { ...bandOptions, floor: 0.04, marks: [0, 1, 2] });
    const notes = notesOf(figure);
    const texts = notes.of('text');
    expect(texts.map(({ text }) => text)).toContain('floor 0.0400');
    const caption = texts.find(({ text }) => text === 'AOV update')!;
    const title = texts.find(({ text }) => text === 'loss')!;
    expect(caption.x - 33).toBeGreaterThan(title.x + 24);
    expect(notes.of('line').filter(({ stroke }) => stroke.dash?.join() === '2,3')).toHaveLength(3);
  });

  it('writes shares as percentages, without a needless zero', () => {
    const texts = textsOf(
      bandFigure([bandLine('a', [], { points: [pointOf(0, 0.94, { count: 1 }), pointOf(1, 0.99, { count: 1 })] })], {
        ...bandOptions,
        yScale: 'linear',
        yFormat: 'share',
      }),
    );
    expect(texts).toEqual(expect.arrayContaining(['94.0 %', '99.0 %']));
    expect(texts).not.toContain('0.0 %');
  });

  it('finds what lies under the pointer and walks from point to point', () => {
    const figure = bandFigure([bandLine('a', [1, 1, 1]), bandLine('b', [0.1, 0.1, 0.1])], bandOptions);
    const [start] = [figure.move(size, null, [1, 0])!];
    expect(figure.hit(size, ...start)?.item).toMatchObject({ line: { key: 'b' }, point: { x: 2 } });
    const left = figure.move(size, start, [-1, 0])!;
    expect(figure.hit(size, ...left)?.item).toMatchObject({ line: { key: 'b' }, point: { x: 1 } });
    const up = figure.move(size, left, [0, -1])!;
    expect(figure.hit(size, ...up)?.item).toMatchObject({ line: { key: 'a' }, point: { x: 1 } });
    expect(figure.move(size, up, [0, -1])).toEqual(up);
    // Between two points a line counts as near.
    expect(figure.hit(size, plot.left + 90, up[1] + 5)?.item.line.key).toBe('a');
    expect(figure.hit(size, plot.left + 90, (up[1] + left[1]) / 2)).toBeNull();
    expect(bandFigure([], bandOptions).move(size, null, [1, 0])).toBeNull();
  });

  it('draws without lines, points or room', () => {
    for (const lines of [[], [bandLine('a', [])], [bandLine('a', [0])], [bandLine('a', [3])]]) {
      for (const yScale of ['log', 'linear'] as const) {
        const svg = figureSvg('x', bandFigure(lines, { ...bandOptions, yScale }), { width: 60, height: 50 }, theme);
        expect(svg).not.toMatch(/NaN|Infinity/);
      }
    }
  });
});
