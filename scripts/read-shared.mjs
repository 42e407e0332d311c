/**
 * Gives browser tests the files beside the checkout (`../shared`, e.g. golden traces), which a page cannot read itself:
 *
 *     import { commands } from 'vitest/browser';
 *     const text = await commands.readShared('golden/trace_mf_s0_aalig.json');
 *     test.skipIf(text === null)('…', …);
 *
 * `null` where there is no such file, as on a clone that stands alone: such tests are skipped there.
 */
import { readFile } from 'node:fs/promises';
import { dirname, join, normalize, sep } from 'node:path';
import { root } from './install.mjs';

const shared = join(dirname(root), 'shared');

/** The text of ../shared/`path`, or null if there is none. Paths that leave the folder are errors. */
export async function readShared(_context, path) {
  const file = normalize(join(shared, path));
  if (!file.startsWith(shared + sep)) throw new Error(`readShared: ${path} is not inside ../shared`);
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}
