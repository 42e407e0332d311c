/** Reads what the test runners wrote about a run into one shape: how many tests passed, failed and were skipped. */

/**
 * @typedef {{ passed: number, failed: number, skipped: string[] }} Counts `skipped`: a line a test, with the reason where it is known
 */

function* specsIn(suites, path = []) {
  for (const suite of suites ?? []) {
    const titles = [...path, suite.title];
    for (const spec of suite.specs ?? []) yield { spec, titles: [...titles, spec.title] };
    yield* specsIn(suite.suites, titles);
  }
}

/** Vitest's JSON report (Jest's format). A file that does not even load is a suite that failed without a test. */
export function countVitest(report) {
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles.length,
    skipped: report.testResults.flatMap((file) =>
      file.assertionResults.filter((test) => ['skipped', 'pending', 'todo', 'disabled'].includes(test.status)).map((test) => test.fullName),
    ),
  };
}

/** Playwright's JSON report. `errors` are those outside any test: a syntax error, a server that does not start. */
export function countPlaywright(report) {
  const { expected, unexpected, flaky } = report.stats;
  const skipped = [...specsIn(report.suites)].flatMap(({ spec, titles }) =>
    spec.tests
      .filter((test) => test.status === 'skipped')
      .map((test) => [titles.join(' › '), test.annotations.find(({ type }) => type === 'skip')?.description].filter(Boolean).join(': ')),
  );
  return { passed: expected + flaky, failed: unexpected + report.errors.length, skipped };
}

/**
 * The counts of one part of `npm test`. A part that ends badly without a failed test to show for it (a crash, an
 * unhandled rejection) counts as one failure, and so does one that leaves no report.
 *
 * @param {boolean} ok whether the part's process ended well
 * @param {Counts | null} counts from its report; null: it has none
 * @param {boolean} hasReport whether it should have one; a part without is one test itself
 * @returns {Counts}
 */
export function countPart(ok, counts, hasReport) {
  if (!hasReport) return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: [] };
  if (!counts) return { passed: 0, failed: 1, skipped: [] };
  return !ok && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

const seconds = (milliseconds) => `${(milliseconds / 1000).toFixed(1)} s`;

/**
 * The end of `npm test`: a table, what was skipped, and the line that counts everything.
 * @param {(Counts & { name: string, milliseconds: number })[]} parts
 */
export function summary(parts) {
  const total = (key) => parts.reduce((sum, part) => sum + part[key], 0);
  const skipped = parts.flatMap((part) => part.skipped.map((line) => `  ${part.name}: ${line}`));
  const rows = [
    ['part', 'passed', 'failed', 'skipped', 'time'],
    ...parts.map((part) => [part.name, part.passed, part.failed, part.skipped.length, seconds(part.milliseconds)]),
    ['all', total('passed'), total('failed'), skipped.length, seconds(total('milliseconds'))],
  ].map((row) => row.map(String));
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row) => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))).join('  ');
  return [
    ...rows.map(line),
    ...(skipped.length > 0 ? ['Skipped:', ...skipped] : []),
    `${total('passed')} passed, ${total('failed')} failed`,
  ].join('\n');
}
