/** Chooses between the logarithmic and the linear axis of a chart. */
import { type ChartId, useChartSettings, type YScale } from '../state/chart-settings';
import { TextSwitch } from './TextSwitch';

const scales: readonly { value: YScale; label: string; help: string }[] = [
  { value: 'log', label: 'log', help: 'Logarithmic axis' },
  { value: 'linear', label: 'lin', help: 'Linear axis' },
];

interface ScaleSwitchProps {
  readonly chart: ChartId;
  readonly title: string;
  /** Which axis it is, for screen readers. */
  readonly axis?: string;
}

export function ScaleSwitch({ chart, title, axis = 'y axis' }: ScaleSwitchProps) {
  const scale = useChartSettings((state) => state.yScale[chart]);
  return (
    <TextSwitch
      label={`${title}: ${axis}`}
      value={scale}
      choices={scales}
      onChange={(value) => useChartSettings.getState().setYScale(chart, value)}
    />
  );
}
