import { describe, expect, it, vi } from 'vitest';
import { hoveredX, onHover, publishHover } from './hover-bus';

describe('hover bus', () => {
  it('tells listeners of changes only, until they leave', () => {
    const heard = vi.fn();
    const leave = onHover(heard);
    publishHover(3);
    publishHover(3);
    expect(hoveredX()).toBe(3);
    leave();
    publishHover(null);
    expect(heard.mock.calls).toEqual([[3]]);
  });
});
