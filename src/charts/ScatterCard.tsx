/** Loss against AOV of every training sample of one AALIG run; a click follows a sample. */
import { memo, useMemo, useRef, useState } from 'react';
import { useChartSettings } from '../state/chart-settings';
import type { RunView } from '../state/run-view';
import { useSamples } from '../state/samples';
import type { SamplesEntry } from '../worker/protocol';
import classes from './charts.module.css';
import type { Domain } from './domain';
import { FigureCard } from './FigureCard';
import { formatShare, formatValue } from './format';
import type { Size } from './frame';
import { RunSelect } from './RunSelect';
import { aaligRuns, chosenRun, useStable } from './runs';
import { ScaleSwitch } from './ScaleSwitch';
import { sampleOrder } from './sample-order';
import { scatterDomain, scatterFigure } from './scatter-figure';
import type { Sheet } from './sheets';
import { useCalm } from './use-calm';

interface ScatterCardProps {
  readonly runs: readonly RunView[];
  /** Told which sample was clicked. */
  readonly onPick: (sample: number) => void;
}

const title = 'Loss against AOV';
const help =
  'Every training sample: across what AALIG believes its loss can reach (its AOV), upwards the loss last met on it. On the dashed line both are equal. Blue: the last AOV update found the AOV reached; orange: not. Click a sample to follow it.';

/** Least time between two drawings, in milliseconds: a set of 600,000 samples takes a tenth of a second. */
const calmOf = (samples: number) => (samples > 100_000 ? 3000 : 300);

/** The domain of both axes: grows while the same run is shown on the same scale, and starts anew otherwise. */
function useDomain(entry: SamplesEntry | null, scale: 'log' | 'linear'): Domain {
  const kept = useRef<{ key: string; domain: Domain | null }>({ key: '', domain: null });
  return useMemo(() => {
    if (!entry) return [0.1, 1];
    // Epochs that go backwards are another session's.
    const key = `${entry.runId} ${scale}`;
    const before = kept.current.key === key && entry.epoch > 1 ? kept.current.domain : null;
    const domain = scatterDomain(entry, scale, before);
    kept.current = { key, domain };
    return domain;
  }, [entry, scale]);
}

function sheetOf(entry: SamplesEntry | null, run: RunView | null): Sheet {
  return {
    name: 'samples',
    columns: ['run', 'epoch', 'sample', 'loss', 'AOV', 'AOV before the last update', 'reached'],
    rowCount: entry?.loss.length ?? 0,
    row: (index) =>
      entry && run
        ? [
            run.label,
            entry.epoch,
            index,
            entry.loss[index] ?? null,
            entry.aov[index] ?? null,
            entry.before[index] ?? null,
            entry.reached[index] ?? null,
          ]
        : [],
  };
}

type Point = readonly [number, number];

const step = [8, 8] as const;
const stepOf = () => step;

/** The nearest sample in the direction of an arrow key, in pixels; what lies aside of it counts twice. At first the one nearest to the middle. */
function nextSample(middleOf: (sample: number) => Point, count: number, size: Size, from: Point | null, arrow: Point): Point | null {
  const [x, y] = from ?? [size.width / 2, size.height / 2];
  let best: Point | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (let sample = 0; sample < count; sample++) {
    const middle = middleOf(sample);
    const [right, down] = [middle[0] - x, middle[1] - y];
    const forth = right * arrow[0] + down * arrow[1];
    if (from && forth < 1) continue;
    const far = from ? forth + 2 * Math.abs(right * arrow[1] + down * arrow[0]) : Math.hypot(right, down);
    if (far < least) [best, least] = [middle, far];
  }
  return best;
}

export const ScatterCard = memo(function ScatterCard({ runs: given, onPick }: ScatterCardProps) {
  const runs = useStable(given);
  const candidates = aaligRuns(runs);
  const run = chosenRun(
    candidates,
    useChartSettings((state) => state.aovRunId),
  );
  const scale = useChartSettings((state) => state.yScale.scatter);
  const picked = useSamples((state) => state.picked);
  const latest = useSamples((state) => state.entry);
  const entry = useCalm(latest?.runId === run?.runId ? latest : null, false, calmOf(latest?.loss.length ?? 0));
  const domain = useDomain(entry, scale);
  const figure = useMemo(() => (entry ? scatterFigure({ entry, scale, domain, picked }) : null), [entry, scale, domain, picked]);
  const [hovered, setHovered] = useState<number | null>(null);
  const size = useRef<Size | null>(null);
  const reachedShare = useMemo(
    () => (entry ? sampleOrder('reached', entry.loss.length, entry, null).count / entry.loss.length : 0),
    [entry],
  );

  const onPoint = (at: readonly [number, number] | null, plotSize: Size) => {
    size.current = plotSize;
    const sample = at && figure ? figure.sampleAt(plotSize, at[0], at[1]) : -1;
    setHovered(sample < 0 ? null : sample);
  };

  return (
    <FigureCard
      title={title}
      help={help}
      figure={figure}
      label={`${title} of ${entry?.loss.length ?? 0} samples. Arrow keys go from sample to sample, Enter follows the one under the ring.`}
      emptyText="The first AOVs come with the end of the first epoch"
      marker={hovered !== null && figure && size.current ? figure.middleOf(size.current, hovered) : null}
      onPoint={onPoint}
      onPick={() => hovered !== null && onPick(hovered)}
      stepOf={stepOf}
      moveOf={(plotSize, from, arrow) =>
        figure && nextSample((sample) => figure.middleOf(plotSize, sample), entry?.loss.length ?? 0, plotSize, from, arrow)
      }
      controls={
        <>
          <RunSelect runs={candidates} chosen={run} />
          <ScaleSwitch chart="scatter" title={title} axis="axes" />
        </>
      }
      sheets={() => [sheetOf(entry, run)]}
      readout={
        entry && hovered !== null ? (
          <>
            <strong>#{hovered}</strong>
            <span>loss {formatValue(entry.loss[hovered] ?? null)}</span>
            <span>AOV {formatValue(entry.aov[hovered] ?? null)}</span>
            <span>{entry.reached[hovered] === 1 ? 'reached' : 'not reached'}</span>
          </>
        ) : (
          entry && (
            <>
              <span>epoch {entry.epoch}</span>
              <span className={classes.legend}>
                <svg width="9" height="9" viewBox="0 0 9 9" aria-hidden="true">
                  <circle cx="4.5" cy="4.5" r="3.5" fill="var(--chart-reached)" />
                </svg>
                reached {formatShare(reachedShare)}
              </span>
              <span className={classes.legend}>
                <svg width="9" height="9" viewBox="0 0 9 9" aria-hidden="true">
                  <path d="M1 1 8 8M8 1 1 8" stroke="var(--chart-open)" strokeWidth="1.75" />
                </svg>
                not reached
              </span>
            </>
          )
        )
      }
    />
  );
});
