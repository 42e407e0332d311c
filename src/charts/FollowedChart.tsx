/** The chart of single samples followed through an AALIG run: their AOVs against their losses. */
import { memo, useCallback, useMemo, useRef, useSyncExternalStore } from 'react';
import { useChartSettings } from '../state/chart-settings';
import type { RunView } from '../state/run-view';
import { onSeriesChange, seriesOf } from '../state/series';
import type { FollowedRole } from '../training/records';
import { ChartCard } from './ChartCard';
import { FollowInput } from './FollowInput';
import { followedSpec } from './followed-spec';
import { RunSelect } from './RunSelect';
import { aaligRuns, chosenRun, sameProps, useStable } from './runs';

export interface FollowedChartProps {
  readonly runs: readonly RunView[];
  /** Null before a session. */
  readonly batchesPerEpoch?: number | null;
  /** Told which samples the person wants followed, each time that changes: all of them, not only the new ones. */
  readonly onFollow: (samples: readonly number[]) => void;
}

const help =
  'Single training samples: solid their AOV, dashed the loss last met on them. An easy sample falls to zero and its AOV stays there; a hard one keeps a high loss and its AOV rises to meet it; a riser was believed too good, a faller not good enough.';

type Followed = readonly { readonly sample: number; readonly role: FollowedRole }[];

/** The samples that a run follows now: the same list until they change, so that new data alone renders nothing. */
function useFollowed(runId: string | null): Followed {
  const kept = useRef<Followed>([]);
  const read = useCallback(() => {
    const now = (runId && seriesOf(runId)?.followed) || [];
    const same =
      now.length === kept.current.length &&
      now.every(({ sample, role }, i) => sample === kept.current[i]?.sample && role === kept.current[i]?.role);
    if (!same) kept.current = now.map(({ sample, role }) => ({ sample, role }));
    return kept.current;
  }, [runId]);
  return useSyncExternalStore(onSeriesChange, read);
}

export const FollowedChart = memo(function FollowedChart({ runs: given, batchesPerEpoch = null, onFollow }: FollowedChartProps) {
  const runs = useStable(given);
  const kind = useChartSettings((state) => state.xAxis);
  const scale = useChartSettings((state) => state.yScale.followed);
  const runId = useChartSettings((state) => state.aovRunId);
  const candidates = aaligRuns(runs);
  const run = chosenRun(candidates, runId);
  const samples = useFollowed(run?.runId ?? null);
  const spec = useMemo(
    () => followedSpec({ run, samples, kind, batchesPerEpoch, scale, smoothing: 0 }),
    [run, samples, kind, batchesPerEpoch, scale],
  );
  return (
    <ChartCard
      chart="followed"
      title="Followed samples"
      help={help}
      spec={spec}
      emptyText={
        run
          ? 'The first samples are chosen at the end of the first epoch'
          : 'Single samples and their AOVs appear here: have AALIG among the optimizers and press Run'
      }
      controls={
        <>
          <RunSelect runs={candidates} chosen={run} />
          {run && <FollowInput onFollow={onFollow} />}
        </>
      }
    />
  );
}, sameProps);
