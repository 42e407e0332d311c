/** The runs of a session: every optimizer with every seed, from the beginning, from another run's weights, or from a checkpoint. */
import type { Stepping } from '../engine/device-info';
import type { Engine } from '../engine/engine';
import { InputError } from '../fields/input-error';
import type { Task } from '../tasks/definition';
import { checkFits } from './checkpoint/fits';
import type { SessionCheckpoint } from './checkpoint/session-checkpoint';
import type { Evaluator } from './evaluate';
import type { Experiment } from './experiment';
import { type Evaluations, Run } from './run';
import type { RunWeights } from './run-weights';
import type { RunInfo } from './session-events';

export interface SessionParts {
  readonly experiment: Experiment;
  readonly task: Task;
  readonly engine: Engine;
  readonly evaluator: Evaluator;
  readonly stepping: Stepping;
  /** Whose weights all runs begin with; null: the task's own. */
  readonly origin: RunWeights | null;
  /** Where they go on; null: they begin. */
  readonly resume: SessionCheckpoint | null;
}

/**
 * Makes the runs, one at a time, so that whoever takes them can give them back if a later one cannot be made.
 * @throws InputError where the weights or the checkpoint are not of this task
 */
export function* runsOf({ experiment, task, resume, ...parts }: SessionParts): Generator<Run> {
  const { origin } = parts;
  if (origin && origin.weights.length !== task.parameterCount) {
    const text = `has ${origin.weights.length} weights, but the model now has ${task.parameterCount}: its data have changed; run from the beginning`;
    throw new InputError('from', text);
  }
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

/** A run as the page knows it. @param origin whose weights it began with */
export function runInfoOf(run: Run, origin: { readonly runId: string; readonly update: number } | null): RunInfo {
  return {
    runId: run.runId,
    optimizer: run.setting,
    optimizerIndex: run.optimizerIndex,
    seed: run.seed,
    initialHash: run.initialHash,
    forkedFrom: origin && { runId: origin.runId, update: origin.update },
  };
}
