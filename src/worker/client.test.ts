/** The client acknowledges what the page has shown, routes answers, and survives a crash of the worker. */
import { describe, expect, it } from 'vitest';
import { type ClientEvent, createTrainingClient, type WorkerLike } from './client';
import type { Command, ProbeResult, WorkerEvent } from './protocol';

class FakeWorker {
  readonly sent: Command[] = [];
  ended = false;
  readonly #listeners = new Map<string, ((event: unknown) => void)[]>();
  postMessage(command: Command): void {
    this.sent.push(command);
  }
  terminate(): void {
    this.ended = true;
  }
  addEventListener(type: string, listener: (event: unknown) => void): void {
    this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), listener]);
  }
  fire(type: string, event: object): void {
    for (const listener of this.#listeners.get(type) ?? []) listener({ preventDefault() {}, ...event });
  }
  say(data: WorkerEvent): void {
    this.fire('message', { data });
  }
}

function setUp() {
  const workers: FakeWorker[] = [];
  const frames: (() => void)[] = [];
  const client = createTrainingClient(
    () => {
      const worker = new FakeWorker();
      workers.push(worker);
      return worker as unknown as WorkerLike;
    },
    (callback) => frames.push(callback),
  );
  const events: ClientEvent[] = [];
  client.onEvent((event) => events.push(event));
  return { client, workers, frames, events, worker: workers[0]! };
}

const batch = (seq: number): WorkerEvent => ({
  type: 'batch',
  seq,
  sessionId: 's',
  updates: [],
  epochs: [],
  statuses: [],
  followed: [],
  maps: [],
  samples: null,
  confusions: [],
});

describe('createTrainingClient', () => {
  it('acknowledges a batch after the page has drawn it, not before', () => {
    const { worker, frames, events } = setUp();
    worker.say(batch(7));
    expect(events).toHaveLength(1);
    expect(worker.sent).toEqual([]);
    frames[0]?.();
    expect(worker.sent).toEqual([{ type: 'ack', sessionId: 's', seq: 7 }]);
  });

  it('acknowledges a batch even if a listener throws', () => {
    const { client, worker, frames } = setUp();
    client.onEvent(() => {
      throw new Error('no');
    });
    expect(() => worker.say(batch(1))).toThrow('no');
    frames[0]?.();
    expect(worker.sent).toEqual([{ type: 'ack', sessionId: 's', seq: 1 }]);
  });

  it('answers a request with the event of the same number', async () => {
    const { client, worker, events } = setUp();
    const first = client.memory();
    const second = client.openFile({} as File);
    worker.say({ type: 'file', requestId: 2, summary: null, error: 'mushrooms, line 3: no label' });
    worker.say({ type: 'memory', requestId: 1, tensors: 4, bytes: 16, deviceBytes: null });
    await expect(first).resolves.toEqual({ tensors: 4, bytes: 16, deviceBytes: null });
    await expect(second).rejects.toThrow('line 3');
    expect(events).toEqual([]);
  });

  it('brings pictures and texts to whoever asked, or why there are none', async () => {
    const { client, worker, events } = setUp();
    const pictures = client.gallery('s1', [4, 2]);
    const refused = client.gallery('s0', [1]);
    const text = client.generate('s1', { runId: 'run-1', prompt: 'a', length: 2, temperature: 1, seed: 3 });
    expect(worker.sent.map(({ type }) => type)).toEqual(['gallery', 'gallery', 'generate']);
    worker.say({ type: 'text', requestId: 3, text: 'bc', error: null });
    worker.say({ type: 'gallery', requestId: 2, content: null, error: 'This session is over.' });
    worker.say({ type: 'gallery', requestId: 1, content: { kind: 'texts', texts: ['x', 'y'] }, error: null });
    await expect(pictures).resolves.toEqual({ kind: 'texts', texts: ['x', 'y'] });
    await expect(refused).rejects.toThrow('over');
    await expect(text).resolves.toBe('bc');
    expect(events).toEqual([]);
  });

  it('brings a look at a step to whoever asked, or why there is none', async () => {
    const { client, worker, events } = setUp();
    const look = client.probe('s1', 'run-2');
    const refused = client.probe('s1', 'run-1', { which: 'last', upTo: 2 });
    expect(worker.sent).toEqual([
      { type: 'probe', requestId: 1, sessionId: 's1', runId: 'run-2', options: {} },
      { type: 'probe', requestId: 2, sessionId: 's1', runId: 'run-1', options: { which: 'last', upTo: 2 } },
    ]);
    const content = { runId: 'run-2' } as ProbeResult;
    worker.say({ type: 'probe', requestId: 2, content: null, error: 'pause first' });
    worker.say({ type: 'probe', requestId: 1, content, error: null });
    await expect(look).resolves.toBe(content);
    await expect(refused).rejects.toThrow('pause first');
    expect(events).toEqual([]);
  });

  it('hands a checkpoint to whoever listens', () => {
    const { client, worker, events } = setUp();
    client.send({ type: 'checkpoint', sessionId: 's1' });
    expect(worker.sent).toEqual([{ type: 'checkpoint', sessionId: 's1' }]);
    const saved = {
      type: 'checkpoint',
      sessionId: 's1',
      bytes: new ArrayBuffer(8),
      at: [{ runId: 'run-1', updates: 3, epochs: 1 }],
    } as const;
    worker.say(saved);
    expect(events).toEqual([saved]);
  });

  it('reports a crash once, fails what was asked, and starts anew on the next command', async () => {
    const { client, workers, worker, frames, events } = setUp();
    const asked = client.memory();
    worker.say(batch(1));
    worker.fire('error', { message: 'out of memory', filename: 'http://x/training.js', lineno: 5 });
    worker.fire('error', { message: 'again' });
    await expect(asked).rejects.toThrow('out of memory');
    expect(events.at(-1)).toEqual({ type: 'crash', message: 'out of memory (training.js:5)' });
    expect(events).toHaveLength(2);
    expect(worker.ended).toBe(true);
    client.send({ type: 'configure', backend: 'auto' });
    expect(workers).toHaveLength(2);
    expect(workers[1]?.sent).toEqual([{ type: 'configure', backend: 'auto' }]);
    frames[0]?.();
    expect(workers[1]?.sent).toHaveLength(1);
  });

  it('hears nothing of a worker it has replaced', () => {
    const { client, worker, events } = setUp();
    client.restart();
    worker.say({ type: 'error', sessionId: null, message: 'late' });
    expect(events).toEqual([]);
  });
});
