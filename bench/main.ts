/**
 * `npm run bench`: engines side by side. All of them are measured in one run, in turns, because a machine's speed drifts more in
 * minutes than engines differ. Times on a software GPU show JavaScript and API overhead, not GPU speed.
 */
import { writeFileSync } from 'node:fs';
import { arch, cpus, platform } from 'node:os';
import { parseArgs } from 'node:util';
import { type BenchOptimizer, type CaseId, caseIds, type EngineId, engineIds, optimizerIds } from './contestant';
import { openBrowser, openNode, type Places } from './places';
import { type Report, type Row, rowOf, textOf } from './report';
import type { Opened, Round } from './session';

const usage = `Usage: npm run bench -- [options]
  --cases A,B        of: ${caseIds.join(', ')} (default: all)
  --engines A,B      of: ${engineIds.join(', ')} (default: all)
  --optimizers A,B   of: ${optimizerIds.join(', ')} (default: all)
  --rounds N         turns an engine gets (default 5)
  --steps N          updates a turn (default 20; mlp 3)
  --node             in Node instead of Chromium
  --json FILE        also write the results as JSON`;

class UsageError extends Error {}

function listOf<T extends string>(text: string | undefined, known: readonly T[], option: string): readonly T[] {
  if (text === undefined) return known;
  return text.split(',').map((name) => {
    if (!known.includes(name as T)) throw new UsageError(`${option}: unknown ${JSON.stringify(name)} (known: ${known.join(', ')})`);
    return name as T;
  });
}

function countOf(text: string | undefined, option: string): number | null {
  if (text === undefined) return null;
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new UsageError(`${option} must be a whole number from 1, not ${JSON.stringify(text)}`);
  return Number(text);
}

function readOptions() {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const options = { cases: text, engines: text, optimizers: text, rounds: text, steps: text, json: text, node: flag, help: flag };
  let values: ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];
  try {
    ({ values } = parseArgs({ options }));
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
  return {
    cases: listOf(values.cases, caseIds, '--cases'),
    engines: listOf(values.engines, engineIds, '--engines'),
    optimizers: listOf(values.optimizers, optimizerIds, '--optimizers'),
    rounds: countOf(values.rounds, '--rounds') ?? 5,
    steps: countOf(values.steps, '--steps'),
    json: values.json,
    node: values.node ?? false,
    help: values.help ?? false,
  };
}

/** One case and optimizer on all engines that have it: opened one after the other, then measured in turns. */
async function measure(places: Places, id: CaseId, optimizer: BenchOptimizer, rounds: number, steps: number): Promise<Row[]> {
  const contestants: { engine: EngineId; opened: Opened; rounds: Round[] }[] = [];
  for (const [engine, session] of places.sessions) {
    if (!(await session.optimizers()).includes(optimizer)) continue;
    contestants.push({ engine, opened: await session.open(id, optimizer), rounds: [] });
  }
  for (let round = 0; round < rounds; round++) {
    process.stderr.write(`${id}, ${optimizer}: round ${round + 1} of ${rounds}\n`);
    // Who goes first changes from round to round.
    const order = round % 2 === 0 ? contestants : [...contestants].reverse();
    for (const contestant of order) contestant.rounds.push(await places.sessions.get(contestant.engine)!.round(steps));
  }
  return contestants.map(({ engine, opened, rounds: measured }) => rowOf({ case: id, engine, optimizer }, opened, measured));
}

async function main(): Promise<void> {
  const options = readOptions();
  if (options.help) {
    console.log(usage);
    return;
  }
  const places = await (options.node ? openNode : openBrowser)(options.engines);
  try {
    const rows: Row[] = [];
    for (const id of options.cases) {
      for (const optimizer of options.optimizers) {
        rows.push(...(await measure(places, id, optimizer, options.rounds, options.steps ?? (id === 'mlp' ? 3 : 20))));
      }
    }
    const [first] = places.sessions.values();
    const machine = `${cpus()[0]?.model ?? 'unknown processor'} × ${cpus().length}, ${platform()} ${arch()}, ${places.runtime}`;
    const report: Report = { machine, adapter: (await first?.adapter()) ?? 'none', rows };
    if (options.json) writeFileSync(options.json, `${JSON.stringify(report, null, 2)}\n`);
    console.log(textOf(report));
  } finally {
    await places.close();
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof UsageError ? `${error.message}\n${usage}` : `The benchmark failed: ${(error as Error).message}`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
