/** A sweep as the page knows it: what was asked for, how far it is, and what has come of it. */
import type { DeviceInfo } from '../../engine/device-info';
import { bestRows } from '../../results/best';
import type { ExperimentResult, RunResult } from '../../results/result';
import type { Sweep } from '../../results/sweep';

/** Who asked: a card of the page Figures, or a person on the page Sweeps. */
export type SweepOrigin =
  | {
      readonly kind: 'figure';
      /** Id of the figure (`paper/definition.ts`), and of the panel in it. */
      readonly figure: string;
      readonly panel: string;
      /** Which data it runs on: id of the panel's variant. */
      readonly variant: string;
    }
  | { readonly kind: 'custom' };

/** `waiting`: in the queue. `paused` is the whole queue's business (`SweepsStore.paused`). */
export type SweepStatus = 'waiting' | 'running' | 'done' | 'cancelled' | 'failed';

/** What became known when the task was built. */
export interface SweepFacts {
  readonly floor: number | null;
  readonly trainSize: number;
  readonly validationSize: number;
  readonly device: DeviceInfo;
}

/** The run that is being made. */
export interface CurrentRun {
  /** E.g. "AALIG η=1 · seed 2". */
  readonly label: string;
  /** What of it is known so far. */
  readonly run: RunResult;
  /** 0 to 1. */
  readonly fraction: number;
}

export interface SweepEntry {
  readonly id: string;
  readonly name: string;
  readonly origin: SweepOrigin;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly sweep: Sweep;
  readonly status: SweepStatus;
  /** Why it failed, or what is to be done before it can go on. */
  readonly message: string | null;
  readonly facts: SweepFacts | null;
  /** Runs that have ended, in the order of the sweep's cells. */
  readonly runs: readonly RunResult[];
  /** All runs of the sweep. */
  readonly total: number;
  readonly current: CurrentRun | null;
  /** Of this sweep alone; null while it is not known. */
  readonly secondsLeft: number | null;
}

/** What has come of a sweep so far, as a result file has it; null before its first run has begun. */
export function resultOfSweep({ sweep, runs, facts }: Pick<SweepEntry, 'sweep' | 'runs' | 'facts'>): ExperimentResult | null {
  if (!facts) return null;
  const { floor, trainSize, validationSize, device } = facts;
  const { task, epochs, batchSize, select } = sweep;
  return {
    task: { ...task, floor },
    epochs,
    batchSize,
    trainSize,
    validationSize,
    device,
    runs,
    best: bestRows(runs, select, sweep),
  };
}
