/**
 * Asks the package registry for known holes in what the page is made of. High and critical ones fail; where the registry cannot be asked
 * (no network, a mirror without that service) it says so and passes: the other checks are worth having all the same.
 */
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { root } from './install.mjs';

const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json'], {
  cwd: root,
  encoding: 'utf8',
  shell: process.platform === 'win32',
  timeout: 60_000,
});

let report = null;
try {
  report = JSON.parse(stdout);
} catch {
  // No answer.
}
const found = report?.metadata?.vulnerabilities;
if (!found) {
  console.log(`Dependencies were not audited: ${report?.message ?? report?.error?.summary ?? 'the registry gave no answer'}`);
} else {
  const { critical, high, moderate, low } = found;
  console.log(`Known holes in the dependencies: ${critical} critical, ${high} high, ${moderate} moderate, ${low} low.`);
  const serious = Object.values(report.vulnerabilities).filter(({ severity }) => severity === 'critical' || severity === 'high');
  for (const { name, severity, range } of serious) console.error(`  ${severity}: ${name} ${range}`);
  if (serious.length > 0) {
    console.error('Run npm audit for what to do.');
    process.exitCode = 1;
  }
}
