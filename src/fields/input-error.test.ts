import { expect, it } from 'vitest';
import { InputError } from './input-error';

it('an error says where and what', () => {
  expect(new InputError('a.txt, line 3', 'is empty.').message).toBe('a.txt, line 3: is empty.');
  expect(new InputError('', 'Press Run first.').message).toBe('Press Run first.');
});

it('a place without end is said by its beginning and its end', () => {
  const { message, where } = new InputError(`folder/${'x'.repeat(20_000)}.gz, line 17`, 'is empty.');
  expect(message).toMatch(/^folder\/x+…x+\.gz, line 17: is empty\.$/);
  expect(where.length).toBeLessThanOrEqual(500);
});
