/** The result of a benchmark: rows with medians and spread, and what could not be measured. Plain data, written as JSON. */
import type { BenchOptimizer, CaseId, EngineId } from './catalog';
import type { Recording } from './contestant';
import type { Opened, Round } from './session';

/** What a row is about. */
export interface Place {
  readonly case: CaseId;
  readonly engine: EngineId;
  readonly optimizer: BenchOptimizer;
}

export interface Row extends Place {
  /** Median over the rounds of the JavaScript time of an update, in milliseconds. */
  readonly hostMs: number;
  /** Median over the rounds of the time of an update, device included, in milliseconds. */
  readonly wallMs: number;
  /** Compute dispatches of an update; null where they cannot be counted. */
  readonly dispatches: number | null;
  /** Bytes of all live buffers after the last round. */
  readonly deviceBytes: number | null;
  /** The first update, compiling included. */
  readonly firstStepMs: number;
  /** First and third quartile over the rounds. */
  readonly hostMsQuartiles: readonly [number, number];
  readonly wallMsQuartiles: readonly [number, number];
  readonly batchSize: number;
  /** Evaluations of the batch an update, trial points included. */
  readonly evaluationsPerStep: number;
  /** Mean loss of a fixed batch before and after the rounds: what was timed was training. */
  readonly lossBefore: number;
  readonly lossAfter: number;
  /** What recording made of the step; null where nothing was recorded. */
  readonly recording: Recording | null;
}

/** What could not be measured, and why, in one line. */
export interface Missing extends Place {
  readonly reason: string;
}

export interface Report {
  readonly machine: string;
  readonly adapter: string;
  readonly rows: readonly Row[];
  readonly missing: readonly Missing[];
}

/** Quantile by linear interpolation. `values` must not be empty. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const position = (sorted.length - 1) * share;
  const below = sorted[Math.floor(position)]!;
  return below + (sorted[Math.ceil(position)]! - below) * (position % 1);
}

/** The row of one engine's rounds, at least one. */
export function rowOf(place: Place, batchSize: number, opened: Opened, rounds: readonly Round[]): Row {
  const host = rounds.map((round) => round.hostMs);
  const wall = rounds.map((round) => round.wallMs);
  const last = rounds.at(-1)!;
  return {
    case: place.case,
    engine: place.engine,
    optimizer: place.optimizer,
    hostMs: quantile(host, 0.5),
    wallMs: quantile(wall, 0.5),
    dispatches: opened.dispatches,
    deviceBytes: last.deviceBytes,
    firstStepMs: opened.firstStepMs,
    hostMsQuartiles: [quantile(host, 0.25), quantile(host, 0.75)],
    wallMsQuartiles: [quantile(wall, 0.25), quantile(wall, 0.75)],
    batchSize,
    evaluationsPerStep: rounds.reduce((sum, round) => sum + round.evaluationsPerStep, 0) / rounds.length,
    lossBefore: opened.loss,
    lossAfter: last.loss,
    recording: opened.recording,
  };
}
