/** Builds the page where it is needed: for those who serve it. Dependencies must be installed. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fail, root } from './install.mjs';

/** Time of the latest change in a file or folder, in milliseconds; a folder's own time tells of deleted files. */
function newest(path) {
  if (!existsSync(path)) return 0;
  const info = statSync(path);
  if (!info.isDirectory()) return info.mtimeMs;
  return Math.max(info.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

/** Builds the page into dist/ unless the last build is newer than everything it is made of. */
export function buildPage() {
  const page = join(root, 'dist', 'index.html');
  const sources = ['src', 'public', 'index.html', 'vite.config.ts', 'postcss.config.mjs', 'tsconfig.json', 'package-lock.json'];
  if (existsSync(page) && statSync(page).mtimeMs > Math.max(...sources.map((name) => newest(join(root, name))))) return;
  console.log('Building the page …');
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const { status } = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], { cwd: root, stdio: 'inherit' });
  if (status !== 0) fail('The build failed: the reason is above.');
}
