/** Chooses how runs that differ only in their seed are drawn, in all charts. Not there while each method has one seed. */
import { useId } from 'react';
import { useChartSettings } from '../state/chart-settings';
import { useRuns } from '../state/runs';
import classes from './charts.module.css';
import { hasSeeds } from './seed-band';
import { TextSwitch } from './TextSwitch';

const views = [
  {
    value: 'mean',
    label: 'mean and range',
    help: 'One line a method: the mean over its seeds, shaded from the lowest to the highest seed',
  },
  { value: 'each', label: 'each run', help: 'A line for each run' },
] as const;

export function SeedSwitch() {
  const several = useRuns((state) => hasSeeds(state.runs));
  const view = useChartSettings((state) => state.seedView);
  const id = useId();
  if (!several) return null;
  return (
    <div className={classes.seeds}>
      <span id={id}>Seeds</span>
      <TextSwitch label="Seeds in the charts" value={view} choices={views} onChange={useChartSettings.getState().setSeedView} />
    </div>
  );
}
