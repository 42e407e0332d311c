/** The loss chart: training loss of all runs, or their validation accuracy. */
import { memo, useMemo } from 'react';
import { useChartSettings } from '../state/chart-settings';
import type { RunView } from '../state/run-view';
import { ChartCard } from './ChartCard';
import { lossSpec } from './loss-spec';
import { sameProps, shownRuns, useStable } from './runs';
import { TextSwitch } from './TextSwitch';

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
  const spec = useMemo(
    () => lossSpec({ runs: shownRuns(runs), show, floor, kind, batchesPerEpoch, smoothing, scale }),
    [runs, show, floor, kind, batchesPerEpoch, smoothing, scale],
  );
  return (
    <ChartCard
      chart="loss"
      title={show === 'loss' ? 'Training loss' : 'Validation accuracy'}
      help={help[show]}
      spec={spec}
      scalable={show === 'loss'}
      emptyText={runs.length > 0 && runs.every((run) => run.hidden) ? 'All runs are hidden' : 'No losses yet: press Run'}
      controls={hasAccuracy && <TextSwitch label="Shown" value={show} choices={views} onChange={useChartSettings.getState().setLossView} />}
    />
  );
}, sameProps);
