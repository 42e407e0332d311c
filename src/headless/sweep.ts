/**
 * A sweep on the command line: one run after the other, each written into the result file as soon as it has ended. Asked for again with
 * the same file, the sweep goes on with the runs that are missing; Ctrl-C ends it after what is there has been written.
 */
import { stat } from 'node:fs/promises';
import type { DeviceInfo, Stepping } from '../engine/device-info';
import type { Engine } from '../engine/engine';
import { InputError } from '../fields/input-error';
import { bestRows } from '../results/best';
import { ResultCollector } from '../results/collector';
import { isComplete } from '../results/groups';
import { readResult } from '../results/read-result';
import { type ExperimentResult, type RunResult, resultText } from '../results/result';
import { cellsOf, experimentOfCell, keyOfRun, type Sweep, type SweepCell } from '../results/sweep';
import type { FileSource } from '../tasks/definition';
import { buildTask } from '../training/build-task';
import { Session } from '../training/session';
import { readOrExplain } from './disk-files';
import { ProgressBar } from './progress';
import { writeWhole } from './write-whole';

/** What trains. */
export interface Machine {
  readonly engine: Engine;
  readonly device: DeviceInfo;
  readonly stepping: Stepping;
}

/** Milliseconds between two writings of the result at least: short runs end several times a second. */
const writeEvery = 2000;

/** 1 where a run failed or was cancelled; says why on stderr. */
export function exitCodeOf(runs: readonly RunResult[]): number {
  for (const run of runs) if (run.message) process.stderr.write(`${run.optimizer}, seed ${run.seed}: ${run.status}, ${run.message}\n`);
  return runs.some((run) => run.status === 'failed' || run.status === 'cancelled') ? 1 : 0;
}

/**
 * The runs of a sweep that its result file already has, by their keys. Those that failed or were cancelled are made again.
 * @throws InputError where the file is no result, or the result of something else: it is not written over
 */
export async function runsSoFar(path: string, sweep: Sweep): Promise<Map<string, RunResult>> {
  const known = new Map<string, RunResult>();
  if (!(await stat(path).catch(() => null))) return known;
  const there = readResult(path, (await readOrExplain(path)).toString('utf8'));
  const wanted = new Set(cellsOf(sweep).map(({ key }) => key));
  for (const run of there.runs) {
    const key = keyOfRun(there, run);
    if (wanted.has(key) && isComplete(run)) known.set(key, run);
  }
  if (known.size === 0 && there.runs.some(isComplete)) {
    throw new InputError(path, 'holds the result of something else, which would be lost; name another file, or remove it');
  }
  return known;
}

/** Runs what is missing of a sweep and writes the result. @returns the exit code */
export async function runSweep(
  sweep: Sweep,
  known: Map<string, RunResult>,
  disk: FileSource,
  { engine, device, stepping }: Machine,
  out: string,
): Promise<number> {
  const cells = cellsOf(sweep);
  const missing = cells.filter(({ key }) => !known.has(key));
  if (known.size > 0) process.stderr.write(`${known.size} of ${cells.length} runs are in ${out} already; the others follow\n`);
  const [first = cells[0]!] = missing;
  const task = await buildTask(experimentOfCell(sweep, first), disk);
  const bar = new ProgressBar();
  let session: Session | null = null;
  let stopped = false;
  process.once('SIGINT', () => {
    stopped = true;
    session?.cancel();
  });

  const result = (more: readonly RunResult[] = []): ExperimentResult => {
    const runs = [...cells.flatMap(({ key }) => known.get(key) ?? []), ...more];
    const { epochs, batchSize } = sweep;
    const { floor, trainSize, validationSize } = task;
    return {
      task: { ...sweep.task, floor },
      epochs,
      batchSize,
      trainSize,
      validationSize,
      device,
      runs,
      best: bestRows(runs, sweep.select, sweep),
    };
  };

  const began = performance.now();
  let wroteAt = began;
  const make = async (cell: SweepCell, done: number): Promise<RunResult> => {
    const experiment = experimentOfCell(sweep, cell);
    const collector = new ResultCollector(experiment, device, ({ share, finished, label, atEpoch }) => {
      const made = done + share;
      const passed = (performance.now() - began) / 1000;
      bar.show({
        finished: known.size * sweep.epochs + finished,
        planned: cells.length * sweep.epochs,
        share: (cells.length - missing.length + made) / cells.length,
        secondsLeft: made > 0.02 ? (passed / made) * (missing.length - made) : null,
        label: `run ${cells.length - missing.length + done + 1} of ${cells.length}: ${label}`,
        atEpoch,
      });
    });
    session = new Session(experiment, task, engine, collector, false, stepping, true);
    await session.train();
    return collector.result().runs[0]!;
  };

  const failed: RunResult[] = [];
  for (const [done, cell] of missing.entries()) {
    if (stopped) break;
    const run = await make(cell, done);
    if (run.status === 'cancelled') break;
    if (isComplete(run)) known.set(cell.key, run);
    else failed.push(run);
    if (performance.now() - wroteAt > writeEvery) {
      await writeWhole(out, resultText(result(failed)));
      wroteAt = performance.now();
    }
  }
  bar.end();
  task.dispose();
  await writeWhole(out, resultText(result(failed)));
  if (stopped) process.stderr.write(`stopped with ${known.size} of ${cells.length} runs in ${out}; the same command goes on\n`);
  return stopped ? 1 : exitCodeOf(failed);
}
