/** A task is built once for sessions that train the same, and disposed of when the next one needs another. */
import { describe, expect, it } from 'vitest';
import type { Task } from '../tasks/definition';
import { parseExperiment } from '../training/experiment';
import { KeptTask } from './kept-task';

function experiment(rank: number, seed = 1) {
  return parseExperiment({ task: { id: 'matrix-factorization', options: { rank } }, optimizers: [{ id: 'adam' }], seeds: [seed] });
}

function setUp() {
  const kept = new KeptTask();
  const disposed: number[] = [];
  let built = 0;
  const build = async () => {
    built += 1;
    const number = built;
    return { dispose: () => disposed.push(number) } as unknown as Task;
  };
  const take = async (rank: number, seed = 1, backend: 'wasm' | 'cpu' = 'wasm') => {
    kept.makeRoomFor(experiment(rank, seed));
    return kept.take(experiment(rank, seed), backend, build);
  };
  return { kept, disposed, take, builds: () => built };
}

describe('KeptTask', () => {
  it('gives the same task to other seeds, another one to other options or another backend', async () => {
    const { disposed, take, builds } = setUp();
    const first = await take(1);
    expect(await take(1, 2)).toBe(first);
    expect(builds()).toBe(1);
    await take(4);
    expect(disposed).toEqual([1]);
    await take(4, 1, 'cpu');
    expect(disposed).toEqual([1, 2]);
    expect(builds()).toBe(3);
  });

  it('keeps nothing of data that have changed, and disposes of it only when the next session begins', async () => {
    const { kept, disposed, take, builds } = setUp();
    await take(1);
    kept.invalidate();
    expect(disposed).toEqual([]);
    await take(1);
    expect(disposed).toEqual([1]);
    await take(1, 2);
    expect(builds()).toBe(2);
  });

  it('is empty after a task that could not be built, and after drop', async () => {
    const { kept, disposed, take } = setUp();
    await expect(kept.take(experiment(1), 'wasm', () => Promise.reject(new Error('no such file')))).rejects.toThrow('no such file');
    await take(1);
    kept.drop();
    kept.drop();
    expect(disposed).toEqual([1]);
  });
});
