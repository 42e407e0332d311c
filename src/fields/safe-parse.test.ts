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

it('stops at the first thing that is wrong, unless all of it is wanted', () => {
  const record = { a: z.number(), b: z.string().max(3) };
  for (const schema of [
    z.object({ list: z.array(z.object(record)).max(100_000) }),
    small.object({ list: small.array(small.object(record)) }),
  ]) {
    const input = { list: Array(5000).fill({}) };
    const found = (all: boolean) => {
      const parsed = safeParse<unknown>(schema, input, all);
      return parsed.success ? 0 : parsed.error.issues.length;
    };
    expect(found(false)).toBeLessThan(5);
    expect(found(true)).toBe(10_000);
  }
});

it('gives what zod gives', () => {
  expect(safeParse(z.array(z.number()).max(3), [1, 2])).toMatchObject({ success: true, data: [1, 2] });
  const refused = safeParse(z.object({ a: z.array(z.number()).max(1) }), { a: [1, 2] });
  expect(refused.success ? null : refused.error.issues[0]?.path).toEqual(['a']);
});
