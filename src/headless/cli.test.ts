/** The commands as a person runs them, in processes of their own: what they print, write and exit with. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { optimizers } from '../optimizers/registry';
import { tasks } from '../tasks/registry';

const root = fileURLToPath(new URL('../../', import.meta.url));
// As `npm run train` does (scripts/run.mjs).
const tsx = ['--import', pathToFileURL(join(root, 'node_modules', 'tsx', 'dist', 'loader.mjs')).href];
const patience = 90_000;
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'polyak-cli-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function run(program: 'train' | 'golden', ...args: string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(process.execPath, [...tsx, join('src', 'headless', `${program}.ts`), ...args], { cwd: root }, (error, out, err) => {
      resolve({ code: error ? (typeof error.code === 'number' ? error.code : -1) : 0, out, err });
    });
  });
}

/** Writes a file into the folder of these tests and returns its path. */
function file(name: string, content: string | object | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' || content instanceof Uint8Array ? content : JSON.stringify(content));
  return path;
}

/** Bad input: a sentence with its place, exit code 2, nothing on stdout, no stack trace. */
function expectRefusal({ code, out, err }: Outcome, ...words: string[]): void {
  for (const word of words) expect(err).toContain(word);
  expect(err).toMatch(/^error: /m);
  expect(err).not.toContain('    at ');
  expect(out).toBe('');
  expect(code).toBe(2);
}

const tiny = {
  task: { id: 'classifier-2d', options: { points: 20, width: 4, layers: 1 } },
  optimizers: [{ id: 'aalig', hyperparameters: { eta: 1, sections: 2 } }, { id: 'sls-armijo' }],
  epochs: 2,
  batchSize: 8,
  seeds: [4, 5],
};

describe('train: bad input', () => {
  it(
    'no experiment, or an option that does not exist',
    async () => {
      expectRefusal(await run('train'), '--experiment is missing', 'usage:');
      expectRefusal(await run('train', '--experimant', 'x.json'), '--experimant', 'usage:');
    },
    patience,
  );

  it(
    'an experiment that is missing, is not JSON, or breaks a rule: its path and the field',
    async () => {
      const missing = join(folder, 'missing.json');
      expectRefusal(await run('train', '--experiment', missing), `there is no file ${missing}`);
      const text = file('text.json', '{"task": ');
      expectRefusal(await run('train', '--experiment', text), `${text}: is not JSON`);
      const eta = file('eta.json', { ...tiny, optimizers: [{ id: 'aalig', hyperparameters: { eta: -1 } }] });
      expectRefusal(await run('train', '--experiment', eta), `${eta}, optimizers[0].hyperparameters.eta: must be a number above 0`);
      const task = file('task.json', { ...tiny, task: { id: 'imagenet' } });
      expectRefusal(await run('train', '--experiment', task), `${task}, task.id: unknown task "imagenet"`, 'matrix-factorization');
    },
    patience,
  );

  it(
    'a batch larger than the set, an unknown backend, a folder that is not there',
    async () => {
      const large = file('large.json', { ...tiny, batchSize: 21 });
      expectRefusal(await run('train', '--experiment', large, '--backend', 'cpu'), 'batchSize: is 21', 'only 20 training samples');
      const good = file('good.json', tiny);
      expectRefusal(await run('train', '--experiment', good, '--backend', 'cuda'), '--backend: must be one of', '"cuda"');
      expectRefusal(await run('train', '--experiment', good, '--out', join(folder, 'no', 'r.json')), '--out: there is no folder');
    },
    patience,
  );

  const binary = Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0]);
  const malformed: [string, string | Uint8Array, number | null, string][] = [
    ['bad index', '1 1:1\n2 0:1\n', 2, 'index 0: indices count from 1'],
    ['unsorted', '1 1:1\n2 1:1\n1 5:1 3:1\n', 3, 'index 3 after 5'],
    ['missing label', '1 1:1\n2:1 3:1\n', 2, 'the label is missing'],
    ['empty', '', null, 'is empty'],
    ['binary', binary, null, 'is a binary file'],
  ];

  it.each(malformed)(
    'a LIBSVM file (%s): the file, its line and what is wrong',
    async (name, content, line, what) => {
      const data = file(`${name.replace(' ', '-')}.libsvm`, content);
      const experiment = file('rbf.json', { task: { id: 'rbf', options: { file: data } }, optimizers: [{ id: 'aalig' }], epochs: 1 });
      const outcome = await run('train', '--experiment', experiment, '--backend', 'cpu');
      expectRefusal(outcome, `error: ${data}${line === null ? '' : `, line ${line}`}: ${what}`);
    },
    patience,
  );

  it(
    'a LIBSVM file of 200 MB, or none at all',
    async () => {
      const huge = file('huge.libsvm', '');
      truncateSync(huge, 200_000_000); // takes no room on most disks
      const on = (data: string) => file('rbf.json', { task: { id: 'rbf', options: { file: data } }, optimizers: [{ id: 'sgd' }] });
      expectRefusal(await run('train', '--experiment', on(huge), '--backend', 'cpu'), `${huge}: is 200 MB large; the limit is`);
      const missing = join(folder, 'none.libsvm');
      expectRefusal(await run('train', '--experiment', on(missing), '--backend', 'cpu'), 'task.options.file', missing);
    },
    patience,
  );
});

describe('train', () => {
  it(
    '--list prints every task and optimizer with all that can be set of them',
    async () => {
      const { code, out } = await run('train', '--list');
      expect(code).toBe(0);
      for (const { id, fields } of [...tasks, ...optimizers]) {
        expect(out).toContain(`  ${id}: `);
        for (const { key } of fields) expect(out).toContain(`    ${key} `);
      }
    },
    patience,
  );

  it(
    'writes a result with everything in it, the same one each time but for its times',
    async () => {
      const experiment = file('experiment.json', tiny);
      const results = [];
      for (const name of ['one.json', 'two.json']) {
        const path = join(folder, name);
        const { code, out, err } = await run('train', '--experiment', experiment, '--out', path, '--backend', 'cpu');
        expect({ code, out }).toEqual({ code: 0, out: '' });
        expect(err).toContain('8 of 8 epochs');
        results.push(JSON.parse(readFileSync(path, 'utf8'), (key, value) => (key === 'seconds' ? typeof value : value)));
      }
      const [one, two] = results;
      expect(two).toEqual(one);
      expect(one.task).toEqual({ id: 'classifier-2d', options: expect.objectContaining({ points: 20, shape: 'moons' }), floor: null });
      expect(one.runs.map((run: Record<string, unknown>) => [run['optimizer'], run['seed'], run['status']])).toEqual([
        ['aalig', 4, 'done'],
        ['sls-armijo', 4, 'done'],
        ['aalig', 5, 'done'],
        ['sls-armijo', 5, 'done'],
      ]);
      const hash = expect.stringMatching(/^[0-9a-f]{8}$/);
      for (const run of one.runs) {
        expect(run).toMatchObject({ hyperparameters: { weightDecay: 0 }, initialHash: hash, batchHash: hash });
        expect(run.epochs.map(({ epoch }: { epoch: number }) => epoch)).toEqual([0, 1, 2]);
        const number = expect.any(Number);
        const always = {
          fullTrainLoss: number,
          validationLoss: number,
          validationAccuracy: number,
          evaluations: number,
          seconds: 'number',
        };
        expect(run.epochs[0]).toMatchObject({ ...always, evaluations: 0, trainLoss: null, meanStepSize: null, meanAov: null });
        const meanAov = run.optimizer === 'aalig' ? number : null;
        for (const later of run.epochs.slice(1))
          expect(later).toMatchObject({ ...always, trainLoss: number, meanStepSize: number, meanAov });
      }
      expect(one.runs[0].hyperparameters).toMatchObject({ eta: 1, sections: 2, momentum: 0.9 });
    },
    patience,
  );

  it(
    'ends well though a run diverges, and says so',
    async () => {
      const sgd = { id: 'sgd', hyperparameters: { eta: 100, momentum: 0 } };
      const experiment = file('diverges.json', { task: { id: 'matrix-factorization' }, optimizers: [sgd, { id: 'coin' }], epochs: 1 });
      const { code, out, err } = await run('train', '--experiment', experiment, '--backend', 'cpu');
      expect(code).toBe(0);
      expect(err).toMatch(/sgd, seed 1: diverged, .* update \d/);
      const result = JSON.parse(out);
      expect(result.runs.map(({ status }: { status: string }) => status)).toEqual(['diverged', 'done']);
      expect(result.task.floor).toBeGreaterThan(0);
    },
    patience,
  );
});

describe('golden', () => {
  const rule = (aov: number) => ({
    schema: 'golden-aov-rule/1',
    n: 1,
    lower_bound: 0,
    initial_aov: 0,
    initial_gap: 0,
    updates: [{ reference_losses: [8], reached: [0], aov: [aov], gap: [4] }],
  });
  /** Runs the program on a folder with one AOV-rule file. */
  async function goldenOn(content: string | object): Promise<Outcome> {
    const inside = mkdtempSync(join(folder, 'golden-'));
    writeFileSync(join(inside, 'aov_rule_x.json'), typeof content === 'string' ? content : JSON.stringify(content));
    return run('golden', inside);
  }

  it(
    'exits with 0 if all pass, 1 if one fails, with a line each and the counts last',
    async () => {
      const good = await goldenOn(rule(4));
      expect(good.out).toMatch(/^pass {2}aov_rule_x\.json B = 0 .*\n1 passed, 0 failed\n$/);
      expect(good.code).toBe(0);
      const bad = await goldenOn(rule(5));
      expect(bad.out).toMatch(/^FAIL {2}aov_rule_x\.json B = 0 .*\n0 passed, 1 failed\n$/);
      expect(bad.code).toBe(1);
    },
    patience,
  );

  it(
    'exits with 2 on a folder that is missing or holds nothing to replay, and on a file of another schema',
    async () => {
      const missing = join(folder, 'nowhere');
      expectRefusal(await run('golden', missing), `${missing}: is not a folder`);
      expectRefusal(await run('golden', mkdtempSync(join(folder, 'empty-'))), 'holds no trace_*.json');
      expectRefusal(await goldenOn({ ...rule(4), schema: 'other/1' }), 'aov_rule_x.json, schema:');
      expectRefusal(await run('golden'), 'name one folder', 'usage:');
    },
    patience,
  );
});
