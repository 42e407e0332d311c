import { describe, expect, it } from 'vitest';
import { UsageError } from '../scripts/command-line';
import { optimizerIds } from '../src/optimizers/definition';
import { experimentOf } from './experiment';
import { readOptions } from './options';

describe('options', () => {
  it('have defaults', () => {
    expect(readOptions([])).toEqual({ runs: 50, updates: 20_000, replay: false, page: null, why: false, help: false });
  });

  it('are read', () => {
    expect(readOptions(['--runs', '10', '--updates', '300', '--replay', '--page', 'x'])).toMatchObject({
      runs: 10,
      updates: 300,
      replay: true,
      page: 'x',
    });
  });

  it.each([
    [['--runs', '3']],
    [['--runs', '0']],
    [['--runs', '1000']],
    [['--updates', '50']],
    [['--updates', 'many']],
    [['--other']],
    [['x']],
  ])('%j are refused', (args) => {
    expect(() => readOptions(args)).toThrow(UsageError);
  });
});

describe('the experiment', () => {
  it('has as many runs as asked for, of all optimizers, no setting twice', () => {
    const { optimizers, seeds, epochs } = experimentOf(50, 20_000);
    expect([optimizers.length * seeds.length, epochs]).toEqual([50, 200]);
    expect(new Set(optimizers.map(({ id }) => id))).toEqual(new Set(optimizerIds));
    expect(new Set(optimizers.map((setting) => JSON.stringify(setting))).size).toBe(25);
  });
});
