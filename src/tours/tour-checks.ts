/** Results made by hand, for tests of the judges. */
import type { EpochResult, ExperimentResult, RunResult } from '../results/result';

const before: EpochResult = {
  epoch: 0,
  update: 0,
  trainLoss: null,
  fullTrainLoss: null,
  validationLoss: null,
  validationAccuracy: null,
  meanStepSize: null,
  weightNorm: 1,
  zeroShare: null,
  insideShare: null,
  cappedShare: null,
  evaluations: 0,
  seconds: 0,
  meanAov: null,
  reachedShare: null,
  aovUpdated: null,
};

/** Epochs from 0 on. @param each what differs in an epoch */
export function epochsOfTour(count: number, each: (epoch: number) => Partial<EpochResult>): EpochResult[] {
  return Array.from({ length: count }, (_, epoch) => ({ ...before, epoch, update: 7 * epoch, evaluations: 7 * epoch, ...each(epoch) }));
}

/** A run that ended with a loss; one trained epoch unless they are given. */
export interface HandMadeRun extends Partial<RunResult> {
  readonly optimizer: RunResult['optimizer'];
  readonly loss: number;
  /** What its trained epoch has besides. */
  readonly each?: Partial<EpochResult>;
}

/** A result with these runs. */
export function resultOf(runs: readonly HandMadeRun[]): ExperimentResult {
  const all = runs.map(
    ({ loss, each, ...run }): RunResult => ({
      hyperparameters: {},
      seed: 1,
      status: 'done',
      statusUpdate: null,
      message: null,
      initialHash: '0',
      batchHash: '0',
      followed: [],
      epochs: epochsOfTour(2, (epoch) => ({ fullTrainLoss: epoch === 0 ? 1 : loss, ...(epoch > 0 ? each : {}) })),
      ...run,
    }),
  );
  return {
    task: { id: 'classifier-2d', options: {}, floor: null },
    epochs: Math.max(...all.map((run) => run.epochs.length)) - 1,
    batchSize: 32,
    trainSize: 200,
    validationSize: 100,
    device: { requested: 'wasm', backend: 'wasm', adapter: null, software: false, limits: null, reason: '', trial: [] },
    runs: all,
  };
}
