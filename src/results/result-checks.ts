/** Hand-made results for tests: small, with every number chosen. */
import { defaultsOf } from '../fields/field';
import type { OptimizerId } from '../optimizers/definition';
import { optimizerOf } from '../optimizers/registry';
import type { EpochResult, ExperimentResult, RunResult } from './result';

/** An epoch of a hand-made run: 8 updates an epoch, as many evaluations, a second each, unless told otherwise. */
export function epochOf(epoch: number, numbers: Partial<EpochResult> = {}): EpochResult {
  return {
    epoch,
    update: 8 * epoch,
    trainLoss: epoch === 0 ? null : 1 / epoch,
    fullTrainLoss: null,
    validationLoss: null,
    validationAccuracy: null,
    meanStepSize: epoch === 0 ? null : 0.1,
    weightNorm: 1,
    zeroShare: null,
    insideShare: null,
    cappedShare: null,
    evaluations: 8 * epoch,
    seconds: epoch,
    meanAov: null,
    reachedShare: null,
    aovUpdated: null,
    ...numbers,
  };
}

/** A hand-made run. @param numbers of its epochs, from epoch 0 */
export function runOf(
  optimizer: OptimizerId,
  hyperparameters: RunResult['hyperparameters'],
  seed: number,
  numbers: readonly Partial<EpochResult>[],
  rest: Partial<RunResult> = {},
): RunResult {
  return {
    optimizer,
    hyperparameters: { ...defaultsOf(optimizerOf(optimizer).fields), ...hyperparameters },
    seed,
    status: 'done',
    statusUpdate: null,
    message: null,
    initialHash: `0000000${seed}`,
    batchHash: `1000000${seed}`,
    epochs: numbers.map((given, epoch) => epochOf(epoch, given)),
    followed: [],
    ...rest,
  };
}

/** A hand-made result of matrix factorisation. */
export function resultOf(runs: readonly RunResult[], rest: Partial<ExperimentResult> = {}): ExperimentResult {
  return {
    task: { id: 'matrix-factorization', options: { rank: 4 }, floor: 0.01 },
    epochs: 2,
    batchSize: 100,
    trainSize: 800,
    validationSize: 200,
    device: { requested: 'auto', backend: 'wasm', adapter: null, software: false, limits: null, reason: 'made by hand', trial: [] },
    runs,
    ...rest,
  };
}
