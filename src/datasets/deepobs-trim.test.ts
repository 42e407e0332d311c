/** The cuts leave exactly the text that DeepOBS trains on. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { trimAsDeepObs } from './deepobs-trim';
import type { TextSet } from './parsed-set';

const folder = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', 'shared', 'data', 'war-and-peace');
const textOf = (file: string) => readFileSync(join(folder, file), 'utf8');
const novel = (text: string): TextSet => ({ kind: 'text', id: 'tolstoi', name: 'war-and-peace.txt', text });

it.skipIf(!existsSync(folder))('of the whole file the text with 83 characters is left', () => {
  const { text } = trimAsDeepObs(novel(textOf('pg2600.txt')));
  expect(text === textOf('input.txt')).toBe(true);
  expect(new Set(text).size).toBe(83);
});

it('counts lines in what the cuts before have left', () => {
  const text = Array.from({ length: 70_000 }, (_, i) => `${i + 1}\r\n`).join('');
  const left = trimAsDeepObs(novel(text)).text.split('\r\n');
  expect(left.slice(0, 6)).toEqual(['30', '31', '32', '33', '805', '806']);
  expect(left).toHaveLength(70_001 - 29 - 771 - 358);
});

it('refuses another text', () => {
  expect(() => trimAsDeepObs(novel('Call me Ishmael.\n'.repeat(500)))).toThrow(/has no line 775/);
});
