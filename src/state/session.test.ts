/** What presses of the transport send to the worker, and what its answers do. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Experiment } from '../training/experiment';
import type { ClientEvent, TrainingClient } from '../worker/client';
import type { FileSummary, ProbeResult, TaskInfo } from '../worker/protocol';
import { useDevice } from './device';
import { useExperiment } from './experiment';
import { freshEdit } from './experiment-edit';
import { useFiles } from './files';
import { useNotices } from './notices';
import { useRuns } from './runs';
import { useSamples } from './samples';
import { connectSession, follow, fork, inspect, pause, reset, restartWorker, resume, run, showSession, step } from './session';
import { dropStart, useWeights, type WeightsSource, weightsInFile } from './starting-weights';
import { openFiles } from './worker-files';
import { probe, sampleText } from './worker-questions';

class FakeClient implements TrainingClient {
  readonly sent: Parameters<TrainingClient['send']>[0][] = [];
  restarts = 0;
  #listener: (event: ClientEvent) => void = () => {};
  openFile: TrainingClient['openFile'] = () => Promise.reject(new Error('bad.txt, line 1: no label'));
  memory: TrainingClient['memory'] = () => Promise.reject(new Error('not here'));
  gallery: TrainingClient['gallery'] = () => Promise.reject(new Error('not here'));
  generate: TrainingClient['generate'] = (_, { prompt }) => Promise.resolve(`${prompt}…`);
  weights: TrainingClient['weights'] = () => Promise.reject(new Error('not here'));
  checkWeights: TrainingClient['checkWeights'] = () => Promise.resolve(true);
  probe: TrainingClient['probe'] = (_, runId) => Promise.resolve({ runId } as ProbeResult);
  send(command: Parameters<TrainingClient['send']>[0]): void {
    this.sent.push(command);
  }
  onEvent(listener: (event: ClientEvent) => void): () => void {
    this.#listener = listener;
    return () => {};
  }
  restart(): void {
    this.restarts += 1;
  }
  dispose(): void {}
  say(event: ClientEvent): void {
    this.#listener(event);
  }
  status(status: 'running' | 'paused' | 'done'): void {
    this.say({ type: 'session', sessionId: useRuns.getState().sessionId ?? '', status, message: null });
  }
}

const adamEta = () => {
  const key = useExperiment.getState().edit.optimizers.find((entry) => entry.id === 'adam')?.key ?? '';
  return { part: 'optimizer', key, field: 'eta' } as const;
};
const types = (client: FakeClient) => client.sent.map((command) => command.type);

let client: FakeClient;
let disconnect: () => void;

beforeEach(() => {
  useExperiment.setState({ edit: freshEdit('matrix-factorization') });
  useNotices.setState({ notices: [] });
  useFiles.setState({ files: [], reading: [] });
  useRuns.getState().clear();
  client = new FakeClient();
  disconnect = connectSession(client);
});

afterEach(() => disconnect());

describe('the transport', () => {
  it('asks for the device at once', () => {
    expect(client.sent).toEqual([{ type: 'configure', backend: 'auto' }]);
  });

  it('runs, pauses, resumes and gives up', () => {
    run();
    expect(useRuns.getState().status).toBe('preparing');
    client.status('running');
    pause();
    client.status('paused');
    resume();
    client.status('running');
    reset();
    expect(types(client)).toEqual(['configure', 'start', 'pause', 'resume', 'cancel']);
    expect(useRuns.getState().status).toBe('idle');
  });

  it('steps from nothing: prepares, waits, then steps once', () => {
    step('step-epoch');
    expect(client.sent.at(-1)).toMatchObject({ type: 'start', startPaused: true });
    client.status('paused');
    expect(types(client).at(-1)).toBe('step-epoch');
    client.status('running');
    client.status('paused');
    expect(types(client).filter((type) => type === 'step-epoch')).toHaveLength(1);
  });

  it('does not start with a field that is not valid, and forgets the complaint once it starts', () => {
    useExperiment.getState().setValue(adamEta(), -3, '-3');
    run();
    expect(types(client)).toEqual(['configure']);
    expect(useNotices.getState().notices[0]?.text).toMatch(/“-3” must be a number above 0/);
    useExperiment.getState().setValue(adamEta(), 0.1);
    run();
    expect(types(client)).toEqual(['configure', 'start']);
    expect(useNotices.getState().notices).toEqual([]);
  });

  it('does not start without an optimizer', () => {
    for (const { key } of useExperiment.getState().edit.optimizers) useExperiment.getState().removeOptimizer(key);
    run();
    expect(types(client)).toEqual(['configure']);
    expect(useNotices.getState().notices[0]?.text).toMatch(/no optimizer/);
  });
});

describe('samples', () => {
  const followed = () => client.sent.filter((command) => command.type === 'follow').map(({ samples }) => samples);

  it('that were picked stay picked when the same task runs again, and go with another one', () => {
    run();
    follow([3, 7]);
    run();
    expect(followed()).toEqual([
      [3, 7],
      [3, 7],
    ]);
    useExperiment.setState({ edit: freshEdit('classifier-2d') });
    run();
    expect(useSamples.getState().picked).toEqual([]);
    expect(followed()).toHaveLength(2);
  });

  it('of the inspected run reach their store, those of another session do not', () => {
    run();
    inspect('run-1');
    expect(client.sent.at(-1)).toEqual({ type: 'inspect', sessionId: useRuns.getState().sessionId, runId: 'run-1' });
    const numbers = new Float32Array(1);
    const samples = { runId: 'run-1', epoch: 1, aov: numbers, before: numbers, loss: numbers, reached: new Uint8Array(1) };
    const parts = {
      type: 'batch',
      seq: 1,
      updates: [],
      epochs: [],
      statuses: [],
      followed: [],
      maps: [],
      samples,
      confusions: [],
    } as const;
    client.say({ ...parts, sessionId: 'another' });
    expect(useSamples.getState().entry).toBeNull();
    client.say({ ...parts, sessionId: useRuns.getState().sessionId! });
    expect(useSamples.getState().entry).toBe(samples);
    reset();
    expect(useSamples.getState().entry).toBeNull();
  });
});

describe('text', () => {
  const request = { runId: 'run-1', prompt: 'He', length: 3, temperature: 1, seed: 1 };

  it('is asked of the session’s model, and refused where there is none', async () => {
    await expect(sampleText(request)).rejects.toThrow('press Run first');
    run();
    await expect(sampleText(request)).resolves.toBe('He…');
  });
});

describe('a look at a step', () => {
  it('is asked of the session, and refused where there is none', async () => {
    await expect(probe('run-1')).rejects.toThrow('press Run first');
    run();
    await expect(probe('run-2')).resolves.toEqual({ runId: 'run-2' });
  });
});

describe('a fork', () => {
  /** A session with one run, and its experiment. */
  const running = (): Experiment => {
    run();
    const { sessionId, experiment } = useRuns.getState();
    const optimizer = experiment!.optimizers[0]!;
    const runs = [{ runId: 'run-1', optimizer, optimizerIndex: 0, seed: 7, initialHash: 'beef' }];
    client.say({ type: 'prepared', sessionId: sessionId!, task: {} as TaskInfo, runs });
    client.status('running');
    return experiment!;
  };

  it('starts other optimizers from a paused run, with its seed', () => {
    const experiment = running();
    const before = useRuns.getState().sessionId!;
    client.status('paused');
    expect(fork('run-1', { ...experiment, optimizers: experiment.optimizers.slice(1), epochs: 2 })).toBe(true);
    expect(client.sent.at(-1)).toMatchObject({
      type: 'start',
      startPaused: false,
      experiment: { seeds: [7], epochs: 2, optimizers: experiment.optimizers.slice(1) },
      from: { sessionId: before, runId: 'run-1' },
    });
    expect(useRuns.getState()).toMatchObject({ status: 'preparing', experiment: { seeds: [7] } });
    expect(useRuns.getState().sessionId).not.toBe(before);
    // A plain run begins with the task's own weights again.
    run();
    expect(client.sent.at(-1)).not.toHaveProperty('from');
  });

  it('leaves everything as it was where it cannot be', () => {
    const experiment = running();
    const why = (runId: string, changes: Partial<Experiment>) => {
      expect(fork(runId, { ...experiment, ...changes })).toBe(false);
      return useNotices.getState().notices.at(-1)?.text;
    };
    expect(why('run-1', {})).toMatch(/Pause first/);
    client.status('paused');
    expect(why('run-5', {})).toMatch(/no such run/);
    expect(why('run-1', { batchSize: 1 })).toMatch(/batch size must be/);
    expect(why('run-1', { task: { id: 'rbf', options: {} } })).toMatch(/task is not the one/);
    expect(why('run-1', { optimizers: [] })).toMatch(/no optimizer/);
    expect(types(client).filter((type) => type === 'start')).toHaveLength(1);
    expect(useRuns.getState().status).toBe('paused');
  });
});

describe('weights that were opened', () => {
  const start = {
    name: 'mine.npz',
    weights: { origin: { kind: 'file', label: 'mine.npz', update: null }, tensors: [] },
    fits: null,
  } as const;
  const starts = () => client.sent.filter((command) => command.type === 'start');

  it('are held against the task once, then all runs begin with them until they are removed', async () => {
    let checks = 0;
    client.checkWeights = () => Promise.resolve(++checks > 0);
    useWeights.setState({ start, checking: false });
    run();
    expect(starts()).toEqual([]);
    await vi.waitFor(() => expect(starts()).toHaveLength(1));
    run();
    step('step-update');
    expect(starts().map(({ weights }) => weights)).toEqual([start.weights, start.weights]);
    expect(checks).toBe(1);
    dropStart();
    run();
    expect(starts().at(-1)).not.toHaveProperty('weights');
  });

  it('that do not fit leave what is there, and say so', async () => {
    run();
    client.status('done');
    client.checkWeights = () => Promise.reject(new Error('mine.npz, tensor "W1": is missing.'));
    useWeights.setState({ start, checking: false });
    const { sessionId } = useRuns.getState();
    run();
    await vi.waitFor(() => expect(useNotices.getState().notices.at(-1)?.text).toMatch(/^mine\.npz, tensor "W1": is missing\. To begin/));
    expect(starts()).toHaveLength(1);
    expect(useRuns.getState()).toMatchObject({ sessionId, status: 'done' });
    dropStart();
  });

  it('of a session put back: forks come from its checkpoint or file, or it says why not', () => {
    run();
    const { experiment } = useRuns.getState();
    const { optimizers } = experiment!;
    const prepared = { runId: 'run-1', optimizer: optimizers[0]!, optimizerIndex: 0, seed: 7, initialHash: 'beef' };
    const shown = (weights?: WeightsSource) => {
      const fill = (sessionId: string) => {
        useRuns.getState().receive({ type: 'prepared', sessionId, task: {} as TaskInfo, runs: [prepared] });
        useRuns.getState().receive({ type: 'session', sessionId, status: 'done', message: null });
      };
      showSession({ experiment: experiment!, looks: [], fill, ...(weights ? { weights } : {}) });
      return fork('run-1', experiment!, []);
    };
    expect(shown()).toBe(false);
    expect(useNotices.getState().notices.at(-1)?.text).toMatch(/its weights were not/);
    expect(shown(weightsInFile('s.json', ['run-1'], [null]))).toBe(false);
    expect(useNotices.getState().notices.at(-1)?.text).toMatch(/“s\.json” was saved without weights/);
    const bytes = new ArrayBuffer(3);
    expect(shown({ kind: 'checkpoint', bytes })).toBe(true);
    expect(starts().at(-1)).toMatchObject({ saved: { checkpoint: bytes, runId: 'run-1' }, experiment: { seeds: [7] } });
    const tensors = [{ name: 'W1', shape: [1], values: Float32Array.of(1) }];
    expect(shown(weightsInFile('s.json', ['run-1'], [tensors]))).toBe(true);
    expect(starts().at(-1)).toMatchObject({
      weights: { tensors, origin: { kind: 'file', label: expect.stringMatching(/^AALIG.* of s\.json$/) } },
    });
  });
});

describe('files', () => {
  it('leave everything as it was when they are refused', async () => {
    run();
    client.status('running');
    const { edit } = useExperiment.getState();
    await openFiles([new File(['x'], 'bad.txt')]);
    expect(useNotices.getState().notices[0]).toMatchObject({ title: '“bad.txt” was not opened', text: 'bad.txt, line 1: no label' });
    expect(useExperiment.getState().edit).toBe(edit);
    expect(useRuns.getState().status).toBe('running');
    expect(useFiles.getState().reading).toEqual([]);
  });

  it('set the task that reads them', async () => {
    const summary: FileSummary = { name: 'mushrooms', bytes: 1, description: '', samples: 8124, features: 112 };
    client.openFile = () => Promise.resolve(summary);
    await openFiles([new File(['x'], 'mushrooms')]);
    expect(useExperiment.getState().edit).toMatchObject({ taskId: 'rbf', options: { file: 'mushrooms' } });
  });
});

describe('a crash', () => {
  it('fails the session, offers a new worker, and gives it backend and files', () => {
    const file = new File(['x'], 'mushrooms');
    useFiles.getState().add({ file, summary: { name: 'mushrooms', bytes: 1, description: '', samples: 1, features: 1 } });
    run();
    client.status('running');
    client.say({ type: 'crash', message: 'out of memory' });
    expect(useRuns.getState().status).toBe('failed');
    expect(useDevice.getState().lost).toBe(true);
    expect(useNotices.getState().notices.map((notice) => notice.topic)).toEqual(['crash']);
    const opened: string[] = [];
    client.openFile = (again) => {
      opened.push(again.name);
      return Promise.resolve({ name: again.name, bytes: 1, description: '', samples: 1, features: 1 });
    };
    restartWorker();
    expect(client.restarts).toBe(1);
    expect(types(client).at(-1)).toBe('configure');
    expect(opened).toEqual(['mushrooms']);
    expect(useNotices.getState().notices).toEqual([]);
  });
});
