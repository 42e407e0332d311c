/**
 * Lines over epochs, updates, evaluations or seconds with a band over seeds: means strong, the seeds' range or standard deviation
 * shaded, the floor dashed, and a cross at the top where a run of a line diverged.
 */
import type { CurvePoint } from '../../results/groups';
import type { Theme } from '../chart-spec';
import { drawAxes, figureMargins, plotOf } from '../figure';
import type { Size } from '../frame';
import { spread } from '../labels';
import { dashesOf, type Painter, Path } from '../painter';
import { emptyExtent, hasValues, include } from '../pyramid';
import { makeScale, type Scale } from '../scale';
import { fitScale, withoutRoom } from './fit-scale';
import { drawFloor, drawMarks, lastOnTop, lineRow, strengthOf, titleRow, writeFloor } from './line-drawing';
import type { BandFigure, BandLine, BandOptions } from './shapes';
import { findTrack, type Track, walkTracks } from './tracks';

/** A line that diverged must not squeeze the others: it is drawn up to this many times the highest of the rest. */
const headroom = { log: 3, linear: 1.15 } as const;
/** How far from a line the pointer may be, in pixels. */
const reach = 30;
/** Pixels between points from which on each has a dot. */
const dotSpacing = 14;
/** Pixels below the lowest value: a line of text with the floor's value, or of zeros on a log axis. */
const floorRoom = 20;

interface Layout {
  readonly size: Size;
  readonly plot: ReturnType<typeof plotOf>;
  readonly x: Scale;
  readonly y: Scale;
  /** Whether values of zero lie on the low end of a log axis. */
  readonly zeros: boolean;
  readonly tracks: readonly Track<{ readonly line: BandLine; readonly point: CurvePoint }>[];
}

/** The ends of a point's band; the mean alone where there is none. */
function bandOf(point: CurvePoint, band: BandOptions['band']): readonly [number, number] {
  if (band === 'none' || point.count < 2) return [point.mean, point.mean];
  return band === 'range' ? [point.low, point.high] : [point.mean - point.sd, point.mean + point.sd];
}

/** A line a method with its spread over seeds. */
export function bandFigure(given: readonly BandLine[], options: BandOptions): BandFigure {
  const { band, floor, marks = [], markTitle = 'AOV update' } = options;
  const lines = lastOnTop(given, options.emphasis ?? null);
  const log = options.yScale === 'log';
  const shownFloor = floor !== null && (floor > 0 || !log) ? floor : null;
  const diverged = lines.some(({ divergedAt = [] }) => divergedAt.length > 0);

  function extentOf() {
    const tame = emptyExtent();
    const wild = emptyExtent();
    for (const { points, divergedAt = [] } of lines) {
      points.forEach((point, i) => {
        // What a run that diverges starts from counts as any other; how high it climbs does not.
        const extent = divergedAt.length > 0 && i > 0 ? wild : tame;
        for (const value of bandOf(point, band)) include(extent, value, log);
        include(extent, point.mean, log);
      });
    }
    if (shownFloor !== null) include(tame, shownFloor, log);
    if (hasValues(wild)) {
      const ceiling = hasValues(tame) && tame.max > 0 ? tame.max * headroom[log ? 'log' : 'linear'] : Infinity;
      include(tame, Math.min(wild.max, ceiling), log);
      include(tame, Math.min(wild.min, ceiling), log);
    }
    return tame;
  }

  /** On a log axis a band of standard deviations may reach below zero; that much of it says nothing about the axis. */
  function lowestMean(): number {
    return Math.min(...lines.flatMap(({ points }) => points.map(({ mean, low }) => (band === 'range' ? low : mean)).filter((v) => v > 0)));
  }

  let last: Layout | null = null;
  function layoutOf(size: Size): Layout {
    if (last && last.size.width === size.width && last.size.height === size.height) return last;
    const plot = plotOf(size, figureMargins);
    const furthest = Math.max(options.xEnd ?? 0, ...lines.flatMap(({ points, divergedAt = [] }) => [points.at(-1)?.x ?? 0, ...divergedAt]));
    const x = makeScale('linear', [0, furthest > 0 ? furthest : 1], [plot.x, plot.x + plot.width]);
    const zeros = log && lines.some(({ points }) => points.some(({ mean }) => mean <= 0));
    const extent = extentOf();
    if (log && band === 'sd') extent.min = Math.max(extent.min, Math.min(lowestMean(), shownFloor ?? Infinity) / 10);
    const top = plot.y + titleRow + (diverged ? lineRow : 0);
    const y = fitScale(extent, {
      scale: options.yScale,
      format: options.yFormat,
      pixels: [plot.y + plot.height, top],
      room: [zeros || shownFloor !== null ? floorRoom : 6, 2],
    });
    const tracks = lines.map((line) => ({
      points: line.points.map((point) => ({ x: x.map(point.x), y: Math.max(plot.y, y.map(point.mean)), item: { line, point } })),
    }));
    last = { size, plot, x, y, zeros, tracks };
    return last;
  }

  return {
    draw(painter, size, theme) {
      const { plot, x, y, zeros } = layoutOf(size);
      const { xTitle, yTitle, yFormat } = options;
      drawAxes(painter, plot, theme, { x, y: zeros ? withoutRoom(y, floorRoom - 6) : y, xTitle, yTitle, yFormat });
      const bottom = plot.y + plot.height;
      if (zeros) painter.text(plot.x - 6, bottom, '0', { color: theme.dimmed, size: 11, anchor: 'end' });
      drawMarks(painter, { plot, x, marks, caption: markTitle, beside: yTitle }, theme);
      // Lines that leave the plot do so below the axis' name.
      const lid = titleRow - 4;
      painter.clip({ x: plot.x, y: plot.y + lid, width: plot.width + 4, height: plot.height + 2 - lid }, () => {
        for (const line of lines) drawBand(painter, line, x, y, theme);
        if (shownFloor !== null) drawFloor(painter, plot, y, shownFloor, theme);
        for (const line of lines) drawMean(painter, line, x, y, theme);
      });
      drawCrosses(painter, size, theme);
      if (shownFloor !== null) writeFloor(painter, plot, y, shownFloor, theme);
    },
    hit(size, px, py) {
      const { tracks } = layoutOf(size);
      const found = findTrack(tracks, px, py, reach);
      return found && { item: found.item, at: found.at };
    },
    move: (size, from, arrow) => walkTracks(layoutOf(size).tracks, from, arrow),
  };

  function drawBand(painter: Painter, line: BandLine, x: Scale, y: Scale, theme: Theme): void {
    if (band === 'none') return;
    const { points } = line;
    const crowded = lines.length > 5 ? 0.1 : 0.16;
    let start = 0;
    // Where fewer seeds got further the band ends.
    for (let i = 0; i <= points.length; i++) {
      if (i < points.length && (points[i] as CurvePoint).count > 1) continue;
      if (i - start > 1)
        fillBand(painter, points.slice(start, i), x, y, theme.color(line.color), crowded * strengthOf(line, options.emphasis));
      start = i + 1;
    }
  }

  function fillBand(painter: Painter, points: readonly CurvePoint[], x: Scale, y: Scale, color: string, alpha: number): void {
    path.clear();
    for (const point of points) path.push(x.map(point.x), y.map(bandOf(point, band)[1]));
    for (const point of points.toReversed()) path.push(x.map(point.x), y.map(bandOf(point, band)[0]));
    painter.area(path, { color, alpha });
  }

  function drawMean(painter: Painter, line: BandLine, x: Scale, y: Scale, theme: Theme): void {
    const { points, key, dash } = line;
    if (points.length === 0) return;
    const color = theme.color(line.color);
    const alpha = strengthOf(line, options.emphasis);
    path.clear();
    for (const point of points) path.push(x.map(point.x), y.map(point.mean));
    painter.line(path, { color, width: key === options.emphasis ? 2.75 : 1.75, alpha, dash: dashesOf(dash) });
    const spacing = points.length > 1 ? (path.x(points.length - 1) - path.x(0)) / (points.length - 1) : Infinity;
    if (spacing >= dotSpacing) painter.marks(path, 'circle', 4.5, { color, alpha }, null);
  }

  /** A cross at the top for each run that diverged, moved apart where several did so at the same time. */
  function drawCrosses(painter: Painter, size: Size, theme: Theme): void {
    if (!diverged) return;
    const { plot, x } = layoutOf(size);
    const all = lines.flatMap((line) => (line.divergedAt ?? []).map((at) => ({ line, at: x.map(at) })));
    const places = spread(
      all.map(({ at }) => at),
      9,
      plot.x + 6,
      plot.x + plot.width - 4,
    );
    all.forEach(({ line }, i) => {
      path.clear();
      path.push(places[i] as number, plot.y + titleRow + 4);
      const stroke = { color: theme.color(line.color), width: 2, alpha: strengthOf(line, options.emphasis) };
      painter.marks(path, 'cross', 7, null, stroke);
    });
  }
}

const path = new Path();
