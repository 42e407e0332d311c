/** Chooses what the x axis of all charts measures. */
import { NativeSelect } from '@mantine/core';
import { useChartSettings, type XAxisKind, xAxisKinds } from '../state/chart-settings';
import { axisHelp, axisLabels } from './axis';

export function XAxisSelect() {
  const kind = useChartSettings((state) => state.xAxis);
  return (
    <NativeSelect
      size="xs"
      aria-label="x axis of the charts"
      title={axisHelp[kind]}
      value={kind}
      data={xAxisKinds.map((value) => ({ value, label: `x: ${axisLabels[value]}` }))}
      onChange={(event) => useChartSettings.getState().setXAxis(event.currentTarget.value as XAxisKind)}
    />
  );
}
