/**
 * Final loss or accuracy against η: a line a method with a band over seeds and a dot at each η that was tried. Settings of which every
 * seed diverged are crosses on a strip at the top; where only some did the dot is hollow and the cross stands above it. Methods
 * without a step size are level lines.
 */
import type { Theme } from '../chart-spec';
import { drawAxes, drawSegment, figureMargins, plotOf } from '../figure';
import { powerOfTen } from '../format';
import type { Size } from '../frame';
import { spread } from '../labels';
import { type Box, dashesOf, type Painter, Path } from '../painter';
import { emptyExtent, include } from '../pyramid';
import { makeScale, type Scale } from '../scale';
import { fitScale, withoutRoom } from './fit-scale';
import { drawFloor, lastOnTop, strengthOf, titleRow, writeFloor } from './line-drawing';
import type { RobustnessFigure, RobustnessLine, RobustnessOptions, RobustnessPoint } from './shapes';
import { findTrack, type Track, type TrackPoint, walkTracks } from './tracks';

const reach = 26;
/** Height of the strip of failures, and pixels between crosses on it at most and at least. */
const stripHeight = 22;
const crossSpacing = { most: 9, least: 4.5 } as const;
const floorRoom = 20;
/** Levels are dashed, so that they are not taken for lines; a dash of their own stays. */
export const levelDash = '7 4';

interface Item {
  readonly line: RobustnessLine;
  readonly point: RobustnessPoint;
}

interface Cross extends TrackPoint<Item> {
  /** Whether every seed failed. */
  readonly whole: boolean;
  readonly size: number;
}

interface Layout {
  readonly size: Size;
  readonly plot: Box;
  readonly x: Scale;
  readonly y: Scale;
  readonly zeros: boolean;
  /** The strip of failures; no height where nothing failed. */
  readonly strip: Box;
  readonly crosses: readonly Cross[];
  readonly tracks: readonly Track<Item>[];
}

/** The plot of these methods. A point without a mean is one whose seeds all failed. */
export function robustnessFigure(given: readonly RobustnessLine[], options: RobustnessOptions): RobustnessFigure {
  const { floor, emphasis = null } = options;
  const lines = lastOnTop(given, emphasis);
  const levels = lastOnTop(options.levels, emphasis);
  const log = options.yScale === 'log';
  const shownFloor = floor !== null && (floor > 0 || !log) ? floor : null;
  const everyPoint = [...lines, ...levels].flatMap(({ points }) => points);
  const failing = everyPoint.some(({ failures }) => failures > 0);
  const strength = (line: RobustnessLine) => strengthOf(line, emphasis);

  function extentOf() {
    const extent = emptyExtent();
    for (const { mean, low, high } of everyPoint) for (const value of [mean, low, high]) if (value !== null) include(extent, value, log);
    if (shownFloor !== null) include(extent, shownFloor, log);
    return extent;
  }

  let last: Layout | null = null;
  function layoutOf(size: Size): Layout {
    if (last && last.size.width === size.width && last.size.height === size.height) return last;
    const plot = plotOf(size, figureMargins);
    const steps = lines.flatMap(({ points }) => points.map((point) => point.x)).filter((step) => step > 0);
    const [low, high] = steps.length > 0 ? [Math.min(...steps), Math.max(...steps)] : [0.1, 1];
    const x = makeScale('log', stepDomain(low, high), [plot.x, plot.x + plot.width]);
    const zeros = log && everyPoint.some(({ mean }) => mean !== null && mean <= 0);
    const strip = { x: plot.x, y: plot.y + titleRow + 2, width: plot.width, height: failing ? stripHeight : 0 };
    const y = fitScale(extentOf(), {
      scale: options.yScale,
      format: options.yFormat,
      pixels: [plot.y + plot.height, strip.y + strip.height + 4],
      room: [zeros || shownFloor !== null ? floorRoom : 6, 3],
    });
    const crosses = crossesOf(lines, levels, x, strip);
    last = { size, plot, x, y, zeros, strip, crosses, tracks: tracksOf(x, y, plot, crosses) };
    return last;
  }

  function tracksOf(x: Scale, y: Scale, plot: Box, crosses: readonly Cross[]): Track<Item>[] {
    const flat = levels.flatMap((line): Track<Item>[] => {
      const [point] = line.points;
      if (!point || point.mean === null) return [];
      const level = y.map(point.mean);
      const end = (px: number) => ({ x: px, y: level, item: { line, point } });
      return [{ level: true, points: [end(plot.x), end(plot.x + plot.width)] }];
    });
    const curves = lines.map((line) => ({
      points: line.points.flatMap((point) =>
        point.mean === null ? [] : [{ x: x.map(point.x), y: y.map(point.mean), item: { line, point } }],
      ),
    }));
    return [...flat, ...curves, { marks: true, points: crosses.toSorted((a, b) => a.x - b.x) }];
  }

  return {
    draw(painter, size, theme) {
      const { plot, x, y, zeros, strip, crosses } = layoutOf(size);
      const { xTitle, yTitle, yFormat } = options;
      const axisY = zeros ? withoutRoom(y, floorRoom - 6) : y;
      drawAxes(painter, plot, theme, { x, y: axisY, xTitle, yTitle, yFormat, xTicks: decadesOf(x) });
      if (zeros) painter.text(plot.x - 6, plot.y + plot.height, '0', { color: theme.dimmed, size: 11, anchor: 'end' });
      if (failing) {
        painter.rects([strip.x, strip.y, strip.width, strip.height], { color: theme.grid, alpha: 0.55 });
        painter.text(strip.x + 5, strip.y + strip.height / 2, 'diverged', { color: theme.dimmed, size: 11, anchor: 'start' });
      }
      if (shownFloor !== null) drawFloor(painter, plot, y, shownFloor, theme);
      for (const line of levels) drawLevel(painter, line, plot, y, theme);
      for (const line of lines) drawBand(painter, line, x, y, theme);
      for (const line of lines) drawLine(painter, line, x, y, crosses, theme);
      for (const cross of crosses) {
        path.clear().push(cross.x, cross.y);
        const { line } = cross.item;
        const stroke = { color: theme.color(line.color), width: cross.whole ? 2 : 1.25, alpha: strength(line) };
        painter.marks(path, 'cross', cross.whole ? cross.size : 0.66 * cross.size, null, stroke);
      }
      if (shownFloor !== null) writeFloor(painter, plot, y, shownFloor, theme);
    },
    hit(size, px, py) {
      const found = findTrack(layoutOf(size).tracks, px, py, reach);
      return found && { item: found.item, at: found.at };
    },
    move: (size, from, arrow) => walkTracks(layoutOf(size).tracks, from, arrow),
  };

  function drawLevel(painter: Painter, line: RobustnessLine, plot: Box, y: Scale, theme: Theme): void {
    const [point] = line.points;
    if (!point || point.mean === null) return;
    const color = theme.color(line.color);
    const [left, right] = [plot.x, plot.x + plot.width];
    if (point.low !== null && point.high !== null && point.high > point.low) {
      const top = y.map(point.high);
      painter.rects([left, top, right - left, Math.max(0.5, y.map(point.low) - top)], { color, alpha: 0.09 * strength(line) });
    }
    const level = y.map(point.mean);
    const dash = dashesOf(line.dash ?? levelDash);
    drawSegment(painter, [left, level], [right, level], { color, width: line.key === emphasis ? 2.5 : 1.5, alpha: strength(line), dash });
  }

  function drawBand(painter: Painter, line: RobustnessLine, x: Scale, y: Scale, theme: Theme): void {
    const color = theme.color(line.color);
    const alpha = (lines.length > 5 ? 0.1 : 0.16) * strength(line);
    for (const piece of piecesOf(line.points)) {
      if (piece.every(({ low, high }) => low === high)) continue;
      path.clear();
      for (const point of piece) path.push(x.map(point.x), y.map(point.high ?? point.mean));
      for (const point of piece.toReversed()) path.push(x.map(point.x), y.map(point.low ?? point.mean));
      painter.area(path, { color, alpha });
    }
  }

  function drawLine(painter: Painter, line: RobustnessLine, x: Scale, y: Scale, crosses: readonly Cross[], theme: Theme): void {
    const color = theme.color(line.color);
    const alpha = strength(line);
    const strong = line.key === emphasis;
    path.clear();
    for (const piece of piecesOf(line.points)) {
      path.break();
      for (const point of piece) path.push(x.map(point.x), y.map(point.mean));
    }
    painter.line(path, { color, width: strong ? 2.75 : 1.75, alpha, dash: dashesOf(line.dash) });
    // A thin stroke says which line a cross belongs to.
    line.points.forEach((point, i) => {
      if (point.mean === null) return;
      for (const next of [line.points[i - 1], line.points[i + 1]]) {
        const cross = next && next.mean === null ? crosses.find(({ item, whole }) => whole && item.point === next) : undefined;
        if (!cross) continue;
        const stroke = { color, width: 1, alpha: 0.5 * alpha, dash: [1.5, 3] };
        drawSegment(painter, [x.map(point.x), y.map(point.mean)], [cross.x, cross.y + 5], stroke);
      }
    });
    for (const hollow of [false, true]) {
      path.clear();
      for (const { x: step, mean, failures } of line.points) {
        if (mean !== null && failures > 0 === hollow) path.push(x.map(step), y.map(mean));
      }
      if (hollow) painter.marks(path, 'circle', 6, { color: theme.surface }, { color, width: 1.5, alpha });
      else painter.marks(path, 'circle', strong ? 7 : 5.5, { color, alpha }, null);
    }
  }
}

const path = new Path();

type Meant = RobustnessPoint & { readonly mean: number };

/** The stretches of a line between settings that failed altogether. */
function piecesOf(points: readonly RobustnessPoint[]): Meant[][] {
  const pieces: Meant[][] = [[]];
  for (const point of points) {
    if (point.mean === null) pieces.push([]);
    else (pieces.at(-1) as Meant[]).push(point as Meant);
  }
  return pieces.filter((piece) => piece.length > 0);
}

/** A cross for each setting of which seeds failed, at its η as far as there is room, beside each other where several failed. */
function crossesOf(lines: readonly RobustnessLine[], levels: readonly RobustnessLine[], x: Scale, strip: Box): Cross[] {
  const failed = lines
    .flatMap((line) => line.points.map((point) => ({ line, point })))
    .filter(({ point }) => point.failures > 0)
    .map((item) => ({ item, wanted: x.map(item.point.x) }));
  const flat = levels.flatMap((line) =>
    line.points.filter(({ failures }) => failures > 0).map((point) => ({ item: { line, point }, wanted: strip.x + strip.width - 6 })),
  );
  const all = [...failed, ...flat];
  // As far apart as the crosses of one η leave room to those of the next.
  const steps = [...new Set(all.map(({ wanted }) => wanted))].sort((a, b) => a - b);
  const nearest = Math.min(...steps.slice(1).map((step, i) => step - (steps[i] as number)));
  const crowd = Math.max(1, ...steps.map((step) => all.filter(({ wanted }) => wanted === step).length));
  const spacing = Math.min(crossSpacing.most, Math.max(crossSpacing.least, nearest / (crowd + 1)));
  // Those of one η lie around it, not all to its right.
  const places = spread(
    all.map(({ item, wanted }) => {
      const here = all.filter((other) => other.wanted === wanted);
      return wanted + (here.findIndex((other) => other.item === item) - (here.length - 1) / 2) * spacing;
    }),
    spacing,
    strip.x + 5,
    strip.x + strip.width - 5,
  );
  return all.map(({ item }, i) => ({
    item,
    whole: item.point.mean === null,
    size: Math.max(5, spacing - 1.5),
    x: places[i] as number,
    y: strip.y + strip.height / 2,
  }));
}

/** The step sizes with some room on both sides, so that the outermost marks are whole; at least one power of ten is among them. */
function stepDomain(low: number, high: number): readonly [number, number] {
  const [bottom, top] = [Math.log10(low), Math.log10(high)];
  const side = 0.06 * (top - bottom) + 0.12;
  const power = Math.round((bottom + top) / 2);
  const lacks = Math.ceil(bottom - side) > Math.floor(top + side);
  return [10 ** Math.min(bottom - side, lacks ? power - side : Infinity), 10 ** Math.max(top + side, lacks ? power + side : -Infinity)];
}

/** A tick a decade, thinned only where the powers of ten would touch. */
function decadesOf(x: Scale) {
  const [low, high] = x.domain.map(Math.log10) as [number, number];
  const perDecade = Math.abs(x.pixels[1] - x.pixels[0]) / (high - low);
  const stride = Math.max(1, Math.ceil(30 / perDecade));
  const ticks: number[] = [];
  for (let exponent = Math.ceil(low); exponent <= high; exponent += stride) ticks.push(Number(`1e${exponent}`));
  return { ticks, label: (tick: number) => powerOfTen(Math.round(Math.log10(tick))) };
}
