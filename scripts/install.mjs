/**
 * Installs the dependencies where they are missing or out of date, and says so in one line. Every npm script starts here,
 * so that each of them works on a fresh clone. Only Node's own modules may be imported: there is nothing else yet.
 *
 * All output goes to standard error: `npm run train` and its like own standard output.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

/** The repository's root folder. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The oldest Node that the build tools accept; package.json's `engines` says the same. */
const oldestNode = { major: 20, minor: 19 };

/** Ends the program with one sentence instead of a stack trace. */
export function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

/** Ends the program if this Node is too old to build with. */
export function requireNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > oldestNode.major || (major === oldestNode.major && minor >= oldestNode.minor)) return;
  fail(
    `Polyak Playground needs Node.js ${oldestNode.major}.${oldestNode.minor} or newer; this is ${version}. Install a newer one and try again.`,
  );
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

/**
 * Whether what is installed is what package-lock.json asks for. npm writes `node_modules/.package-lock.json` as the last
 * act of an install, so it is the stamp: an interrupted install has none. Optional packages are skipped, most of them
 * are for other systems.
 *
 * @param wanted parsed package-lock.json
 * @param installed parsed node_modules/.package-lock.json, or null
 */
export function isInstalled(wanted, installed) {
  if (!installed?.packages) return false;
  return Object.entries(wanted.packages).every(
    ([path, entry]) => path === '' || entry.optional || entry.devOptional || installed.packages[path]?.version === entry.version,
  );
}

/** Runs `npm ci` if needed. Ends the program if that fails. */
export function install() {
  requireNode();
  const wanted = readJson(join(root, 'package-lock.json'));
  if (!wanted?.packages) fail('package-lock.json is missing or damaged: restore it (git checkout package-lock.json) and try again.');
  if (isInstalled(wanted, readJson(join(root, 'node_modules', '.package-lock.json')))) return;

  process.stderr.write('Installing dependencies (npm ci, about half a minute) …\n');
  // Under `npm run`, npm names its own program; without it (node scripts/start.mjs), take the one on the PATH.
  const npm = process.env.npm_execpath;
  const isNpm = npm?.endsWith('.js') && npm.includes('npm-cli');
  const ci = ['ci', '--loglevel=error'];
  const [program, args] = isNpm ? [process.execPath, [npm, ...ci]] : ['npm', ci];
  const { status, error } = spawnSync(program, args, {
    cwd: root,
    // File descriptor 2 for npm's standard output too: see above.
    stdio: ['ignore', 2, 2],
    // Outside an npm script, Windows has npm only as a .cmd file, which needs a shell.
    shell: !isNpm && process.platform === 'win32',
    // A production environment would leave out the tools that build the page.
    env: { ...process.env, npm_config_include: 'dev', PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1' },
  });
  if (error?.code === 'ENOENT') fail('npm was not found: install Node.js with npm and try again.');
  if (status !== 0) fail('Installing the dependencies failed: npm ci says why above. With a working network, try again.');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) install();
