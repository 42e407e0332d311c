/** Heat maps, drawn on a painter that takes notes. */
import { describe, expect, it } from 'vitest';
import { colors } from '../../state/palette';
import { notesOf, size } from './figure-checks';
import { goodness, heatFigure } from './heat-figure';
import { contrastOf, inkOn, mixed, rgbOf } from './legible';
import type { HeatCell, HeatOptions } from './shapes';

describe('heatFigure', () => {
  const options: HeatOptions = { rows: ['AALIG', 'SGD'], columns: ['0.1', '1', '10'], columnTitle: 'η', better: 'lower', scale: 'log' };
  const cell = (row: number, column: number, value: number | null, over: Partial<HeatCell> = {}): HeatCell => ({
    row,
    column,
    value,
    text: value === null ? '' : value.toFixed(3),
    failed: 0,
    best: false,
    complete: true,
    ...over,
  });
  const cells = [
    cell(0, 0, 1),
    cell(0, 1, 0.01, { best: true }),
    cell(0, 2, null, { failed: 1, text: 'diverged' }),
    cell(1, 0, 0.1, { failed: 2 / 3, note: '2/3 diverged' }),
    cell(1, 2, null, { complete: false }),
  ];
  const figure = heatFigure(cells, options);

  it('shades the better darker, frames the best, hatches and names failures, and leaves gaps empty', () => {
    const notes = notesOf(figure);
    const shades = notes
      .of('rects')
      .filter(({ fill }) => fill.color === '--run-accent')
      .map(({ boxes, fill }) => ({ x: boxes[0]!, y: boxes[1]!, alpha: fill.alpha! }))
      .sort((a, b) => a.alpha - b.alpha);
    expect(shades).toHaveLength(3);
    // 1, 0.1 and 0.01 are evenly apart on a log scale.
    expect(shades[1]!.alpha - shades[0]!.alpha).toBeCloseTo(shades[2]!.alpha - shades[1]!.alpha);
    const frames = notes.of('line').filter(({ stroke, points }) => stroke.width === 2 && points.length === 5);
    expect(frames).toHaveLength(1);
    expect(frames[0]!.points[0]![0]).toBeCloseTo(shades[2]!.x + 1, 3);
    const texts = notes.of('text').map(({ text }) => text);
    expect(texts).toEqual(expect.arrayContaining(['AALIG', 'SGD', '0.1', '10', 'η', '1.000', '0.010', 'diverged', '2/3 diverged']));
    expect(notes.of('line').filter(({ points }) => points.length > 5).length).toBeGreaterThanOrEqual(2);
    expect(notes.of('line').filter(({ stroke }) => stroke.dash?.join() === '3,3')).toHaveLength(1);
  });

  it('finds cells and walks over gaps', () => {
    const at = figure.move(size, null, [1, 0])!;
    expect(figure.hit(size, ...at)?.item).toBe(cells[0]);
    const below = figure.move(size, at, [0, 1])!;
    expect(figure.hit(size, ...below)?.item).toBe(cells[3]);
    const over = figure.move(size, below, [1, 0])!;
    expect(figure.hit(size, ...over)?.item).toBe(cells[4]);
    expect(figure.move(size, over, [1, 0])).toEqual(over);
    const [width] = figure.cellSize(size);
    expect(figure.hit(size, below[0] + width, below[1])).toBeNull();
    expect(figure.hit(size, 2, 2)).toBeNull();
  });

  it('has room for thirteen methods by six η on a phone: shorter texts, nothing beyond its cell', () => {
    const many = Array.from({ length: 78 }, (_, i) => cell(Math.floor(i / 6), i % 6, 10 ** -(i % 6), { text: '1.23e-4' }));
    const narrow = heatFigure(many, {
      ...options,
      rows: Array.from({ length: 13 }, (_, i) => `SLS-Goldstein ${i}`),
      columns: ['1e-3', '0.01', '0.1', '1', '10', '100'],
    });
    const phone = { width: 366, height: 422 };
    const [width] = narrow.cellSize(phone);
    const inside = notesOf(narrow, phone)
      .of('text')
      .filter(({ style, y }) => style.anchor === 'middle' && y < phone.height - 40);
    expect(inside).toHaveLength(78);
    for (const { text, style } of inside) expect(text.length * style.size * 0.6).toBeLessThanOrEqual(width);
  });

  it('ranks values on both scales and both ways, zeros included', () => {
    const lower = goodness([1, 0.01, 0], { better: 'lower', scale: 'log' });
    expect([lower(1), lower(0)]).toEqual([0, 1]);
    expect(lower(0.01)).toBeCloseTo(2 / 3);
    const higher = goodness([0.5, 1], { better: 'higher', scale: 'linear' });
    expect([higher(0.5), higher(0.75), higher(1)]).toEqual([0, 0.5, 1]);
    expect(goodness([3], { better: 'lower', scale: 'log' })(3)).toBe(0.5);
    expect(goodness([], { better: 'lower', scale: 'log' })(3)).toBe(0.5);
  });

  it('writes in an ink that stands out from every shade, in both schemes', () => {
    for (const [scheme, ink] of [
      ['light', '#1d1c1a'],
      ['dark', '#e9e7e3'],
    ] as const) {
      const { panel, accent } = colors[scheme];
      for (const { fill } of notesOf(
        heatFigure(
          Array.from({ length: 30 }, (_, i) => cell(0, i, i)),
          { ...options, scale: 'linear' },
        ),
      ).of('rects')) {
        const shown = mixed(rgbOf(panel)!, rgbOf(accent)!, fill.alpha!);
        const written = inkOn({ text: ink, surface: panel }, accent, fill.alpha!);
        expect(contrastOf(shown, rgbOf(written)!)).toBeGreaterThanOrEqual(4.5);
      }
    }
    expect(rgbOf('rgb(1, 2, 3)')).toEqual([1, 2, 3]);
    expect(rgbOf('tomato')).toBeNull();
  });
});
