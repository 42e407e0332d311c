/** Figures drawn on a painter that takes notes: matrices, scatter plots, and the heat map of AOVs. */
import { afterEach, describe, expect, it } from 'vitest';
import { clearSeries } from '../state/series';
import type { SamplesEntry } from '../worker/protocol';
import { aovHistogramSpec } from './aov-histogram-spec';
import { drawn, NotePainter, runView, syntheticRun } from './chart-checks';
import type { Theme } from './chart-spec';
import { confusionFigure, mostConfused } from './confusion-figure';
import { figureSvg } from './export-figure';
import type { Figure } from './figure';
import { scatterDomain, scatterFigure } from './scatter-figure';

const theme: Theme = { text: 'ink', dimmed: 'dimmed', grid: 'grid', surface: 'surface', font: 'sans-serif', color: (css) => css };
const size = { width: 460, height: 246 };

function notesOf(figure: Figure): NotePainter {
  const painter = new NotePainter();
  figure.draw(painter, size, theme);
  return painter;
}

describe('the confusion matrix', () => {
  const counts = Float32Array.from([8, 2, 0, 0, 5, 5, 1, 0, 9]);
  const names = ['cat', 'dog', 'hippopotamus'];

  it('shades rows by their own shares, right and wrong apart, and leaves out what did not happen', () => {
    const rects = notesOf(confusionFigure({ counts }, names)).of('rects');
    const cells = (color: string) => rects.filter(({ fill }) => fill.color === color).reduce((sum, { boxes }) => sum + boxes.length / 4, 0);
    expect([cells('--chart-reached'), cells('--chart-open')]).toEqual([3, 3]);
    const alpha = (color: string) => rects.filter(({ fill }) => fill.color === color).map(({ fill }) => fill.alpha!);
    // 5 of 10 is darker than 2 of 10 and 1 of 10.
    expect(Math.max(...alpha('--chart-open'))).toBeCloseTo(0.9 * (9 / 12));
    expect(Math.min(...alpha('--chart-open'))).toBeCloseTo(0.9 * (4 / 12));
  });

  it('writes names and counts where there is room', () => {
    const texts = (figure: Figure) =>
      notesOf(figure)
        .of('text')
        .map(({ text }) => text);
    const few = texts(confusionFigure({ counts }, names));
    expect(few).toEqual(expect.arrayContaining(['cat', 'hippopotamus', '8', '5', 'true ↓', 'predicted →']));
    expect(few).not.toContain('0');
    const many = Array.from({ length: 200 }, (_, i) => `class ${i}`);
    expect(texts(confusionFigure({ counts: new Float32Array(40_000).fill(1) }, many))).toEqual(['true ↓', 'predicted →']);
  });

  it('knows which cell lies where', () => {
    for (const classes of [2, 20, 200]) {
      const figure = confusionFigure(
        { counts: new Float32Array(classes ** 2) },
        Array.from({ length: classes }, (_, i) => String(i)),
      );
      const [x, y] = figure.middleOf(size, 1, 0);
      expect(figure.cellAt(size, x, y)).toEqual({ truth: 1, predicted: 0 });
      expect(figure.cellAt(size, x + figure.cellSize(size)[0], y)).toEqual({ truth: 1, predicted: 1 });
      expect(figure.cellAt(size, 2, 2)).toBeNull();
    }
  });

  it('names what is mistaken most often', () => {
    expect(mostConfused(counts, 3, 2)).toEqual([
      { truth: 1, predicted: 2, count: 5, share: 0.5 },
      { truth: 0, predicted: 1, count: 2, share: 0.2 },
    ]);
    expect(mostConfused(Float32Array.from([3, 0, 0, 4]), 2, 5)).toEqual([]);
  });
});

function entryOf(points: readonly (readonly [aov: number, loss: number, reached: 0 | 1])[]): SamplesEntry {
  return {
    runId: 'a',
    epoch: 3,
    aov: Float32Array.from(points, ([aov]) => aov),
    before: new Float32Array(points.length),
    loss: Float32Array.from(points, ([, loss]) => loss),
    reached: Uint8Array.from(points, ([, , reached]) => reached),
  };
}

describe('the scatter plot', () => {
  const entry = entryOf([
    [0.1, 1, 0],
    [0.5, 0.5, 1],
    [0, 0.02, 0],
    [0.2, Number.NaN, 0],
  ]);
  const domain = scatterDomain(entry, 'log', null);
  const figure = scatterFigure({ entry, scale: 'log', domain, picked: [1] });

  it('has one domain for both axes, which only grows', () => {
    expect(domain).toEqual([0.01, 1]);
    expect(scatterDomain(entryOf([[0.3, 0.4, 0]]), 'log', domain)).toEqual([0.01, 1]);
    expect(scatterDomain(entryOf([[0.3, 40, 0]]), 'log', domain)).toEqual([0.01, 100]);
    expect(scatterDomain(entryOf([[1e-30, 1, 0]]), 'log', null)[0]).toBeGreaterThanOrEqual(1e-7);
    expect(scatterDomain(entry, 'linear', null)).toEqual([0, 1]);
  });

  it('draws few samples one by one, by kind, and names the picked ones', () => {
    const notes = notesOf(figure);
    const marks = notes.of('marks').map(({ shape, points }) => [shape, points.length]);
    expect(marks).toEqual([
      ['cross', 2],
      ['circle', 1],
      ['circle', 1],
    ]);
    expect(notes.of('text').map(({ text }) => text)).toEqual(expect.arrayContaining(['#1', 'AOV', 'loss', '≤0']));
  });

  it('puts a reached sample whose loss is its AOV on the diagonal, and AOVs of zero before the log axis', () => {
    const diagonal = notesOf(figure)
      .of('line')
      .find(({ stroke }) => stroke.dash?.length === 2)!;
    const [[x0, y0], [x1, y1]] = diagonal.points as [[number, number], [number, number]];
    const [x, y] = figure.middleOf(size, 1);
    expect((x - x0) / (x1 - x0)).toBeCloseTo((y - y0) / (y1 - y0), 3);
    expect(figure.middleOf(size, 2)[0]).toBeLessThan(x0);
  });

  it('finds the sample under the pointer', () => {
    for (const sample of [0, 1, 2]) expect(figure.sampleAt(size, ...figure.middleOf(size, sample))).toBe(sample);
    expect(figure.sampleAt(size, 250, 20)).toBe(-1);
  });

  it('draws many samples as counts, each kind in its own shape, within the plot', () => {
    const many = entryOf(Array.from({ length: 5000 }, (_, i) => [(i % 70) / 70, (i % 90) / 90, i % 3 === 0 ? 1 : 0] as const));
    const notes = notesOf(scatterFigure({ entry: many, scale: 'linear', domain: scatterDomain(many, 'linear', null), picked: [] }));
    expect(notes.of('marks')).toHaveLength(0);
    const heights = new Set(
      notes.of('rects').flatMap(({ boxes, fill }) => boxes.filter((_, i) => i % 4 === 3).map((height) => `${fill.color} ${height}`)),
    );
    expect(heights).toEqual(new Set(['--chart-reached 3', '--chart-open 1']));
    for (const { boxes } of notes.of('rects')) {
      boxes.forEach((value, i) => {
        if (i % 4 === 0) expect(value).toBeGreaterThanOrEqual(48);
        if (i % 4 === 1) expect(value).toBeLessThanOrEqual(size.height - 36);
      });
    }
  });

  it('is exported as a whole document', () => {
    const svg = figureSvg('Loss & AOV', figure, size, theme);
    expect(svg).toContain('<title>Loss &#38; AOV</title>');
    expect(svg.match(/<svg|<\/svg>/g)).toHaveLength(2);
    expect(svg).not.toContain('NaN');
  });
});

describe('the heat map of AOVs', () => {
  afterEach(() => clearSeries());
  const context = { kind: 'epochs', batchesPerEpoch: 8, smoothing: 0, scale: 'linear' } as const;
  const summary = (mean: number) => ({
    aov: { mean, quantiles: [0, 0, 0, mean, 1, 1, 2], reachedShare: null, updated: false },
  });

  it('draws a column an epoch, darker where more AOVs lie, with the mean of each across it', () => {
    syntheticRun('a', {
      updates: 32,
      batchesPerEpoch: 8,
      record: (epoch) => summary(epoch / 4),
      histogram: (epoch) => ({
        min: 0,
        max: 2,
        counts: Uint32Array.from({ length: 48 }, (_, bin) => (bin === 0 ? 90 : bin === 47 ? epoch : 0)),
      }),
    });
    const spec = aovHistogramSpec({ ...context, run: runView('a') });
    expect(spec.extent('y', 0, 4)).toEqual({ min: 0, max: 2 });
    const { notes, view } = drawn(spec);
    const rects = notes.of('rects').filter(({ fill }) => fill.color === 'color-a');
    const cells = rects.flatMap(({ boxes, fill }) =>
      Array.from({ length: boxes.length / 4 }, (_, i) => ({ box: boxes.slice(4 * i, 4 * i + 4), alpha: fill.alpha! })),
    );
    // The first recorded epoch has no epoch before it to begin at.
    expect(cells).toHaveLength(6);
    const low = cells.filter(({ box }) => box[1]! > view.plot.y + view.plot.height / 2);
    const high = cells.filter(({ box }) => box[1]! < view.plot.y + view.plot.height / 2);
    expect(Math.min(...low.map(({ alpha }) => alpha))).toBeGreaterThan(Math.max(...high.map(({ alpha }) => alpha)));
    const mean = notes.of('line').find(({ stroke }) => stroke.color === '--chart-ink')!;
    expect(mean.points.map(([x, y]) => [Math.round(view.x.invert(x)), Number(view.y.invert(y).toFixed(4))])).toEqual([
      [1, 0.5],
      [2, 0.5],
      [2, 0.75],
      [3, 0.75],
      [3, 1],
      [4, 1],
    ]);
    expect(spec.at(2)).toEqual([
      { x: 2, value: 0.5 },
      { x: 2, value: 0 },
      { x: 2, value: 2 },
    ]);
  });

  it('shows AOVs that are all alike as a line, and has its numbers as a table', () => {
    syntheticRun('a', {
      updates: 16,
      batchesPerEpoch: 8,
      record: () => summary(1),
      histogram: () => ({ min: 1, max: 1, counts: Uint32Array.from({ length: 48 }, (_, bin) => (bin === 0 ? 7 : 0)) }),
    });
    const spec = aovHistogramSpec({ ...context, run: runView('a') });
    const boxes = drawn(spec)
      .notes.of('rects')
      .flatMap(({ boxes: list }) => list);
    expect(boxes[3]).toBe(2);
    const [sheet] = spec.sheets();
    expect(sheet?.rowCount).toBe(2);
    expect(sheet?.row(1).slice(0, 6)).toEqual(['A', 1, 2, 1, 1, 7]);
    expect(sheet?.columns).toHaveLength(sheet?.row(1).length ?? 0);
  });

  it('is empty without a run', () => {
    const spec = aovHistogramSpec({ ...context, run: null });
    expect(spec.hasData()).toBe(false);
    expect(() => drawn(spec)).not.toThrow();
  });
});
