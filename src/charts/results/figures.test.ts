/** Figures of finished runs, drawn on a painter that takes notes. */
import { describe, expect, it } from 'vitest';
import type { CurvePoint } from '../../results/groups';
import { groupsOf } from '../../results/groups';
import { heatOf } from '../../results/heat';
import { epochOf, runOf } from '../../results/result-checks';
import { robustnessOf } from '../../results/robustness';
import { colors } from '../../state/palette';
import { NotePainter } from '../chart-checks';
import type { Theme } from '../chart-spec';
import { figureSvg } from '../export-figure';
import type { Figure } from '../figure';
import { aovTracesFigure, shownTraces, traceLooks } from './aov-traces-figure';
import { bandFigure } from './band-figure';
import { bandLines, heatMap, robustnessLines } from './from-results';
import { goodness, heatFigure } from './heat-figure';
import { contrastOf, inkOn, mixed, rgbOf } from './legible';
import { lossAovFigure } from './loss-aov-figure';
import { robustnessFigure } from './robustness-figure';
import type { BandLine, BandOptions, HeatCell, HeatOptions, RobustnessLine, RobustnessOptions, RobustnessPoint } from './shapes';

const theme: Theme = { text: 'ink', dimmed: 'dimmed', grid: 'grid', surface: 'surface', font: 'sans-serif', color: (css) => css };
const size = { width: 460, height: 300 };
const plot = { left: 48, right: 448, top: 10, bottom: 264 };

function notesOf(figure: Figure, of = size): NotePainter {
  const painter = new NotePainter();
  figure.draw(painter, of, theme);
  return painter;
}

const textsOf = (figure: Figure, of = size) =>
  notesOf(figure, of)
    .of('text')
    .map(({ text }) => text);

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
const lineOf = (notes: NotePainter, color: string) => notes.of('line').find(({ stroke }) => stroke.color === color);

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

const step = (x: number, mean: number | null, failures = 0, over: Partial<RobustnessPoint> = {}): RobustnessPoint => ({
  x,
  mean,
  low: mean === null ? null : mean / 2,
  high: mean === null ? null : mean * 2,
  sd: 0,
  count: mean === null ? 0 : 3 - failures,
  failures,
  ...over,
});

function robustLine(key: string, points: readonly RobustnessPoint[]): RobustnessLine {
  return { key, label: key.toUpperCase(), color: `color-${key}`, dash: null, points };
}

describe('robustnessFigure', () => {
  const options: RobustnessOptions = { xTitle: 'η', yTitle: 'loss', yScale: 'log', yFormat: 'number', floor: null, levels: [] };
  const lines = [
    robustLine('a', [step(0.01, 1), step(0.1, 0.1), step(1, 0.05, 1), step(10, null, 3), step(100, null, 3)]),
    robustLine('b', [step(0.01, 2), step(0.1, 1), step(1, null, 3), step(10, null, 3), step(100, null, 3)]),
  ];
  const figure = robustnessFigure(lines, { ...options, levels: [robustLine('c', [step(Number.NaN, 0.2)])] });

  it('has a tick a decade and a mark an η; what diverged are crosses at the top, apart from each other', () => {
    const notes = notesOf(figure);
    const texts = notes.of('text').map(({ text }) => text);
    expect(texts).toEqual(expect.arrayContaining(['10⁻²', '10⁻¹', '10⁰', '10¹', '10²', 'diverged']));
    const dots = notes.of('marks').filter(({ shape }) => shape === 'circle');
    expect(dots.map(({ points }) => points.length)).toEqual([2, 1, 2, 0]);
    const crosses = notes.of('marks').filter(({ shape }) => shape === 'cross');
    expect(crosses).toHaveLength(6);
    const xs = crosses.map(({ points }) => points[0]![0]);
    expect(new Set(xs.map(Math.round)).size).toBe(6);
    const ys = new Set(crosses.map(({ points }) => points[0]![1]));
    expect(ys.size).toBe(1);
    expect([...ys][0]).toBeLessThan(plot.top + 40);
  });

  it('draws methods without a step size as dashed levels from edge to edge', () => {
    const level = notesOf(figure)
      .of('line')
      .find(({ stroke }) => stroke.color === 'color-c')!;
    expect(level.points.map(([x]) => x)).toEqual([plot.left, plot.right]);
    expect(level.points[0]![1]).toBe(level.points[1]![1]);
    expect(level.stroke.dash).not.toHaveLength(0);
  });

  it('finds settings, failures and levels, and walks to the failures', () => {
    const hitAt = (at: readonly [number, number] | null) => (at ? figure.hit(size, at[0], at[1])?.item : null);
    const marks = notesOf(figure).of('marks');
    const cross = marks.findLast(({ shape }) => shape === 'cross')!.points[0]!;
    expect(hitAt(cross)).toMatchObject({ line: { key: 'b' }, point: { x: 100, mean: null, failures: 3 } });
    const level = notesOf(figure)
      .of('line')
      .find(({ stroke }) => stroke.color === 'color-c')!.points[0]!;
    expect(hitAt([300, level[1]])).toMatchObject({ line: { key: 'c' } });
    const dot = marks.find(({ shape }) => shape === 'circle')!.points[0]!;
    expect(hitAt(dot)).toMatchObject({ line: { key: 'a' }, point: { x: 0.01 } });
    let at: readonly [number, number] | null = dot;
    for (let i = 0; i < 6; i++) at = figure.move(size, at, [0, -1]);
    expect(hitAt(at)?.point.failures).toBeGreaterThan(0);
  });

  it('draws a single η that is no power of ten, and nothing at all', () => {
    const single = textsOf(robustnessFigure([robustLine('a', [step(0.03, 1)])], options));
    expect(single).toContain('10⁻²');
    for (const given of [[], [robustLine('a', [])], [robustLine('a', [step(1, null, 3)])]]) {
      expect(figureSvg('x', robustnessFigure(given, options), size, theme)).not.toMatch(/NaN|Infinity/);
    }
  });
});

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
