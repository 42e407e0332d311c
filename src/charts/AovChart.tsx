/** The AOV chart of one AALIG run: mean AOV against mean loss, and the mean step size. */
import { memo, useMemo } from 'react';
import { useChartSettings } from '../state/chart-settings';
import type { RunView } from '../state/run-view';
import { aovBandsSpec } from './aov-bands-spec';
import { aovSpec } from './aov-spec';
import { ChartCard } from './ChartCard';
import { RunSelect } from './RunSelect';
import { aaligRuns, chosenRun, sameProps, useStable } from './runs';
import { methodsOf } from './seed-band';
import { useSeedMeans } from './use-seed-means';

export interface AovChartProps {
  readonly runs: readonly RunView[];
  /** Null before a session. */
  readonly batchesPerEpoch: number | null;
}

const help =
  'Solid: the mean of the approximate optimal values (AOVs), the loss AALIG believes each sample can reach, with the middle 50 % and 90 % of them shaded. Dashed: the mean training loss. Upright lines: AOV updates. Below: the mean step size; it drops when the loss falls under the AOVs and recovers after an update.';

const meansHelp =
  'Solid: the mean of the approximate optimal values (AOVs), the loss AALIG believes each sample can reach. Dashed: the mean training loss. Both are means over the seeds; shaded: from the lowest to the highest seed. Upright lines: AOV updates. Below: the mean step size; it drops when the loss falls under the AOVs and recovers after an update.';

export const AovChart = memo(function AovChart({ runs: given, batchesPerEpoch }: AovChartProps) {
  const runs = useStable(given);
  const kind = useChartSettings((state) => state.xAxis);
  const scale = useChartSettings((state) => state.yScale.aov);
  const runId = useChartSettings((state) => state.aovRunId);
  const means = useSeedMeans(runs);
  const candidates = useMemo(() => aaligRuns(runs), [runs]);
  const methods = useMemo(() => methodsOf(candidates), [candidates]);
  const run = chosenRun(candidates, runId);
  const method = methods.find((one) => one.runs.some((member) => member === run)) ?? null;
  const spec = useMemo(() => {
    const shared = { kind, batchesPerEpoch, scale, smoothing: 0 };
    return means && method ? aovBandsSpec({ ...shared, method }) : aovSpec({ ...shared, run });
  }, [means, method, run, kind, batchesPerEpoch, scale]);
  // A method is chosen by any of its runs.
  const choices = means ? methods.flatMap(({ label, runs: [first] }) => (first ? [{ ...first, label }] : [])) : candidates;
  const chosen = means ? (choices.find((choice) => choice.optimizerIndex === run?.optimizerIndex) ?? null) : run;
  return (
    <ChartCard
      chart="aov"
      title="AOV against loss"
      help={means ? meansHelp : help}
      spec={spec}
      emptyText={
        run
          ? 'The first AOVs come with the end of the first epoch'
          : 'AALIG’s approximate optimal values appear here: have AALIG among the optimizers and press Run'
      }
      controls={<RunSelect runs={choices} chosen={chosen} label={means ? 'AALIG method' : undefined} />}
    />
  );
}, sameProps);
