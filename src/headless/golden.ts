/**
 * `npm run golden -- DIR [--backend cpu|wasm|webgpu] [--stepping recorded|eager]`: replays every trace, AOV-rule and zero-gradient file of a folder through the
 * product's own rules; a line each, then `N passed, N failed`. Exit 1 on any failure, 2 on bad input.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type BackendName, steppings } from '../engine/device-info';
import { InputError } from '../fields/input-error';
import { exactLimits, gpuLimits, type ReplayLimits, replayRule, replayTrace, replayZeroGradient, type Verdict } from '../golden/replay';
import { type GoldenProblem, type GoldenTrace, parseGolden } from '../golden/schema';
import { runMain } from './exit';
import { startEngine } from './node-engine';

const usage = 'usage: npm run golden -- DIR [--backend cpu|wasm|webgpu] [--stepping recorded|eager]';

function line(name: string, verdict: Verdict, safe: string): string {
  const show = (label: string, value: number | null) => (value === null ? '' : ` ${label} ${value.toExponential(1)}`);
  const { loss, stepSize, weights, aov } = verdict.deviations;
  const deviations = `${show('loss', loss)}${show('step', stepSize)}${show('weights', weights)}${show('aov', aov)}`;
  const problems = verdict.problems.length > 0 ? `  ${verdict.problems.slice(0, 3).join('; ')}` : '';
  return `${verdict.passed ? 'pass' : 'FAIL'}  ${name.padEnd(46)}${deviations}  tol ${verdict.tolerance.toExponential(0)}  ${safe}${problems}`;
}

const options = { backend: { type: 'string' }, stepping: { type: 'string' } } as const;

async function main(): Promise<number> {
  let parsed: ReturnType<typeof parseArgs<{ options: typeof options; allowPositionals: true }>>;
  try {
    parsed = parseArgs({ options, allowPositionals: true });
  } catch (error) {
    throw new InputError('command line', `${(error as Error).message}\n${usage}`);
  }
  const [dir, ...rest] = parsed.positionals;
  if (!dir || rest.length > 0) throw new InputError('command line', `name one folder\n${usage}`);
  const backend = (parsed.values.backend ?? 'cpu') as BackendName;
  if (!['cpu', 'wasm', 'webgpu'].includes(backend)) throw new InputError('--backend', `must be cpu, wasm or webgpu, not ${backend}`);
  const stepping = steppings.find((known) => known === (parsed.values.stepping ?? 'recorded'));
  if (!stepping) throw new InputError('--stepping', `must be ${steppings.join(' or ')}, not ${parsed.values.stepping}`);
  const files = await readdir(dir).catch(() => {
    throw new InputError(dir, 'is not a folder that can be read');
  });
  const engine = await startEngine(backend);
  const limits: ReplayLimits = backend === 'webgpu' ? { ...gpuLimits, stepping } : exactLimits;
  const read = (file: string) => readFile(join(dir, file), 'utf8');

  const problems = new Map<string, GoldenProblem>();
  for (const file of files.filter((name) => /^problem_.*\.json$/.test(name))) {
    const problem = parseGolden('problem', file, await read(file));
    problems.set(problem.id, problem);
  }
  const problemOf = (id: string, file: string): GoldenProblem => {
    const problem = problems.get(id);
    if (!problem) throw new InputError(file, `needs problem_${id}.json beside it`);
    return problem;
  };

  let passed = 0;
  let failed = 0;
  const report = async (name: string, replay: () => Promise<Verdict>, safe: (verdict: Verdict) => string) => {
    try {
      const verdict = await replay();
      verdict.passed ? passed++ : failed++;
      console.log(line(name, verdict, safe(verdict)));
    } catch (error) {
      failed++;
      console.log(`FAIL  ${name.padEnd(46)} ${(error as Error).message}`);
    }
  };

  const hyperOf = new Map<string, GoldenTrace['hyper']>();
  for (const file of files.filter((name) => /^trace_.*\.json$/.test(name)).sort()) {
    const content = parseGolden('trace', file, await read(file));
    const problem = problemOf(content.problem, file);
    for (const trace of content.traces) {
      hyperOf.set(`${trace.optimizer} ${trace.variant}`, trace.hyper);
      const safe = trace.float32.safe_steps;
      await report(
        `${content.problem} ${trace.optimizer} ${trace.variant}`,
        () => replayTrace(problem, trace, engine, limits),
        (verdict) => `${verdict.steps} of ${trace.loss.length} steps (${safe} safe)`,
      );
    }
  }
  for (const file of files.filter((name) => /^aov_rule_.*\.json$/.test(name)).sort()) {
    const rule = parseGolden('rule', file, await read(file));
    const updates = (verdict: Verdict & { ties?: number }) =>
      `${verdict.steps} updates${verdict.ties ? `, ${verdict.ties} float32 ties` : ''}`;
    await report(`${file} B = ${rule.lower_bound}`, () => replayRule(rule, limits), updates);
    const { shifted } = rule;
    if (shifted) await report(`${file} B = ${shifted.lower_bound}`, () => replayRule(shifted, limits), updates);
  }
  for (const file of files.filter((name) => /^edge_zero_gradient.*\.json$/.test(name)).sort()) {
    const edge = parseGolden('edge', file, await read(file));
    const problem = problemOf(edge.problem, file);
    for (const { optimizer, variant, hyper, max_abs_weight: expected } of edge.results) {
      await report(
        `zero gradient ${optimizer} ${variant}`,
        () =>
          replayZeroGradient(
            problem,
            optimizer,
            variant,
            hyper ?? hyperOf.get(`${optimizer} ${variant}`) ?? {},
            expected ?? 0,
            engine,
            limits,
          ),
        (verdict) => `${verdict.steps} steps`,
      );
    }
  }
  if (passed + failed === 0) throw new InputError(dir, 'holds no trace_*.json, aov_rule_*.json or edge_zero_gradient.json');
  console.log(`${passed} passed, ${failed} failed`);
  return failed > 0 ? 1 : 0;
}

void runMain(main);
