/** The heat map of one AALIG run's AOVs over its epochs. */
import { memo, useMemo } from 'react';
import { useChartSettings } from '../state/chart-settings';
import type { RunView } from '../state/run-view';
import { aovHistogramSpec } from './aov-histogram-spec';
import { ChartCard } from './ChartCard';
import { RunSelect } from './RunSelect';
import { aaligRuns, chosenRun, sameProps, useStable } from './runs';

interface AovHistogramChartProps {
  readonly runs: readonly RunView[];
  readonly batchesPerEpoch: number | null;
}

const help =
  'Each column is an epoch and shows the AOVs at its end: the darker, the more samples have theirs there (by the logarithm of their number). The line is the mean. All AOVs start together at the lower bound; those of samples that cannot be fitted rise, those of easy ones stay or come back.';

export const AovHistogramChart = memo(function AovHistogramChart({ runs: given, batchesPerEpoch }: AovHistogramChartProps) {
  const runs = useStable(given);
  const kind = useChartSettings((state) => state.xAxis);
  const scale = useChartSettings((state) => state.yScale.aovHistogram);
  const runId = useChartSettings((state) => state.aovRunId);
  const candidates = aaligRuns(runs);
  const run = chosenRun(candidates, runId);
  const spec = useMemo(() => aovHistogramSpec({ run, kind, batchesPerEpoch, scale, smoothing: 0 }), [run, kind, batchesPerEpoch, scale]);
  return (
    <ChartCard
      chart="aovHistogram"
      title="AOVs over epochs"
      help={help}
      spec={spec}
      emptyText="The first AOVs come with the end of the first epoch"
      controls={<RunSelect runs={candidates} chosen={run} />}
    />
  );
}, sameProps);
