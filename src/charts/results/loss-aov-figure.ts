/**
 * Figure 4 of the paper: the mean loss and the mean AOV of a run above, its mean step size below. The step size falls to zero where the
 * loss comes down to the AOVs, and recovers after an update of these, which upright lines mark.
 */
import type { EpochResult } from '../../results/result';
import type { YScale } from '../../state/chart-settings';
import { plotOf } from '../figure';
import type { Size } from '../frame';
import { makeScale } from '../scale';
import { drawEpochs, drawPanel, type EpochValue, type Panel, panelOf } from './epoch-panels';
import { drawMarks } from './line-drawing';
import type { Hit, Look, WalkedFigure } from './shapes';
import { findTrack, type Track, walkTracks } from './tracks';

export interface LossAovOptions {
  readonly yScale: YScale;
  /** The whole x axis, where it is known before all has come. */
  readonly xEnd?: number;
}

export interface LossAovFigure extends WalkedFigure {
  hit(size: Size, x: number, y: number): Hit<EpochResult> | null;
}

const margins = { top: 6, right: 12, bottom: 36, left: 48 } as const;
/** Share of the height that the upper panel takes, and pixels between the two. */
const upperShare = 0.62;
const between = 12;
const reach = 40;

/** Names and colours of the three lines. */
export const lossAovLooks: readonly Look[] = [
  { key: 'loss', label: 'mean training loss', color: '--chart-ink', dash: '5 3' },
  { key: 'aov', label: 'mean AOV', color: 'var(--run-accent)', dash: null },
  { key: 'stepSize', label: 'mean step size γ', color: 'var(--run-0)', dash: null },
];

/** The loss that the AOVs are compared with: the mean of those met. */
const lossOf = (epoch: EpochResult) => epoch.trainLoss;

/** The figure of a run's epochs. */
export function lossAovFigure(epochs: readonly EpochResult[], options: LossAovOptions): LossAovFigure {
  const trained = epochs.filter(({ epoch }) => epoch >= 1);
  const series = (read: (epoch: EpochResult) => number | null): EpochValue[] =>
    trained.map((epoch) => ({ epoch: epoch.epoch, value: read(epoch) }));
  const loss = series(lossOf);
  const aov = series(({ meanAov }) => meanAov);
  const stepSize = series(({ meanStepSize }) => meanStepSize);
  const updates = trained.filter(({ aovUpdated }) => aovUpdated).map(({ epoch }) => epoch);
  const last = Math.max(1, options.xEnd ?? 0, trained.at(-1)?.epoch ?? 0);

  interface Layout {
    readonly size: Size;
    readonly upper: Panel;
    readonly lower: Panel;
    readonly tracks: readonly Track<EpochResult>[];
  }
  let kept: Layout | null = null;
  function layoutOf(size: Size): Layout {
    if (kept && kept.size.width === size.width && kept.size.height === size.height) return kept;
    const plot = plotOf(size, margins);
    const x = makeScale('linear', [0, last], [plot.x, plot.x + plot.width]);
    const height = Math.round((plot.height - between) * upperShare);
    const upper = panelOf({ ...plot, height }, x, [loss, aov], options.yScale);
    const lower = panelOf({ ...plot, y: plot.y + height + between, height: plot.height - height - between }, x, [stepSize], 'linear');
    const track = ({ y }: Panel, values: readonly EpochValue[]): Track<EpochResult> => ({
      points: values.flatMap(({ epoch, value }, i) =>
        value === null ? [] : [{ x: x.map(epoch), y: y.map(value), item: trained[i] as EpochResult }],
      ),
    });
    kept = { size, upper, lower, tracks: [track(upper, loss), track(upper, aov), track(lower, stepSize)] };
    return kept;
  }

  return {
    draw(painter, size, theme) {
      const { upper, lower } = layoutOf(size);
      const [ink, accent, second] = lossAovLooks.map(({ color }) => theme.color(color)) as [string, string, string];
      drawPanel(painter, upper, theme, { xTitle: '', yTitle: 'loss, AOV', numbered: false });
      drawPanel(painter, lower, theme, { xTitle: 'epochs', yTitle: 'mean γ', numbered: true });
      drawMarks(painter, { ...upper, marks: updates, caption: 'AOV update', beside: 'loss, AOV' }, theme);
      drawMarks(painter, { ...lower, marks: updates, caption: null, beside: '' }, theme);
      drawEpochs(painter, upper, loss, { color: ink, width: 1.5, dash: [5, 3] }, false);
      drawEpochs(painter, upper, aov, { color: accent, width: 2 }, true);
      drawEpochs(painter, lower, stepSize, { color: second, width: 1.75 }, false);
    },
    hit(size, x, y) {
      const found = findTrack(layoutOf(size).tracks, x, y, reach);
      return found && { item: found.item, at: found.at };
    },
    move: (size, from, arrow) => walkTracks(layoutOf(size).tracks, from, arrow),
  };
}
