/**
 * `npm run bench`: engines side by side, all of them in one run, in turns. Times on a software GPU show JavaScript and API
 * overhead, not GPU speed.
 */

import { writeFileSync } from 'node:fs';
import { arch, cpus, platform } from 'node:os';
import process from 'node:process';
import { runCommand, UsageError } from '../scripts/command-line';
import { adapterOf, measurePlan } from '../src/benchmark/measure';
import { planOf } from '../src/benchmark/plan';
import type { Report } from '../src/benchmark/report';
import { textOf } from '../src/benchmark/report-text';
import { readOptions, usage } from './options';
import { openBrowser, openNode } from './places';

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    console.log(usage);
    return;
  }
  const places = await (options.node ? openNode : openBrowser)();
  try {
    const adapter = await adapterOf(places, options.engines[0]!);
    const plan = planOf(options, adapter.software);
    if (plan.length === 0) throw new UsageError('none of these engines has any of these optimizers');
    const result = await measurePlan(places, plan, {
      onProgress: ({ share, text }) => process.stderr.write(`${Math.floor(100 * share)} %  ${text}\n`),
    });
    const machine = `${cpus()[0]?.model ?? 'unknown processor'} × ${cpus().length}, ${platform()} ${arch()}, ${places.runtime}`;
    const report: Report = { machine, adapter: adapter.name, ...result };
    if (options.json) writeFileSync(options.json, `${JSON.stringify(report, null, 2)}\n`);
    console.log(textOf(report));
    if (report.rows.length === 0) process.exitCode = 1;
  } finally {
    await places.close();
  }
}

await runCommand(main, usage, (error) => `The benchmark failed: ${error.message}`);
