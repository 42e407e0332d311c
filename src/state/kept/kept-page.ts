/** The page with a worker whose numbers are known, for tests of what is kept: to be left, and opened again. */
import { updateColumns } from '../../training/records';
import { useDevice } from '../device';
import { useExperiment } from '../experiment';
import { freshEdit } from '../experiment-edit';
import { useFiles } from '../files';
import { useNotices } from '../notices';
import { useRuns } from '../runs';
import { useSamples } from '../samples';
import { seriesOf } from '../series';
import { connectSession } from '../session';
import { connectKept } from './connect';
import { FakeTraining } from './fake-training';
import { theParts } from './place';
import { useKept } from './store';

export class KeptPage {
  worker = new FakeTraining();
  private disconnect: () => void = () => {};
  private end: () => Promise<void> = async () => {};

  open(): void {
    useExperiment.setState({ edit: freshEdit('matrix-factorization') });
    useNotices.setState({ notices: [] });
    useFiles.setState({ files: [], folders: [], reading: [] });
    useRuns.getState().clear();
    useSamples.getState().clear(false);
    useDevice.setState({ choice: 'auto', info: null, lost: false });
    this.worker = new FakeTraining();
    this.disconnect = connectSession(this.worker);
    this.end = connectKept();
  }

  /** As if the tab crashed: what was not written is lost. */
  async leave(): Promise<void> {
    // Whoever keeps sessions must not take this for the person's wish to clear the charts.
    await this.end();
    this.disconnect();
    useRuns.getState().clear();
    useKept.setState({ panelOpened: false });
  }

  async reload(): Promise<void> {
    await this.leave();
    this.open();
  }

  /** All that was asked for is written. */
  settled(): Promise<void> {
    return theParts().keeper.settled();
  }
}

/** Everything that the charts have of the runs, to be compared. */
export function allRecords(): unknown {
  const { runs, summaries, progress, status, sameBatches } = useRuns.getState();
  return {
    status,
    sameBatches,
    fraction: progress.fraction,
    runs: runs.map((run) => {
      const series = seriesOf(run.runId)!;
      return {
        run,
        summary: summaries[run.runId],
        epochs: [...series.epochs],
        hashes: [...series.hashes],
        histograms: series.histograms.map((histogram) => histogram && { ...histogram, counts: [...histogram.counts] }),
        followed: series.followed?.map(({ sample, role, aov }) => ({ sample, role, epochs: aov.length })),
        columns: updateColumns.map((name) => [...series.column(name)]),
      };
    }),
  };
}
