import { expect, test } from 'vitest';
import { countPart, countPlaywright, countVitest, summary } from './test-report.mjs';

test('Vitest: a file that does not load is a failure', () => {
  const report = {
    numPassedTests: 3,
    numFailedTests: 1,
    testResults: [
      { status: 'failed', assertionResults: [{ status: 'failed' }, { status: 'passed' }] },
      { status: 'failed', assertionResults: [] },
      { status: 'passed', assertionResults: [{ status: 'passed' }, { status: 'skipped', fullName: 'golden mf' }] },
    ],
  };
  expect(countVitest(report)).toEqual({ passed: 3, failed: 2, skipped: ['golden mf'] });
});

test('Playwright: errors outside tests are failures', () => {
  const skipped = { title: 'drops', tests: [{ status: 'skipped', annotations: [{ type: 'skip', description: 'needs mushrooms' }] }] };
  const passed = { title: 'opens', tests: [{ status: 'expected', annotations: [] }] };
  const report = {
    stats: { expected: 4, unexpected: 1, flaky: 0, skipped: 1 },
    errors: [{ message: 'no server' }],
    suites: [{ title: 'file.spec.ts', specs: [passed], suites: [{ title: 'RBF', specs: [skipped] }] }],
  };
  expect(countPlaywright(report)).toEqual({ passed: 4, failed: 2, skipped: ['file.spec.ts › RBF › drops: needs mushrooms'] });
});

test.each([
  ['a part without a report is one test', true, null, false, [1, 0]],
  ['and fails as one', false, null, false, [0, 1]],
  ['a report that was never written is a failure, even of a process that ended well', true, null, true, [0, 1]],
  ['a crash after the last passed test is a failure', false, { passed: 5, failed: 0, skipped: [] }, true, [5, 1]],
  ['failed tests are not counted twice', false, { passed: 5, failed: 2, skipped: [] }, true, [5, 2]],
  ['all passed', true, { passed: 5, failed: 0, skipped: [] }, true, [5, 0]],
])('%s', (_, ok, counts, hasReport, [passed, failed]) => {
  expect(countPart(ok, counts, hasReport)).toMatchObject({ passed, failed });
});

test('the summary ends with the line that counts everything', () => {
  const lines = summary([
    { name: 'lint', passed: 1, failed: 0, skipped: [], milliseconds: 1200 },
    { name: 'unit', passed: 120, failed: 2, skipped: ['a', 'b: why', 'c'], milliseconds: 65_000 },
  ]).split('\n');
  expect(lines.at(-1)).toBe('121 passed, 2 failed');
  expect(lines.slice(-5, -1)).toEqual(['Skipped:', '  unit: a', '  unit: b: why', '  unit: c']);
  expect(lines[2]).toBe('unit     120       2        3  65.0 s');
});
