/** Robustness plots, drawn on a painter that takes notes. */
import { describe, expect, it } from 'vitest';
import { figureSvg } from '../export-figure';
import { notesOf, plot, size, textsOf, theme } from './figure-checks';
import { robustnessFigure } from './robustness-figure';
import type { RobustnessLine, RobustnessOptions, RobustnessPoint } from './shapes';

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
