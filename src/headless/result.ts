/** The result of an experiment as JSON: collected from a session, written to a file. */
import type { DeviceInfo } from '../engine/device-info';
import type { FieldValue } from '../fields/field';
import type { Experiment } from '../training/experiment';
import { type EpochRecord, type RunStatus, type UpdateBlock, updateColumns, updateWidth } from '../training/records';
import type { EpochEntry, RunInfo, RunStatusChange, SessionObserver, SessionStatus, TaskInfo } from '../training/session-events';
import { type Pace, trainingLeft } from '../training/time-left';

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

/** How far all runs together are. */
export interface Progress {
  /** Epochs finished and planned. */
  readonly finished: number;
  readonly planned: number;
  /** Share of all updates that was made, 0 to 1. */
  readonly share: number;
  /** Seconds of training left, evaluations not counted; null before the first update. */
  readonly secondsLeft: number | null;
  /** The run that was heard of last. */
  readonly label: string;
  /** Whether an epoch has just been finished. */
  readonly atEpoch: boolean;
}

const secondsAt = updateColumns.indexOf('seconds');
const ended: readonly RunStatus[] = ['done', 'diverged', 'failed', 'cancelled'];

/** Listens to a session and keeps what goes into the result. */
export class ResultCollector implements SessionObserver {
  private readonly runs = new Map<string, RunResult>();
  /** Updates made by each run, and its seconds. */
  private readonly paces = new Map<string, Omit<Pace, 'left'>>();
  private task: TaskInfo | null = null;

  /** @param progress called after every epoch of any run, and after updates as they are read */
  constructor(
    private readonly experiment: Experiment,
    private readonly device: DeviceInfo,
    private readonly progress: (progress: Progress) => void,
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

  updates({ runId, first, rows }: UpdateBlock): void {
    const count = rows.length / updateWidth;
    if (count === 0) return;
    this.paces.set(runId, { updates: first + count - 1, seconds: rows[(count - 1) * updateWidth + secondsAt]! });
    this.tell(runId, false);
  }

  epoch({ runId, record, batchHash }: EpochEntry): void {
    const run = this.runOf(runId);
    const { aov, ...rest } = record;
    run.epochs.push({ ...rest, meanAov: aov?.mean ?? null, reachedShare: aov?.reachedShare ?? null });
    run.batchHash = batchHash;
    this.tell(runId, true);
  }

  runStatus({ runId, status, update, message }: RunStatusChange): void {
    Object.assign(this.runOf(runId), { status, statusUpdate: update, message });
  }

  followed(): void {}

  map(): void {}

  samples(): void {}

  confusion(): void {}

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

  private tell(runId: string, atEpoch: boolean): void {
    const { epochs } = this.experiment;
    const perRun = epochs * (this.task?.batchesPerEpoch ?? 0);
    const paces = [...this.runs].map(([id, { status }]): Pace => {
      const { updates, seconds } = this.paces.get(id) ?? { updates: 0, seconds: 0 };
      return { updates, seconds, left: ended.includes(status) ? 0 : Math.max(0, perRun - updates) };
    });
    const run = this.runOf(runId);
    this.progress({
      finished: [...this.runs.values()].reduce((sum, { epochs: told }) => sum + Math.max(0, told.length - 1), 0),
      planned: this.runs.size * epochs,
      share: 1 - paces.reduce((sum, { left }) => sum + left, 0) / Math.max(1, this.runs.size * perRun),
      secondsLeft: trainingLeft(paces),
      label: `${run.optimizer}, seed ${run.seed}`,
      atEpoch,
    });
  }

  private runOf(runId: string): RunResult {
    const run = this.runs.get(runId);
    if (!run) throw new Error(`no run "${runId}"`);
    return run;
  }
}
