import { describe, expect, it } from 'vitest';
import type { OptimizerId } from '../optimizers/definition';
import type { Check, PanelResult } from './definition';
import { figure3 } from './figure-3';
import { panelOf, runOf } from './hand-made';

function check(panel: string, result: PanelResult): Map<string, Check> {
  return new Map(figure3.check(new Map([[panel, result]])).map((found) => [found.id, found]));
}

/** A run that ends at a loss met, with the best accuracy in its first epoch. */
const run = (optimizer: OptimizerId, trainLoss: number, correct: number, of = 1000) =>
  runOf(optimizer, [{}, { trainLoss: 1, validationAccuracy: correct / of }, { trainLoss, validationAccuracy: 0.5 }]);

const facts = { validationSize: 1000 };

describe('mushrooms', () => {
  const others = [run('sls-armijo', 1e-7, 990), run('pal', 1e-4, 985)];
  const file = (...runs: ReturnType<typeof run>[]) => check('mushrooms', panelOf('file', [...runs, ...others], facts));

  it('as published', () => {
    const checks = file(run('aalig', 0.01, 990));
    expect([...checks.values()].map(({ verdict }) => verdict)).toEqual(['yes', 'yes', 'yes', 'open', 'open', 'open']);
    expect(checks.get('mushrooms-train')?.detail).toContain('AALIG 0.01, SLS-Armijo 1.0e-7');
    expect(checks.get('mushrooms-accuracy')?.detail).toContain('0 samples');
  });

  it('one sample fewer is equal, two are not', () => {
    expect(file(run('aalig', 0.01, 989)).get('mushrooms-accuracy')).toMatchObject({
      verdict: 'yes',
      detail: expect.stringContaining('−1 samples'),
    });
    expect(file(run('aalig', 0.01, 988)).get('mushrooms-accuracy')?.verdict).toBe('no');
  });

  it('a lower training loss than the line searches’ is a no', () => {
    expect(file(run('aalig', 1e-9, 990)).get('mushrooms-train')?.verdict).toBe('no');
  });

  it('made-up data decide on how low AALIG gets, not on what is said of mushrooms itself', () => {
    const checks = check('mushrooms', panelOf('made-up', [run('aalig', 0.01, 990), ...others], facts));
    expect(checks.get('mushrooms-train')?.verdict).toBe('yes');
    expect(checks.get('mushrooms-fitted')?.verdict).toBe('apart');
    expect(checks.get('mushrooms-accuracy')).toMatchObject({ verdict: 'apart', detail: expect.stringContaining('made-up data') });
  });
});

describe('ijcnn', () => {
  const file = (variant: string, aalig: number, loss = 0.1) =>
    check(
      'ijcnn',
      panelOf(variant, [run('aalig', loss, aalig), run('adam', 0.2, 980), run('coin', 0.2, 970), run('sps', 0.2, 999)], facts),
    );

  it('the best, equal within a standard error, or less', () => {
    const of = (checks: Map<string, Check>) => ['ijcnn-accuracy', 'ijcnn-best'].map((id) => checks.get(id)?.verdict);
    expect(of(file('file', 981))).toEqual(['yes', 'yes']);
    expect(of(file('file', 980))).toEqual(['yes', 'yes']);
    // √(0.98 · 0.02 / 1000) is 4.4 samples.
    expect(of(file('file', 976))).toEqual(['yes', 'no']);
    expect(of(file('file', 975))).toEqual(['no', 'no']);
    expect(of(file('small', 981))).toEqual(['apart', 'apart']);
  });

  it('methods that the paper does not compare are named in brackets and decide nothing', () => {
    expect(file('file', 981).get('ijcnn-best')?.detail).toContain('(SPS 99.90 %), AALIG 98.10 %');
  });

  it('a loss near zero says that the data can be fitted', () => {
    expect(file('file', 981).get('ijcnn-fitted')?.verdict).toBe('yes');
    expect(file('file', 981, 1e-6).get('ijcnn-fitted')).toMatchObject({
      verdict: 'no',
      detail: expect.stringContaining('1.0e-6, of AALIG'),
    });
    expect(file('small', 981, 1e-6).get('ijcnn-fitted')?.verdict).toBe('apart');
  });

  it('AALIG diverged, or nothing to compare with', () => {
    const diverged = runOf('aalig', [{}, { trainLoss: 9 }], { status: 'diverged' });
    const checks = check('ijcnn', panelOf('file', [diverged, run('adam', 0.2, 980)], facts));
    expect(checks.get('ijcnn-best')).toMatchObject({ verdict: 'no', detail: 'AALIG diverged with seed 1.' });
    expect(check('ijcnn', panelOf('file', [run('aalig', 0.2, 980)], facts)).get('ijcnn-best')?.verdict).toBe('apart');
  });
});
