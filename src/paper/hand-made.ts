/** Results made by hand, for tests. */

import { defaultsOf } from '../fields/field';
import type { OptimizerId } from '../optimizers/definition';
import { optimizerOf } from '../optimizers/registry';
import type { EpochResult, ExperimentResult, FollowedResult, RunResult } from '../results/result';
import type { PanelResult } from './definition';

/** An epoch that knows nothing but what is given; five updates an epoch, one evaluation each. */
export function epochOf(epoch: number, known: Partial<EpochResult> = {}): EpochResult {
  return {
    epoch,
    update: 5 * epoch,
    trainLoss: null,
    fullTrainLoss: null,
    validationLoss: null,
    validationAccuracy: null,
    meanStepSize: null,
    weightNorm: 1,
    zeroShare: null,
    insideShare: null,
    cappedShare: null,
    evaluations: 5 * epoch,
    seconds: epoch,
    meanAov: null,
    reachedShare: null,
    aovUpdated: null,
    ...known,
  };
}

interface RunOptions {
  readonly seed?: number;
  readonly status?: RunResult['status'];
  readonly hyperparameters?: RunResult['hyperparameters'];
  readonly followed?: readonly FollowedResult[];
}

/** A run with these epochs. */
export function runOf(optimizer: OptimizerId, epochs: readonly Partial<EpochResult>[], options: RunOptions = {}): RunResult {
  const { seed = 1, status = 'done', hyperparameters = {}, followed = [] } = options;
  return {
    optimizer,
    hyperparameters: { ...defaultsOf(optimizerOf(optimizer).fields), ...hyperparameters },
    seed,
    status,
    statusUpdate: status === 'done' ? null : 7,
    message: null,
    initialHash: '0',
    batchHash: null,
    epochs: epochs.map((known, index) => epochOf(index, known)),
    followed,
  };
}

/** A run whose full training loss goes through these values. */
export function lossRun(optimizer: OptimizerId, losses: readonly number[], options: RunOptions = {}): RunResult {
  return runOf(
    optimizer,
    losses.map((fullTrainLoss) => ({ fullTrainLoss })),
    options,
  );
}

/** A panel's result with these runs. */
export function panelOf(
  variant: string,
  runs: readonly RunResult[],
  facts: { readonly floor?: number; readonly complete?: boolean; readonly validationSize?: number; readonly epochs?: number } = {},
): PanelResult {
  const result: ExperimentResult = {
    task: { id: 'matrix-factorization', options: {}, floor: facts.floor ?? null },
    epochs: facts.epochs ?? Math.max(1, ...runs.map(({ epochs }) => epochs.length - 1)),
    batchSize: 100,
    trainSize: 800,
    validationSize: facts.validationSize ?? 200,
    device: { requested: 'auto', backend: 'wasm', adapter: null, software: false, limits: null, reason: '', trial: [] },
    runs,
  };
  return { variant, result, complete: facts.complete ?? true };
}
