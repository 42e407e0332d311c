/** How much the traces of single updates are smoothed, in all charts. */
import { Slider } from '@mantine/core';
import { useId } from 'react';
import { maxSmoothing, useChartSettings } from '../state/chart-settings';
import classes from './charts.module.css';

export function SmoothingSlider() {
  const smoothing = useChartSettings((state) => state.smoothing);
  const id = useId();
  return (
    <div
      className={classes.smoothing}
      title="Exponential smoothing of batch losses and step sizes (on log axes, of their logarithms): weight of the past, 0 = off"
    >
      <span id={id}>smooth</span>
      <Slider
        size="xs"
        w={90}
        min={0}
        max={maxSmoothing}
        step={0.01}
        value={smoothing}
        label={null}
        thumbSize={12}
        thumbProps={{ 'aria-labelledby': id }}
        onChange={useChartSettings.getState().setSmoothing}
      />
      <output className={classes.smoothingValue}>{smoothing.toFixed(2)}</output>
    </div>
  );
}
