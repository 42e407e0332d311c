/** The reasons of a step: which kind it is, and that the numbers in the rule give the step that stands beside them. */
import { describe, expect, it } from 'vitest';
import { defaultsOf, type FieldValue } from '../../../fields/field';
import type { OptimizerId } from '../../../optimizers/definition';
import { optimizerOf, optimizers } from '../../../optimizers/registry';
import type { MethodAnswer } from '../../../worker/protocol';
import { explain } from './explain';

const at = { loss: 1.2345678, gradNormSq: 2.5 };

function answer(id: OptimizerId, over: Partial<MethodAnswer>, settings: Record<string, FieldValue> = {}): MethodAnswer {
  const hyperparameters = { ...defaultsOf(optimizerOf(id).fields), ...settings };
  return {
    optimizer: { id, hyperparameters },
    stepSize: null,
    unclipped: null,
    target: null,
    batchAov: null,
    trials: [],
    evaluations: 1,
    ...over,
  };
}

/** The value of a filled rule, reckoned from its text. */
function reckoned(filled: string): number {
  const [, sum] = /^γ = (.*) = [^=]*$/.exec(filled)!;
  const script = sum!.replaceAll('−', '-').replaceAll('·', '*').replaceAll('max', 'Math.max').replaceAll('min', 'Math.min');
  return new Function(`return ${script}`)() as number;
}

describe('a Polyak step', () => {
  const polyak = (id: OptimizerId, target: number, settings: Record<string, FieldValue>) => {
    const c = id === 'sps' ? Number(settings['c'] ?? 0.5) : 1;
    const raw = (at.loss - target) / (c * at.gradNormSq);
    const cap = Number(settings['eta'] ?? settings['etaMax']);
    const made = answer(id, { stepSize: Math.max(0, Math.min(cap, raw)), unclipped: raw, target }, settings);
    return { made, found: explain(made, at) };
  };

  it.each([
    ['inside', 'aalig', 0.4, { eta: 1 }],
    ['capped', 'aalig', 0.4, { eta: 0.1 }],
    ['zero', 'aalig', 1.3, { eta: 1 }],
    ['inside', 'aalig', -0.4, { eta: 1 }],
    ['inside', 'alig', 0, { eta: 1 }],
    ['capped', 'alig', 0, { eta: 0.1 }],
    ['inside', 'sps', 0, { variant: 'max', etaMax: 2 }],
    ['capped', 'sps', 0.2, { variant: 'max', etaMax: 0.5 }],
  ] as const)('%s: %s with target %s', (kind, id, target, settings) => {
    const { made, found } = polyak(id, target, settings);
    expect(found.kind).toBe(kind);
    expect(reckoned(found.filled)).toBeCloseTo(made.stepSize!, 4);
  });

  it('says what it aims at and what caps it', () => {
    expect(polyak('aalig', 0.4, { eta: 0.1 }).found.sentence).toMatch(/target 0.400 only at γ = 0.334, beyond η = 0.100/);
    expect(polyak('sps', 0, { variant: 'max', etaMax: 0.5 }).found.sentence).toMatch(/η max/);
    expect(polyak('aalig', 1.3, { eta: 1 }).found.sentence).toMatch(/1.23, is already at or below its target, 1.30/);
  });

  it('without a cap, and held back by its own last step', () => {
    const raw = at.loss / at.gradNormSq;
    expect(explain(answer('alig', { stepSize: raw, unclipped: raw, target: 0 }, { eta: null }), at)).toMatchObject({
      kind: 'inside',
      rule: 'γ = ℓ / (‖∇‖² + ε)',
      sentence: expect.stringContaining('nothing caps it'),
    });
    expect(explain(answer('sps', { stepSize: 0.5, unclipped: 2 * raw, target: 0 }), at)).toMatchObject({
      kind: 'capped',
      sentence: expect.stringContaining('a little larger than the last one'),
    });
  });

  it('where the gradient has vanished', () => {
    const gone = explain(answer('sps', { stepSize: 0, unclipped: 1e9, target: 0 }), { loss: 1, gradNormSq: 0 });
    expect(gone.sentence).toMatch(/gradient has vanished/);
  });
});

describe('a line search', () => {
  it('says after how many trials a step was accepted', () => {
    const trials = [
      { step: 1, loss: 2, accepted: false },
      { step: 0.1, loss: 1.05, accepted: true },
    ];
    const found = explain(answer('sls-armijo', { stepSize: 0.1, unclipped: 1, trials, evaluations: 3 }), at);
    expect(found.sentence).toMatch(/^Accepted after 2 trials: γ = 0.100/);
    expect(found.filled).toBe('1.05 ≤ 1.2096 = 1.2346 − 0.1 · 0.1 · 2.5');
    const once = explain(answer('sls-armijo', { stepSize: 0.1, trials: trials.slice(1) }), at);
    expect(once.sentence).toMatch(/^Accepted at once/);
  });

  it('that ends without a step that passes says so', () => {
    const trials = [{ step: 1, loss: 2, accepted: false }];
    expect(explain(answer('sls-armijo', { stepSize: 1e-6, trials }), at).sentence).toMatch(/Not accepted.* γ falls back to 1.00e-6/);
    // Goldstein's last trial is applied all the same: its own two tests decide whether it was accepted.
    const last = [{ step: 0.01, loss: 1.234, accepted: true }];
    expect(explain(answer('sls-goldstein', { stepSize: 0.01, trials: last }), at).sentence).toMatch(/Not accepted.* the last one stands/);
    expect(explain(answer('sls-polyak', { stepSize: 0 }), at).kind).toBe('zero');
  });
});

it('methods without a step along −∇, and those whose step nothing decides', () => {
  expect(explain(answer('adam', {}), at)).toMatchObject({ kind: 'rates', rule: '' });
  expect(explain(answer('sgd', { stepSize: 0.1 }), at)).toMatchObject({ kind: 'fixed', filled: 'γ = 0.100' });
  expect(explain(answer('pal', { stepSize: 0.5, unclipped: 0.5 }), at).kind).toBe('measured');
  expect(explain(answer('pal', { stepSize: 0.2, unclipped: 0.5 }), at).kind).toBe('capped');
  expect(explain(answer('aalig', {}), at).kind).toBe('none');
});

it('every optimizer can be explained, and what momentum adds is said', () => {
  for (const { id } of optimizers) expect(explain(answer(id, { stepSize: 0.1, unclipped: 0.1, target: 0 }), at).sentence).not.toBe('');
  expect(explain(answer('aalig', { stepSize: 0.1 }, { momentum: 0.9 }), at).beside).toMatch(/^Momentum \(0.9\)/);
  expect(explain(answer('aalig', { stepSize: 0.1 }, { momentum: 0, weightDecay: 0 }), at).beside).toBeNull();
});
