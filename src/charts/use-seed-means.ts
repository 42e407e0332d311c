/** Whether the charts draw means over seeds: the person's choice, where an experiment has several. */
import { useChartSettings } from '../state/chart-settings';
import type { RunView } from '../state/run-view';
import { hasSeeds } from './seed-band';

/** @param runs all of the session, hidden ones too: hiding seeds changes what is averaged, not how it is drawn */
export function useSeedMeans(runs: readonly RunView[]): boolean {
  const wanted = useChartSettings((state) => state.seedView === 'mean');
  return wanted && hasSeeds(runs);
}
