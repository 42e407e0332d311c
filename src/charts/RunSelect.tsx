/** Chooses among several AALIG runs the one whose AOVs are shown. One choice for all charts of AOVs. */
import { NativeSelect } from '@mantine/core';
import { useChartSettings } from '../state/chart-settings';
import type { RunView } from '../state/run-view';

export function RunSelect({ runs, chosen }: { readonly runs: readonly RunView[]; readonly chosen: RunView | null }) {
  if (runs.length < 2) return null;
  return (
    <NativeSelect
      size="xs"
      aria-label="AALIG run"
      value={chosen?.runId}
      data={runs.map((run) => ({ value: run.runId, label: run.label }))}
      onChange={(event) => useChartSettings.getState().setAovRunId(event.currentTarget.value)}
    />
  );
}
