/**
 * The frame of a chart: axes, ticks, margins. It is worked out from a spec before anything is drawn, and Recharts renders
 * it anew only when it differs from the one on the page, which is seldom (see `domain.ts`).
 */
import type { XAxisKind, XRange, YScale } from '../state/chart-settings';
import type { AxisSpec, ChartSpec, Guide } from './chart-spec';
import { type Domain, growX, growY, linearTicks, logTicks } from './domain';
import { formatLogTick, linearTickFormat } from './format';
import { makeScale } from './scale';

export interface AxisFrame {
  readonly scale: YScale;
  readonly domain: Domain;
  readonly ticks: readonly number[];
  /** Texts of the ticks. */
  readonly labels: readonly string[];
}

export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly kind: XAxisKind;
  readonly x: AxisFrame;
  readonly y: AxisFrame;
  readonly strip: AxisFrame | null;
  /** Pixels below the low end of the y axis, and above the high end of the strip's. */
  readonly below: number;
  readonly aboveStrip: number;
  readonly right: number;
  readonly guides: readonly (Guide & { readonly above: boolean })[];
  /** What the domains belong to, and how far the data reached: domains grow only while both agree, and not from an empty frame's. */
  readonly memory: { readonly key: string; readonly furthest: number; readonly hasData: boolean };
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export const margins = { top: 10, right: 12, left: 48, bottom: 36 } as const;
const stripGap = 22;
const labelHeight = 16;

/** Least distances between ticks, in pixels. */
const tickSpacing = { x: 60, y: 26, strip: 22 } as const;
/** More ticks than this help nobody, however large the chart. */
const mostTicks = { x: 12, y: 10, strip: 4 } as const;

/** The frame for what a spec holds now, at this size, growing from the frame on the page. */
export function layoutFrame(spec: ChartSpec, { width, height }: Size, zoom: XRange | null, previous: Frame | null): Frame {
  const key = `${spec.key} ${zoom ? `${zoom.from}…${zoom.to}` : ''} ${spec.entries.map((entry) => entry.key).join(' ')}`;
  const furthest = spec.furthest();
  const last = previous?.memory;
  const before = last?.hasData && last.key === key && last.furthest <= furthest ? previous : null;
  const right = margins.right + spec.labelWidth;
  const plotWidth = Math.max(10, width - margins.left - right);
  const plotHeight = Math.max(10, height - margins.top - margins.bottom);
  const stripHeight = spec.strip ? Math.min(spec.strip.height, plotHeight / 3) : 0;
  const below = spec.floorHeight + (spec.strip ? stripHeight + stripGap : 0);

  const xDomain = xDomainOf(spec, zoom, furthest, before);
  const axis = (which: AxisSpec, id: 'y' | 'strip', pixels: number, grown: AxisFrame | null): AxisFrame => {
    const domain = growY(which.scale, spec.extent(id, xDomain[0], xDomain[1]), grown?.domain ?? null);
    const room = Math.min(mostTicks[id], Math.max(2, Math.floor(pixels / tickSpacing[id])));
    const ticks = which.scale === 'log' ? logTicks(domain, room + 1) : linearTicks(domain, room);
    return { scale: which.scale, domain, ticks, labels: ticks.map(labeller(which, ticks)) };
  };
  const y = axis(spec.y, 'y', plotHeight - below, before?.y ?? null);
  const yScale = makeScale(y.scale, y.domain, [0, plotHeight - below]);
  const xTicks = linearTicks(xDomain, Math.min(mostTicks.x, Math.max(2, Math.floor(plotWidth / tickSpacing.x))));
  return {
    width,
    height,
    kind: spec.kind,
    x: { scale: 'linear', domain: xDomain, ticks: xTicks, labels: xTicks.map(linearTickFormat(xTicks)) },
    y,
    strip: spec.strip ? axis(spec.strip, 'strip', stripHeight, before?.strip ?? null) : null,
    below,
    aboveStrip: plotHeight - stripHeight,
    right,
    // Lines end on a guide from above, so its label stands below it, unless the axis is there.
    guides: spec.guides.map((guide) => ({ ...guide, above: yScale.map(guide.value) < labelHeight })),
    memory: { key, furthest, hasData: spec.hasData() },
  };
}

function xDomainOf(spec: ChartSpec, zoom: XRange | null, furthest: number, before: Frame | null): Domain {
  if (zoom) return [zoom.from, zoom.to];
  // Once all runs have ended nothing moves any more, and the axis can end where they do.
  if (spec.ended && furthest > 0) return [0, furthest];
  return growX(spec.kind, furthest, before?.x.domain ?? null);
}

function labeller(axis: AxisSpec, ticks: readonly number[]): (value: number) => string {
  if (axis.scale === 'log') return formatLogTick;
  if (axis.format === 'share') {
    const percent = linearTickFormat(ticks.map((tick) => tick * 100));
    return (value) => `${percent(value * 100)} %`;
  }
  return linearTickFormat(ticks);
}

/** Whether two frames look the same, so that the one on the page can stay. */
export function sameFrame(a: Frame, b: Frame): boolean {
  return (
    a.width === b.width &&
    a.height === b.height &&
    a.kind === b.kind &&
    a.below === b.below &&
    a.aboveStrip === b.aboveStrip &&
    a.right === b.right &&
    sameAxis(a.x, b.x) &&
    sameAxis(a.y, b.y) &&
    (a.strip === null || b.strip === null ? a.strip === b.strip : sameAxis(a.strip, b.strip)) &&
    a.guides.length === b.guides.length &&
    a.guides.every(
      (guide, i) => guide.value === b.guides[i]?.value && guide.label === b.guides[i]?.label && guide.above === b.guides[i]?.above,
    )
  );
}

function sameAxis(a: AxisFrame, b: AxisFrame): boolean {
  return (
    a.scale === b.scale &&
    a.domain[0] === b.domain[0] &&
    a.domain[1] === b.domain[1] &&
    a.ticks.length === b.ticks.length &&
    a.labels.join() === b.labels.join()
  );
}
