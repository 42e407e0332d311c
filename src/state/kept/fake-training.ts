/** A training worker whose runs' numbers are known beforehand, and which can save them and go on; for tests of what is kept. */
import { deviceLost } from '../../engine/device-info';
import { histogramBins, type RunStatus, updateColumns, updateWidth } from '../../training/records';
import type { ClientEvent, TrainingClient } from '../../worker/client';
import type { Command, SessionStatus, TaskInfo } from '../../worker/protocol';
import type { RunPlace } from './schema';

type Start = Extract<Command, { type: 'start' }>;

/** Updates an epoch. */
export const perEpoch = 3;

const task: TaskInfo = {
  trainSize: 12,
  validationSize: 4,
  parameterCount: 5,
  batchesPerEpoch: perEpoch,
  floor: null,
  hasAccuracy: false,
  scene: null,
  gallery: null,
  classNames: null,
  canGenerate: false,
};

/** What a run of this number records of an update. */
function number(run: number, update: number, column: number): number {
  if (updateColumns[column] === 'evaluations') return update;
  return updateColumns[column] === 'seconds' ? update / 16 : Math.fround(run + update / 16 + column / 256);
}

export class FakeTraining implements TrainingClient {
  readonly sent: Command[] = [];
  readonly opened: string[] = [];
  restarts = 0;
  /** Whether a start that asks for it goes through by itself as far as `prepared`. */
  prepares = true;
  private places: RunPlace[] = [];
  private start: Start | null = null;
  private readonly listeners = new Set<(event: ClientEvent) => void>();

  openFile: TrainingClient['openFile'] = async (file) => {
    this.opened.push(file.name);
    return { name: file.name, bytes: file.size, description: '', samples: 12, features: 1 };
  };
  memory: TrainingClient['memory'] = () => Promise.reject(new Error('not here'));
  gallery: TrainingClient['gallery'] = () => Promise.reject(new Error('not here'));
  generate: TrainingClient['generate'] = () => Promise.reject(new Error('not here'));
  weights: TrainingClient['weights'] = () => Promise.reject(new Error('not here'));
  checkWeights: TrainingClient['checkWeights'] = () => Promise.resolve(true);
  probe: TrainingClient['probe'] = () => Promise.reject(new Error('not here'));

  restart(): void {
    this.restarts += 1;
    this.start = null;
  }

  dispose(): void {}

  onEvent(listener: (event: ClientEvent) => void): () => void {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  }

  send(command: Parameters<TrainingClient['send']>[0]): void {
    this.sent.push(command);
    if (command.type !== 'start') return;
    this.start = command;
    const { optimizers, seeds } = command.experiment;
    const saved = command.resume ? (JSON.parse(new TextDecoder().decode(command.resume)) as RunPlace[]) : null;
    this.places =
      saved ??
      optimizers.flatMap((_, i) => seeds.map((_seed, j) => ({ runId: `run-${i * seeds.length + j + 1}`, updates: 0, epochs: -1 })));
    if (!this.prepares) return;
    this.say({
      type: 'device',
      device: { requested: 'auto', backend: 'wasm', adapter: null, software: false, limits: null, reason: 'a test', trial: [] },
    });
    this.status('preparing');
    this.say({
      type: 'prepared',
      sessionId: command.sessionId,
      task,
      runs: this.places.map(({ runId }, i) => ({
        runId,
        optimizer: optimizers[Math.floor(i / seeds.length)]!,
        optimizerIndex: Math.floor(i / seeds.length),
        seed: seeds[i % seeds.length]!,
        initialHash: '0000abcd',
      })),
    });
    this.status('running');
  }

  /** Makes so many updates of each run; after each epoch comes its record. */
  train(updates: number): void {
    this.batch((place, run) => {
      const rows = new Float32Array(updates * updateWidth);
      for (let i = 0; i < updates; i++) {
        updateColumns.forEach((_, column) => {
          rows[i * updateWidth + column] = number(run, place.updates + i + 1, column);
        });
      }
      const first = place.updates + 1;
      const epochs: RunPlace['epochs'][] = [];
      const last = place.updates + updates;
      for (let epoch = place.epochs + 1; epoch * perEpoch <= last; epoch++) epochs.push(epoch);
      this.places[run] = { ...place, updates: last, epochs: epochs.at(-1) ?? place.epochs };
      return { first, rows, epochs };
    });
  }

  /** Says that runs stand so. */
  end(status: RunStatus, message: string | null = null): void {
    this.say({ ...this.nothing(), statuses: this.places.map(({ runId, updates }) => ({ runId, status, update: updates, message })) });
  }

  finish(): void {
    this.end('done');
    this.status('done');
  }

  /** Sends a checkpoint of now. */
  save(): void {
    const bytes = new TextEncoder().encode(JSON.stringify(this.places));
    this.say({
      type: 'checkpoint',
      sessionId: this.sessionId,
      bytes: bytes.slice().buffer,
      at: this.places.map((place) => ({ ...place })),
    });
  }

  loseDevice(): void {
    this.end('failed', `${deviceLost}: a test`);
    this.status('done');
  }

  crash(): void {
    this.say({ type: 'crash', message: 'a test' });
  }

  status(status: SessionStatus, message: string | null = null): void {
    this.say({ type: 'session', sessionId: this.sessionId, status, message });
  }

  say(event: ClientEvent): void {
    for (const listener of [...this.listeners]) listener(event);
  }

  get starts(): Start[] {
    return this.sent.filter((command) => command.type === 'start');
  }

  private get sessionId(): string {
    return this.start?.sessionId ?? '';
  }

  private batch(made: (place: RunPlace, run: number) => { first: number; rows: Float32Array; epochs: number[] }): void {
    const all = this.places.map((place, run) => ({ runId: place.runId, run, ...made(place, run) }));
    this.say({
      ...this.nothing(),
      statuses: all.map(({ runId }) => ({ runId, status: 'running' as const, update: null, message: null })),
      updates: all.map(({ runId, first, rows }) => ({ runId, first, rows })),
      epochs: all.flatMap(({ runId, run, epochs }) =>
        epochs.map((epoch) => ({
          runId,
          record: {
            epoch,
            update: epoch * perEpoch,
            trainLoss: number(run, epoch, 0),
            fullTrainLoss: null,
            validationLoss: null,
            validationAccuracy: null,
            meanStepSize: null,
            // NaN must survive being kept.
            weightNorm: Number.NaN,
            zeroShare: null,
            insideShare: null,
            cappedShare: null,
            evaluations: epoch * perEpoch,
            seconds: (epoch * perEpoch) / 16,
            aov: null,
          },
          batchHash: `0000${String(epoch).padStart(4, '0')}`,
          followed: [{ sample: 1, role: 'easiest' as const, aov: new Float32Array(epoch), loss: new Float32Array(epoch) }],
          histogram: { min: 0, max: 1, counts: new Uint32Array(histogramBins).fill(epoch) },
        })),
      ),
    });
  }

  private nothing() {
    return {
      type: 'batch' as const,
      seq: 1,
      sessionId: this.sessionId,
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
