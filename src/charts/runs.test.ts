import { describe, expect, it } from 'vitest';
import { runView } from './chart-checks';
import { sameRuns } from './runs';

describe('sameRuns', () => {
  it('does not mind what the charts do not draw', () => {
    const run = runView('a');
    expect(sameRuns([run], [{ ...run, batchHash: 'ffffffff', message: 'x', status: 'paused' }])).toBe(true);
    expect(sameRuns([run], [{ ...run, hidden: true }])).toBe(false);
    expect(sameRuns([run], [{ ...run, status: 'done' }])).toBe(false);
    expect(sameRuns([run], [run, run])).toBe(false);
  });
});
