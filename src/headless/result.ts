/** The result of an experiment as JSON: collected from a session, written to a file. */
import type { DeviceInfo } from '../engine/device-info';
import type { FieldValue } from '../fields/field';
import type { Experiment } from '../training/experiment';
import type { EpochRecord, RunStatus } from '../training/records';
import type { EpochEntry, RunInfo, RunStatusChange, SessionObserver, SessionStatus, TaskInfo } from '../training/session-events';

export interface EpochResult extends Omit<EpochRecord, 'aov'> {
  readonly meanAov: number | null;
  /** Share of samples that the last AOV update found reached; null before the first update or without AOVs. */
  readonly reachedShare: number | null;
}

export interface RunResult {
  readonly optimizer: string;
  readonly hyperparameters: Readonly<Record<string, FieldValue>>;
  readonly seed: number;
  status: RunStatus;
  /** Update of a divergence or failure, else null. */
  statusUpdate: number | null;
  message: string | null;
  readonly initialHash: string;
  batchHash: string | null;
  readonly epochs: EpochResult[];
}

export interface ExperimentResult {
  readonly task: { readonly id: string; readonly options: Readonly<Record<string, FieldValue>>; readonly floor: number | null };
  readonly batchSize: number;
  readonly trainSize: number;
  readonly validationSize: number;
  readonly device: DeviceInfo;
  readonly runs: readonly RunResult[];
}

/** Listens to a session and keeps what goes into the result. */
export class ResultCollector implements SessionObserver {
  private readonly runs = new Map<string, RunResult>();
  private task: TaskInfo | null = null;

  /** @param progress called after every epoch of any run with the epochs finished and planned over all runs, and the run's label */
  constructor(
    private readonly experiment: Experiment,
    private readonly device: DeviceInfo,
    private readonly progress: (finished: number, planned: number, label: string) => void,
  ) {}

  prepared(task: TaskInfo, runs: readonly RunInfo[]): void {
    this.task = task;
    for (const run of runs) {
      this.runs.set(run.runId, {
        optimizer: run.optimizer.id,
        hyperparameters: run.optimizer.hyperparameters,
        seed: run.seed,
        status: 'waiting',
        statusUpdate: null,
        message: null,
        initialHash: run.initialHash,
        batchHash: null,
        epochs: [],
      });
    }
  }

  updates(): void {}

  epoch({ runId, record, batchHash }: EpochEntry): void {
    const run = this.runOf(runId);
    const { aov, ...rest } = record;
    run.epochs.push({ ...rest, meanAov: aov?.mean ?? null, reachedShare: aov?.reachedShare ?? null });
    run.batchHash = batchHash;
    const finished = [...this.runs.values()].reduce((sum, { epochs }) => sum + Math.max(0, epochs.length - 1), 0);
    this.progress(finished, this.runs.size * this.experiment.epochs, `${run.optimizer}, seed ${run.seed}`);
  }

  runStatus({ runId, status, update, message }: RunStatusChange): void {
    Object.assign(this.runOf(runId), { status, statusUpdate: update, message });
  }

  followed(): void {}

  map(): void {}

  session(_status: SessionStatus): void {}

  result(): ExperimentResult {
    const { task, batchSize } = this.experiment;
    return {
      task: { id: task.id, options: task.options, floor: this.task?.floor ?? null },
      batchSize,
      trainSize: this.task?.trainSize ?? 0,
      validationSize: this.task?.validationSize ?? 0,
      device: this.device,
      runs: [...this.runs.values()],
    };
  }

  private runOf(runId: string): RunResult {
    const run = this.runs.get(runId);
    if (!run) throw new Error(`no run "${runId}"`);
    return run;
  }
}
