import { expect, it, vi } from 'vitest';
import { expectArrival, putOff } from './arriving';

it('nothing is put off where nothing is expected', () => {
  const act = vi.fn();
  expect(putOff(act)).toBe(false);
  expect(act).not.toHaveBeenCalled();
});

it('what was wanted last is done once, when the last of what is expected is there', async () => {
  const [first, last] = [vi.fn(), vi.fn()];
  let arrive = () => {};
  // The code of links comes first; that then expects the experiment.
  expectArrival(Promise.resolve().then(() => expectArrival(new Promise<void>((resolve) => (arrive = resolve)))));
  expect(putOff(first)).toBe(true);
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(putOff(last)).toBe(true);
  expect(first).not.toHaveBeenCalled();
  arrive();
  await vi.waitFor(() => expect(last).toHaveBeenCalledTimes(1));
  expect(first).not.toHaveBeenCalled();
  expect(putOff(first)).toBe(false);
});

it('a link that cannot be read holds nothing up', async () => {
  const act = vi.fn();
  expectArrival(Promise.reject(new Error('no network')));
  putOff(act);
  await vi.waitFor(() => expect(act).toHaveBeenCalledTimes(1));
});
