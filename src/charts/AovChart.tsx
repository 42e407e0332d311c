/** The AOV chart of one AALIG run: mean AOV against mean loss, and the mean step size. */
import { memo, useMemo } from 'react';
import { useChartSettings } from '../state/chart-settings';
import type { RunView } from '../state/run-view';
import { aovSpec } from './aov-spec';
import { ChartCard } from './ChartCard';
import { RunSelect } from './RunSelect';
import { aaligRuns, chosenRun, sameProps, useStable } from './runs';

export interface AovChartProps {
  readonly runs: readonly RunView[];
  /** Null before a session. */
  readonly batchesPerEpoch: number | null;
}

const help =
  'Solid: the mean of the approximate optimal values (AOVs), the loss AALIG believes each sample can reach, with the middle 50 % and 90 % of them shaded. Dashed: the mean training loss. Upright lines: AOV updates. Below: the mean step size; it drops when the loss falls under the AOVs and recovers after an update.';

export const AovChart = memo(function AovChart({ runs: given, batchesPerEpoch }: AovChartProps) {
  const runs = useStable(given);
  const kind = useChartSettings((state) => state.xAxis);
  const scale = useChartSettings((state) => state.yScale.aov);
  const runId = useChartSettings((state) => state.aovRunId);
  const candidates = aaligRuns(runs);
  const run = chosenRun(candidates, runId);
  const spec = useMemo(() => aovSpec({ run, kind, batchesPerEpoch, scale, smoothing: 0 }), [run, kind, batchesPerEpoch, scale]);
  return (
    <ChartCard
      chart="aov"
      title="AOV against loss"
      help={help}
      spec={spec}
      emptyText={
        run
          ? 'The first AOVs come with the end of the first epoch'
          : 'AALIG’s approximate optimal values appear here: have AALIG among the optimizers and press Run'
      }
      controls={<RunSelect runs={candidates} chosen={run} />}
    />
  );
}, sameProps);
