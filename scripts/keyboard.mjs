/** `npm run test:keyboard -- [files, options of Playwright]`: the journeys of e2e/, all made by keyboard alone (e2e/keyboard.ts). */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { install, root } from './install.mjs';

install();
const { status } = spawnSync(
  process.execPath,
  [join(root, 'node_modules', '@playwright', 'test', 'cli.js'), 'test', ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, JOURNEYS_BY: 'keyboard' },
  },
);
process.exitCode = status ?? 1;
