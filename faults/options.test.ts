import { expect, it } from 'vitest';
import { UsageError } from '../scripts/command-line';
import { backendOf, kinds, readOptions } from './options';

it('has a default for everything', () => {
  expect(readOptions([])).toEqual({ kills: 20, kinds, backend: null, seed: 1, page: null, help: false });
});

it('reads what is given', () => {
  expect(readOptions(['--kills', '3', '--kind', 'tab,worker,tab', '--backend', 'webgpu', '--seed', '7', '--page', 'x'])).toMatchObject({
    kills: 3,
    kinds: ['tab', 'worker'],
    backend: 'webgpu',
    seed: 7,
    page: 'x',
  });
});

it.each([
  [['--kills', '0'], '--kills must be a whole number from 1'],
  [['--kind', 'tab,cat'], '--kind: unknown "cat" (known: tab, worker'],
  [['--backend', 'webgl'], '--backend: unknown "webgl"'],
  [['--speed', '1'], '--speed'],
])('refuses %j', (args, message) => {
  expect(() => readOptions(args)).toThrow(UsageError);
  expect(() => readOptions(args)).toThrow(message);
});

it('tries a lost device where there is one', () => {
  expect(backendOf('device', null)).toBe('webgpu');
  expect(backendOf('tab', null)).toBe('wasm');
  expect(backendOf('device', 'wasm')).toBe('wasm');
});
