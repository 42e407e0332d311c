/** The experiments of a visit: sessions are kept as they end, files are opened or refused with a reason, and memory is bounded. */
import { beforeEach, describe, expect, it } from 'vitest';
import { parseResult } from '../results/read-result';
import { type ExperimentResult, resultLimits, resultText } from '../results/result';
import { resultOf, runOf } from '../results/result-checks';
import { parseExperiment } from '../training/experiment';
import type { EpochRecord } from '../training/records';
import type { TaskInfo } from '../worker/protocol';
import { useComparison } from './comparison';
import { useDevice } from './device';
import {
  connectHistory,
  type HistoryEntry,
  openResultFile,
  rememberResult,
  removeExperiment,
  renameExperiment,
  restoreExperiment,
  useHistory,
  withinLimits,
} from './history';
import { useNotices } from './notices';
import { useRuns } from './runs';

const result = resultOf([runOf('aalig', { eta: 1 }, 1, [{}, {}, {}]), runOf('adam', {}, 1, [{}, {}, {}])]);
const experiments = () => useHistory.getState().experiments;
const names = () => experiments().map(({ name }) => name);
const fileOf = (content: unknown, name = 'RESULT.json') =>
  new File([typeof content === 'string' ? content : JSON.stringify(content)], name);
const lastNotice = () => useNotices.getState().notices.at(-1);

beforeEach(() => {
  useHistory.setState({ experiments: [], forgotten: 0, removed: null });
  useComparison.setState({ picks: null });
  useNotices.setState({ notices: [] });
});

describe('the list', () => {
  it('renames, removes and brings back', () => {
    const first = rememberResult('one', 'file', result);
    const second = rememberResult('one', 'file', result);
    expect(names()).toEqual(['one', 'one (2)']);
    renameExperiment(second, '  other  ');
    renameExperiment(first, '   ');
    expect(names()).toEqual(['one', 'other']);
    removeExperiment(first);
    expect(names()).toEqual(['other']);
    restoreExperiment();
    expect(names().toSorted()).toEqual(['one', 'other']);
    expect(useHistory.getState().removed).toBeNull();
  });

  it('lets the oldest go that are not picked, never the newest', () => {
    const entry = (id: string, epochs: number): HistoryEntry => ({
      id,
      name: id,
      source: 'file',
      at: 0,
      keptId: null,
      result: resultOf([runOf('adam', {}, 1, Array(epochs).fill({}))]),
    });
    const all = [entry('a', 10), entry('b', 10), entry('c', 10), entry('d', 10)];
    const left = (picked: string[], limits: Parameters<typeof withinLimits>[2]) =>
      withinLimits(all, new Set(picked), limits).map(({ id }) => id);
    expect(withinLimits(all, new Set())).toBe(all);
    expect(left([], { experiments: 2, epochs: 1000 })).toEqual(['c', 'd']);
    expect(left(['a'], { experiments: 2, epochs: 1000 })).toEqual(['a', 'd']);
    expect(left(['a'], { experiments: 9, epochs: 25 })).toEqual(['a', 'd']);
    expect(left(['a', 'b', 'c'], { experiments: 9, epochs: 5 })).toEqual(['d']);
  });
});

describe('sessions of the playground', () => {
  const experiment = parseExperiment({
    task: { id: 'matrix-factorization', options: { rank: 10 } },
    optimizers: [{ id: 'aalig' }],
    epochs: 3,
  });
  const task = { trainSize: 800, validationSize: 200, batchesPerEpoch: 8, floor: null, hasAccuracy: false } as TaskInfo;
  const begin = (sessionId: string) => {
    useRuns.getState().begin(sessionId, experiment, []);
    useRuns.getState().receive({
      type: 'prepared',
      sessionId,
      task,
      runs: [{ runId: 'r', optimizer: experiment.optimizers[0]!, optimizerIndex: 0, seed: 1, initialHash: 'beef' }],
    });
  };
  const epoch = (sessionId: string, number: number) => {
    const record = { epoch: number, update: 8 * number, trainLoss: 1, seconds: 1, evaluations: 8, aov: null } as unknown as EpochRecord;
    useRuns.getState().receive({
      type: 'batch',
      seq: number,
      sessionId,
      updates: [],
      followed: [],
      epochs: [{ runId: 'r', record, batchHash: 'a', followed: null, histogram: null }],
      statuses: [],
      maps: [],
      samples: null,
      confusions: [],
    });
  };
  const end = (sessionId: string, status: 'done' | 'failed') =>
    useRuns.getState().receive({ type: 'session', sessionId, status, message: null });

  it('are kept when they end, when another begins and at a reset, if there was an epoch', () => {
    useDevice.setState({ info: result.device });
    const stop = connectHistory();
    begin('s1');
    epoch('s1', 1);
    epoch('s1', 2);
    expect(names()).toEqual([]);
    end('s1', 'done');
    expect(names()).toEqual(['Playground 1 · Matrix factorisation, rank 10']);
    // Begins and is replaced before its first epoch.
    begin('s2');
    epoch('s2', 0);
    begin('s3');
    epoch('s3', 1);
    begin('s4');
    expect(names()).toHaveLength(2);
    expect(experiments()[1]?.name).toBe('Playground 2 · Matrix factorisation, rank 10');
    expect(experiments()[1]?.result.runs.map(({ status, epochs }) => [status, epochs.length])).toEqual([['cancelled', 1]]);
    epoch('s4', 1);
    useRuns.getState().clear();
    expect(names()).toHaveLength(3);
    stop();
    begin('s5');
    epoch('s5', 1);
    end('s5', 'failed');
    expect(names()).toHaveLength(3);
    useRuns.getState().clear();
  });
});

describe('result files', () => {
  it('open again with the same numbers', async () => {
    const id = await openResultFile(fileOf(resultText(result), 'mine.json'));
    expect(experiments().map((entry) => [entry.id, entry.name])).toEqual([[id, 'mine']]);
    expect(experiments()[0]?.result).toEqual(parseResult(JSON.parse(resultText(result))));
    expect(experiments()[0]?.result.runs).toEqual(result.runs);
    await openResultFile(fileOf(resultText(result)));
    expect(names()[1]).toBe('RESULT · Matrix factorisation, rank 4');
    expect(useNotices.getState().notices).toEqual([]);
  });

  it('are picked beside what a person has picked', async () => {
    useComparison.setState({ picks: { other: 'all' } });
    const id = await openResultFile(fileOf(resultText(result)));
    expect(useComparison.getState().picks).toEqual({ other: 'all', [id as string]: 'suggested' });
  });

  const changed = (change: (copy: { [key: string]: unknown } & { runs: Record<string, unknown>[] }) => void): unknown => {
    const copy = JSON.parse(resultText(result));
    change(copy);
    return copy;
  };
  const refusals: [string, unknown, RegExp][] = [
    ['is no JSON', 'label 1:0.5', /is not JSON.*data sets are opened in the Playground/],
    ['is a list', [], /a result must be a JSON object/],
    ['is null', 'null', /a result must be a JSON object/],
    ['is an experiment', { task: { id: 'rbf' }, optimizers: [{ id: 'adam' }] }, /run it on the page Sweeps/],
    ['is something else', { a: 1 }, /RESULT\.json of this page/],
    [
      'has no runs',
      changed((copy) => {
        copy.runs = [];
      }),
      /runs: is empty/,
    ],
    [
      'has runs that are no list',
      changed((copy) => {
        copy.runs = {} as never;
      }),
      /runs: must be a list/,
    ],
    [
      'has an unknown task',
      changed((copy) => {
        copy['task'] = { id: '__proto__', options: {}, floor: null };
      }),
      /task\.id: must be a known task/,
    ],
    [
      'has an unknown optimizer',
      changed((copy) => {
        copy.runs[1]!['optimizer'] = 'constructor';
      }),
      /runs\[1\]\.optimizer/,
    ],
    [
      'has a number that is text',
      changed((copy) => {
        (copy.runs[0] as never as { epochs: { seconds: unknown }[] }).epochs[2]!.seconds = '1';
      }),
      /runs\[0\]\.epochs\[2\]\.seconds: must be a number/,
    ],
    [
      'has hyperparameters that are objects',
      changed((copy) => {
        copy.runs[0]!['hyperparameters'] = { eta: { deep: 1 } };
      }),
      /hyperparameters\.eta/,
    ],
    [
      'has markup for a hash',
      changed((copy) => {
        copy.runs[0]!['initialHash'] = '<img src=x>';
      }),
      /initialHash: must be a hash/,
    ],
    [
      'has too many runs',
      changed((copy) => {
        copy.runs = Array(resultLimits.runs + 1).fill(copy.runs[0]);
      }),
      /at most 5000 entries/,
    ],
    [
      'has too many epochs',
      changed((copy) => {
        copy.runs[0]!['epochs'] = Array(resultLimits.epochs + 1).fill({});
      }),
      /runs\[0\]\.epochs/,
    ],
    [
      'has epochs out of order',
      changed((copy) => {
        (copy.runs[0]!['epochs'] as unknown[]).reverse();
      }),
      /epochs must be in order/,
    ],
    [
      'has a very long text',
      changed((copy) => {
        copy.runs[0]!['message'] = 'x'.repeat(5000);
      }),
      /message/,
    ],
    ['is nested without end', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, /RESULT\.json/],
    [
      'nests an option without end',
      resultText(result).replace('"rank": 4', `"rank": ${'['.repeat(50_000)}${']'.repeat(50_000)}`),
      /options\.rank/,
    ],
  ];
  it.each(refusals)('are refused with file and field: one that %s', async (_what, content, said) => {
    expect(await openResultFile(fileOf(content))).toBeNull();
    expect(experiments()).toEqual([]);
    expect(lastNotice()?.title).toBe('“RESULT.json” was not opened');
    expect(lastNotice()?.text).toMatch(said);
    expect(lastNotice()?.text).toContain('RESULT.json');
  });

  it('do not reach the prototypes of anything', async () => {
    const text = resultText(result)
      .replace('"rank": 4', '"rank": 4, "__proto__": {"polluted": true}, "constructor": 1')
      .replace('"eta": 1', '"eta": 1, "__proto__": 5');
    const id = await openResultFile(fileOf(text));
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    const opened = experiments().find((entry) => entry.id === id)?.result as ExperimentResult | undefined;
    if (opened) expect(Object.getPrototypeOf(opened.task.options)).toBe(Object.prototype);
    else expect(lastNotice()?.text).toContain('__proto__');
  });

  it('are not read at all when they are larger than any result', async () => {
    const huge = fileOf('{}');
    Object.defineProperty(huge, 'size', { value: resultLimits.bytes + 1 });
    Object.defineProperty(huge, 'text', { value: () => Promise.reject(new Error('was read')) });
    expect(await openResultFile(huge)).toBeNull();
    expect(lastNotice()?.text).toMatch(/201 MB; results of up to 200 MB/);
  });
});
