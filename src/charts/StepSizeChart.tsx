/** The step-size chart: γ of all runs, their caps, and how often γ is zero or at the cap. */
import { memo, useMemo } from 'react';
import { useChartSettings } from '../state/chart-settings';
import type { RunView } from '../state/run-view';
import { ChartCard } from './ChartCard';
import { sameProps, shownRuns, useStable } from './runs';
import { stepSizeSpec } from './step-size-spec';

export interface StepSizeChartProps {
  readonly runs: readonly RunView[];
  /** Null before a session. */
  readonly batchesPerEpoch: number | null;
}

const help =
  'The step size of every update. A Polyak step shrinks as the loss nears its target; it is cut off at η (dashed) and is zero when the batch is already below its target. The bars on the floor tell which share of the steps was zero, between, and at η.';

export const StepSizeChart = memo(function StepSizeChart({ runs: given, batchesPerEpoch }: StepSizeChartProps) {
  const runs = useStable(given);
  const kind = useChartSettings((state) => state.xAxis);
  const smoothing = useChartSettings((state) => state.smoothing);
  const scale = useChartSettings((state) => state.yScale.stepSize);
  const spec = useMemo(
    () => stepSizeSpec({ runs: shownRuns(runs), kind, batchesPerEpoch, smoothing, scale }),
    [runs, kind, batchesPerEpoch, smoothing, scale],
  );
  return (
    <ChartCard
      chart="stepSize"
      title="Step size γ"
      help={help}
      spec={spec}
      emptyText={runs.length > 0 && runs.every((run) => run.hidden) ? 'All runs are hidden' : 'No steps yet: press Run'}
    />
  );
}, sameProps);
