/**
 * The chart of the followed samples of one AALIG run, after figure 1 of the paper: each sample's AOV (solid, in steps) and
 * the loss last met on it (dashed), with its name at the line's end.
 */
import type { RunView } from '../state/run-view';
import { type RunSeries, seriesOf } from '../state/series';
import type { FollowedRole, FollowedSample } from '../training/records';
import { epochX } from './axis';
import { type ChartSpec, type DataPoint, hasEnded, type SpecContext } from './chart-spec';
import type { EpochLine } from './derived';
import { formatValue } from './format';
import { spread } from './labels';
import { drawLine, drawSteps, join, lineExtent, logDepth, pointOfLine } from './lines';
import { emptyExtent } from './pyramid';
import { followedSheet } from './sheets';

export interface FollowedSpecOptions extends SpecContext {
  readonly run: RunView | null;
  /** The samples that the run follows now: the chart is made anew when they change. */
  readonly samples: readonly Pick<FollowedSample, 'sample' | 'role'>[];
}

const labelWidth = 92;
const labelHeight = 13;

/** Names of the roles, as the page says them. */
export const roleLabels: Readonly<Record<FollowedRole, string>> = {
  easiest: 'easiest',
  hardest: 'hardest',
  riser: 'riser',
  faller: 'faller',
  picked: 'picked',
};

/** Colours for picked samples, in turn. */
const pickedColors = 4;

/** The colour of each followed sample: one a role, and some in turn for picked samples. */
export function sampleColors(samples: readonly Pick<FollowedSample, 'role'>[]): string[] {
  let picked = 0;
  return samples.map(({ role }) => (role === 'picked' ? `--chart-picked-${picked++ % pickedColors}` : `--chart-${role}`));
}

/** The chart of the followed samples of a run; of none, an empty one. */
export function followedSpec({ run, samples, kind, scale }: FollowedSpecOptions): ChartSpec {
  const log = scale === 'log';
  const series = () => (run ? seriesOf(run.runId) : undefined);
  const colors = sampleColors(samples);

  let made: { series: RunSeries | undefined; revision: number; lines: { aov: EpochLine; loss: EpochLine }[] } | null = null;

  /** The lines to draw, made anew only when the series has changed. */
  function lines(): { aov: EpochLine; loss: EpochLine }[] {
    const found = series();
    const revision = found?.revision ?? 0;
    if (made?.series !== found || made?.revision !== revision) made = { series: found, revision, lines: linesOf(found) };
    return made.lines;
  }

  /** Histories have an entry an epoch, from epoch 1; an entry lies where its epoch ended. */
  function linesOf(found: RunSeries | undefined): { aov: EpochLine; loss: EpochLine }[] {
    const ends = (found?.epochs ?? []).filter((record) => record.epoch >= 1).map((record) => epochX(record, kind));
    const followed = found?.followed ?? [];
    return samples.map(({ sample, role }) => {
      const history = followed.find((one) => one.sample === sample && one.role === role);
      const cut = (values: Float32Array | undefined): EpochLine => {
        const ys = Array.from(values ?? []).slice(0, ends.length);
        return { xs: ends.slice(0, ys.length), ys };
      };
      return { aov: cut(history?.aov), loss: cut(history?.loss) };
    });
  }

  return {
    key: `${run?.runId} ${scale} ${kind}`,
    kind,
    y: { scale, format: 'number' },
    strip: null,
    floorHeight: 0,
    labelWidth,
    guides: [],
    entries: samples.map(({ sample, role }, i) => ({
      key: `${role} ${sample}`,
      label: `AOV of sample ${sample} (${roleLabels[role]})`,
      short: `#${sample}`,
      color: colors[i] as string,
      dash: null,
      axis: 'y' as const,
      format: formatValue,
    })),
    ended: run !== null && hasEnded(run),
    hasData: () => lines().some(({ aov }) => aov.xs.length > 0),
    furthest: () => {
      const last = series()?.epochs.at(-1);
      return last ? epochX(last, kind) : 0;
    },
    extent(_axis, from, to) {
      const extent = emptyExtent();
      for (const { aov, loss } of lines()) {
        join(extent, lineExtent(aov, from, to, log));
        join(extent, lineExtent(loss, from, to, log));
      }
      if (log) extent.min = Math.max(extent.min, extent.max * logDepth);
      else extent.min = Math.min(0, extent.min);
      return extent;
    },
    draw(painter, view) {
      const { plot, theme } = view;
      const drawn = lines();
      painter.clip({ x: plot.x, y: plot.y - 2, width: plot.width, height: plot.height + 4 }, () => {
        drawn.forEach(({ loss }, i) => {
          drawLine(painter, view, view.y, loss, { color: theme.color(colors[i] as string), width: 1.25, alpha: 0.75, dash: [4, 3] });
        });
        drawn.forEach(({ aov }, i) => {
          drawSteps(painter, view, view.y, aov, { color: theme.color(colors[i] as string), width: 2 });
        });
      });
      const ends = drawn.map(({ aov }) => pointOfLine(aov, null));
      const wanted = ends.map((point) => (point ? Math.min(plot.y + plot.height, Math.max(plot.y, view.y.map(point.value))) : Number.NaN));
      const places = spread(wanted, labelHeight, plot.y + 4, plot.y + plot.height - 4);
      samples.forEach(({ sample, role }, i) => {
        const point = ends[i];
        const y = places[i] as number;
        if (!point || Number.isNaN(y)) return;
        painter.text(plot.x + plot.width + 6, y, `#${sample} ${roleLabels[role]}`, {
          color: theme.color(colors[i] as string),
          size: 11,
          anchor: 'start',
        });
      });
      return true;
    },
    at: (x): (DataPoint | null)[] => lines().map(({ aov }) => pointOfLine(aov, x)),
    sheets: () => [followedSheet(run ? [run] : [])],
  };
}
