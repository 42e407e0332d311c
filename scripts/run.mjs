/**
 * `node scripts/run.mjs FILE.ts …`: runs a TypeScript program of this project in Node. Installs what is missing first, and
 * sets the environment so that WebGPU finds a Vulkan driver. Standard streams and the exit status are the program's own.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { fail, install, root } from './install.mjs';

const [file, ...args] = process.argv.slice(2);
if (!file) fail('Usage: node scripts/run.mjs FILE.ts [arguments]');
if (!existsSync(join(root, file))) fail(`There is no program ${file} in this checkout.`);

install();
// Not imported above: both need the dependencies.
const { vulkanEnvironment } = await import('./find-vulkan.mjs');

// tsx as a loader, not as a program: one process less, and signals need no relay through it.
const tsx = pathToFileURL(join(root, 'node_modules', 'tsx', 'dist', 'loader.mjs')).href;
const child = spawn(process.execPath, ['--import', tsx, join(root, file), ...args], {
  stdio: 'inherit',
  env: { ...process.env, ...(await vulkanEnvironment()) },
});
// Ctrl-C reaches the child by itself; this process only has to outlive it. A `kill` reaches only this process.
process.on('SIGINT', () => {});
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('error', (error) => fail(`${file} could not be started: ${error.message}`));
child.on('exit', (status, signal) => process.exit(status ?? 128 + (constants.signals[signal] ?? 0)));
