import { describe, expect, it } from 'vitest';
import type { Check, PanelResult } from './definition';
import { figure2 } from './figure-2';
import { lossRun, panelOf } from './hand-made';

function check(panel: string, result: PanelResult): Map<string, Check> {
  return new Map(figure2.check(new Map([[panel, result]])).map((found) => [found.id, found]));
}
const verdicts = (checks: Map<string, Check>, panel: string) =>
  Object.fromEntries(
    [...checks].filter(([id]) => id.startsWith(`${panel}-`)).map(([id, { verdict }]) => [id.slice(panel.length + 1), verdict]),
  );

/** Losses over eight epochs that come near the floor, 1, after epoch `at`. */
const falling = (at: number, end: number) => Array.from({ length: 9 }, (_, epoch) => (epoch < at ? 5 : end));

describe('ranks that cannot be fitted', () => {
  it('AALIG at the floor, quickly', () => {
    const runs = [lossRun('aalig', falling(2, 1.04)), lossRun('pal', falling(1, 1.2)), lossRun('adam', falling(9, 5))];
    const checks = check('rank-1', panelOf('full', runs, { floor: 1 }));
    expect(verdicts(checks, 'rank-1')).toEqual({ floor: 'yes', quickly: 'yes' });
    expect(checks.get('rank-1-floor')?.detail).toContain('1.0400 × the floor');
    expect(checks.get('rank-1-floor')?.detail).toContain('AALIG 1.0400, PAL 1.2000, Adam 5.0000');
    expect(checks.get('rank-1-quickly')?.detail).toContain('after epoch 2');
    expect(checks.get('rank-1-quickly')?.detail).toContain('0 of 2 others are there earlier: PAL never, Adam never');
  });

  it('late is not quickly, and above is not at the floor', () => {
    const late = check('rank-4', panelOf('full', [lossRun('aalig', falling(3, 1.01))], { floor: 1 }));
    expect(verdicts(late, 'rank-4')).toEqual({ floor: 'yes', quickly: 'no' });
    const above = check('rank-4', panelOf('full', [lossRun('aalig', falling(1, 1.06))], { floor: 1 }));
    expect(verdicts(above, 'rank-4')).toEqual({ floor: 'no', quickly: 'no' });
    expect(above.get('rank-4-quickly')?.detail).toContain('never within 5 %');
  });

  it('goes by the mean over the seeds', () => {
    const runs = [1.02, 1.07].map((end, index) => lossRun('aalig', falling(1, end), { seed: index + 1 }));
    expect(verdicts(check('rank-1', panelOf('full', runs, { floor: 1 })), 'rank-1')).toEqual({ floor: 'yes', quickly: 'yes' });
  });

  it('of several settings the better one counts', () => {
    const runs = [1.2, 1.01].map((end, index) => lossRun('aalig', falling(1, end), { hyperparameters: { eta: index + 1 } }));
    expect(verdicts(check('rank-1', panelOf('grid', runs, { floor: 1 })), 'rank-1')).toEqual({ floor: 'yes', quickly: 'yes' });
  });

  it('a diverged seed of AALIG is a no, of another method it is told', () => {
    const runs = [lossRun('aalig', falling(1, 1)), lossRun('aalig', [5, 9], { seed: 2, status: 'diverged' })];
    const checks = check('rank-1', panelOf('full', runs, { floor: 1 }));
    expect(verdicts(checks, 'rank-1')).toEqual({ floor: 'no', quickly: 'no' });
    expect(checks.get('rank-1-floor')?.detail).toBe('AALIG diverged with seed 2.');
    const other = check('rank-1', panelOf('full', [runs[0]!, lossRun('adam', [5, 9], { status: 'diverged' })], { floor: 1 }));
    expect(other.get('rank-1-floor')).toMatchObject({ verdict: 'yes', detail: expect.stringContaining('Adam diverged') });
  });

  it('says apart where AALIG is missing or the floor is not known', () => {
    const without = check('rank-1', panelOf('full', [lossRun('adam', [1])], { floor: 1 }));
    expect(without.get('rank-1-floor')).toMatchObject({ verdict: 'apart', detail: expect.stringContaining('no finished run of AALIG') });
    expect(check('rank-1', panelOf('full', [lossRun('aalig', [1])])).get('rank-1-floor')?.verdict).toBe('apart');
  });
});

describe('ranks that can be fitted', () => {
  const others = [lossRun('sls-armijo', [1, 1e-14]), lossRun('sls-goldstein', [1, 1e-14]), lossRun('pal', [1, 1e-15])];
  const panel = (aalig: number, rest = others) => check('rank-10', panelOf('full', [lossRun('aalig', [1, aalig]), ...rest], { floor: 0 }));

  it('as published', () => {
    const checks = panel(3e-5);
    expect(verdicts(checks, 'rank-10')).toEqual({ precise: 'yes', above: 'yes', small: 'yes' });
    expect(checks.get('rank-10-precise')?.detail).toContain('SLS-Armijo 1.0e-14, SLS-Goldstein 1.0e-14, PAL 1.0e-15');
    expect(checks.get('rank-10-above')?.detail).toContain('3 of 3 others end lower');
  });

  it('otherwise', () => {
    expect(verdicts(panel(1e-14), 'rank-10')).toEqual({ precise: 'yes', above: 'no', small: 'yes' });
    expect(verdicts(panel(2e-4, [...others.slice(0, 2), lossRun('pal', [1, 1e-9])]), 'rank-10')).toEqual({
      precise: 'no',
      above: 'yes',
      small: 'no',
    });
  });

  it('a diverged line search is a no, a missing one apart', () => {
    const diverged = panel(1e-5, [...others.slice(0, 2), lossRun('pal', [1, 2], { status: 'diverged' })]);
    expect(diverged.get('rank-10-precise')).toMatchObject({ verdict: 'no', detail: 'PAL diverged with seed 1.' });
    expect(panel(1e-5, others.slice(0, 2)).get('rank-10-precise')?.verdict).toBe('apart');
  });
});

it('is open while runs are missing, and for panels that were not run', () => {
  const checks = check('rank-1', panelOf('full', [lossRun('aalig', falling(1, 1))], { floor: 1, complete: false }));
  expect(checks.get('rank-1-floor')?.verdict).toBe('open');
  expect(checks.get('true-model-small')?.verdict).toBe('open');
});
