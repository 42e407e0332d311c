/** The playground's result is the one that the command line's collector makes of the same events. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { DeviceInfo } from '../engine/device-info';
import { ResultCollector } from '../results/collector';
import { parseResult } from '../results/read-result';
import { resultText } from '../results/result';
import { parseExperiment } from '../training/experiment';
import { type EpochRecord, updateWidth } from '../training/records';
import type { RunInfo, TaskInfo, WorkerEvent } from '../worker/protocol';
import { useDevice } from './device';
import { appearanceOf } from './palette';
import { useRuns } from './runs';
import { sessionResult } from './session-result';

type Batch = Extract<WorkerEvent, { type: 'batch' }>;

const device: DeviceInfo = {
  requested: 'auto',
  backend: 'wasm',
  adapter: null,
  software: false,
  limits: null,
  reason: 'no GPU was found',
  trial: [{ backend: 'wasm', milliseconds: 1.5 }],
};
const task: TaskInfo = {
  trainSize: 800,
  validationSize: 200,
  parameterCount: 64,
  batchesPerEpoch: 8,
  floor: 0.009,
  hasAccuracy: false,
  scene: null,
  gallery: null,
  classNames: null,
  canGenerate: false,
};
const experiment = parseExperiment({
  task: { id: 'matrix-factorization' },
  optimizers: [{ id: 'aalig' }, { id: 'adam' }, { id: 'sgd' }],
  epochs: 3,
  seeds: [1, 2],
});
const infos: RunInfo[] = experiment.seeds.flatMap((seed) =>
  experiment.optimizers.map((optimizer, optimizerIndex) => ({
    runId: `${optimizer.id}-${seed}`,
    optimizer,
    optimizerIndex,
    seed,
    initialHash: `beef${seed}`,
  })),
);
const record = (epoch: number, aov: EpochRecord['aov'] = null): EpochRecord => ({
  epoch,
  update: 8 * epoch,
  trainLoss: epoch === 0 ? null : 1 / epoch,
  fullTrainLoss: 0.9 / (epoch + 1),
  validationLoss: 0.5,
  validationAccuracy: null,
  meanStepSize: 0.1,
  weightNorm: epoch === 3 ? Number.NaN : 2,
  zeroShare: 0,
  insideShare: 0.5,
  cappedShare: 0.5,
  evaluations: 16 * epoch,
  seconds: 0.25 * epoch,
  aov,
});
const followed = [{ sample: 7, role: 'easiest', aov: Float32Array.of(0.5, Number.NaN), loss: Float32Array.of(0.25, 0.125) }] as const;

const events: Partial<Batch>[] = [
  {
    statuses: infos.map(({ runId }) => ({ runId, status: 'running', update: null, message: null })),
    epochs: infos.map(({ runId }) => ({ runId, record: record(0), batchHash: '0', followed: null, histogram: null })),
  },
  {
    updates: [{ runId: 'adam-1', first: 1, rows: new Float32Array(8 * updateWidth).fill(1) }],
    epochs: [
      { runId: 'adam-1', record: record(1), batchHash: 'a1', followed: null, histogram: null },
      {
        runId: 'aalig-1',
        record: record(1, { mean: 0.3, quantiles: [], reachedShare: 0.25, updated: true }),
        batchHash: 'a1',
        followed,
        histogram: null,
      },
    ],
  },
  {
    epochs: [{ runId: 'aalig-1', record: record(3), batchHash: 'a3', followed: null, histogram: null }],
    followed: [{ runId: 'aalig-2', followed }],
    statuses: [
      { runId: 'sgd-1', status: 'diverged', update: 17, message: 'the loss is not finite' },
      { runId: 'aalig-1', status: 'done', update: null, message: null },
    ],
  },
];

function feed(count: number): ResultCollector {
  const collector = new ResultCollector(experiment, device, () => {});
  collector.prepared(task, infos);
  useRuns.getState().receive({ type: 'prepared', sessionId: 's', task, runs: infos }, 0);
  for (const parts of events.slice(0, count)) {
    const batch: Batch = {
      type: 'batch',
      seq: 1,
      sessionId: 's',
      updates: [],
      followed: [],
      epochs: [],
      statuses: [],
      maps: [],
      samples: null,
      confusions: [],
      ...parts,
    };
    useRuns.getState().receive(batch, 1);
    for (const block of batch.updates) collector.updates(block);
    for (const entry of batch.epochs) collector.epoch(entry);
    for (const entry of batch.followed) collector.followed(entry);
    for (const change of batch.statuses) collector.runStatus(change);
  }
  return collector;
}

beforeEach(() => {
  useRuns.getState().clear();
  useDevice.getState().setInfo(device);
  useRuns.getState().begin(
    's',
    experiment,
    experiment.optimizers.map(({ id }, slot) => appearanceOf(id, slot)),
  );
});

describe('sessionResult', () => {
  it('is null before a run was prepared and after a reset', () => {
    expect(sessionResult()).toBeNull();
    feed(1);
    useRuns.getState().clear();
    expect(sessionResult()).toBeNull();
  });

  for (let count = 0; count <= events.length; count++) {
    it(`equals the collector's after ${count} batches of events`, () => {
      const collector = feed(count);
      expect(sessionResult()).toEqual(collector.result());
    });
  }

  it('keeps hidden runs, and can be read again as a file', () => {
    const collector = feed(3);
    useRuns.getState().toggleHidden('adam-1');
    expect(sessionResult()).toEqual(collector.result());
    expect(parseResult(JSON.parse(resultText(sessionResult()!)))).toEqual(sessionResult());
  });

  it('names the device that computed, also when another was chosen since', () => {
    feed(2);
    useDevice.getState().setInfo({ ...device, backend: 'webgpu' });
    expect(sessionResult()?.device.backend).toBe('wasm');
  });
});
