/** The playground's session as a result, with the same fields as the command line writes. */
import { epochResult, followedResult } from '../results/collector';
import type { ExperimentResult, RunResult } from '../results/result';
import type { RunView } from './run-view';
import { type SessionState, useRuns } from './runs';
import { seriesOf } from './series';

function runResult(run: RunView, batchHash: string | null): RunResult {
  const series = seriesOf(run.runId);
  return {
    optimizer: run.optimizer.id,
    hyperparameters: run.optimizer.hyperparameters,
    seed: run.seed,
    status: run.status,
    statusUpdate: run.statusUpdate,
    message: run.message,
    initialHash: run.initialHash,
    ...(run.forkedFrom ? { origin: run.forkedFrom } : {}),
    batchHash,
    epochs: (series?.epochs ?? []).map(epochResult),
    followed: followedResult(series?.followed ?? []),
  };
}

/**
 * What has come of the session so far: of all its runs, also those that are hidden in the charts. Epochs that are not finished do not
 * count.
 * @param session the one that is there, or one that is just being replaced
 * @returns null where no run was prepared
 */
export function sessionResult(session: SessionState = useRuns.getState()): ExperimentResult | null {
  const { experiment, task, device, runs, summaries } = session;
  if (!experiment || !task || !device || runs.length === 0) return null;
  return {
    task: { id: experiment.task.id, options: experiment.task.options, floor: task.floor },
    epochs: experiment.epochs,
    batchSize: experiment.batchSize,
    trainSize: task.trainSize,
    validationSize: task.validationSize,
    device,
    runs: runs.map((run) => runResult(run, summaries[run.runId]?.batchHash ?? null)),
  };
}
