/**
 * Keeps the session that is in the charts, as it comes: its head when it has been prepared, then at each checkpoint of the worker the records
 * up to it and the checkpoint itself, and what is left at its end. Also holds the latest checkpoint in memory, so that a session survives its
 * worker where the browser keeps nothing.
 */
import type { Stepping } from '../../engine/device-info';
import type { Experiment } from '../../training/experiment';
import type { RunInfo, TaskInfo } from '../../worker/protocol';
import type { SessionState } from '../runs';
import { packed } from './packed';
import { chunkBetween, haveArrived, isEmpty, latestOf, nothing, placesOf, statusesOf } from './records';
import type { CheckpointHead, Head, Latest, Prepared, RunPlace } from './schema';
import type { Writing } from './storage';
import type { KeptStatus } from './store';

/** What the keeper needs of the storage. */
export interface Shelf {
  write(writing: Writing): Promise<void>;
}

/** What the keeper needs of the page. */
export interface Desk {
  session(): SessionState;
  confusions(): Iterable<Latest['confusions'][number]>;
  stepping(): Stepping;
  nameFor(experiment: Experiment): string;
  /** Size of the file that it reads and that is kept with it. */
  fileBytes(experiment: Experiment): number;
  /** A session is kept from now on. */
  began(head: Head): void;
  /** Something was written, or could not be. */
  wrote(head: Head): void;
  failed(error: unknown): void;
}

/** A checkpoint as it came, with how the runs stood then. */
export interface HeldCheckpoint {
  /** Null: it has been let go, since it is large and in the storage. */
  bytes: ArrayBuffer | null;
  readonly at: readonly RunPlace[];
  readonly statuses: CheckpointHead['statuses'];
  readonly size: number;
}

/** The session that is kept now. */
export interface KeptSession {
  head: Head;
  readonly prepared: Prepared;
  /** Whether the storage has `prepared`. */
  preparedStored: boolean;
  /** Bytes of all that is stored but the checkpoint and the head. */
  recordBytes: number;
  /** Up to where the storage has its records. */
  stored: readonly RunPlace[];
  /** The latest checkpoint. */
  checkpoint: HeldCheckpoint | null;
  /** Whether the storage has it. */
  checkpointStored: boolean;
  /** Whether the worker has prepared it: one that goes on is left as it is stored until then. */
  live: boolean;
  /** Nothing more is to be written of it. */
  ended: boolean;
  /** The person does not want it kept. */
  refused: boolean;
}

/** Checkpoints up to this size stay in memory when they are in the storage too. */
const heldAtMost = 64e6;
const longestMessage = 4000;

/** Not `crypto.randomUUID`, which pages have only where they are served securely. */
const newId = (): string => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;

const headOf = ({ at, statuses, size }: HeldCheckpoint): CheckpointHead => ({ at, statuses, bytes: size });

export class Keeper {
  /** Null: nothing is kept, or nothing was prepared yet. */
  current: KeptSession | null = null;
  /** A known session that the next session of the charts goes on with. */
  private adopted: KeptSession | null = null;
  /** A checkpoint some of whose records have not arrived yet. */
  private arriving: { readonly bytes: ArrayBuffer; readonly at: readonly RunPlace[] } | null = null;
  private saveAsked = false;
  /** Ends of sessions that are not written yet, by session. */
  private readonly ends = new Map<string, Writing>();
  /** Writes are made one after the other, in the order in which they were asked for. */
  private queue: Promise<void> = Promise.resolve();

  /** @param shelf null: the browser keeps nothing */
  constructor(
    private readonly desk: Desk,
    private readonly shelf: Shelf | null,
  ) {}

  /** Resolves when all that was asked for has been written, or could not be. */
  async settled(): Promise<void> {
    let last: Promise<void> | null = null;
    while (last !== this.queue) {
      last = this.queue;
      await last;
    }
  }

  /** The next session of the charts is this one, not a new one. */
  adopt(session: KeptSession): void {
    this.adopted = session;
  }

  /** A session was put in place of another in the charts, or taken away. Called while the numbers of the one before are still there. */
  replaced(before: SessionState): void {
    const { adopted } = this;
    this.adopted = null;
    if (this.current && this.current.head.id !== adopted?.head.id) this.end(before, 'cancelled', null);
    this.current = adopted;
    this.arriving = null;
  }

  /** The worker has prepared the session. */
  prepared(task: TaskInfo, runs: readonly RunInfo[]): void {
    if (this.current) {
      this.current.live = true;
      this.change({ status: 'under-way', message: null });
      return;
    }
    const { experiment, looks, device, runs: views } = this.desk.session();
    if (!experiment) return;
    const now = Date.now();
    const head: Head = {
      version: 1,
      id: newId(),
      name: this.desk.nameFor(experiment),
      createdAt: now,
      changedAt: now,
      status: 'under-way',
      message: null,
      experiment,
      looks,
      device,
      stepping: this.desk.stepping(),
      forked: runs.some(({ forkedFrom }) => forkedFrom),
      epoch: 0,
      bytes: 0,
      chunks: 0,
      checkpoint: null,
      statuses: statusesOf(views),
    };
    this.current = {
      head,
      prepared: { task, runs },
      preparedStored: false,
      recordBytes: this.desk.fileBytes(experiment),
      stored: runs.map(({ runId }) => nothing(runId)),
      checkpoint: null,
      checkpointStored: false,
      live: true,
      ended: false,
      refused: false,
    };
    this.desk.began(head);
    this.change({});
  }

  /** A checkpoint came. It is written when all records that belong to it are there. */
  checkpoint(bytes: ArrayBuffer, at: readonly RunPlace[]): void {
    if (!this.current?.live || this.current.ended) return;
    this.arriving = { bytes, at };
    this.advance();
  }

  /** Takes up a checkpoint whose records have arrived. Called after each batch. */
  advance(): void {
    const { current, arriving } = this;
    if (!current || !arriving || !haveArrived(arriving.at)) return;
    const { bytes, at } = arriving;
    this.arriving = null;
    current.checkpoint = { bytes, at, statuses: statusesOf(this.desk.session().runs), size: bytes.byteLength };
    current.checkpointStored = false;
    this.save();
  }

  /**
   * The session has ended: what is left of it is written.
   * @param session as it was: its numbers must still be there
   */
  end(session: SessionState, status: Exclude<KeptStatus, 'under-way'>, message: string | null): void {
    const { current } = this;
    if (!current || current.ended) return;
    current.ended = true;
    this.arriving = null;
    if (!current.live || current.refused) return;
    // From what the storage is known to have: of a write under way nobody knows yet whether it succeeds.
    const chunk = chunkBetween(current.stored, placesOf(session.runs.map(({ runId }) => runId)));
    const over = status === 'done' || session.runs.every((run) => run.status === 'done' || run.status === 'diverged');
    const held = current.checkpoint;
    const pending = held && !current.checkpointStored && held.bytes ? held : null;
    const checkpoint = over ? null : pending ? headOf(pending) : current.head.checkpoint;
    const writing = this.writing(current, session, isEmpty(chunk) ? null : packed(chunk), checkpoint, { status, message });
    current.head = writing.head;
    this.writeEnd({ ...writing, ...(over ? { checkpoint: null } : pending?.bytes ? { checkpoint: pending.bytes } : {}) });
  }

  /** Changes what the head says. */
  change(facts: Partial<Pick<Head, 'name' | 'status' | 'message'>>): void {
    const { current } = this;
    if (!current) return;
    current.head = { ...current.head, ...facts };
    const { id } = current.head;
    const end = this.ends.get(id);
    if (end) {
      this.writeEnd({ ...end, head: { ...end.head, ...facts } });
      return;
    }
    this.enqueue(async (shelf) => {
      if (current.refused || this.ends.has(id)) return;
      const prepared = current.preparedStored ? null : packed(current.prepared);
      await shelf.write({
        head: { ...current.head, bytes: current.recordBytes + (prepared?.byteLength ?? 0) + (current.head.checkpoint?.bytes ?? 0) },
        ...(prepared ? { prepared } : {}),
      });
      if (prepared) this.notePrepared(current, prepared.byteLength);
      this.desk.wrote(current.head);
    });
  }

  /** Nothing more of the session in the charts is written; what is stored of it stays. */
  refuse(): void {
    const { current } = this;
    if (!current) return;
    current.refused = true;
    this.ends.clear();
  }

  /** A session was deleted. If it is in the charts, it goes on there, and is not kept any more. */
  forget(id: string): void {
    this.ends.delete(id);
    if (this.current?.head.id === id) this.current = null;
  }

  /** Tries again what could not be written. */
  retry(): void {
    for (const end of [...this.ends.values()]) this.writeEnd(end);
    this.save();
    if (this.current && !this.current.ended && !this.current.preparedStored) this.change({});
  }

  /** Puts the latest checkpoint, with the records up to it, in the queue. When its turn comes, the newest is written. */
  private save(): void {
    if (this.saveAsked) return;
    this.saveAsked = true;
    this.enqueue(async (shelf) => {
      this.saveAsked = false;
      const { current } = this;
      const held = current?.checkpoint;
      if (!current || !held?.bytes || current.checkpointStored || current.ended || current.refused) return;
      const session = this.desk.session();
      const chunk = chunkBetween(current.stored, held.at);
      const bytes = isEmpty(chunk) ? null : packed(chunk);
      const writing = this.writing(current, session, bytes, headOf(held), {});
      await shelf.write({ ...writing, checkpoint: held.bytes });
      if (writing.prepared) this.notePrepared(current, writing.prepared.byteLength);
      // One that has ended meanwhile was written whole, as if this had not been.
      if (!current.ended) {
        const { name, status, message } = current.head;
        current.head = { ...writing.head, name, status, message };
        current.recordBytes += bytes?.byteLength ?? 0;
        current.stored = held.at;
        if (current.checkpoint === held) {
          current.checkpointStored = true;
          if (held.size > heldAtMost) held.bytes = null;
        }
      }
      this.desk.wrote(current.head);
    });
  }

  private notePrepared(session: KeptSession, bytes: number): void {
    if (session.preparedStored) return;
    session.preparedStored = true;
    session.recordBytes += bytes;
    // The head of an end has counted it.
    if (!session.ended) session.head = { ...session.head, bytes: session.recordBytes + (session.head.checkpoint?.bytes ?? 0) };
  }

  private writing(
    current: KeptSession,
    session: SessionState,
    chunk: Uint8Array<ArrayBuffer> | null,
    checkpoint: CheckpointHead | null,
    facts: Partial<Pick<Head, 'status' | 'message'>>,
  ): Writing {
    const prepared = current.preparedStored ? null : packed(current.prepared);
    const runIds = session.runs.map(({ runId }) => runId);
    const records = current.recordBytes + (prepared?.byteLength ?? 0) + (chunk?.byteLength ?? 0);
    const { head } = current;
    return {
      head: {
        ...head,
        ...facts,
        message: (facts.message === undefined ? head.message : facts.message)?.slice(0, longestMessage) ?? null,
        changedAt: Date.now(),
        epoch: session.progress.epoch,
        statuses: statusesOf(session.runs),
        device: session.device ?? head.device,
        chunks: head.chunks + (chunk ? 1 : 0),
        bytes: records + (checkpoint?.bytes ?? 0),
        checkpoint,
      },
      ...(prepared ? { prepared } : {}),
      chunk,
      latest: packed(latestOf(runIds, session.maps, this.desk.confusions())),
    };
  }

  private writeEnd(writing: Writing): void {
    const { id } = writing.head;
    this.ends.set(id, writing);
    this.enqueue(async (shelf) => {
      if (this.ends.get(id) !== writing) return;
      await shelf.write(writing);
      if (this.ends.get(id) === writing) this.ends.delete(id);
      this.desk.wrote(writing.head);
    });
  }

  private enqueue(work: (shelf: Shelf) => Promise<void>): void {
    const { shelf } = this;
    if (!shelf) return;
    this.queue = this.queue.then(() => work(shelf)).catch((error: unknown) => this.desk.failed(error));
  }
}
