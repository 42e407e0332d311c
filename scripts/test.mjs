/**
 * `npm test`: installs what is missing (a Chromium too), then runs every check there is: lint, types, known holes in dependencies, tests in Node, tests in
 * a browser on WebGPU, the build, journeys through the built page. A part runs even if an earlier one failed. The last
 * line is `N passed, N failed`; the exit status is 1 if anything failed.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { install, root } from './install.mjs';
import { countPart, countPlaywright, countVitest, summary } from './test-report.mjs';

/** A part that takes longer hangs. All of them together should take less. */
const limitMinutes = 40;

install();
// Not imported above: it needs the dependencies.
const { ensureChromium } = await import('./find-chromium.mjs');
const chromium = await ensureChromium();

const reports = mkdtempSync(join(tmpdir(), 'polyak-test-'));
const tool = (...path) => join(root, 'node_modules', ...path);
const biome = tool('@biomejs', 'biome', 'bin', 'biome');
const vitest = (project) => [tool('vitest', 'vitest.mjs'), 'run', '--project', project, '--reporter=default', '--reporter=json'];

/** Arguments of Node, and how to read the report, if the part writes one. */
const parts = [
  { name: 'lint', args: [biome, 'check', '--error-on-warnings'] },
  { name: 'imports', args: [join('scripts', 'check-imports.mjs')] },
  { name: 'types', args: [tool('typescript', 'bin', 'tsc'), '--noEmit'] },
  { name: 'audit', args: [join('scripts', 'audit.mjs')] },
  // By itself Vitest leaves one processor free.
  { name: 'unit', args: [...vitest('unit'), '--maxWorkers=100%', `--outputFile.json=${join(reports, 'unit')}`], count: countVitest },
  { name: 'gpu', args: [...vitest('gpu'), `--outputFile.json=${join(reports, 'gpu')}`], count: countVitest },
  { name: 'build', args: [tool('vite', 'bin', 'vite.js'), 'build'] },
  { name: 'e2e', args: [tool('@playwright', 'test', 'cli.js'), 'test', '--reporter=list,json'], count: countPlaywright },
];

let running = null;

/** Ends a part and what it started: on POSIX it is a process group of its own. */
function stop(child, signal = 'SIGTERM') {
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // It has ended already.
  }
}

/** Runs a part with its output shown; resolves to whether it ended well. */
function run({ name, args }) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      detached: process.platform !== 'win32',
      env: { ...process.env, CHROMIUM_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: join(reports, name) },
    });
    running = child;
    const timer = setTimeout(() => {
      console.error(`\n${name} has run for ${limitMinutes} minutes: stopped.`);
      stop(child);
      setTimeout(() => stop(child, 'SIGKILL'), 10_000).unref();
    }, limitMinutes * 60_000);
    child.on('error', (error) => console.error(`${name} could not be started: ${error.message}`));
    child.on('close', (status) => {
      clearTimeout(timer);
      running = null;
      resolve(status === 0);
    });
  });
}

function reportOf({ name, count }) {
  try {
    return count(JSON.parse(readFileSync(join(reports, name), 'utf8')));
  } catch {
    return null;
  }
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => {
    if (running) stop(running);
    rmSync(reports, { recursive: true, force: true });
    process.exit(1);
  });
}

const results = [];
for (const part of parts) {
  console.log(`\n=== ${part.name} ===`);
  const begin = performance.now();
  const ok = await run(part);
  const milliseconds = performance.now() - begin;
  const hasReport = part.count !== undefined;
  results.push({ name: part.name, milliseconds, ...countPart(ok, hasReport ? reportOf(part) : null, hasReport) });
}
rmSync(reports, { recursive: true, force: true });

console.log(`\n${summary(results)}`);
process.exitCode = results.some((part) => part.failed > 0) ? 1 : 0;
