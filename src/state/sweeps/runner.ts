/**
 * Makes one run after the other in a training worker of its own, so that the playground's session is left alone. A worker that crashes is
 * replaced and the run made again, once. Nothing here waits for the page to draw: short runs follow each other within milliseconds.
 */
import type { BackendChoice, DeviceInfo, Stepping } from '../../engine/device-info';
import { ResultCollector } from '../../results/collector';
import type { RunResult } from '../../results/result';
import type { Experiment } from '../../training/experiment';
import type { ClientEvent, TrainingClient } from '../../worker/client';
import type { WorkerEvent } from '../../worker/protocol';
import type { OpenedFolder } from '../files';
import type { SweepFacts } from './entry';

/** A run to be made. */
export interface Job {
  /** Of one optimizer and one seed. */
  readonly experiment: Experiment;
  /** The LIBSVM file that the task reads; null where it reads none, or it is not at hand: then the worker says so. */
  readonly file: { readonly key: string; readonly file: File } | null;
  /** The task was built: the run begins. */
  prepared(facts: SweepFacts): void;
  /** @param run as it grows, changed in place; `fraction` 0 to 1; `wall` as in `HeldRun` */
  progress(run: RunResult, fraction: number, wall: number): void;
}

export type Outcome =
  /** The run came to its end, or failed. */
  | { readonly kind: 'ended'; readonly run: RunResult; readonly wall: number }
  /** No run of this task can begin: its data are missing or wrong. */
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'cancelled' };

/** What the runner needs of the page. */
export interface Surroundings {
  newClient(): TrainingClient;
  device(): { readonly backend: BackendChoice; readonly stepping: Stepping };
  /** Data sets that stay where they are. */
  folders(): readonly OpenedFolder[];
  /** Says what the worker complained of; no run was harmed. */
  complain(message: string): void;
}

/** Characters of a message that a result file may have. */
const messageLimit = 4000;

/** A clock that can be held. */
class Stopwatch {
  private passed = 0;
  private since: number | null = null;

  go(): void {
    this.since ??= performance.now();
  }

  hold(): void {
    this.passed = this.milliseconds;
    this.since = null;
  }

  get milliseconds(): number {
    return this.passed + (this.since === null ? 0 : performance.now() - this.since);
  }
}

type Attempt = Outcome | { readonly kind: 'crashed'; readonly message: string; readonly run: RunResult | null; readonly wall: number };

/** The attempt under way. */
interface Active {
  /** null while its file is being opened. */
  sessionId: string | null;
  readonly job: Job;
  readonly clock: Stopwatch;
  collector: ResultCollector | null;
  end(outcome: Attempt): void;
}

export class Runner {
  private client: TrainingClient | null = null;
  private unsubscribe: () => void = () => {};
  /** What the worker was told, to tell it again only when it changed or the worker is a new one. */
  private configured: BackendChoice | null = null;
  private readonly handedOver = new Set<OpenedFolder>();
  private readonly openFiles = new Map<string, string>();
  private device: DeviceInfo | null = null;
  private active: Active | null = null;
  private paused = false;
  private sessions = 0;

  constructor(private readonly surroundings: Surroundings) {}

  /** Makes a run. One at a time. */
  async run(job: Job): Promise<Outcome> {
    const first = await this.attempt(job);
    if (first.kind !== 'crashed') return first;
    const second = await this.attempt(job);
    if (second.kind !== 'crashed') return second;
    const message = `The training worker crashed, twice: ${second.message}`.slice(0, messageLimit);
    if (!second.run) return { kind: 'refused', message };
    return { kind: 'ended', run: { ...second.run, status: 'failed', message }, wall: second.wall };
  }

  /** Holds the run under way, and the next ones as they begin. */
  pause(): void {
    this.paused = true;
    this.active?.clock.hold();
    this.tell('pause');
  }

  resume(): void {
    this.paused = false;
    if (this.active?.collector) this.active.clock.go();
    this.tell('resume');
  }

  /** Gives up the run under way. */
  cancel(): void {
    this.tell('cancel');
    this.active?.end({ kind: 'cancelled' });
  }

  /** Ends the worker and what it holds; the next run starts another one. */
  dispose(): void {
    this.cancel();
    this.unsubscribe();
    this.client?.dispose();
    this.client = null;
    this.forgetWorker();
  }

  private tell(type: 'pause' | 'resume' | 'cancel'): void {
    const sessionId = this.active?.sessionId;
    if (sessionId) this.client?.send({ type, sessionId });
  }

  private forgetWorker(): void {
    this.configured = null;
    this.handedOver.clear();
    this.openFiles.clear();
    this.device = null;
  }

  private connected(): TrainingClient {
    if (!this.client) {
      this.client = this.surroundings.newClient();
      this.unsubscribe = this.client.onEvent((event) => this.receive(event));
    }
    const { backend } = this.surroundings.device();
    if (this.configured !== backend) {
      this.client.send({ type: 'configure', backend });
      this.configured = backend;
    }
    for (const folder of this.surroundings.folders()) {
      if (this.handedOver.has(folder)) continue;
      this.client.send({ type: 'keep-files', key: folder.set.key, id: folder.set.id, files: folder.files });
      this.handedOver.add(folder);
    }
    return this.client;
  }

  private attempt(job: Job): Promise<Attempt> {
    const client = this.connected();
    return new Promise((resolve) => {
      const active: Active = {
        sessionId: null,
        job,
        clock: new Stopwatch(),
        collector: null,
        end: (outcome) => {
          if (this.active !== active) return;
          this.active = null;
          resolve(outcome);
        },
      };
      this.active = active;
      const { file } = job;
      if (file && this.openFiles.get(file.file.name) !== file.key) void this.openThenStart(client, active, file);
      else this.start(client, active);
    });
  }

  private async openThenStart(client: TrainingClient, active: Active, { key, file }: NonNullable<Job['file']>): Promise<void> {
    try {
      await client.openFile(file);
    } catch (error) {
      // Had the worker crashed meanwhile, this attempt would have ended already.
      active.end({ kind: 'refused', message: error instanceof Error ? error.message : String(error) });
      return;
    }
    if (this.active !== active) return;
    this.openFiles.set(file.name, key);
    this.start(client, active);
  }

  private start(client: TrainingClient, active: Active): void {
    this.sessions += 1;
    const sessionId = `sweep-${this.sessions}`;
    active.sessionId = sessionId;
    const { stepping } = this.surroundings.device();
    client.send({ type: 'start', sessionId, experiment: active.job.experiment, startPaused: this.paused, stepping, keepTask: true });
  }

  private receive(event: ClientEvent): void {
    switch (event.type) {
      case 'device':
        this.device = event.device;
        return;
      case 'checkpoint':
      case 'beat':
        // Runs of a sweep are made again as a whole.
        return;
      case 'crash':
        this.crash(event.message);
        return;
      case 'error':
        if (event.sessionId === null || event.sessionId === this.active?.sessionId) this.surroundings.complain(event.message);
        return;
      case 'prepared':
      case 'batch':
      case 'session':
        if (this.active && event.sessionId === this.active.sessionId) this.follow(this.active, event);
        return;
      default:
        event satisfies never;
    }
  }

  private crash(message: string): void {
    this.forgetWorker();
    const { active } = this;
    if (!active) return;
    active.clock.hold();
    active.end({ kind: 'crashed', message, run: active.collector?.result().runs[0] ?? null, wall: active.clock.milliseconds });
  }

  private follow(active: Active, event: Extract<WorkerEvent, { type: 'prepared' | 'batch' | 'session' }>): void {
    switch (event.type) {
      case 'prepared':
        this.prepared(active, event);
        return;
      case 'batch': {
        const { collector } = active;
        if (!collector) return;
        for (const block of event.updates) collector.updates(block);
        for (const entry of event.epochs) collector.epoch(entry);
        for (const entry of event.followed) collector.followed(entry);
        for (const change of event.statuses) collector.runStatus(change);
        return;
      }
      case 'session':
        this.sessionStatus(active, event.status, event.message);
        return;
      default:
        event satisfies never;
    }
  }

  private prepared(active: Active, { task, runs }: Extract<WorkerEvent, { type: 'prepared' }>): void {
    const { device } = this;
    if (!device) throw new Error('a session was prepared before its device was named');
    const { job, clock } = active;
    if (!this.paused) clock.go();
    const collector = new ResultCollector(job.experiment, device, ({ share }) => {
      const run = collector.result().runs[0];
      if (run) job.progress(run, share, clock.milliseconds);
    });
    active.collector = collector;
    collector.prepared(task, runs);
    const { floor, trainSize, validationSize } = task;
    job.prepared({ floor, trainSize, validationSize, device });
    const [run] = collector.result().runs;
    if (run) job.progress(run, 0, 0);
  }

  private sessionStatus(active: Active, status: Extract<WorkerEvent, { type: 'session' }>['status'], message: string | null): void {
    if (status === 'cancelled') active.end({ kind: 'cancelled' });
    if (status !== 'done' && status !== 'failed') return;
    active.clock.hold();
    const run = active.collector?.result().runs[0];
    const reason = (message ?? 'The worker gave no reason.').slice(0, messageLimit);
    if (!run) active.end({ kind: 'refused', message: reason });
    else if (status === 'failed')
      active.end({ kind: 'ended', run: { ...run, status: 'failed', message: reason }, wall: active.clock.milliseconds });
    else
      active.end({ kind: 'ended', run: { ...run, message: run.message?.slice(0, messageLimit) ?? null }, wall: active.clock.milliseconds });
  }
}
