import { expect, it } from 'vitest';
import * as z from 'zod';
import * as small from 'zod/mini';
import { safeParse } from './safe-parse';

it.each([
  ['a list', z.array(z.number()).max(3)],
  ['a text', z.object({ text: z.string().max(3) })],
  ['a list of the small zod', small.array(small.number()).check(small.maxLength(3))],
])('refuses an object whose length is no number in place of %s', (_, schema) => {
  const odd = { length: { toString: 1 } };
  for (const input of [odd, { text: odd }]) expect(safeParse<unknown>(schema, input).success).toBe(false);
});

it('gives what zod gives', () => {
  expect(safeParse(z.array(z.number()).max(3), [1, 2])).toMatchObject({ success: true, data: [1, 2] });
  const refused = safeParse(z.object({ a: z.array(z.number()).max(1) }), { a: [1, 2] });
  expect(refused.success ? null : refused.error.issues[0]?.path).toEqual(['a']);
});
