/**
 * Parity with the published code: replays every golden trace beside the checkout (../shared/golden) on the CPU, and shows that the
 * comparison can fail. Skipped where there is no such folder.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Engine, useBackend } from '../engine/engine';
import { goldenHyperparameters, goldenOptimizer } from './hyperparameters';
import { replayRule, replayTrace, replayZeroGradient, type Verdict } from './replay';
import { type GoldenTrace, parseGolden } from './schema';

const folder = new URL('../../../shared/golden/', import.meta.url);
const files = existsSync(folder) ? readdirSync(folder).sort() : [];
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const filesOf = (kind: string) => files.filter((file) => file.startsWith(`${kind}_`) && file.endsWith('.json'));
const problemOf = (id: string) => parseGolden('problem', `problem_${id}.json`, read(`problem_${id}.json`));

let engine: Engine;
beforeAll(async () => {
  engine = await useBackend('cpu');
});

/** Fails with everything the verdict says. */
function expectPass(name: string, verdict: Verdict): void {
  if (!verdict.passed) throw new Error(`${name}: ${JSON.stringify(verdict)}`);
}

describe.skipIf(files.length === 0)('golden traces (skipped unless ../shared/golden is there)', () => {
  it.each(filesOf('trace'))('%s', async (file) => {
    const { problem, traces } = parseGolden('trace', file, read(file));
    for (const trace of traces) {
      const verdict = await replayTrace(problemOf(problem), trace, engine);
      expectPass(trace.variant, verdict);
      expect(verdict.steps).toBe(trace.float32.safe_steps);
      // A verdict on nothing would pass too.
      expect(verdict.deviations).toMatchObject({ loss: expect.any(Number), weights: expect.any(Number) });
      expect(verdict.deviations.aov === null).toBe(trace.aov_updates === undefined);
    }
  });

  it.each(filesOf('aov_rule'))('%s, and shifted to another bound', async (file) => {
    const rule = parseGolden('rule', file, read(file));
    expectPass('rule', await replayRule(rule));
    if (rule.shifted) expectPass('shifted', await replayRule(rule.shifted));
  });

  it.each(filesOf('edge_zero_gradient'))('%s: nothing moves, nothing throws', async (file) => {
    const edge = parseGolden('edge', file, read(file));
    const problem = problemOf(edge.problem);
    const hyperOf = new Map<string, GoldenTrace['hyper']>();
    for (const name of filesOf('trace')) {
      for (const trace of parseGolden('trace', name, read(name)).traces) hyperOf.set(`${trace.optimizer} ${trace.variant}`, trace.hyper);
    }
    expect(edge.results.length).toBeGreaterThan(0);
    for (const { optimizer, variant, hyper } of edge.results) {
      const settings = hyper ?? hyperOf.get(`${optimizer} ${variant}`) ?? {};
      expectPass(`${optimizer} ${variant}`, await replayZeroGradient(problem, optimizer, variant, settings, 0, engine));
    }
  });
});

describe.skipIf(files.length === 0)('a golden trace that is not quite right fails', () => {
  /** The first trace of a file, changed. */
  async function verdictOf(file: string, change: (trace: GoldenTrace) => void): Promise<Verdict> {
    const { problem, traces } = parseGolden('trace', file, read(file));
    const trace = structuredClone(traces[0]!);
    change(trace);
    return replayTrace(problemOf(problem), trace, engine, { toleranceFactor: 1, maxSteps: 16 });
  }
  const aalig = 'trace_mf_s0_aalig.json';
  const armijo = 'trace_mf_s0_sls_armijo.json';
  /** Larger than any tolerance in use. */
  const off = 1.05;

  it('unless nothing is changed', async () => {
    for (const file of [aalig, armijo]) expect((await verdictOf(file, () => undefined)).passed).toBe(true);
  });

  const changes: [string, string, (trace: GoldenTrace) => void, RegExp | null][] = [
    ['one loss', aalig, (trace) => (trace.loss[6]! *= off), null],
    ['one step size', aalig, (trace) => (trace.step_size![3]! += 0.01), null],
    ['one step that was applied', armijo, (trace) => (trace.applied_step_size![3]! += 0.05), null],
    ['one weight', aalig, (trace) => (trace.weights['10']![2]! += 0.05), null],
    ['a weight too many', aalig, (trace) => trace.weights['10']!.push(0), /weights after 10 steps: \d+ numbers, expected/],
    ['one full loss', aalig, (trace) => (trace.epoch_full_loss![1]! *= off), null],
    ['one AOV', aalig, (trace) => (trace.aov_updates![0]!.aov[3]! += 0.05), null],
    ['one gap', aalig, (trace) => (trace.aov_updates![0]!.gap[3]! += 0.05), null],
    ['one reference loss', aalig, (trace) => (trace.aov_updates![0]!.reference_losses[3]! *= off), null],
    ['one flag', aalig, (trace) => (trace.aov_updates![0]!.reached[3]! = 1), /epoch 2: 1 samples took the other branch/],
    ['an AOV update less', aalig, (trace) => trace.aov_updates!.shift(), /epoch 2: AOV update made, expected the opposite/],
    ['one count of evaluations', armijo, (trace) => trace.loss_evals[4]!++, /step 5: \d+ evaluations, expected/],
    ['the step size η', aalig, (trace) => (trace.hyper['eta'] = 0.02), null],
  ];

  it.each(changes)('%s', async (_, file, change, problem) => {
    const verdict = await verdictOf(file, change);
    expect(verdict.passed).toBe(false);
    if (problem) expect(verdict.problems.join()).toMatch(problem);
    else expect(Math.max(...Object.values(verdict.deviations).map((value) => value ?? 0))).toBeGreaterThan(verdict.tolerance);
  });

  it('the AOV rule: one value, one flag', async () => {
    const rule = parseGolden('rule', 'aov_rule_s0.json', read('aov_rule_s0.json'));
    const changed = structuredClone(rule);
    changed.updates.at(-1)!.aov[5]! += 0.01;
    expect((await replayRule(changed)).passed).toBe(false);
    const flipped = structuredClone(rule);
    flipped.updates[0]!.reached[5] = 1 - flipped.updates[0]!.reached[5]!;
    expect((await replayRule(flipped)).problems).toEqual(['update 1: sample 5 took the other branch']);
  });

  it('the zero gradient: a weight that should have moved', async () => {
    const problem = problemOf('zero_grad');
    expect((await replayZeroGradient(problem, 'adam', 'default', {}, 0.5, engine)).passed).toBe(false);
  });
});

describe('what a trace says of its settings', () => {
  it('is taken over under our names, with no momentum unless it is named', () => {
    const hyper = { eta: 0.5, K: 5, eps: 1e-9, lower_bound: null, weight_decay: 0.01 };
    expect(goldenHyperparameters('aalig', 'recommended', hyper)).toMatchObject({
      eta: 0.5,
      sections: 5,
      momentum: 0,
      weightDecay: 0.01,
      lowerBound: null,
      reference: 'best',
    });
    expect(goldenHyperparameters('aalig', 'published_code_plain', hyper)).toMatchObject({ reference: 'latest' });
    expect(goldenHyperparameters('alig', 'no_cap', { max_lr: null })).toMatchObject({ eta: null });
    expect(goldenHyperparameters('sgd', 'step', { lr: 1, decay_after_epochs: [3, 5] })).toMatchObject({ dropAfter1: 3, dropAfter2: 5 });
  });

  it('is refused if it is not known, not in full, or not allowed: a trace is never replayed with part of its settings', () => {
    expect(() => goldenHyperparameters('adam', 'default', { lr: 0.1, amsgrad: true })).toThrow('hyper.amsgrad: not a hyperparameter');
    expect(() => goldenHyperparameters('sgd', 'constant', { lr: -1 })).toThrow('eta: must be a number above 0');
    expect(() => goldenHyperparameters('sgd', 'steps', { lr: 1, decay_after_epochs: [1, 2, 3] })).toThrow('one or two epochs');
    expect(() => goldenHyperparameters('adagrad', 'default', { lr: 1, initial_accumulator: 0.1 })).toThrow('only 0 is supported');
    expect(() => goldenOptimizer('rmsprop')).toThrow('unknown: "rmsprop"');
  });

  it('and a file that is no golden file names its field', () => {
    expect(() => parseGolden('trace', 'a.json', '{')).toThrow(/^a\.json: is not JSON/);
    expect(() => parseGolden('trace', 'a.json', '{"schema":"golden-trace/2"}')).toThrow(/^a\.json, schema: /);
    const trace = { schema: 'golden-trace/1', problem: 'p', optimizer: 'sgd', traces: [{ optimizer: 'sgd', loss: ['x'] }] };
    expect(() => parseGolden('trace', 'a.json', JSON.stringify(trace))).toThrow(/^a\.json, traces\.0\./);
  });
});
