import { describe, expect, it, vi } from 'vitest';
import { RedrawQueue, redrawInterval } from './redraw-queue';

describe('RedrawQueue', () => {
  function machine() {
    let time = 0;
    let frames: (() => void)[] = [];
    let timers: { at: number; callback: () => void }[] = [];
    const queue = new RedrawQueue({
      now: () => time,
      requestFrame: (callback) => frames.push(callback),
      wait: (callback, milliseconds) => timers.push({ at: time + milliseconds, callback }),
    });
    /** Lets time pass to the next frame. */
    const frame = () => {
      time += 16;
      const due = timers.filter(({ at }) => at <= time);
      timers = timers.filter(({ at }) => at > time);
      for (const { callback } of due) callback();
      const now = frames;
      frames = [];
      for (const callback of now) callback();
    };
    return { queue, frame, idle: () => frames.length === 0 && timers.length === 0 };
  }

  it('draws one chart a frame, and each at most ten times a second', () => {
    const { queue, frame } = machine();
    const log: string[] = [];
    const charts = ['a', 'b', 'c', 'd'].map((name) => queue.register(() => log.push(name)));
    for (let i = 0; i < 125; i++) {
      for (const chart of charts) chart.request();
      const before = log.length;
      frame();
      expect(log.length - before).toBeLessThanOrEqual(1);
    }
    // 125 frames are two seconds.
    for (const name of ['a', 'b', 'c', 'd']) {
      const times = log.filter((drawn) => drawn === name).length;
      expect(times).toBeGreaterThanOrEqual(14);
      expect(times).toBeLessThanOrEqual((125 * 16) / redrawInterval + 1);
    }
  });

  it('lets what a person did go first, and rests when all is drawn', () => {
    const { queue, frame, idle } = machine();
    const log: string[] = [];
    const a = queue.register(() => log.push('a'));
    const b = queue.register(() => log.push('b'));
    a.request();
    b.request(true);
    frame();
    frame();
    expect(log).toEqual(['b', 'a']);
    for (let i = 0; i < 20; i++) frame();
    expect(idle()).toBe(true);
    a.request();
    b.dispose();
    b.request(true);
    for (let i = 0; i < 20; i++) frame();
    expect(log).toEqual(['b', 'a', 'a']);
  });

  it('goes on when one chart fails', () => {
    const { queue, frame } = machine();
    const drawn = vi.fn();
    const broken = queue.register(() => {
      throw new Error('no');
    });
    const whole = queue.register(drawn);
    broken.request(true);
    whole.request(true);
    expect(frame).toThrow('no');
    frame();
    expect(drawn).toHaveBeenCalled();
  });
});
