/** A training worker that makes runs of nothing at all, for tests of the queue. */
import type { DeviceInfo } from '../../engine/device-info';
import type { Experiment } from '../../training/experiment';
import type { EpochRecord, RunStatus } from '../../training/records';
import type { ClientEvent, TrainingClient } from '../../worker/client';
import type { SessionStatus, TaskInfo } from '../../worker/protocol';
import type { OpenedFolder } from '../files';
import type { Surroundings } from './runner';

type Sent = Parameters<TrainingClient['send']>[0];

const device: DeviceInfo = {
  requested: 'auto',
  backend: 'wasm',
  adapter: null,
  software: false,
  limits: null,
  reason: 'a test',
  trial: [],
};

const task: TaskInfo = {
  trainSize: 20,
  validationSize: 5,
  parameterCount: 3,
  batchesPerEpoch: 2,
  floor: 0.25,
  hasAccuracy: false,
  scene: null,
  gallery: null,
  classNames: null,
  canGenerate: false,
};

function recordOf(epoch: number): EpochRecord {
  return {
    epoch,
    update: 2 * epoch,
    trainLoss: 1 / (epoch + 1),
    fullTrainLoss: null,
    validationLoss: null,
    validationAccuracy: null,
    meanStepSize: null,
    // NaN must survive being kept.
    weightNorm: Number.NaN,
    zeroShare: null,
    insideShare: null,
    cappedShare: null,
    evaluations: 2 * epoch,
    seconds: epoch / 10,
    aov: null,
  };
}

/** A run that was asked for. */
export interface Started {
  readonly sessionId: string;
  readonly experiment: Experiment;
  readonly startPaused: boolean;
}

/** What to call a run in a test: its method and seed. */
export function nameOf({ experiment }: Started): string {
  return `${experiment.optimizers[0]?.id} ${experiment.seeds[0]}`;
}

export class FakeClient implements TrainingClient {
  readonly sent: Sent[] = [];
  readonly started: Started[] = [];
  readonly opened: string[] = [];
  disposed = false;
  private readonly listeners = new Set<(event: ClientEvent) => void>();
  openFile: TrainingClient['openFile'] = async (file) => {
    this.opened.push(`${file.name} ${await file.text()}`);
    return { name: file.name, bytes: file.size, description: '', samples: 25, features: 1 };
  };
  memory: TrainingClient['memory'] = () => Promise.reject(new Error('not here'));
  gallery: TrainingClient['gallery'] = () => Promise.reject(new Error('not here'));
  generate: TrainingClient['generate'] = () => Promise.reject(new Error('not here'));
  weights: TrainingClient['weights'] = () => Promise.reject(new Error('not here'));
  checkWeights: TrainingClient['checkWeights'] = () => Promise.reject(new Error('not here'));
  probe: TrainingClient['probe'] = () => Promise.reject(new Error('not here'));
  restart(): void {}

  /** @param plays what becomes of a run by itself, soon after it was asked for */
  constructor(private readonly plays: (client: FakeClient, run: Started) => void) {}

  send(command: Sent): void {
    this.sent.push(command);
    if (command.type === 'configure') this.say({ type: 'device', device });
    if (command.type !== 'start') return;
    const { sessionId, experiment, startPaused } = command;
    const run = { sessionId, experiment, startPaused };
    this.started.push(run);
    setTimeout(() => this.plays(this, run), 0);
  }

  onEvent(listener: (event: ClientEvent) => void): () => void {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  }

  dispose(): void {
    this.disposed = true;
  }

  say(event: ClientEvent): void {
    for (const listener of [...this.listeners]) listener(event);
  }

  get last(): Started {
    const run = this.started.at(-1);
    if (!run) throw new Error('no run was asked for');
    return run;
  }

  types(): string[] {
    return this.sent.map(({ type }) => type);
  }

  prepare({ sessionId, experiment }: Started = this.last): void {
    const [optimizer, seed] = [experiment.optimizers[0]!, experiment.seeds[0]!];
    this.status('preparing', null, sessionId);
    this.say({
      type: 'prepared',
      sessionId,
      task,
      runs: [{ runId: 'run-1', optimizer, optimizerIndex: 0, seed, initialHash: '0000abcd' }],
    });
  }

  /** Epochs of the run, from the first to the last of these. */
  epochs(from: number, to: number, { sessionId }: Started = this.last): void {
    const epochs = Array.from({ length: to - from + 1 }, (_, i) => ({
      runId: 'run-1',
      record: recordOf(from + i),
      batchHash: '00001234',
      followed: null,
      histogram: null,
    }));
    this.say({ ...this.nothing(sessionId), epochs });
  }

  end(status: RunStatus, message: string | null = null, { sessionId }: Started = this.last): void {
    this.say({ ...this.nothing(sessionId), statuses: [{ runId: 'run-1', status, update: null, message }] });
    this.status('done', null, sessionId);
  }

  status(status: SessionStatus, message: string | null = null, sessionId: string = this.last.sessionId): void {
    this.say({ type: 'session', sessionId, status, message });
  }

  private nothing(sessionId: string) {
    return {
      type: 'batch' as const,
      seq: 1,
      sessionId,
      updates: [],
      epochs: [],
      statuses: [],
      followed: [],
      maps: [],
      samples: null,
      confusions: [],
    };
  }
}

/** A run goes through at once. */
export function toTheEnd(client: FakeClient, run: Started): void {
  client.prepare(run);
  client.epochs(0, run.experiment.epochs, run);
  client.end('done', null, run);
}

/** A page with such workers. */
export class FakePage implements Surroundings {
  readonly clients: FakeClient[] = [];
  readonly complaints: string[] = [];
  opened: OpenedFolder[] = [];
  /** What becomes of runs. */
  plays: (client: FakeClient, run: Started) => void = toTheEnd;

  newClient = (): FakeClient => {
    const client = new FakeClient((from, run) => {
      if (!from.disposed) this.plays(from, run);
    });
    this.clients.push(client);
    return client;
  };
  device = () => ({ backend: 'auto', stepping: 'recorded' }) as const;
  folders = () => this.opened;
  complain = (message: string) => {
    this.complaints.push(message);
  };

  get client(): FakeClient {
    const client = this.clients.at(-1);
    if (!client) throw new Error('no worker was started');
    return client;
  }

  /** All runs that were asked for, in order. */
  get runs(): string[] {
    return this.clients.flatMap(({ started }) => started.map(nameOf));
  }
}
