/**
 * Collects what a session tells and sends it in batches: at most ten a second, and none while the page has not acknowledged
 * the last one. What piles up meanwhile is joined, so a page that lags gets fewer, larger messages.
 */
import { checkpointBytes } from '../training/checkpoint/checkpoint-file';
import { placesOf, type SessionCheckpoint } from '../training/checkpoint/session-checkpoint';
import { type UpdateBlock, updateWidth } from '../training/records';
import type {
  ConfusionEntry,
  EpochEntry,
  FollowedEntry,
  MapEntry,
  RunInfo,
  RunStatusChange,
  SamplesEntry,
  SessionObserver,
  SessionStatus,
  TaskInfo,
} from '../training/session-events';
import type { WorkerEvent } from './protocol';

/** Least time between two batches, in milliseconds. */
const interval = 100;
/** A page that has not answered for this long (a hidden tab, a breakpoint) is sent the next batch all the same. */
const patience = 5000;

export type Post = (event: WorkerEvent, transfer: Transferable[]) => void;

/** Consecutive blocks of a run as one. */
export function joinBlocks(blocks: readonly UpdateBlock[]): UpdateBlock {
  const [first] = blocks;
  if (!first) throw new Error('no blocks to join');
  if (blocks.length === 1) return first;
  const rows = new Float32Array(blocks.reduce((sum, block) => sum + block.rows.length, 0));
  let at = 0;
  for (const block of blocks) {
    if (block.first !== first.first + at / updateWidth) throw new Error(`updates of ${block.runId} are not consecutive`);
    rows.set(block.rows, at);
    at += block.rows.length;
  }
  return { runId: first.runId, first: first.first, rows };
}

export class Outbox implements SessionObserver {
  private readonly blocks = new Map<string, UpdateBlock[]>();
  private readonly maps = new Map<string, MapEntry>();
  private readonly picks = new Map<string, FollowedEntry>();
  private readonly confusions = new Map<string, ConfusionEntry>();
  private inspected: SamplesEntry | null = null;
  private epochs: EpochEntry[] = [];
  private statuses: RunStatusChange[] = [];
  private seq = 0;
  private acknowledged = 0;
  private sentAt = Number.NEGATIVE_INFINITY;
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(
    private readonly sessionId: string,
    private readonly post: Post,
    private readonly now: () => number = () => performance.now(),
  ) {}

  prepared(task: TaskInfo, runs: readonly RunInfo[]): void {
    this.post({ type: 'prepared', sessionId: this.sessionId, task, runs }, []);
  }

  updates(block: UpdateBlock): void {
    const waiting = this.blocks.get(block.runId);
    if (waiting) waiting.push(block);
    else this.blocks.set(block.runId, [block]);
    this.schedule();
  }

  epoch(entry: EpochEntry): void {
    this.epochs.push(entry);
    // The epoch brings the followed samples itself.
    this.picks.delete(entry.runId);
    this.schedule();
  }

  runStatus(change: RunStatusChange): void {
    this.statuses.push(change);
    this.schedule();
  }

  followed(entry: FollowedEntry): void {
    this.picks.set(entry.runId, entry);
    this.schedule();
  }

  /** Only a run's latest picture is worth sending. */
  map(entry: MapEntry): void {
    this.maps.set(entry.runId, entry);
    this.schedule();
  }

  /** Only the latest is worth sending: megabytes, where the training set is large. */
  samples(entry: SamplesEntry): void {
    this.inspected = entry;
    this.schedule();
  }

  /** Only a run's latest matrix is worth sending. */
  confusion(entry: ConfusionEntry): void {
    this.confusions.set(entry.runId, entry);
    this.schedule();
  }

  /** Sends what is waiting, then the status: whoever hears "done" has all the numbers. */
  session(status: SessionStatus, message: string | null): void {
    if (status !== 'running' && status !== 'preparing') this.flush();
    this.post({ type: 'session', sessionId: this.sessionId, status, message }, []);
  }

  /** Sends what is waiting, then the checkpoint: whoever has it has all the numbers before it. */
  checkpoint(checkpoint: SessionCheckpoint): void {
    const bytes = checkpointBytes(checkpoint).buffer;
    this.flush();
    this.post({ type: 'checkpoint', sessionId: this.sessionId, bytes, at: placesOf(checkpoint) }, [bytes]);
  }

  unsaved(message: string): void {
    this.post({ type: 'error', sessionId: this.sessionId, message: `The session could not be saved (${message}). It trains on.` }, []);
  }

  acknowledge(seq: number): void {
    this.acknowledged = Math.max(this.acknowledged, seq);
    this.schedule();
  }

  /** Stops the timer; what is waiting is dropped. */
  close(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    this.blocks.clear();
    this.maps.clear();
    this.picks.clear();
    this.confusions.clear();
    this.inspected = null;
    this.epochs = [];
    this.statuses = [];
  }

  private get isEmpty(): boolean {
    const collections = [this.blocks, this.maps, this.picks, this.confusions];
    return collections.every(({ size }) => size === 0) && this.epochs.length === 0 && this.statuses.length === 0 && !this.inspected;
  }

  /** Sends now if it may, else when it may. */
  private schedule(): void {
    if (this.isEmpty || this.timer !== null) return;
    const due = this.sentAt + (this.acknowledged >= this.seq ? interval : patience);
    const wait = Math.max(0, due - this.now());
    if (wait === 0) {
      this.flush();
      return;
    }
    this.timer = setTimeout(
      () => {
        this.timer = null;
        if (this.acknowledged >= this.seq || this.now() - this.sentAt >= patience) this.flush();
        else this.schedule();
      },
      Math.min(wait, interval),
    );
  }

  private flush(): void {
    if (this.isEmpty) return;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    const updates = [...this.blocks.values()].map(joinBlocks);
    const maps = [...this.maps.values()];
    const followed = [...this.picks.values()];
    const confusions = [...this.confusions.values()];
    const { epochs, statuses, inspected: samples } = this;
    this.close();
    this.seq++;
    this.sentAt = this.now();
    const numbers = [
      ...updates.map((block) => block.rows),
      ...maps.map((map) => map.values),
      ...confusions.map((confusion) => confusion.counts),
      ...(samples ? [samples.aov, samples.before, samples.loss, samples.reached] : []),
      ...epochs.flatMap((entry) => (entry.histogram ? [entry.histogram.counts] : [])),
      ...[...epochs, ...followed].flatMap((entry) => (entry.followed ?? []).flatMap((sample) => [sample.aov, sample.loss])),
    ];
    const { seq, sessionId } = this;
    this.post({ type: 'batch', seq, sessionId, updates, epochs, statuses, followed, maps, samples, confusions }, [
      ...new Set(numbers.map(({ buffer }) => buffer as ArrayBuffer)),
    ]);
  }
}
