/** Texts to numbers: what counts as a word, which words get numbers, and which end of a text is kept. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encode, tokensOf, vocabularyOf } from './tokenizer';

describe('tokens', () => {
  it.each([
    ['A film.<br /><br />Not BAD!', ['a', 'film', '.', 'not', 'bad', '!']],
    ["I don't, we DON’T", ['i', "don't", ',', 'we', "don't"]],
    ['7.5/10 in 1,000 films', ['7.5', '/', '10', 'in', '1,000', 'films']],
    ['Très élégant — naïve, Ёлка 電影', ['très', 'élégant', '—', 'naïve', ',', 'ёлка', '電影']],
    ['so... good!!! ?!', ['so', '.', 'good', '!', '?', '!']],
    ['<i>love</i> it <3 a<b, x < y', ['love', 'it', '<', '3', 'a', '<', 'b', ',', 'x', '<', 'y']],
    ["'quoted' rock'n'roll", ["'", 'quoted', "'", "rock'n'roll"]],
    ['e\u0301te\u0301', ['e\u0301te\u0301']],
    [' \n\t\u00a0 ', []],
    ['', []],
  ])('of %j', (text, tokens) => {
    expect(tokensOf(text)).toEqual(tokens);
  });

  it('of any text are in it, in order, and take time in proportion', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const flat = text
          .replace(/<\/?[a-z][^<>]*>/gi, ' ')
          .toLowerCase()
          .replaceAll('’', "'");
        let at = 0;
        for (const token of tokensOf(text)) {
          expect(token).toMatch(/^\S+$/u);
          at = flat.indexOf(token, at);
          expect(at).toBeGreaterThanOrEqual(0);
          at += token.length;
        }
      }),
    );
    const started = performance.now();
    tokensOf('<a'.repeat(100_000));
    tokensOf("a'".repeat(100_000));
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('the vocabulary', () => {
  const texts = [['b', 'a', 'c', 'a'], ['b', 'd', 'a'], ['c']];

  it('has the commonest tokens, equally common ones by the alphabet', () => {
    const vocabulary = vocabularyOf(texts, 5);
    expect(vocabulary.size).toBe(5);
    expect(['a', 'b', 'c', 'd', 'never'].map((token) => vocabulary.numberOf(token))).toEqual([2, 3, 4, 1, 1]);
  });

  it('has no more numbers than tokens', () => {
    expect(vocabularyOf(texts, 1000).size).toBe(6);
    expect(vocabularyOf([], 1000).size).toBe(2);
    expect(vocabularyOf(texts, 2).numberOf('a')).toBe(1);
  });

  it('does not take names of objects’ own properties for words', () => {
    expect(vocabularyOf([['constructor']], 10).numberOf('toString')).toBe(1);
  });
});

describe('tables', () => {
  const vocabulary = vocabularyOf([['a', 'a', 'a', 'b', 'b', 'c']], 10); // a 2, b 3, c 4

  it.each([
    ['last', [3, 4, 2], [2, 4, 3]],
    ['first', [2, 3, 4], [4, 3, 2]],
  ] as const)('keep the %s words of a text, and fill a short one in front, in both orders', (kept, long, reversed) => {
    const { forward, backward } = encode([['a', 'b', 'c', 'a'], ['c', 'x'], []], vocabulary, 3, kept);
    expect([...forward]).toEqual([...long, 0, 4, 1, 0, 0, 0]);
    expect([...backward]).toEqual([...reversed, 0, 1, 4, 0, 0, 0]);
  });
});
