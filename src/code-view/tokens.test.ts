import { expect, it } from 'vitest';
import { type Language, tokensOf } from './tokens';

const told = (text: string, language: Language) => tokensOf(text, language).map(({ kind, start, end }) => [kind, text.slice(start, end)]);

it('tells TypeScript’s tokens apart', () => {
  expect(told("const g = h['let'] > 1e-8 ? x2 : /* if */ mul(w, 0.5); // it's", 'typescript')).toEqual([
    ['keyword', 'const'],
    ['string', "'let'"],
    ['number', '1e-8'],
    ['comment', '/* if */'],
    ['number', '0.5'],
    ['comment', "// it's"],
  ]);
});

it('tells Python’s tokens apart', () => {
  expect(told('"""Two\nlines."""\ndef step(w): return w if beta2 else state["for"] ** 2  # not', 'python')).toEqual([
    ['string', '"""Two\nlines."""'],
    ['keyword', 'def'],
    ['keyword', 'return'],
    ['keyword', 'if'],
    ['keyword', 'else'],
    ['string', '"for"'],
    ['number', '2'],
    ['comment', '# not'],
  ]);
});

it('takes a member for no keyword', () => {
  expect(told('device.type + a.of', 'typescript')).toEqual([]);
});
