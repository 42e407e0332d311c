import { expect, it, vi } from 'vitest';
import { blobOf } from './blob-of';
import { longWork, useLongWork } from './long-work';
import { CalledOff, Pace } from './pace';

function busy(milliseconds: number): void {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
}

it('gives others their turn where a piece has taken long, and not before', async () => {
  let turns = 0;
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    turns++;
  };
  const told: number[] = [];
  const pace = new Pace((share) => told.push(share));
  port2.postMessage(null);
  await pace.next(0.1);
  expect([turns, told]).toEqual([0, []]);
  busy(20);
  await pace.next(0.2);
  await vi.waitFor(() => expect(turns).toBe(1));
  expect(told).toEqual([0.2]);
  port1.close();
});

it('ends work that is called off', async () => {
  const aborter = new AbortController();
  const pace = new Pace(() => {}, aborter.signal);
  aborter.abort();
  busy(20);
  await expect(pace.next()).rejects.toThrow(CalledOff);
});

it('makes a file of many pieces', async () => {
  const pieces = Array.from({ length: 300 }, (_, at) => String(at % 10).repeat(5000));
  const shares: number[] = [];
  const blob = await blobOf(pieces, 'text/csv', new Pace((share) => shares.push(share)), (count) => count / 300);
  expect(blob.type).toBe('text/csv');
  expect(await blob.text()).toBe(pieces.join(''));
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
});

it('long work is shown with its progress after a moment, and can be called off', async () => {
  const work = longWork('Saving', async (pace) => {
    for (let at = 0; at < 1000; at++) {
      busy(13);
      await pace.next(at / 1000);
    }
  });
  expect(useLongWork.getState().works).toEqual([]);
  await vi.waitFor(() => expect(useLongWork.getState().works).toMatchObject([{ title: 'Saving' }]), { timeout: 5000 });
  useLongWork.getState().works[0]!.cancel();
  await expect(work).rejects.toThrow(CalledOff);
  expect(useLongWork.getState().works).toEqual([]);
});
