/**
 * The PyTorch files: that they parse, where there is a Python; and parity with the golden traces, where it has PyTorch and the traces lie beside
 * the checkout. Skipped elsewhere.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { optimizerIds } from '../optimizers/definition';

const folder = fileURLToPath(new URL('../../python/', import.meta.url));
const golden = fileURLToPath(new URL('../../../shared/golden/', import.meta.url));
// The Python that has PyTorch may be another than the first in the path.
const interpreter = process.env['PYTHON'] ?? 'python3';
const python = (...args: string[]) => spawnSync(interpreter, args, { cwd: folder, encoding: 'utf8' });

const files = readdirSync(folder).filter((file) => file.endsWith('.py'));
const hasPython = python('-c', '').status === 0;
const hasTorch = hasPython && existsSync(golden) && python('-c', 'from torch.func import grad_and_value').status === 0;

it('there is one file an optimizer, and the check', () => {
  expect(files.sort()).toEqual([...optimizerIds.map((id) => `${id}.py`), 'check_golden.py'].sort());
  for (const file of files)
    expect(
      readFileSync(folder + file, 'utf8')
        .split('\n')
        .every((line) => line.length <= 140),
      file,
    ).toBe(true);
});

describe.skipIf(!hasPython)('with Python (skipped without python3)', () => {
  it('every file parses', () => {
    const { status, stderr } = python(
      '-c',
      'import ast, sys\nfor name in sys.argv[1:]: ast.parse(open(name, encoding="utf-8").read(), name)',
      ...files,
    );
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });
});

describe.skipIf(!hasTorch)('with PyTorch (skipped unless python3 has torch and ../shared/golden is there)', () => {
  it('every rule follows the golden traces', { timeout: 600_000 }, () => {
    const { status, stdout } = python('check_golden.py', golden);
    expect(stdout).toMatch(/^\d{3,} passed, 0 failed\n$/);
    expect(status).toBe(0);
  });
});
