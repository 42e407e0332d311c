/** The loss chart: training loss of all runs, or their validation accuracy. */
import { memo, useMemo } from 'react';
import { useChartSettings } from '../state/chart-settings';
import type { RunView } from '../state/run-view';
import { ChartCard } from './ChartCard';
import { lossBandsSpec } from './loss-bands-spec';
import { lossSpec } from './loss-spec';
import { sameProps, shownRuns, useStable } from './runs';
import { methodsOf } from './seed-band';
import { TextSwitch } from './TextSwitch';
import { useSeedMeans } from './use-seed-means';

export interface LossChartProps {
  readonly runs: readonly RunView[];
  /** Null before a session. */
  readonly batchesPerEpoch: number | null;
  /** Smallest possible training loss, where it is known. */
  readonly floor: number | null;
  readonly hasAccuracy: boolean;
}

const help = {
  loss: 'Over epochs: the loss on the whole training set (or, where that is not computed, the mean of the losses met in the epoch), with the batch losses faint behind it and the validation loss dotted. Over other axes: the smoothed batch loss. Dashed: the smallest possible loss.',
  accuracy: 'Share of validation samples that are classified correctly, after each epoch.',
} as const;

const meansHelp = {
  loss: 'Mean over the seeds of the training loss after each epoch (on the whole training set, or where that is not computed, of the losses met in the epoch); shaded: from the lowest to the highest seed. Dotted: the mean validation loss. Dashed: the smallest possible loss.',
  accuracy:
    'Share of validation samples that are classified correctly, after each epoch: mean over the seeds; shaded: from the lowest to the highest.',
} as const;

const views = [
  { value: 'loss', label: 'loss', help: 'Training and validation loss' },
  { value: 'accuracy', label: 'accuracy', help: 'Validation accuracy' },
] as const;

export const LossChart = memo(function LossChart({ runs: given, batchesPerEpoch, floor, hasAccuracy }: LossChartProps) {
  const runs = useStable(given);
  const kind = useChartSettings((state) => state.xAxis);
  const smoothing = useChartSettings((state) => state.smoothing);
  const scale = useChartSettings((state) => state.yScale.loss);
  const view = useChartSettings((state) => state.lossView);
  const show = hasAccuracy ? view : 'loss';
  const means = useSeedMeans(runs);
  const spec = useMemo(() => {
    const shared = { show, floor, kind, batchesPerEpoch, smoothing, scale };
    const shown = shownRuns(runs);
    return means ? lossBandsSpec({ ...shared, methods: methodsOf(shown) }) : lossSpec({ ...shared, runs: shown });
  }, [runs, means, show, floor, kind, batchesPerEpoch, smoothing, scale]);
  return (
    <ChartCard
      chart="loss"
      title={show === 'loss' ? 'Training loss' : 'Validation accuracy'}
      help={means ? meansHelp[show] : help[show]}
      spec={spec}
      scalable={show === 'loss'}
      emptyText={runs.length > 0 && runs.every((run) => run.hidden) ? 'All runs are hidden' : 'No losses yet: press Run'}
      controls={hasAccuracy && <TextSwitch label="Shown" value={show} choices={views} onChange={useChartSettings.getState().setLossView} />}
    />
  );
}, sameProps);
