/** The log of updates: rows that lie in a ring on the device, next to tensors and numbers of the host. */
import { memory, tensor1d } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '../engine/engine';
import { updateWidth } from './records';
import { deviceWidth, type Ring, UpdateLog } from './update-log';

beforeAll(async () => {
  await useBackend('cpu');
});

/** What row `number` of a test says: its number in the first place. */
const rowOf = (number: number): number[] => Array.from({ length: deviceWidth }, (_, column) => number + column / 8);

/** A ring whose rows are written by the test, and that counts how often it is read. */
class FakeRing implements Ring {
  reads = 0;
  private readonly table: Float32Array;

  constructor(readonly rows: number) {
    this.table = new Float32Array(rows * deviceWidth).fill(-1);
  }

  /** Writes a row as a step does, over what was there. */
  put(number: number): { ring: Ring; number: number } {
    this.table.set(rowOf(number), (number % this.rows) * deviceWidth);
    return { ring: this, number };
  }

  read(): Promise<Float32Array> {
    this.reads++;
    return Promise.resolve(this.table.slice());
  }
}

/** The log's rows, as arrays. */
const split = (taken: Float32Array): number[][] =>
  Array.from({ length: taken.length / updateWidth }, (_, row) => [...taken.subarray(row * updateWidth, (row + 1) * updateWidth)]);

describe('rows in a ring', () => {
  it('are read at once, each from its own place, with the counts of the host', async () => {
    const log = new UpdateLog();
    const ring = new FakeRing(4);
    for (const number of [0, 1, 2]) log.push(ring.put(number), 10 + number, number / 2);
    expect(log.length).toBe(3);
    expect(split(await log.take())).toEqual([0, 1, 2].map((number) => [...rowOf(number), 10 + number, number / 2]));
    expect(ring.reads).toBe(1);
    expect(log.length).toBe(0);
    expect(await log.take()).toHaveLength(0);
    expect(ring.reads).toBe(1);
  });

  it('are found after the ring has wrapped round', async () => {
    const log = new UpdateLog();
    const ring = new FakeRing(4);
    for (let number = 0; number < 6; number++) {
      if (number === 3) await log.take();
      log.push(ring.put(number), 0, 0);
    }
    expect(split(await log.take()).map(([first]) => first)).toEqual([3, 4, 5]);
  });

  it('fill it when the next one would overwrite one that nobody read', async () => {
    const log = new UpdateLog();
    const ring = new FakeRing(3);
    expect(log.ringIsFull).toBe(false);
    const told: boolean[] = [];
    for (let number = 0; number < 3; number++) {
      log.push(ring.put(number), 0, 0);
      told.push(log.ringIsFull);
    }
    expect(told).toEqual([false, false, true]);
    await log.absorb();
    expect(log.ringIsFull).toBe(false);
    log.push(ring.put(3), 0, 0);
    expect(log.ringIsFull).toBe(false);
    await log.take();
    for (const number of [4, 5]) log.push(ring.put(number), 0, 0);
    expect(log.ringIsFull).toBe(false);
    log.push(ring.put(6), 0, 0);
    expect(log.ringIsFull).toBe(true);
  });

  it('that were absorbed stay what they were when the ring goes on', async () => {
    const log = new UpdateLog();
    const ring = new FakeRing(2);
    for (const number of [0, 1]) log.push(ring.put(number), number, 0.5);
    await log.absorb();
    expect(log.length).toBe(2);
    for (const number of [2, 3]) log.push(ring.put(number), number, 0.5);
    expect(split(await log.take())).toEqual([0, 1, 2, 3].map((number) => [...rowOf(number), number, 0.5]));
    expect(ring.reads).toBe(2);
  });

  it('of two rings are told apart', async () => {
    const log = new UpdateLog();
    const [one, other] = [new FakeRing(2), new FakeRing(3)];
    log.push(one.put(0), 1, 0);
    log.push(other.put(2), 2, 0);
    log.push(one.put(1), 3, 0);
    expect(split(await log.take()).map(([first]) => first)).toEqual([0, 2, 1]);
  });

  it('keep their order among tensors and numbers of the host, and no tensor stays', async () => {
    const before = memory().numTensors;
    const log = new UpdateLog();
    const ring = new FakeRing(4);
    log.push(tensor1d(rowOf(10)), 1, 0);
    log.push(ring.put(1), 2, 0);
    log.push(rowOf(20), 3, 0);
    log.push(tensor1d(rowOf(30)), 4, 0);
    log.push(ring.put(2), 5, 0);
    await log.absorb();
    log.push(tensor1d(rowOf(40)), 6, 0);
    expect(split(await log.take())).toEqual([10, 1, 20, 30, 2, 40].map((number, i) => [...rowOf(number), i + 1, 0]));
    log.push(tensor1d(rowOf(50)), 7, 0);
    log.push(ring.put(3), 8, 0);
    log.dispose();
    expect(memory().numTensors).toBe(before);
  });

  it('arrive once each and in order, whenever they are taken, as long as a full ring is absorbed', async () => {
    const plan = fc.array(fc.boolean(), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 7 }), plan, async (rows, takes) => {
        const log = new UpdateLog();
        const ring = new FakeRing(rows);
        const taken: number[] = [];
        for (const [number, take] of takes.entries()) {
          log.push(ring.put(number), 0, 0);
          if (log.ringIsFull) await log.absorb();
          if (take) taken.push(...split(await log.take()).map(([first]) => first!));
        }
        taken.push(...split(await log.take()).map(([first]) => first!));
        expect(taken).toEqual(takes.map((_, number) => number));
      }),
    );
  });
});
