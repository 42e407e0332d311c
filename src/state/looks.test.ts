/** One look an optimizer in every figure, and none twice in one. */
import { describe, expect, it } from 'vitest';
import { optimizerIds } from '../optimizers/definition';
import { looksOf } from './looks';

const name = ({ color, dash }: { color: string; dash: string | null }) => `${color} ${dash}`;

describe('looksOf', () => {
  it('gives every optimizer one look, whichever others are there', () => {
    const all = looksOf(optimizerIds.map((id) => ({ id })));
    expect(new Set(all.map(name)).size).toBe(optimizerIds.length);
    for (const [i, id] of optimizerIds.entries()) expect(looksOf([{ id }])).toEqual([all[i]]);
    expect(looksOf([{ id: 'aalig' }])[0]).toEqual({ color: 'var(--run-accent)', dash: null });
  });

  it('tells settings of an optimizer apart by dashes that no other setting there has', () => {
    // SLS-Goldstein has SGD's colour: the second SGD must not take its dashes.
    const looks = looksOf([{ id: 'sgd' }, { id: 'sgd' }, { id: 'sls-goldstein' }, { id: 'sgd' }, { id: 'aalig' }, { id: 'aalig' }]);
    expect(new Set(looks.map(name)).size).toBe(looks.length);
    expect(new Set([looks[0], looks[1], looks[3]].map((look) => look?.color)).size).toBe(1);
    expect(looks[2]).toEqual(looksOf([{ id: 'sls-goldstein' }])[0]);
  });

  it('begins anew where the dashes of a colour are used up', () => {
    const looks = looksOf(Array.from({ length: 9 }, () => ({ id: 'aalig' as const })));
    expect(new Set(looks.map(name)).size).toBe(4);
    expect(new Set(looks.map(({ color }) => color))).toEqual(new Set(['var(--run-accent)']));
  });
});
