/**
 * Figure 1 of the paper: what AALIG believes of four samples, and what it meets. The AOV is solid and moves in steps, the loss last met
 * dashed; an easy and a hard sample in one panel, a rising and a falling one in the other.
 */
import type { FollowedResult } from '../../results/result';
import type { YScale } from '../../state/chart-settings';
import type { FollowedRole } from '../../training/records';
import type { Theme } from '../chart-spec';
import { roleLabels } from '../followed-spec';
import type { Size } from '../frame';
import { spread } from '../labels';
import type { Box, Painter } from '../painter';
import { makeScale } from '../scale';
import { drawEpochs, drawPanel, type EpochValue, type Panel, panelOf } from './epoch-panels';
import { drawMarks } from './line-drawing';
import type { Hit, Look, WalkedFigure } from './shapes';
import { findTrack, type Track, walkTracks } from './tracks';

export interface AovTracesOptions {
  readonly yScale: YScale;
  /** Epochs at whose end the AOVs were updated. */
  readonly updates: readonly number[];
  /** The whole x axis, where it is known before all has come. */
  readonly xEnd?: number;
}

/** A followed sample after an epoch. */
export interface TracePoint {
  readonly followed: FollowedResult;
  readonly epoch: number;
  readonly aov: number | null;
  readonly loss: number | null;
}

export interface AovTracesFigure extends WalkedFigure {
  hit(size: Size, x: number, y: number): Hit<TracePoint> | null;
}

/** The paper's panels. */
const panels: readonly (readonly FollowedRole[])[] = [
  ['easiest', 'hardest'],
  ['riser', 'faller'],
];
const panelTitle = 'loss, AOV';
/** Narrower figures have one panel below the other. */
export const sideBySide = 560;
const margins = { top: 6, right: 70, bottom: 36, left: 48 } as const;
const reach = 26;

/** The samples that the figure shows, at most one a role. */
export function shownTraces(followed: readonly FollowedResult[]): FollowedResult[] {
  return panels.flat().flatMap((role) => followed.find((one) => one.role === role) ?? []);
}

/** Their names and colours. */
export function traceLooks(followed: readonly FollowedResult[]): Look[] {
  return shownTraces(followed).map(({ sample, role }) => ({
    key: role,
    label: `${roleLabels[role]}: sample ${sample}`,
    color: `--chart-${role}`,
    dash: null,
  }));
}

const overEpochs = (values: readonly (number | null)[]): EpochValue[] => values.map((value, i) => ({ epoch: i + 1, value }));

/** The figure of these samples; other roles than the paper's four are left out. */
export function aovTracesFigure(given: readonly FollowedResult[], options: AovTracesOptions): AovTracesFigure {
  const followed = shownTraces(given);
  const last = Math.max(options.xEnd ?? 0, 1, ...followed.map(({ aov }) => aov.length));

  interface Layout {
    readonly size: Size;
    readonly panels: readonly (Panel & { readonly members: readonly FollowedResult[]; readonly numbered: boolean })[];
    readonly tracks: readonly Track<TracePoint>[];
  }
  let kept: Layout | null = null;
  function layoutOf(size: Size): Layout {
    if (kept && kept.size.width === size.width && kept.size.height === size.height) return kept;
    const beside = size.width >= sideBySide;
    const made = panels.map((roles, i) => {
      const members = followed.filter(({ role }) => roles.includes(role));
      const plot = plotOfPanel(size, i, beside);
      const x = makeScale('linear', [0, last], [plot.x, plot.x + plot.width]);
      const series = members.flatMap(({ aov, loss }) => [overEpochs(aov), overEpochs(loss)]);
      return { ...panelOf(plot, x, series, options.yScale), members, numbered: beside || i === panels.length - 1 };
    });
    const tracks = made.flatMap(({ members, x, y }) =>
      members.flatMap((one) => [trackOf(one, one.loss, x.map, y.map), trackOf(one, one.aov, x.map, y.map)]),
    );
    kept = { size, panels: made, tracks };
    return kept;
  }

  return {
    draw(painter, size, theme) {
      layoutOf(size).panels.forEach((panel, i) => {
        drawPanel(painter, panel, theme, { xTitle: 'epochs', yTitle: panelTitle, numbered: panel.numbered });
        const caption = i === 0 ? 'AOV update' : null;
        drawMarks(painter, { plot: panel.plot, x: panel.x, marks: options.updates, caption, beside: panelTitle }, theme);
        drawTraces(painter, panel, panel.members, theme);
      });
    },
    hit(size, x, y) {
      const found = findTrack(layoutOf(size).tracks, x, y, reach);
      return found && { item: found.item, at: found.at };
    },
    move: (size, from, arrow) => walkTracks(layoutOf(size).tracks, from, arrow),
  };
}

function plotOfPanel({ width, height }: Size, index: number, beside: boolean): Box {
  const across = beside ? width / 2 : width;
  const between = 16;
  const down = beside ? height - margins.top - margins.bottom : (height - margins.top - margins.bottom - between) / 2;
  return {
    x: margins.left + (beside ? index * across : 0),
    y: margins.top + (beside ? 0 : index * (down + between)),
    width: Math.max(10, across - margins.left - margins.right),
    height: Math.max(10, down),
  };
}

function trackOf(
  followed: FollowedResult,
  values: readonly (number | null)[],
  right: (epoch: number) => number,
  up: (value: number) => number,
): Track<TracePoint> {
  return {
    points: values.flatMap((value, i) => {
      const [aov, loss] = [followed.aov[i] ?? null, followed.loss[i] ?? null];
      return value === null ? [] : [{ x: right(i + 1), y: up(value), item: { followed, epoch: i + 1, aov, loss } }];
    }),
  };
}

function drawTraces(painter: Painter, panel: Panel, members: readonly FollowedResult[], theme: Theme): void {
  const { plot, y } = panel;
  const colorOf = ({ role }: FollowedResult) => theme.color(`--chart-${role}`);
  painter.clip({ x: plot.x, y: plot.y, width: plot.width + 3, height: plot.height + 3 }, () => {
    for (const one of members) {
      drawEpochs(painter, panel, overEpochs(one.loss), { color: colorOf(one), width: 1.25, alpha: 0.8, dash: [4, 3] }, false);
    }
    for (const one of members) drawEpochs(painter, panel, overEpochs(one.aov), { color: colorOf(one), width: 2 }, true);
  });
  const ends = members.map(({ aov }) => aov.findLast((value) => value !== null) ?? null);
  const bottom = plot.y + plot.height;
  const wanted = ends.map((end) => (end === null ? Number.NaN : Math.min(bottom, Math.max(plot.y, y.map(end)))));
  const places = spread(wanted, 26, plot.y + 8, bottom - 14);
  members.forEach((one, i) => {
    const place = places[i] as number;
    if (Number.isNaN(place)) return;
    const style = { color: colorOf(one), size: 11, anchor: 'start' } as const;
    painter.text(plot.x + plot.width + 6, place, roleLabels[one.role], style);
    painter.text(plot.x + plot.width + 6, place + 12, `#${one.sample}`, { ...style, color: theme.dimmed });
  });
}
