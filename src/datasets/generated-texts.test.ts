/** The made-up texts: always the same, as long as they are to be, and with what the tasks are about. */
import { describe, expect, it } from 'vitest';
import { randomStream } from '../random/random';
import { asSentence, expand } from './grammar';
import { drawSentimentReviews } from './sentiment-grammar';
import { drawChronicle } from './text-grammar';
import { tokensOf } from './tokenizer';

describe('a grammar', () => {
  const random = () => randomStream(1, 'grammar');

  it('ends, however much it leads back to itself', () => {
    const deep = expand({ a: ['x', '({a}{a})'] }, 'a', random(), 6);
    expect(deep).toMatch(/^[x()]+$/);
    expect(expand({ a: ['x', '({a})'] }, 'a', random(), 0)).toBe('x');
  });

  it('says which name it does not have', () => {
    expect(() => expand({ a: ['{b}'] }, 'a', random(), 3)).toThrow('"b"');
  });

  it('makes sentences', () => {
    expect(asSentence('a old horse met a dog.')).toBe('An old horse met a dog.');
    expect(asSentence('"a axe"')).toBe('"An axe"');
  });
});

describe('made-up reviews', () => {
  const { train, test, contradicting } = drawSentimentReviews(1600, 500);

  it('are always the same', () => {
    const again = drawSentimentReviews(1600, 500);
    expect(again.train.texts).toEqual(train.texts);
    expect(again.train.labels).toEqual(train.labels);
    expect(drawSentimentReviews(200, 500).test).toEqual(test);
  });

  it('have 20 to 80 words and both classes', () => {
    for (const text of [...train.texts, ...test.texts]) {
      const words = text.split(' ').length;
      expect(words).toBeGreaterThanOrEqual(20);
      expect(words).toBeLessThanOrEqual(80);
      expect(text).not.toMatch(/[{}]/);
    }
    for (const { labels } of [train, test]) {
      const positive = labels.reduce((sum, label) => sum + label, 0);
      expect(Math.abs(positive / labels.length - 0.5)).toBeLessThan(0.03);
    }
  });

  it('a sixteenth of them repeats another one with the opposite label', () => {
    expect(contradicting.reduce((sum, flag) => sum + flag, 0)).toBe(100);
    train.texts.forEach((text, i) => {
      if (contradicting[i] === 0) return;
      const other = train.texts.findIndex((same, k) => same === text && contradicting[k] === 0);
      expect(other).toBeGreaterThanOrEqual(0);
      expect(train.labels[other]).toBe(1 - train.labels[i]!);
    });
  });

  it('praise and blame share their words: telling them apart takes more than a list', () => {
    const share = (word: string) => {
      const found = test.texts.flatMap((text, i) => (tokensOf(text).includes(word) ? [test.labels[i]!] : []));
      expect(found.length).toBeGreaterThan(10);
      return found.reduce((sum, label) => sum + label, 0) / found.length;
    };
    for (const word of ['dull', 'clever', 'boring', 'wonderful']) {
      expect(share(word)).toBeGreaterThan(0.2);
      expect(share(word)).toBeLessThan(0.8);
    }
  });
});

describe('the chronicle', () => {
  const text = drawChronicle(60_000);

  it('is always the same and has exactly so many characters', () => {
    expect(text).toHaveLength(60_000);
    expect(drawChronicle(60_000)).toBe(text);
    expect(drawChronicle(1000)).toBe(text.slice(0, 1000));
  });

  it('is prose: chapters, short lines, closed quotation marks, no leftovers', () => {
    expect(text).toMatch(/^CHAPTER I\n\n[A-Z"]/);
    expect(text).toContain('\n\nCHAPTER II\n\n');
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(72);
    expect(text).not.toMatch(/[{}]| {2}|,,|,\./);
    const paragraphs = text.split('\n\n').slice(0, -1);
    for (const paragraph of paragraphs) {
      expect((paragraph.match(/"/g) ?? []).length % 2).toBe(0);
      if (!paragraph.startsWith('CHAPTER')) expect(paragraph).toMatch(/[."]$/);
    }
  });

  it('does not repeat itself', () => {
    const paragraphs = text.split('\n\n').filter((paragraph) => !paragraph.startsWith('CHAPTER'));
    expect(new Set(paragraphs).size).toBe(paragraphs.length);
    expect(new Set(text).size).toBeGreaterThan(45);
  });
});
