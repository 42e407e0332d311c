/** A worker that is stuck is noticed; one that only computes for long, or that nobody listened to, is left alone. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { silenceLimit, Watchdog, type Watched } from './watchdog';

let watched: Watched;
let dog: Watchdog;
let found: number[];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  watched = { training: true, started: true, onDevice: true };
  found = [];
  dog = new Watchdog(
    () => watched,
    (seconds) => found.push(seconds),
  );
});

afterEach(() => {
  dog.close();
  vi.useRealTimers();
});

const pass = (seconds: number) => vi.advanceTimersByTime(1000 * seconds);

describe('the watchdog', () => {
  it('tells of a silence of half a minute, once', () => {
    pass(silenceLimit - 5);
    expect(found).toEqual([]);
    pass(5);
    expect(found).toEqual([silenceLimit]);
    pass(silenceLimit);
    expect(found).toHaveLength(1);
  });

  it('is content with any message, and looks only while there is training', () => {
    for (let i = 0; i < 20; i++) {
      pass(10);
      dog.heard();
    }
    watched = { ...watched, training: false };
    pass(1000);
    expect(found).toEqual([]);
  });

  it('gives a session more time before its first update', () => {
    watched = { ...watched, started: false };
    pass(200);
    expect(found).toEqual([]);
    pass(60);
    expect(found).toHaveLength(1);
  });

  it('learns how long updates take where the worker computes itself', () => {
    watched = { ...watched, onDevice: false };
    pass(20);
    dog.heard(true);
    pass(150);
    expect(found).toEqual([]);
    pass(50);
    expect(found).toEqual([200]);
  });

  it('waits longer each time that it was in vain, until there is progress', () => {
    pass(silenceLimit);
    pass(2 * silenceLimit);
    expect(found).toHaveLength(2);
    dog.heard(true);
    pass(silenceLimit);
    expect(found).toHaveLength(3);
  });

  it('does not blame the worker for a machine that slept', () => {
    pass(5);
    // The clock went on, the timers did not.
    const slept = performance.now() + 3_600_000;
    const now = vi.spyOn(performance, 'now').mockReturnValue(slept);
    pass(5);
    expect(found).toEqual([]);
    now.mockRestore();
  });
});
