/**
 * What the worker does with commands, as the page sees it: a look at a step, a session that begins with another one's weights, and one that
 * goes on from a checkpoint.
 */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { updateWidth } from '../training/records';
import { smallExperiment, until } from '../training/training-checks';
import type { Command, WorkerEvent } from './protocol';

const events: WorkerEvent[] = [];
let give: (command: Command) => Promise<void>;

beforeAll(async () => {
  vi.stubGlobal('postMessage', (event: WorkerEvent) => events.push(event));
  vi.stubGlobal('addEventListener', () => undefined);
  const { receive } = await import('./command-center');
  // As `training.worker.ts` does: one command after the other.
  give = async (command) => receive(command);
  await give({ type: 'configure', backend: 'cpu' });
  await until(() => events.some(({ type }) => type === 'device'));
});
afterAll(() => {
  vi.unstubAllGlobals();
});

type Of<T extends WorkerEvent['type']> = Extract<WorkerEvent, { type: T }>;
const heard = <T extends WorkerEvent['type']>(type: T): Of<T>[] => events.filter((event): event is Of<T> => event.type === type);
const statusOf = (sessionId: string) => heard('session').findLast((event) => event.sessionId === sessionId);
const runsOf = (sessionId: string) => heard('prepared').find((event) => event.sessionId === sessionId)?.runs ?? [];
const experiment = smallExperiment([{ id: 'aalig' }, { id: 'sgd' }], { seeds: [5] });
const start = (sessionId: string, over: Partial<Extract<Command, { type: 'start' }>> = {}) =>
  give({ type: 'start', sessionId, experiment, startPaused: true, stepping: 'eager', ...over });
const asked = async (requestId: number, sessionId: string, runId: string) => {
  await give({ type: 'probe', requestId, sessionId, runId, options: {} });
  await until(() => heard('probe').some((event) => event.requestId === requestId));
  return heard('probe').find((event) => event.requestId === requestId);
};

it('looks at steps of a paused session, and starts another from its weights before it gives it up', async () => {
  await start('s1');
  await until(() => statusOf('s1')?.status === 'paused');
  expect((await asked(1, 's1', 'run-2'))?.content).toMatchObject({ runId: 'run-2', update: 1 });
  expect(await asked(2, 's1', 'run-9')).toMatchObject({ content: null, error: 'step: there is no run "run-9"' });
  expect((await asked(3, 's0', 'run-1'))?.error).toMatch(/over/);
  await give({ type: 'step-epoch', sessionId: 's1' });
  await until(() => heard('session').filter(({ status }) => status === 'paused').length === 2);

  const others = smallExperiment([{ id: 'pal' }], { seeds: [1, 2], epochs: 1 });
  await start('s2', { experiment: others, startPaused: false, from: { sessionId: 's1', runId: 'run-1' } });
  await give({ type: 'follow', sessionId: 's2', samples: [1] });
  await until(() => statusOf('s2')?.status === 'done');
  expect(statusOf('s1')?.status).toBe('cancelled');
  expect(runsOf('s2')).toMatchObject([{ seed: 5, forkedFrom: { kind: 'run', update: 3 } }]);
  expect(runsOf('s2')[0]?.initialHash).not.toBe(runsOf('s1')[0]?.initialHash);
  expect(runsOf('s1')[0]?.forkedFrom).toBeNull();
});

it('starts from the last session’s weights too, and says why it cannot from others', async () => {
  await start('s3', { from: { sessionId: 's2', runId: 'run-1' }, startPaused: false });
  await until(() => statusOf('s3')?.status === 'done');
  expect(runsOf('s3')).toMatchObject(Array(2).fill({ seed: 5, forkedFrom: { kind: 'run', update: 3 } }));

  const warned = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  await start('s4', { from: { sessionId: 's1', runId: 'run-1' } });
  await until(() => statusOf('s4')?.status === 'failed');
  expect(statusOf('s4')?.message).toMatch(/over and its data are gone/);
  expect(warned).toHaveBeenCalledOnce();
  warned.mockRestore();

  await start('s5');
  await until(() => statusOf('s5')?.status === 'paused');
  await start('s6', { from: { sessionId: 's5', runId: 'run-1' }, experiment: { ...experiment, batchSize: 4 } });
  await until(() => statusOf('s6')?.status === 'failed');
  expect(statusOf('s6')?.message).toMatch(/^batchSize: is 4/);
});

it('saves a session when asked, and goes on from what it saved as if nothing had happened', async () => {
  const rowsOf = (sessionId: string) =>
    heard('batch')
      .filter((event) => event.sessionId === sessionId)
      .flatMap((event) => event.updates.flatMap(({ runId, first, rows }) => [{ runId, first, losses: lossesOf(rows) }]));
  const lossesOf = (rows: Float32Array) => [...rows].filter((_, i) => i % updateWidth === 0);
  const lossesFrom = (sessionId: string, runId: string) => rowsOf(sessionId).filter((block) => block.runId === runId);
  const paused = (sessionId: string) =>
    heard('session').filter((event) => event.sessionId === sessionId && event.status === 'paused').length;
  await start('u1', { startPaused: false });
  await until(() => statusOf('u1')?.status === 'done');

  await start('c1');
  await until(() => paused('c1') === 1);
  for (const times of [2, 3]) {
    await give({ type: 'step-update', sessionId: 'c1' });
    await until(() => paused('c1') === times);
  }
  const before = heard('checkpoint').length;
  await give({ type: 'checkpoint', sessionId: 'c1' });
  await until(() => heard('checkpoint').length > before);
  const { bytes, at } = heard('checkpoint').at(-1)!;
  expect(at).toEqual(['run-1', 'run-2'].map((runId) => ({ runId, updates: 2, epochs: 0 })));
  // All that is in it was told before it.
  const place = events.findLastIndex(({ type }) => type === 'checkpoint');
  const told = events.slice(0, place).flatMap((event) => (event.type === 'batch' && event.sessionId === 'c1' ? event.updates : []));
  expect(told.filter(({ runId }) => runId === 'run-1').reduce((sum, { rows }) => sum + rows.length / updateWidth, 0)).toBe(2);

  await start('c2', { resume: bytes, startPaused: false });
  await until(() => statusOf('c2')?.status === 'done');
  expect(statusOf('c1')?.status).toBe('cancelled');
  expect(runsOf('c2')).toEqual(runsOf('c1'));
  for (const runId of ['run-1', 'run-2']) {
    const whole = lossesFrom('u1', runId).flatMap(({ losses }) => losses);
    const later = lossesFrom('c2', runId);
    expect(later[0]?.first).toBe(3);
    expect(later.flatMap(({ losses }) => losses)).toEqual(whole.slice(2));
  }
  const last = (sessionId: string) =>
    heard('batch')
      .flatMap((event) => (event.sessionId === sessionId ? event.epochs : []))
      .at(-1);
  expect(last('c2')?.batchHash).toBe(last('u1')?.batchHash);
});

it('does not go on from what is not its checkpoint', async () => {
  await start('d1');
  await until(() => statusOf('d1')?.status === 'paused');
  await give({ type: 'checkpoint', sessionId: 'd1' });
  await until(() => heard('checkpoint').some((event) => event.sessionId === 'd1'));
  const { bytes } = heard('checkpoint').findLast((event) => event.sessionId === 'd1')!;
  const refusals: [Partial<Extract<Command, { type: 'start' }>>, RegExp][] = [
    // While the run whose weights are asked for is still there.
    [{ resume: bytes, from: { sessionId: 'd1', runId: 'run-1' } }, /^resume: /],
    [{ resume: bytes.slice(0, -1) }, /^checkpoint: its checksum is wrong/],
    [{ resume: new ArrayBuffer(40) }, /^checkpoint: is not one of this program/],
    [{ resume: bytes, experiment: { ...experiment, epochs: 9 } }, /^epochs: is 9, but the checkpoint is of 3/],
  ];
  for (const [i, [over, message]] of refusals.entries()) {
    await start(`d1-${i}`, over);
    await until(() => statusOf(`d1-${i}`)?.status === 'failed');
    expect(statusOf(`d1-${i}`)?.message).toMatch(message);
  }
});

it('hands out the weights of runs, and starts from them again; what does not fit is refused by its name', async () => {
  const weightsOf = async (requestId: number, sessionId: string, runId: string) => {
    await give({ type: 'weights', requestId, sessionId, runId });
    await until(() => heard('weights').some((event) => event.requestId === requestId));
    return heard('weights').find((event) => event.requestId === requestId)!;
  };
  await start('w1', { startPaused: false });
  // While it trains, or before it does.
  await until(() => runsOf('w1').length > 0);
  expect((await weightsOf(20, 'w1', 'run-2')).content).toMatchObject({ runId: 'run-2', seed: 5 });
  await until(() => statusOf('w1')?.status === 'done');
  const { content } = await weightsOf(21, 'w1', 'run-1');
  expect(content).toMatchObject({ runId: 'run-1', seed: 5, update: 9 });
  // It is a copy: what the session keeps was not given away.
  expect((await weightsOf(22, 'w1', 'run-1')).content).toEqual(content);
  expect(await weightsOf(23, 'w1', 'run-9')).toMatchObject({ content: null, error: expect.stringContaining('there is no run "run-9"') });
  expect((await weightsOf(24, 'w0', 'run-1')).error).toMatch(/over/);

  const file = { kind: 'file', label: 'mine.npz', update: 9 } as const;
  const given = { origin: file, tensors: content!.tensors };
  const fewer = { origin: file, tensors: content!.tensors.slice(1) };
  const checked = async (requestId: number, weights: typeof given, over: object = {}) => {
    await give({ type: 'check-weights', requestId, experiment: { ...experiment, ...over }, weights });
    await until(() => heard('weights-checked').some((event) => event.requestId === requestId));
    return heard('weights-checked').find((event) => event.requestId === requestId)!;
  };
  expect(await checked(30, given)).toMatchObject({ known: true, error: null });
  expect(await checked(31, fewer)).toMatchObject({
    known: true,
    error: expect.stringMatching(/^mine\.npz, tensor ".+": is missing; the model has it/),
  });
  // A task that no session has is built for it; while others train it is left to the start.
  const wider = { task: { ...experiment.task, options: { ...experiment.task.options, width: 5 } } };
  expect(await checked(32, given, wider)).toMatchObject({ known: true, error: expect.stringContaining('its shape is') });
  await start('w2');
  await until(() => statusOf('w2')?.status === 'paused');
  expect(await checked(33, given, wider)).toMatchObject({ known: false, error: null });

  await start('w3', { weights: given, experiment: { ...experiment, seeds: [1, 2] }, startPaused: false });
  await until(() => statusOf('w3')?.status === 'done');
  expect(runsOf('w3').map(({ seed, forkedFrom }) => ({ seed, forkedFrom }))).toEqual(
    [1, 1, 2, 2].map((seed) => ({ seed, forkedFrom: file })),
  );
  // As a fork of the same run begins.
  await start('w4', { startPaused: false });
  await until(() => statusOf('w4')?.status === 'done');
  await start('w5', { from: { sessionId: 'w4', runId: 'run-1', label: 'AALIG' }, startPaused: false });
  await until(() => statusOf('w5')?.status === 'done');
  expect(runsOf('w5')[0]).toMatchObject({
    forkedFrom: { kind: 'run', label: 'AALIG', update: 9 },
    initialHash: runsOf('w3')[0]?.initialHash,
  });
  await start('w6', { weights: fewer });
  await until(() => statusOf('w6')?.status === 'failed');
  expect(statusOf('w6')?.message).toMatch(/^mine\.npz, tensor/);
});

it('starts from a run in a checkpoint', async () => {
  await start('k1');
  await until(() => statusOf('k1')?.status === 'paused');
  await give({ type: 'step-epoch', sessionId: 'k1' });
  await until(() => heard('session').filter((event) => event.sessionId === 'k1' && event.status === 'paused').length === 2);
  const before = heard('checkpoint').length;
  await give({ type: 'checkpoint', sessionId: 'k1' });
  await until(() => heard('checkpoint').length > before);
  const { bytes: checkpoint } = heard('checkpoint').at(-1)!;
  const saved = { checkpoint, runId: 'run-1', label: 'AALIG' };
  await start('k2', { from: { sessionId: 'k1', runId: 'run-1', label: 'AALIG' }, startPaused: false });
  await until(() => statusOf('k2')?.status === 'done');
  await start('k3', { saved, startPaused: false });
  await until(() => statusOf('k3')?.status === 'done');
  expect(runsOf('k3')).toEqual(runsOf('k2'));
  expect(runsOf('k3')[0]?.forkedFrom).toEqual({ kind: 'run', label: 'AALIG', update: 3 });
  const refusals: [Partial<Extract<Command, { type: 'start' }>>, RegExp][] = [
    [{ saved: { ...saved, runId: 'run-9' } }, /^from: there is no run "run-9"/],
    [{ saved: { ...saved, checkpoint: checkpoint.slice(0, 50) } }, /^checkpoint: /],
    [{ saved, resume: checkpoint }, /^resume: /],
    [{ saved, experiment: { ...experiment, batchSize: 4 } }, /^batchSize: is 4/],
  ];
  for (const [i, [over, message]] of refusals.entries()) {
    await start(`k4-${i}`, over);
    await until(() => statusOf(`k4-${i}`)?.status === 'failed');
    expect(statusOf(`k4-${i}`)?.message).toMatch(message);
  }
});
