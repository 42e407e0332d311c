/** Chooses among several runs the one that is shown. For charts of AOVs it is one choice for all of them. */
import { NativeSelect } from '@mantine/core';
import { useChartSettings } from '../state/chart-settings';
import type { RunView } from '../state/run-view';

interface RunSelectProps {
  readonly runs: readonly RunView[];
  readonly chosen: RunView | null;
  readonly label?: string | undefined;
  readonly onChoose?: (runId: string) => void;
}

const chooseForAovs = (runId: string) => useChartSettings.getState().setAovRunId(runId);

export function RunSelect({ runs, chosen, label = 'AALIG run', onChoose = chooseForAovs }: RunSelectProps) {
  if (runs.length < 2) return null;
  return (
    <NativeSelect
      size="xs"
      aria-label={label}
      value={chosen?.runId}
      data={runs.map((run) => ({ value: run.runId, label: run.label }))}
      onChange={(event) => onChoose(event.currentTarget.value)}
    />
  );
}
