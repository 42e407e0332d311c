/** `npm run train -- --sweep` as a person runs it: what it writes, how it goes on after it was stopped, what it refuses. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readResult } from '../results/read-result';
import { type ExperimentResult, resultText } from '../results/result';
import { keyOfRun } from '../results/sweep';

const root = fileURLToPath(new URL('../../', import.meta.url));
const tsx = ['--import', pathToFileURL(join(root, 'node_modules', 'tsx', 'dist', 'loader.mjs')).href];
const patience = 90_000;
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'polyak-sweep-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const tiny = {
  task: { id: 'matrix-factorization', options: { rank: 1 } },
  optimizers: [
    { id: 'aalig', hyperparameters: { eta: [0.1, 1], sections: 2 } },
    { id: 'sgd', hyperparameters: { eta: [0.1, 1000], momentum: 0 } },
  ],
  epochs: 2,
  seeds: [1, 2],
};

function file(name: string, content: object | string): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

function start(...args: string[]): ChildProcess {
  return spawn(process.execPath, [...tsx, join('src', 'headless', 'train.ts'), ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
}

function ended(child: ChildProcess): Promise<{ code: number | null; out: string; err: string }> {
  let out = '';
  let err = '';
  child.stdout?.on('data', (text) => {
    out += text;
  });
  child.stderr?.on('data', (text) => {
    err += text;
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })));
}

const run = (...args: string[]) => ended(start(...args));
const read = (path: string): ExperimentResult => readResult(path, readFileSync(path, 'utf8'));

describe('a sweep', () => {
  it(
    'writes every run and the best setting of each method, and when asked again makes only what is missing',
    async () => {
      const sweep = file('sweep.json', tiny);
      const path = join(folder, 'sweep.out.json');
      const first = await run('--sweep', sweep, '--out', path, '--backend', 'cpu');
      expect(first).toMatchObject({ code: 0, out: '' });
      expect(first.err).toContain('run 1 of 8');
      const result = read(path);
      expect(result.runs.map(({ optimizer, hyperparameters: { eta }, seed, status }) => [optimizer, eta, seed, status])).toEqual(
        [1, 2].flatMap((seed) => [
          ['aalig', 0.1, seed, 'done'],
          ['aalig', 1, seed, 'done'],
          ['sgd', 0.1, seed, 'done'],
          ['sgd', 1000, seed, 'diverged'],
        ]),
      );
      expect(result).toMatchObject({ epochs: 2, trainSize: 800, validationSize: 200 });
      expect(result.best!.map(({ optimizer }) => optimizer)).toEqual(['aalig', 'sgd']);
      expect(result.best![1]).toMatchObject({
        hyperparameters: { eta: 0.1 },
        selectedBy: 'validationLoss',
        seeds: [1, 2],
        failures: 0,
        compared: 2,
        comparedFailed: 1,
      });
      // Equal start and batches for all runs of a seed.
      for (const seed of [1, 2]) {
        const same = result.runs.filter((candidate) => candidate.seed === seed && candidate.status === 'done');
        expect(new Set(same.map(({ initialHash, batchHash }) => initialHash + batchHash)).size).toBe(1);
      }

      // Two runs are lost: they are made again and come out the same, the others are as they were, times included.
      const lost = [1, 6];
      writeFileSync(path, resultText({ ...result, runs: result.runs.filter((_, i) => !lost.includes(i)) }));
      const second = await run('--sweep', sweep, '--out', path, '--backend', 'cpu');
      expect(second.code).toBe(0);
      expect(second.err).toContain('6 of 8 runs are in');
      const again = read(path);
      expect(again.runs).toHaveLength(8);
      const untimed = ({ runs }: ExperimentResult) =>
        runs.map((one) => ({ ...one, epochs: one.epochs.map((epoch) => ({ ...epoch, seconds: 0 })) }));
      expect(untimed(again)).toEqual(untimed(result));
      again.runs.forEach((one, i) => {
        if (!lost.includes(i)) expect(one).toEqual(result.runs[i]);
      });
    },
    patience,
  );

  it(
    'stopped in the middle (Ctrl-C) keeps what has ended and goes on from there',
    async () => {
      const seeds = Array.from({ length: 20 }, (_, i) => i + 1);
      const sweep = file('long.json', { ...tiny, epochs: 40, seeds });
      const path = join(folder, 'long.out.json');
      const child = start('--sweep', sweep, '--out', path, '--backend', 'cpu');
      const end = ended(child);
      while (!existsSync(path) && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 50));
      child.kill('SIGINT');
      const { code, err } = await end;
      expect(code).toBe(1);
      expect(err).toMatch(/stopped with \d+ of 80 runs in .*; the same command goes on/);
      const part = read(path);
      expect(part.runs.length).toBeGreaterThan(0);
      expect(part.runs.length).toBeLessThan(80);

      // The whole of it takes long; the same runs with fewer seeds go on just so.
      const few = part.runs.filter(({ seed }) => seed === 1);
      const rest = file('long.json', { ...tiny, epochs: 40, seeds: [1, 2] });
      expect((await run('--sweep', rest, '--out', path, '--backend', 'cpu')).code).toBe(0);
      const whole = read(path);
      expect(whole.runs).toHaveLength(8);
      expect(new Set(whole.runs.map((one) => keyOfRun(whole, one))).size).toBe(8);
      few.forEach((one, i) => {
        expect(whole.runs[i]).toEqual(one);
      });
    },
    patience,
  );

  it(
    'bad input: a sentence with its place, exit code 2, and nothing is written over',
    async () => {
      const sweep = file('good.json', tiny);
      const refused = async (words: string[], ...args: string[]) => {
        const { code, out, err } = await run(...args);
        for (const word of words) expect(err).toContain(word);
        expect(err).not.toContain('    at ');
        expect({ code, out }).toEqual({ code: 2, out: '' });
      };
      await refused(['--out is missing'], '--sweep', sweep);
      await refused(['not both'], '--sweep', sweep, '--experiment', sweep, '--out', join(folder, 'x.json'));
      const wrong = file('wrong.json', { ...tiny, optimizers: [{ id: 'aalig', hyperparameters: { eta: [1, 'two'] } }] });
      await refused([`${wrong}, optimizers[0].hyperparameters.eta: must be a number`], '--sweep', wrong, '--out', join(folder, 'x.json'));
      const letter = file('letter.txt', 'Dear Anna,');
      await refused([`${letter}: is not JSON`], '--sweep', sweep, '--out', letter, '--backend', 'cpu');
      expect(readFileSync(letter, 'utf8')).toBe('Dear Anna,');
      const other = join(folder, 'other.json');
      expect((await run('--sweep', file('short.json', { ...tiny, seeds: [9], epochs: 1 }), '--out', other, '--backend', 'cpu')).code).toBe(
        0,
      );
      const before = readFileSync(other, 'utf8');
      await refused(['holds the result of something else'], '--sweep', sweep, '--out', other, '--backend', 'cpu');
      expect(readFileSync(other, 'utf8')).toBe(before);
    },
    patience,
  );
});
