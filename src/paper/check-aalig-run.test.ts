/** Figures 1 and 4: checks of one AALIG run. */
import { describe, expect, it } from 'vitest';
import type { EpochResult, FollowedResult } from '../results/result';
import { figure1 } from './figure-1';
import { figure4 } from './figure-4';
import { panelOf, runOf } from './hand-made';

const followed = (role: FollowedResult['role'], aov: number[], loss: number[]): FollowedResult => ({ sample: 3, role, aov, loss });

const published: readonly FollowedResult[] = [
  followed('easiest', [0, 0.01, 0, 0], [1, 0.02, 0.01, 0]),
  followed('hardest', [0, 1, 1.5, 1.8], [2.5, 2, 2, 2]),
  followed('riser', [0.5, 0.2, 0.2, 1], [1, 1, 1, 1]),
  followed('faller', [0, 2, 1, 0.5], [2, 1, 1, 1]),
];

describe('Figure 1', () => {
  const verdicts = (samples: readonly FollowedResult[]) => {
    const epochs = Array.from({ length: 5 }, () => ({ trainLoss: 2 }));
    const results = new Map([['samples', panelOf('glyphs', [runOf('aalig', epochs, { followed: samples })])]]);
    return figure1.check(results).map(({ verdict }) => verdict);
  };

  it('as published', () => {
    expect(verdicts(published)).toEqual(['yes', 'yes', 'yes', 'yes']);
  });

  it('otherwise', () => {
    expect(
      verdicts([
        followed('easiest', [0, 0, 0, 0], [1, 0, 0, 0.5]),
        followed('hardest', [0, 0.1, 0.1, 0.1], [2.5, 2, 2, 2]),
        followed('riser', [0.5, 0.5, 0.5, 0.5], [1, 1, 1, 1]),
        followed('faller', [0, 1, 1, 1], [2, 1, 1, 1]),
      ]),
    ).toEqual(['no', 'no', 'no', 'no']);
  });

  it('no such sample is a no; none kept at all decides nothing', () => {
    expect(verdicts(published.slice(0, 2))).toEqual(['yes', 'yes', 'no', 'no']);
    expect(verdicts([])).toEqual(['apart', 'apart', 'apart', 'apart']);
  });
});

describe('Figure 4', () => {
  const check = (epochs: readonly Partial<EpochResult>[]) =>
    figure4.check(new Map([['curves', panelOf('glyphs', [runOf('aalig', epochs)])]]));
  const verdicts = (epochs: readonly Partial<EpochResult>[]) => Object.fromEntries(check(epochs).map(({ id, verdict }) => [id, verdict]));
  const epoch = (
    trainLoss: number,
    meanAov: number,
    aovUpdated: boolean,
    meanStepSize: number,
    zeroShare: number,
  ): Partial<EpochResult> => ({
    trainLoss,
    meanAov,
    aovUpdated,
    meanStepSize,
    zeroShare,
    cappedShare: 1 - zeroShare,
  });

  it('as published', () => {
    const epochs = [
      {},
      epoch(2, 0, false, 0.1, 0),
      epoch(1.5, 0.7, true, 0.1, 0),
      epoch(1.2, 0.7, false, 0.08, 0.1),
      epoch(0.6, 0.65, true, 0.01, 0.9),
      epoch(0.6, 0.65, false, 0.02, 0.7),
    ];
    expect(verdicts(epochs)).toEqual({
      'first-update': 'yes',
      'second-update': 'apart',
      'full-steps': 'yes',
      'no-steps': 'yes',
      recovery: 'yes',
    });
    const details = new Map(check(epochs).map(({ id, detail }) => [id, detail]));
    expect(details.get('first-update')).toContain('from 0 to 0.7 after epoch 2');
    expect(details.get('second-update')).toContain('7 % down: hardly');
    expect(details.get('no-steps')).toContain('in epoch 4');
    expect(details.get('recovery')).toContain('after epoch 4: 0.01 to 0.02');
  });

  it('otherwise', () => {
    const epochs = [{}, epoch(2, 0, true, 0.05, 0.5), epoch(1.5, 0.5, true, 0.05, 0.5)];
    expect(verdicts(epochs)).toEqual({
      'first-update': 'no',
      'second-update': 'apart',
      'full-steps': 'no',
      'no-steps': 'no',
      recovery: 'no',
    });
  });

  it('without AOVs nothing can be told', () => {
    expect(new Set(Object.values(verdicts([{}, { trainLoss: 1 }])))).toEqual(new Set(['apart', 'no']));
  });
});
