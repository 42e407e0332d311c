/** The drawings of a panel that compare methods: loss or accuracy as the paper draws them, and what an update cost. */
import { useMemo } from 'react';
import { axisLabels } from '../../charts/axis';
import { BandCard } from '../../charts/results/BandCard';
import type { BandOptions } from '../../charts/results/shapes';
import { countText, durationText } from '../../state/number-text';
import styles from './drawings.module.css';
import { panelHeight } from './heights';
import { bandLines, cutLines } from './method-results';
import type { PanelProps } from './Panel';

const none: ReadonlySet<string> = new Set();

interface MethodDrawingProps extends PanelProps {
  readonly metric: 'trainLoss' | 'validationAccuracy';
}

const words = {
  trainLoss: {
    title: 'training loss',
    help: 'Mean over the seeds; the shade goes from the lowest seed to the highest. A cross is where a run diverged. The dashed line is the smallest loss that is possible.',
  },
  validationAccuracy: {
    title: 'validation accuracy',
    help: 'Share of held-out samples that are classified right; mean over the seeds, the shade from the lowest to the highest.',
  },
} as const;

/** Loss or accuracy of every method. */
export function MethodDrawing({ panel, entry, results, axis, hidden, emphasis, metric }: MethodDrawingProps) {
  const { lines, cut } = useMemo(() => cutLines(bandLines(results, metric, axis, none)), [results, metric, axis]);
  const floor = metric === 'trainLoss' ? (entry?.facts?.floor ?? null) : null;
  const epochs = entry?.sweep.epochs;
  const options = useMemo<BandOptions>(
    () => ({
      xTitle: axisLabels[axis],
      yTitle: words[metric].title,
      yScale: metric === 'trainLoss' ? 'log' : 'linear',
      yFormat: metric === 'trainLoss' ? 'number' : 'share',
      // A floor of zero has no place on a log axis.
      floor: floor !== null && floor > 0 ? floor : null,
      band: 'range',
      emphasis,
      ...(axis === 'epochs' && epochs !== undefined ? { xEnd: epochs } : {}),
    }),
    [axis, metric, floor, emphasis, epochs],
  );
  return (
    <BandCard
      title={panel.draws.length > 1 ? `${panel.title}: ${words[metric].title}` : panel.title}
      help={words[metric].help}
      lines={lines}
      options={options}
      emptyText="The first run is under way."
      legend={false}
      hidden={hidden}
      controls={
        cut.length > 0 && (
          <span className={styles.cut} title="Not drawn to its end, so that the others can be told apart">
            {cut.map(({ label, end }) => `${label} goes on to ${axis === 'seconds' ? durationText(end) : countText(end)}`).join(', ')}
          </span>
        )
      }
      height={panelHeight}
    />
  );
}

/** Evaluations an update, epoch by epoch. */
export function CostDrawing({ panel, entry, results, hidden, emphasis }: PanelProps) {
  const lines = useMemo(() => bandLines(results, 'evaluationsPerUpdate', 'epochs', none), [results]);
  const epochs = entry?.sweep.epochs;
  const options = useMemo<BandOptions>(
    () => ({
      xTitle: axisLabels.epochs,
      yTitle: 'evaluations an update',
      yScale: 'log',
      yFormat: 'number',
      floor: null,
      band: 'range',
      emphasis,
      ...(epochs === undefined ? {} : { xEnd: epochs }),
    }),
    [emphasis, epochs],
  );
  return (
    <BandCard
      title={`${panel.title}: cost`}
      help="Forward passes of a batch that an update took, mean of each epoch. Methods without a line search take one; a line search takes one more for every trial step."
      lines={lines}
      options={options}
      emptyText="The first run is under way."
      legend={false}
      hidden={hidden}
      height={panelHeight}
    />
  );
}
