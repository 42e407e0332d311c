/** The order of things, and that one broken engine never takes the others down. */
import { expect, test } from 'vitest';
import type { EngineId } from './catalog';
import { measurePlan, type Places, within } from './measure';
import { planOf } from './plan';
import type { Session } from './session';

const opened = { firstStepMs: 1, dispatches: 1, loss: 1, recording: null };
const round = { hostMs: 1, wallMs: 2, deviceBytes: 3, evaluationsPerStep: 1, loss: 0.5 };

/** Places whose sessions write down what they were asked; `broken` says what fails. */
function fakePlaces(broken: Partial<Record<EngineId, keyof Session>> = {}) {
  const calls: string[] = [];
  const fake = async <T>(engine: EngineId, method: keyof Session, value: T): Promise<T> => {
    calls.push(`${engine} ${method}`);
    if (broken[engine] === method) throw new Error(`${method} broke\nat some line`);
    return value;
  };
  const places: Places = {
    session: async ({ engine }) => ({
      adapter: () => fake(engine, 'adapter', { name: 'fake', software: true }),
      open: () => fake(engine, 'open', opened),
      round: () => fake(engine, 'round', round),
    }),
    async abandon({ engine }) {
      calls.push(`${engine} abandoned`);
    },
  };
  return { places, calls };
}

const plan = planOf({ cases: ['mlp'], engines: ['tfjs', 'replay', 'jax-js'], optimizers: ['sgd'], rounds: 2, steps: 1 }, true);
const quiet = { onProgress: () => undefined };

test('engines take turns, and who goes first changes', async () => {
  const { places, calls } = fakePlaces();
  const { rows, missing } = await measurePlan(places, plan, quiet);
  expect(rows.map(({ engine, wallMs }) => [engine, wallMs])).toEqual([
    ['tfjs', 2],
    ['replay', 2],
    ['jax-js', 2],
  ]);
  expect(missing).toEqual([]);
  expect(calls.filter((call) => call.endsWith('round'))).toEqual(
    ['tfjs', 'replay', 'jax-js', 'jax-js', 'replay', 'tfjs'].map((engine) => `${engine} round`),
  );
});

test.each(['open', 'round'] as const)('an engine whose %s fails is left out with its reason', async (method) => {
  const { places, calls } = fakePlaces({ replay: method });
  const { rows, missing } = await measurePlan(places, plan, quiet);
  expect(rows.map(({ engine }) => engine)).toEqual(['tfjs', 'jax-js']);
  expect(missing).toEqual([{ case: 'mlp', engine: 'replay', optimizer: 'sgd', reason: `${method} broke` }]);
  // Each place is ended once, and so is the broken one.
  expect(calls.filter((call) => call.endsWith('abandoned')).sort()).toEqual(
    ['jax-js', 'replay', 'tfjs'].map((engine) => `${engine} abandoned`),
  );
});

test('progress grows to the end of the plan', async () => {
  const shares: number[] = [];
  await measurePlan(fakePlaces({ tfjs: 'round' }).places, plan, { onProgress: ({ share }) => shares.push(share) });
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
  expect(shares.at(-1)).toBeLessThan(1);
});

test('a stop ends it with what was measured until then', async () => {
  const controller = new AbortController();
  const { places } = fakePlaces();
  const result = await measurePlan(places, [...plan, ...plan], {
    onProgress: () => undefined,
    onRow: ({ engine }) => engine === 'jax-js' && controller.abort(),
    signal: controller.signal,
  });
  expect(result.rows.map(({ engine }) => engine)).toEqual(['tfjs', 'replay', 'jax-js']);
  expect(result.missing).toEqual([]);
});

test('patience ends', async () => {
  await expect(within(new Promise(() => undefined), 20)).rejects.toThrow('gave no answer within 0 s');
  await expect(within(Promise.resolve(3), 20)).resolves.toBe(3);
});
