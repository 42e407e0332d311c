/** Labels are short, but never the same for two runs. */
import { describe, expect, it } from 'vitest';
import { defaultsOf, type FieldValue } from '../fields/field';
import type { OptimizerId } from '../optimizers/definition';
import { optimizerOf } from '../optimizers/registry';
import { optimizerLabels, runLabel } from './labels';

const setting = (id: OptimizerId, changes: Record<string, FieldValue> = {}) => ({
  id,
  hyperparameters: { ...defaultsOf(optimizerOf(id).fields), ...changes },
});

describe('optimizerLabels', () => {
  it('uses the plain name where it is enough', () => {
    expect(optimizerLabels([setting('aalig', { eta: 10 }), setting('adam')])).toEqual(['AALIG', 'Adam']);
  });

  it('says where two of a kind differ', () => {
    expect(optimizerLabels([setting('aalig', { eta: 1 }), setting('adam'), setting('aalig', { eta: 10 })])).toEqual([
      'AALIG η=1',
      'Adam',
      'AALIG η=10',
    ]);
    expect(optimizerLabels([setting('aalig', { reference: 'latest' }), setting('aalig')])).toEqual([
      'AALIG as published',
      'AALIG best epoch',
    ]);
  });

  it('numbers true duplicates', () => {
    expect(optimizerLabels([setting('adam'), setting('adam'), setting('adam', { eta: 0.5 })])).toEqual([
      'Adam η=1e-3 #1',
      'Adam η=1e-3 #2',
      'Adam η=0.5',
    ]);
  });
});

describe('runLabel', () => {
  it('names the seed only where there are several', () => {
    expect(runLabel('Adam', 1, [1])).toBe('Adam');
    expect(runLabel('Adam', 2, [1, 2])).toBe('Adam · seed 2');
  });
});
