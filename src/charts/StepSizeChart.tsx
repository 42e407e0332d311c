/**
 * The chart of steps: how long they are (γ of all runs, their caps, how often γ is zero or at the cap), or what they cost (how many
 * evaluations each takes).
 */
import { memo, useMemo } from 'react';
import { useChartSettings } from '../state/chart-settings';
import type { RunView } from '../state/run-view';
import { ChartCard } from './ChartCard';
import { costBandsSpec, costSpec } from './cost-spec';
import { sameProps, shownRuns, useStable } from './runs';
import { methodsOf } from './seed-band';
import { stepSizeBandsSpec } from './step-size-bands-spec';
import { stepSizeSpec } from './step-size-spec';
import { TextSwitch } from './TextSwitch';
import { useSeedMeans } from './use-seed-means';

export interface StepSizeChartProps {
  readonly runs: readonly RunView[];
  /** Null before a session. */
  readonly batchesPerEpoch: number | null;
}

const titles = { stepSize: 'Step size γ', cost: 'Cost of a step' } as const;

const help = {
  stepSize:
    'The step size of every update. A Polyak step shrinks as the loss nears its target; it is cut off at η (dashed) and is zero when the batch is already below its target. The bars on the floor tell which share of the steps was zero, between, and at η.',
  cost: 'Batches passed through the network for an update: 1 for a plain step, 2 for PAL, and 1 and its trials for a line search, more where it backtracks. Equal prices lie one inside the other. The x axis “evaluations” charges them.',
} as const;

const meansHelp = {
  stepSize:
    'The mean step size of an epoch: mean over the seeds; shaded: from the lowest to the highest seed. A Polyak step shrinks as the loss nears its target and is cut off at η (dashed). The bars on the floor tell which share of the steps was zero, between, and at η.',
  cost: 'Batches passed through the network for an update: 1 for a plain step, 2 for PAL, and 1 and its trials for a line search, more where it backtracks. Mean over the seeds; shaded: from the lowest to the highest. The x axis “evaluations” charges them.',
} as const;

const views = [
  { value: 'stepSize', label: 'step size', help: 'How long the steps are' },
  { value: 'cost', label: 'cost', help: 'How many evaluations a step takes' },
] as const;

export const StepSizeChart = memo(function StepSizeChart({ runs: given, batchesPerEpoch }: StepSizeChartProps) {
  const runs = useStable(given);
  const kind = useChartSettings((state) => state.xAxis);
  const smoothing = useChartSettings((state) => state.smoothing);
  const view = useChartSettings((state) => state.stepView);
  const scale = useChartSettings((state) => state.yScale[view]);
  const means = useSeedMeans(runs);
  const spec = useMemo(() => {
    const shared = { kind, batchesPerEpoch, smoothing, scale };
    const shown = shownRuns(runs);
    if (means) return (view === 'cost' ? costBandsSpec : stepSizeBandsSpec)({ ...shared, methods: methodsOf(shown) });
    return (view === 'cost' ? costSpec : stepSizeSpec)({ ...shared, runs: shown });
  }, [runs, means, view, kind, batchesPerEpoch, smoothing, scale]);
  return (
    <ChartCard
      chart={view}
      title={titles[view]}
      help={means ? meansHelp[view] : help[view]}
      spec={spec}
      emptyText={runs.length > 0 && runs.every((run) => run.hidden) ? 'All runs are hidden' : 'No steps yet: press Run'}
      controls={<TextSwitch label="Shown of the steps" value={view} choices={views} onChange={useChartSettings.getState().setStepView} />}
    />
  );
}, sameProps);
