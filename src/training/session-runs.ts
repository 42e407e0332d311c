/** The runs of a session: every optimizer with every seed, from the beginning, from another run's weights, or from a checkpoint. */
import type { Stepping } from '../engine/device-info';
import type { Engine } from '../engine/engine';
import type { Task } from '../tasks/definition';
import { checkFits } from './checkpoint/fits';
import type { SessionCheckpoint } from './checkpoint/session-checkpoint';
import type { Evaluator } from './evaluate';
import type { Experiment } from './experiment';
import type { Origin } from './records';
import { type Evaluations, Run } from './run';
import type { RunInfo } from './session-events';
import { type Beginning, checkBeginning } from './starting-weights';

export interface SessionParts {
  readonly experiment: Experiment;
  readonly task: Task;
  readonly engine: Engine;
  readonly evaluator: Evaluator;
  readonly stepping: Stepping;
  /** What all runs begin with; null: the task's own weights. */
  readonly beginning: Beginning | null;
  /** Where they go on; null: they begin. */
  readonly resume: SessionCheckpoint | null;
}

/**
 * Makes the runs, one at a time, so that whoever takes them can give them back if a later one cannot be made.
 * @throws InputError where the weights or the checkpoint are not of this task
 */
export function* runsOf({ experiment, task, resume, ...parts }: SessionParts): Generator<Run> {
  if (parts.beginning) checkBeginning(parts.beginning, task);
  if (resume) checkFits(resume, experiment, task);
  const atStart = new Map<number, Evaluations>();
  let made = 0;
  for (const seed of experiment.seeds) {
    for (const [optimizerIndex, setting] of experiment.optimizers.entries()) {
      const from = resume?.runs[made] ?? null;
      made += 1;
      yield new Run({ ...parts, runId: `run-${made}`, optimizerIndex, setting, seed, experiment, task, atStart, resume: from });
    }
  }
}

/** A run as the page knows it. @param origin what it began with */
export function runInfoOf(run: Run, origin: Origin | null): RunInfo {
  return {
    runId: run.runId,
    optimizer: run.setting,
    optimizerIndex: run.optimizerIndex,
    seed: run.seed,
    initialHash: run.initialHash,
    forkedFrom: origin,
  };
}
