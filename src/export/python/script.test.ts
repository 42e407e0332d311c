/**
 * The exported Python scripts: that nothing of an experiment becomes code and every script parses (where there is a Python), and that they
 * train as the page does (where it has PyTorch). Skipped elsewhere.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ImageSet, type LabelledImages, pixelsInMemory } from '../../datasets/parsed-set';
import { planeShapes } from '../../datasets/plane-shapes';
import { useBackend as startBackend } from '../../engine/engine';
import { defaultsOf } from '../../fields/field';
import { InputError } from '../../fields/input-error';
import { optimizerIds } from '../../optimizers/definition';
import { optimizerOf } from '../../optimizers/registry';
import { randomStream } from '../../random/random';
import { ResultCollector } from '../../results/collector';
import { readResult } from '../../results/read-result';
import type { ExperimentResult } from '../../results/result';
import type { FileSource, TaskId } from '../../tasks/definition';
import { taskOf } from '../../tasks/registry';
import { noFiles } from '../../tasks/task-checks';
import { parseExperiment } from '../../training/experiment';
import { Session } from '../../training/session';
import { jsonLiteral, pythonScript } from './script';
import { pythonNeedsData, pythonRefusal } from './support';

// The Python that has PyTorch may be another than the first in the path; PYTHONPATH may name where PyTorch is.
const interpreter = process.env['PYTHON'] ?? 'python3';
const python = (args: string[], input?: string) => spawnSync(interpreter, args, { encoding: 'utf8', input, maxBuffer: 1e8 });
const hasPython = python(['-c', '']).status === 0;
const hasTorch = hasPython && python(['-c', 'import torch']).status === 0;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'script-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const experimentOf = (id: TaskId, options: Record<string, unknown> = {}, rest: Record<string, unknown> = {}) =>
  parseExperiment({ task: { id, options }, optimizers: [{ id: 'aalig' }, { id: 'adam' }], ...rest });

const everything = optimizerIds.map((id) => ({ id }));
const possible = [
  experimentOf('matrix-factorization', {}, { optimizers: everything }),
  experimentOf('matrix-factorization', { rank: 'true' }),
  ...planeShapes.map((shape) => experimentOf('classifier-2d', { shape })),
  experimentOf('rbf'),
  experimentOf('rbf', { file: "it's \"odd\" ''' \\ \n 名.txt" }),
  experimentOf('image-classification'),
  experimentOf('image-classification', { dataset: 'mnist', model: 'mlp' }),
];

describe('which experiments', () => {
  it('are refused, with what can be exported', () => {
    for (const refused of [
      experimentOf('imdb'),
      experimentOf('tolstoi'),
      experimentOf('image-classification', { dataset: 'cifar10' }),
      experimentOf('image-classification', { model: 'resnet8' }),
      experimentOf('image-classification', { augment: true }),
    ]) {
      expect(pythonRefusal(refused)).toMatch(/script can be made for matrix factorisation/);
      expect(() => pythonScript(refused)).toThrow(InputError);
    }
    for (const fine of possible) expect(pythonRefusal(fine)).toBeNull();
  });

  it('need a file', () => {
    expect(possible.map(pythonNeedsData)).toEqual([...new Array(possible.length - 4).fill(false), false, true, false, true]);
  });

  it('are checked first', () => {
    expect(() => pythonScript({ ...possible[0]!, epochs: 'import os' as never })).toThrow(/epochs/);
  });
});

describe('the text', () => {
  it('holds the class and each rule once', () => {
    const text = pythonScript(possible[0]!);
    expect(text.match(/^class AALIG\(torch.optim.Optimizer\):$/gm)).toHaveLength(1);
    for (const id of optimizerIds.filter((other) => other !== 'aalig')) {
      expect(text.match(new RegExp(`^def ${id.replaceAll('-', '_')}_rule\\(\\):$`, 'gm'))).toHaveLength(1);
    }
    expect(text).not.toContain('torch.func');
    expect(pythonScript(possible[1]!)).not.toContain('def sgd_rule');
    expect(text.split('\n').filter((line) => line.length > 140)).toEqual([]);
  });

  it('differs between experiments in the literal alone', () => {
    const [plain, odd] = [possible.at(-4)!, possible.at(-3)!].map(pythonScript) as [string, string];
    const rest = (text: string) => text.replace(/json\.loads\(r'''[^']*'''\)/, '').replaceAll(' --data PATH', '');
    expect(rest(odd)).toBe(rest(plain));
  });
});

describe.skipIf(!hasPython)('with Python (skipped without python3)', () => {
  it('any value comes back from its literal, and is nothing but a literal', { timeout: 120_000 }, () => {
    const odd = ["'''", "\\'''", '\\', "''' + __import__('os').getcwd() + r'''", '\u2028\u0000\ud800', '\r\n\t', '{}'];
    // All in one go: a Python takes longer to start than to look at a thousand of them.
    const values = [
      ...odd,
      { [odd[3]!]: odd },
      ...fc.sample(fc.jsonValue({ stringUnit: 'grapheme' }), 700),
      ...fc.sample(fc.string({ unit: 'binary' }), 300),
      ...fc.sample(fc.string({ unit: fc.constantFrom("'", '"', '\\', '\n', 'u0027', '#', '{') }), 300),
    ];
    const told = python(
      [
        '-c',
        `import ast, json, sys
out = []
for source in json.load(sys.stdin):
    call = ast.parse(source, mode="eval").body
    assert isinstance(call, ast.Call) and len(call.args) == 1 and isinstance(call.args[0], ast.Constant) and ast.unparse(call.func) == "json.loads"
    out.append(json.loads(call.args[0].value))
print(json.dumps(out))`,
      ],
      JSON.stringify(values.map(jsonLiteral)),
    );
    expect(told.stderr).toBe('');
    expect(JSON.parse(told.stdout)).toEqual(JSON.parse(JSON.stringify(values)));
  });

  it('every script compiles', () => {
    const files = possible.map((experiment, i) => {
      const file = join(folder, `script-${i}.py`);
      writeFileSync(file, pythonScript(experiment));
      return file;
    });
    const { status, stderr } = python(['-W', 'error', '-m', 'py_compile', ...files]);
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });
});

/** Trains in this process, as the page does. */
async function trained(experiment: ReturnType<typeof parseExperiment>, files: FileSource = noFiles): Promise<ExperimentResult> {
  const engine = await startBackend('cpu');
  const device = { requested: 'cpu', backend: 'cpu', adapter: null, software: false, limits: null, reason: 'test', trial: [] } as const;
  const { task, batchSize } = experiment;
  const collector = new ResultCollector(experiment, device, () => {});
  await new Session(experiment, await taskOf(task.id).build(task.options, files, { batchSize }), engine, collector, false).train();
  return collector.result();
}

/** Trains with the exported script. */
function scripted(experiment: ReturnType<typeof parseExperiment>, name: string, data?: string): ExperimentResult {
  const [file, out] = [join(folder, `${name}.py`), join(folder, `${name}.json`)];
  writeFileSync(file, pythonScript(experiment));
  const { status, stderr } = python([file, '--out', out, '--device', 'cpu', '--threads', '1', ...(data ? ['--data', data] : [])]);
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return readResult(out, readFileSync(out, 'utf8'));
}

/** The same weights and batches, and numbers that agree until `epochs`. */
function expectSame(ours: ExperimentResult, theirs: ExperimentResult, tolerance: number): void {
  expect({ ...theirs, device: null, runs: null, task: { ...theirs.task, floor: null } }).toEqual({
    ...ours,
    device: null,
    runs: null,
    task: { ...ours.task, floor: null },
  });
  expect(theirs.task.floor ?? 0).toBeCloseTo(ours.task.floor ?? 0, 8);
  expect(theirs.runs).toHaveLength(ours.runs.length);
  ours.runs.forEach((run, i) => {
    const other = theirs.runs[i]!;
    const named = `${run.optimizer} seed ${run.seed}`;
    expect([other.optimizer, other.seed, other.initialHash, other.batchHash, other.status], named).toEqual([
      run.optimizer,
      run.seed,
      run.initialHash,
      run.batchHash,
      run.status,
    ]);
    run.epochs.forEach((epoch, e) => {
      for (const [key, value] of Object.entries(epoch)) {
        const theirValue = other.epochs[e]?.[key as keyof typeof epoch];
        const at = `${named}, epoch ${e}, ${key}: ${value} and ${theirValue}`;
        if (key === 'seconds') continue;
        if (typeof value !== 'number') expect(theirValue, at).toBe(value);
        else expect(Math.abs((theirValue as number) - value), at).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(value)));
      }
    });
  });
}

describe.skipIf(!hasTorch)('with PyTorch (skipped unless python3 has torch)', () => {
  it('one epoch of matrix factorisation agrees to 1e-4, with every optimizer', { timeout: 300_000 }, async () => {
    const uncapped = { id: 'alig', hyperparameters: { eta: null, momentum: 0 } };
    const experiment = experimentOf('matrix-factorization', {}, { optimizers: [...everything, uncapped], epochs: 1, seeds: [1, 2] });
    expectSame(await trained(experiment), scripted(experiment, 'factors'), 1e-4);
  });

  it('AOVs, schedules, weight decay and variants agree over some epochs', { timeout: 300_000 }, async () => {
    const optimizers = [
      { id: 'aalig', hyperparameters: { eta: 1, sections: 3, weightDecay: 1e-3 } },
      { id: 'aalig', hyperparameters: { eta: 0.1, momentum: 0, sections: 6, reference: 'latest' } },
      { id: 'sgd', hyperparameters: { eta: 0.1, schedule: 'step', weightDecay: 1e-3 } },
      { id: 'sgd', hyperparameters: { eta: 0.1, nesterov: false } },
      { id: 'sps', hyperparameters: { variant: 'max', etaMax: 0.1 } },
      { id: 'alig', hyperparameters: { eta: 0.1, radius: 2 } },
      { id: 'coin', hyperparameters: { weightDecay: 1e-3 } },
      { id: 'sls-armijo', hyperparameters: { weightDecay: 1e-3, resetOption: 2 } },
      { id: 'sgd', hyperparameters: { eta: 1e6 } },
    ];
    const experiment = experimentOf('matrix-factorization', { rank: 1 }, { optimizers, epochs: 6 });
    expect(experiment.optimizers[0]!.hyperparameters).toEqual({
      ...defaultsOf(optimizerOf('aalig').fields),
      ...optimizers[0]!.hyperparameters,
    });
    expectSame(await trained(experiment), scripted(experiment, 'settings'), 1e-4);
  });

  it.each([...planeShapes])('points in the plane: %s', { timeout: 300_000 }, async (shape) => {
    const experiment = experimentOf('classifier-2d', { shape, points: 90, labelNoise: 20 }, { epochs: 2 });
    expectSame(await trained(experiment), scripted(experiment, shape), 1e-4);
  });

  it.each(['rings', 'noisy-rings'])('kernel classification: %s', { timeout: 300_000 }, async (dataset) => {
    const experiment = experimentOf('rbf', { dataset, subset: dataset === 'rings' ? 100 : null }, { epochs: 2 });
    expectSame(await trained(experiment), scripted(experiment, dataset), 1e-4);
  });

  it.each(['mlp', 'cnn'])('glyphs: %s', { timeout: 300_000 }, async (model) => {
    const options = { model, samples: 60, colour: model === 'cnn', decay: 'weights', width: 4 };
    const optimizers = [
      { id: 'aalig', hyperparameters: { weightDecay: 0.01 } },
      { id: 'coin', hyperparameters: { weightDecay: 0.01 } },
    ];
    const experiment = experimentOf('image-classification', options, { epochs: 2, optimizers });
    expectSame(await trained(experiment), scripted(experiment, model), 1e-3);
  });

  it('a LIBSVM file, packed, with comments and a subset', { timeout: 300_000 }, async () => {
    const random = randomStream(0, 'test');
    const lines = Array.from(
      { length: 120 },
      (_, i) => `${i % 3 ? '+1' : '-1'} 1:${random.normal()} ${i % 5 ? '' : '3:.5 '}7:${random.uniform()} # ${i}`,
    );
    const bytes = gzipSync(`# made here\n\n${lines.join('\n')}`);
    const data = join(folder, 'made.gz');
    writeFileSync(data, bytes);
    const experiment = experimentOf('rbf', { file: 'elsewhere/made.gz', rows: 110, subset: 61, sigma: 1 }, { epochs: 2, batchSize: 20 });
    const files: FileSource = { ...noFiles, read: async () => new Uint8Array(bytes) };
    expectSame(await trained(experiment, files), scripted(experiment, 'libsvm', data), 1e-4);
  });

  it.each(['validation', 'test'])('idx files, held out: %s', { timeout: 300_000 }, async (heldOut) => {
    const random = randomStream(1, 'test');
    const data = mkdtempSync(join(folder, 'idx-'));
    const made = (count: number, part: string): LabelledImages => {
      const pixels = Uint8Array.from({ length: count * 30 }, () => random.below(256));
      const labels = Int32Array.from({ length: count }, () => random.below(10));
      writeFileSync(
        join(data, `${part}-images-idx3-ubyte.gz`),
        gzipSync(Buffer.concat([Buffer.from([0, 0, 8, 3, 0, 0, 0, count, 0, 0, 0, 6, 0, 0, 0, 5]), pixels])),
      );
      writeFileSync(
        join(data, `${part}-labels-idx1-ubyte`),
        Buffer.concat([Buffer.from([0, 0, 8, 1, 0, 0, 0, count]), Uint8Array.from(labels)]),
      );
      return { pixels: pixelsInMemory(pixels, 30), labels };
    };
    const classNames = Array.from('0123456789');
    const sizes = { kind: 'images', id: 'mnist', name: 'MNIST', height: 6, width: 5, channels: 1, classNames } as const;
    const set: ImageSet = { ...sizes, train: made(200, 'train'), test: made(50, 't10k') };
    const options = { dataset: 'mnist', heldOut, trainLimit: 90, validationLimit: 10, model: 'mlp', width: 16 };
    const experiment = experimentOf('image-classification', options, { epochs: 2, batchSize: 20, fullTrainLoss: 'always' });
    expectSame(await trained(experiment, { ...noFiles, set: async () => set }), scripted(experiment, heldOut, data), 1e-4);
  });

  it('bad data and too large batches end with a sentence', { timeout: 300_000 }, () => {
    const fails = (experiment: ReturnType<typeof parseExperiment>, content: string | null, message: RegExp) => {
      const [file, data] = [join(folder, 'failing.py'), join(folder, 'failing.txt')];
      writeFileSync(file, pythonScript(experiment));
      writeFileSync(data, content ?? '');
      const { status, stderr } = python([
        file,
        '--device',
        'cpu',
        '--out',
        join(folder, 'no.json'),
        ...(content === null ? [] : ['--data', data]),
      ]);
      expect(stderr).toMatch(message);
      expect(stderr).not.toContain('Traceback');
      expect(status).toBe(1);
    };
    fails(experimentOf('classifier-2d', { points: 20 }, { batchSize: 32 }), null, /batch size 32 is larger/);
    fails(experimentOf('rbf', { file: '/etc/hostname' }), null, /'hostname' cannot be read.*--data/);
    fails(experimentOf('rbf', { file: 'x' }), '1 1:1\n2 1:nan\n', /failing.txt, line 2/);
    fails(experimentOf('rbf', { file: 'x' }), '1 1:1\n2 x\n', /failing.txt, line 2/);
    fails(experimentOf('rbf', { file: 'x' }), '1 1:1\n1 1:2\n', /1 different labels/);
    fails(experimentOf('image-classification', { dataset: 'mnist' }), null, /--data/);
  });

  it('torchrun on two processes gives the same result', { timeout: 300_000 }, () => {
    const experiment = experimentOf('matrix-factorization', {}, { epochs: 1, seeds: [1, 2] });
    const alone = scripted(experiment, 'alone');
    const out = join(folder, 'together.json');
    const { stderr, status } = python([
      '-m',
      'torch.distributed.run',
      '--nproc_per_node=2',
      '--standalone',
      join(folder, 'alone.py'),
      '--out',
      out,
      '--device',
      'cpu',
    ]);
    expect(status, stderr).toBe(0);
    const withoutTime = ({ runs }: ExperimentResult) =>
      runs.map((run) => ({ ...run, epochs: run.epochs.map((epoch) => ({ ...epoch, seconds: 0 })) }));
    expect(withoutTime(readResult(out, readFileSync(out, 'utf8')))).toEqual(withoutTime(alone));
  });
});
