/** Collects the result of an experiment from what a session tells: in Node directly, in the page from the worker's messages. */
import type { DeviceInfo } from '../engine/device-info';
import type { Experiment } from '../training/experiment';
import { type EpochRecord, type FollowedSample, type RunStatus, type UpdateBlock, updateColumns, updateWidth } from '../training/records';
import type {
  EpochEntry,
  FollowedEntry,
  RunInfo,
  RunStatusChange,
  SessionObserver,
  SessionStatus,
  TaskInfo,
} from '../training/session-events';
import { type Pace, trainingLeft } from '../training/time-left';
import type { EpochResult, ExperimentResult, FollowedResult, RunResult } from './result';

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

/** A run as it grows. */
interface GrowingRun extends RunResult {
  status: RunStatus;
  statusUpdate: number | null;
  message: string | null;
  batchHash: string | null;
  readonly epochs: EpochResult[];
  followed: readonly FollowedResult[];
}

/** An epoch's record as it stands in a result. */
export function epochResult({ aov, ...rest }: EpochRecord): EpochResult {
  return { ...rest, meanAov: aov?.mean ?? null, reachedShare: aov?.reachedShare ?? null, aovUpdated: aov?.updated ?? null };
}

/** The followed samples as they stand in a result. */
export function followedResult(followed: readonly FollowedSample[]): FollowedResult[] {
  const listed = (values: Float32Array) => Array.from(values, (value) => (Number.isFinite(value) ? value : null));
  return followed.map(({ sample, role, aov, loss }) => ({ sample, role, aov: listed(aov), loss: listed(loss) }));
}

/** Listens to a session and keeps what goes into the result. */
export class ResultCollector implements SessionObserver {
  private readonly runs = new Map<string, GrowingRun>();
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
        ...(run.forkedFrom ? { origin: run.forkedFrom } : {}),
        batchHash: null,
        epochs: [],
        followed: [],
      });
    }
  }

  updates({ runId, first, rows }: UpdateBlock): void {
    const count = rows.length / updateWidth;
    if (count === 0) return;
    this.paces.set(runId, { updates: first + count - 1, seconds: rows[(count - 1) * updateWidth + secondsAt]! });
    this.tell(runId, false);
  }

  epoch({ runId, record, batchHash, followed }: EpochEntry): void {
    const run = this.runOf(runId);
    run.epochs.push(epochResult(record));
    run.batchHash = batchHash;
    if (followed) run.followed = followedResult(followed);
    this.tell(runId, true);
  }

  runStatus({ runId, status, update, message }: RunStatusChange): void {
    Object.assign(this.runOf(runId), { status, statusUpdate: update, message });
  }

  followed({ runId, followed }: FollowedEntry): void {
    this.runOf(runId).followed = followedResult(followed);
  }

  map(): void {}

  samples(): void {}

  confusion(): void {}

  session(_status: SessionStatus): void {}

  result(): ExperimentResult {
    const { task, batchSize, epochs } = this.experiment;
    return {
      task: { id: task.id, options: task.options, floor: this.task?.floor ?? null },
      epochs,
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

  private runOf(runId: string): GrowingRun {
    const run = this.runs.get(runId);
    if (!run) throw new Error(`no run "${runId}"`);
    return run;
  }
}
