/** The report's numbers against hand-made results, its safety against hostile ones, its size against large ones. */
import { describe, expect, it } from 'vitest';
import { bestRows } from '../results/best';
import { parseResult } from '../results/read-result';
import { resultText } from '../results/result';
import { resultOf, runOf } from '../results/result-checks';
import { reportLimits } from './model';
import { type ReportInput, reportHtml } from './report';
import { course, madeSweep } from './report-checks';
import { problemsIn } from './well-formed';

const versions = { page: '1.2.3', tensorflow: '4.22.0', browser: null };
const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:".replaceAll("'", '&#39;');
const at = new Date('2025-03-02T14:05:00Z');
const write = (results: ReportInput['results'], rest: Partial<ReportInput> = {}) =>
  reportHtml({ title: 'A report', at, results, notes: [], versions, ...rest });

/** What a reader reads, a line a row or paragraph, cells apart by " | ". */
function readable(document: string): string[] {
  return document
    .replace(/<style>[\s\S]*?<\/style>/g, '')
    .replace(/<svg[\s\S]*?<\/svg>/g, '')
    .replace(/<\/t[hd]>/g, ' | ')
    .replace(/<\/(tr|p|h\d|div|li|dd|dt)>/g, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

describe('reportHtml of a sweep', () => {
  const document = write([{ name: 'sweep', result: madeSweep() }], { notes: ['10 epochs instead of 50.'] });
  const lines = readable(document);

  it('is well-formed, without scripts and without anything to fetch', () => {
    expect(problemsIn(document)).toEqual([]);
    expect(document.includes(`content="${policy}"`)).toBe(true);
    expect(document.match(/<script|<iframe|<object|<embed|<form|\son\w+=|javascript:/gi)).toBeNull();
    expect(document.match(/(?:src|href|xlink:href)="(?!#|data:,)[^"]*"/g)).toBeNull();
    expect(document.match(/url\((?!#)|@import/g)).toBeNull();
  });

  it('says what was run, on what, when and by what', () => {
    expect(lines).toContain('A report');
    expect(lines.join('\n')).toContain('2025-03-02 14:05 UTC · 27 runs · ended: 23 done, 4 diverged');
    expect(lines).toContain('10 epochs instead of 50.');
    expect(lines).toContain('rank k | 4 |');
    expect(lines).toContain('maximum step size η | 0.01, 0.1, 1, 10 |');
    expect(lines).toContain('batch size b | 100 |');
    expect(lines.join('\n')).toMatch(/WASM, chosen automatically\. Reason: made by hand\./);
    expect(lines.join('\n')).toContain('Polyak Playground 1.2.3 and TensorFlow.js 4.22.0');
  });

  it('has the best setting of each method with mean ± standard deviation', () => {
    // 0.0125, 0.01375, 0.01125: mean 0.0125, sd 0.00125; the floor is 0.01.
    expect(lines).toContain('AALIG | η = 1 | 4 | 3 | 0.0125 ± 0.0013 | 1.250 | 0.0125 ± 0.0013 | 80 | 10.0 s | 8 | 0 |');
    expect(lines).toContain('SGD Nesterov | η = 0.1 | 4 | 3 | 0.100 ± 0.010 | 10.00 | 0.100 ± 0.010 | 80 | 10.0 s | 8 | 0 |');
    expect(lines).toContain('SLS-Armijo | – | 1 | 3 | 0.0200 ± 0.0020 | 2.000 | 0.0200 ± 0.0020 | 240 | 10.0 s | 8 | 0 |');
  });

  it('has every setting, and tells failures apart from numbers', () => {
    expect(lines.find((line) => line.startsWith('SGD Nesterov η=10 | 3'))).toMatch(/\| – \| – \| – \| 8 \| 1\.0 s \| 8 \| 3 of 3 \|$/);
    // Seeds 1 and 3 count: 0.3 and 0.27.
    expect(lines.find((line) => line.startsWith('SGD Nesterov η=1 | 3'))).toMatch(/\| 0\.285 ± 0\.021 \|.*\| 1 of 3 \|$/);
    expect(lines.filter((line) => line.includes('diverged at update 13'))).toHaveLength(4);
    expect(document.match(/class="strong"><th scope="row">AALIG/g)).toHaveLength(2);
  });

  it('says whether weights and batches were shared', () => {
    expect(lines).toContain('All runs of a seed began with the same weights and met the same samples in the same order.');
    expect(lines).toContain('2 | 9 | 00000002 · the same for all 9 | 10000002 · the same for all 7 (10 epochs) |');
    const sweep = madeSweep();
    const [first, ...others] = sweep.runs;
    const differing = readable(write([{ name: 'sweep', result: { ...sweep, runs: [{ ...first!, initialHash: 'abcd' }, ...others] } }]));
    expect(differing.join('\n')).toContain('Not all runs of a seed began with the same weights');
    expect(differing.join('\n')).toMatch(/differ: abcd, 00000001/);
  });

  it('says what runs began with that did not begin with the task’s own weights', () => {
    const sweep = madeSweep();
    const origin = { kind: 'file', label: 'mine<b>.npz', update: 1200 } as const;
    const result = parseResult(JSON.parse(resultText({ ...sweep, runs: sweep.runs.map((run) => ({ ...run, origin })) })));
    expect(result.runs[0]?.origin).toEqual(origin);
    expect(readable(write([{ name: 'sweep', result }])).join('\n')).toMatch(
      /began with the weights of mine.*\.npz after update 1,200, not with/,
    );
  });

  it('draws the charts, each with a key that can be read in grey', () => {
    const charts = [...document.matchAll(/<figure[\s\S]*?<\/figure>/g)].map(([figure]) => figure);
    const titles = charts.map((figure) => /<b>([^<]*)<\/b>/.exec(figure)?.[1]);
    expect(titles).toEqual([
      'Robustness.',
      'Settings.',
      'Training loss.',
      'Training loss by cost.',
      'Step size γ.',
      'Approximate optimal values.',
      'Cost of an update.',
    ]);
    for (const figure of charts) {
      expect(figure.match(/<(path|text)/g)?.length).toBeGreaterThan(5);
      const keys = [...figure.matchAll(/<li>.*?<\/li>/g)].map(([key]) => /stroke-dasharray="([^"]*)"/.exec(key)?.[1] ?? 'solid');
      expect(new Set(keys).size).toBe(keys.length);
    }
    expect(charts[2]).toContain('floor 0.0100');
    expect(charts[1]).toContain('diverged');
    // Custom properties mean nothing outside the page.
    expect(charts.join('').match(/var\(--|"--/g)).toBeNull();
  });

  it('reads the same after the way through a file', () => {
    const again = parseResult(JSON.parse(resultText(madeSweep())));
    expect(write([{ name: 'sweep', result: again }], { notes: ['10 epochs instead of 50.'] }) === document).toBe(true);
  });
});

describe('reportHtml of what is incomplete', () => {
  it('tells of runs without a number, without epochs and without an end', () => {
    const result = resultOf([
      runOf('adam', {}, 1, [], { status: 'waiting', batchHash: null }),
      runOf('sgd', {}, 1, [{ fullTrainLoss: null, trainLoss: null, weightNorm: Number.NaN, meanStepSize: null }], { status: 'running' }),
      runOf('aalig', {}, 1, course(2, 1, 0.5), { status: 'failed', statusUpdate: 16, message: 'out of memory' }),
    ]);
    const document = write([{ name: 'broken', result: { ...result, task: { ...result.task, floor: null } } }]);
    expect(problemsIn(document)).toEqual([]);
    const lines = readable(document);
    expect(lines).toContain('Adam | 1 | – | – | – | – | – | – | – | waiting |');
    expect(lines.join('\n')).toContain('failed at update 16');
    expect(lines.join('\n')).toContain('out of memory');
    expect(document.match(/.{0,40}(NaN|undefined|Infinity|\[object).{0,40}/g)).toBeNull();
  });

  it('tells of a result without runs', () => {
    const document = write([{ name: 'nothing', result: resultOf([]) }]);
    expect(problemsIn(document)).toEqual([]);
    expect(readable(document)).toContain('No run had begun when this was written.');
  });

  it('survives best rows that belong to no run, and settings that no field describes', () => {
    const sweep = madeSweep();
    const best = [{ ...sweep.best![0]!, hyperparameters: { eta: 77, secret: 'x' }, seeds: [9] }];
    const runs = sweep.runs.map((run) => ({ ...run, hyperparameters: { ...run.hyperparameters, added: 'later' } }));
    const document = write([{ name: 'odd', result: { ...sweep, runs, best } }]);
    expect(problemsIn(document)).toEqual([]);
    expect(readable(document)).toContain('added | later |');
    expect(document.match(/.{0,40}(NaN|undefined).{0,40}/g)).toBeNull();
  });
});

describe('reportHtml of hostile texts', () => {
  const evil = `"><script>alert('x')</script><img src=x onerror=alert(1)>&amp;' \u202egnp.\u0000`;

  it('escapes every text that a file can bring', () => {
    const runs = [1, 2].map((seed) =>
      runOf('sgd', { [evil]: evil, schedule: evil, eta: evil as never }, seed, course(2, 1, 0.1, 0.9), { message: evil, status: 'failed' }),
    );
    const good = runOf('aalig', { eta: 1 }, 1, course(2, 1, 0.1, 0.9), { message: evil });
    const result = resultOf([...runs, good], {
      task: { id: 'rbf', options: { file: evil, [evil]: evil }, floor: 0.01 },
      device: { requested: 'auto', backend: 'webgpu', adapter: evil, software: true, limits: null, reason: evil, trial: [] },
    });
    const document = write(
      [
        { name: evil, result },
        { name: `${evil}2`, result: { ...result, best: bestRows(result.runs, 'auto', null) } },
      ],
      { title: evil, notes: [evil], versions: { page: evil, tensorflow: evil, browser: evil } },
    );
    expect(problemsIn(document)).toEqual([]);
    expect(document.match(/<script|<img|onerror=(?!alert\(1\)&#62;)/g)).toBeNull();
    expect([...document].some((character) => '\u0000\u202e'.includes(character))).toBe(false);
    expect(document.split('&#60;script&#62;').length).toBeGreaterThan(10);
  });
});

describe('reportHtml of several results', () => {
  it('puts them side by side and tells of each', () => {
    const sweep = madeSweep();
    const other = resultOf([runOf('aalig', { eta: 1 }, 1, course(10, 1, 0.02)), runOf('adam', {}, 1, course(10, 1, 0.5))], { epochs: 10 });
    const document = write([
      { name: 'first', result: sweep },
      { name: 'second', result: other },
    ]);
    expect(problemsIn(document)).toEqual([]);
    const lines = readable(document);
    expect(lines).toContain('first | AALIG | 3 | 0.0125 ± 0.0013 | 0.0125 ± 0.0013 | 80 | 10.0 s | 0 |');
    expect(lines).toContain('second | Adam | 1 | 0.500 | 0.500 | 80 | 10.0 s | 0 |');
    expect(lines).toContain('2 · second');
    expect(document.includes('Training loss of all.')).toBe(true);
  });

  it('does not draw different tasks into one chart', () => {
    const one = resultOf([runOf('adam', {}, 1, course(2, 1, 0.5))]);
    const other = { ...one, task: { ...one.task, options: { rank: 1 } } };
    const document = write([
      { name: 'rank 4', result: one },
      { name: 'rank 1', result: other },
    ]);
    expect(document.includes('Training loss of all.')).toBe(false);
    expect(readable(document).join('\n')).toContain('losses are not to be held against each other');
  });
});

describe('reportHtml of much', () => {
  it('stays readable and small with a thousand settings, and says what it left out', () => {
    const runs = Array.from({ length: 1000 }, (_, i) =>
      runOf(i % 2 ? 'sgd' : 'adam', { eta: 10 ** -(i / 100) }, 1, course(50, 1, 0.1 + i / 1000)),
    );
    const result = resultOf(runs, { epochs: 50 });
    const document = write([{ name: 'much', result: { ...result, best: bestRows(runs, 'auto', null) } }]);
    expect(problemsIn(document)).toEqual([]);
    const text = readable(document).join('\n');
    expect(text).toContain(`Here the first ${reportLimits.settings} of 1,000; RESULT.json has them all.`);
    expect(text).toContain(`Here the first ${reportLimits.runs} runs of 1,000; RESULT.json has them all.`);
    expect(text).toContain('Curves are those of the best setting of each method');
    expect(document.length).toBeLessThan(1_500_000);
  });
});
