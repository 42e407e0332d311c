/**
 * Parity on WebGPU, of recorded and of eager steps: one golden trace of every optimizer over two epochs, which is AALIG's first AOV update, with ten times the
 * tolerance of the CPU as the traces' README allows. Skipped where ../shared/golden is missing.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commands } from 'vitest/browser';
import { steppings } from '../engine/device-info';
import { type Engine, useBackend } from '../engine/engine';
import { optimizerIds } from '../optimizers/definition';
import { goldenOptimizer } from './hyperparameters';
import { replayRule, replayTrace } from './replay';
import { parseGolden } from './schema';

const chosen = [
  ['mf', 'aalig', 'recommended'],
  ['mlp', 'sgd', 'nesterov_step'],
  ['logistic', 'adam', 'tuned_wd'],
  ['mf', 'adagrad', 'tuned_wd'],
  ['logistic', 'adabound', 'default'],
  ['mf', 'coin', 'default'],
  ['logistic', 'alig', 'momentum_projection'],
  ['mf', 'sps', 'smooth_c0.5'],
  ['logistic', 'sls_armijo', 'keep_step'],
  ['mf', 'sls_goldstein', 'default'],
  ['logistic', 'sls_polyak', 'default'],
  ['mlp', 'pal', 'alig_plus_setting'],
] as const;
const limits = { toleranceFactor: 10, maxSteps: 8 };

const readGolden = (file: string) => commands.readShared(`golden/${file}`);
const absent = (await readGolden('problem_mf_s0.json')) === null;

let engine: Engine;
beforeAll(async () => {
  engine = await useBackend('webgpu');
});
afterAll(async () => {
  await useBackend('cpu');
});

test('every optimizer is among the chosen traces', () => {
  expect(chosen.map(([, optimizer]) => goldenOptimizer(optimizer)).sort()).toEqual([...optimizerIds].sort());
});

describe.each(steppings)('%s steps', (stepping) => {
  test.skipIf(absent).each(chosen)('%s %s %s', async (problem, optimizer, variant) => {
    const content = parseGolden('trace', optimizer, (await readGolden(`trace_${problem}_s0_${optimizer}.json`))!);
    const data = parseGolden('problem', problem, (await readGolden(`problem_${content.problem}.json`))!);
    const trace = content.traces.find((candidate) => candidate.variant === variant)!;
    const verdict = await replayTrace(data, trace, engine, { ...limits, stepping });
    if (!verdict.passed) throw new Error(JSON.stringify(verdict));
    expect(verdict.steps).toBe(8);
    expect(verdict.deviations.aov === null).toBe(optimizer !== 'aalig');
  });
});

test.skipIf(absent)('the AOV rule alone', async () => {
  const rule = parseGolden('rule', 'aov_rule_s0.json', (await readGolden('aov_rule_s0.json'))!);
  const verdict = await replayRule(rule, limits);
  if (!verdict.passed) throw new Error(JSON.stringify(verdict));
});

test.skipIf(absent)('AALIG on WebGL, the way out where a browser has no WebGPU', async () => {
  const webgl = await useBackend('webgl');
  const content = parseGolden('trace', 'aalig', (await readGolden('trace_mf_s0_aalig.json'))!);
  const data = parseGolden('problem', 'mf', (await readGolden('problem_mf_s0.json'))!);
  for (const variant of ['recommended', 'published_code']) {
    const trace = content.traces.find((candidate) => candidate.variant === variant)!;
    const verdict = await replayTrace(data, trace, webgl, { toleranceFactor: 10, maxSteps: 20 });
    if (!verdict.passed) throw new Error(JSON.stringify(verdict));
  }
});
