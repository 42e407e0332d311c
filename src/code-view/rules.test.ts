/** Every term lies exactly where its rule says, in the code as it is today; nothing of a formula is left unexplained. */
import katex from 'katex';
import { describe, expect, it } from 'vitest';
import { optimizers } from '../optimizers/registry';
import { formulaOptions } from '../pages/learn/code/formula-options';
import { formulaParts, formulaWithTerms, fragmentsOf, marksOf } from './marks';
import { explainedRules } from './registry';
import { views } from './rule';

describe.each(optimizers.map((definition) => [definition.id, definition] as const))('%s', (id, definition) => {
  const rule = explainedRules[id];
  const texts = { formula: definition.formula, source: rule.source.map(({ text }) => text), python: [rule.python] };

  it('has an excerpt of its own file, and its PyTorch', () => {
    expect(rule.id).toBe(id);
    expect(rule.source[0]!.file).toBe(`src/optimizers/${id}.ts`);
    expect(rule.source.every(({ text }) => text.length > 40)).toBe(true);
    expect(rule.python).toMatch(/^"""[\s\S]*\ndef start\(w[\s\S]*\ndef step\(w, loss/);
  });

  it.each(views)('every term is found in its %s', (view) => {
    const marks = marksOf(rule.terms, view, texts[view]);
    expect(marks).toHaveLength(rule.terms.reduce((sum, term) => sum + term[view].length, 0));
    expect(marks.length).toBeGreaterThan(1);
  });

  it('leaves nothing of the formula out but the names of what is computed', () => {
    const marks = marksOf(rule.terms, 'formula', texts.formula);
    for (const [line, formula] of texts.formula.entries()) {
      const fragments = fragmentsOf(
        formula,
        marks.filter((mark) => mark.text === line),
      );
      const rest = fragments.map((fragment) => ('text' in fragment ? fragment.text : '@')).join('');
      expect(rest).toMatch(/^(?:\\text\{(?:smooth|max):\})?(?:\\q?quad|\\;|\s|[gs] = |\\gamma = |@)*$/);
      expect(rest).toContain('@');
    }
  });

  it('has terms that say what they are, and lead somewhere', () => {
    expect(new Set(rule.terms.map((term) => term.id)).size).toBe(rule.terms.length);
    for (const term of rule.terms) {
      expect(term.id).toMatch(/^[a-z]+$/);
      expect(term.name.length).toBeLessThan(30);
      expect(term.says).toMatch(/^[\s\S]{12,180}[.]$/);
      expect(term.source.length, term.id).toBeGreaterThan(0);
      // A term that is in no other view has to say why: only SGD without momentum, which the other two have no need of.
      if (term.formula.length + term.python.length === 0) expect(`${id} ${term.id}`).toBe('sgd plain');
    }
  });

  it('is set by KaTeX with its terms as without them', () => {
    const marks = marksOf(rule.terms, 'formula', texts.formula);
    const text = (html: string) => html.replace(/<annotation[\s\S]*?<\/annotation>/g, '').replace(/<[^>]+>/g, '');
    for (const [line, formula] of definition.formula.entries()) {
      const own = marks.filter((mark) => mark.text === line);
      const html = katex.renderToString(formulaWithTerms(fragmentsOf(formula, own)), { ...formulaOptions, throwOnError: true });
      for (const { term } of own) expect(html).toContain(`data-term="${term}"`);
      const parts = formulaParts(formula).map(({ start, end }) => formulaWithTerms(fragmentsOf(formula, own, start, end)));
      expect(parts.join('').match(/htmlData/g), 'a term lies within one part').toHaveLength(own.length);
      for (const part of parts) katex.renderToString(part, { ...formulaOptions, throwOnError: true });
      expect(text(html)).toBe(text(katex.renderToString(formula, { ...formulaOptions, throwOnError: true })));
    }
  });
});

describe('finding terms', () => {
  const term = (id: string, ...formula: (string | readonly [string, number])[]) => ({
    id,
    name: id,
    says: '',
    formula,
    source: [],
    python: [],
  });

  it('fails when a piece is gone, ambiguous, or half inside another', () => {
    expect(() => marksOf([term('a', 'x + z')], 'formula', ['x + y'])).toThrow('a: found 0 times, expected once: x + z');
    expect(() => marksOf([term('a', 'x')], 'formula', ['x', 'x'])).toThrow('a: found 2 times, expected once: x');
    expect(() => marksOf([term('a', ['x', 2])], 'formula', ['x', 'x'])).toThrow('a: found 2 times, expected number 2: x');
    expect(() => marksOf([term('a', 'ab'), term('b', 'bc')], 'formula', ['abc'])).toThrow('a and b overlap');
    expect(() => marksOf([term('a', 'ab'), term('b', 'ab')], 'formula', ['abc'])).toThrow('a and b are the same place');
    expect(() => marksOf([term('a', 'a\nb')], 'formula', ['a\nb'])).toThrow('a part of one line');
  });

  it('knows the parts of a line', () => {
    expect(formulaParts('a = b \\qquad c\\quad d').map(({ start, end }) => [start, end])).toEqual([
      [0, 5],
      [13, 14],
      [20, 21],
    ]);
  });

  it('nests', () => {
    const marks = marksOf([term('in', ['b', 1]), term('out', 'bcb')], 'formula', ['abcbd']);
    expect(fragmentsOf('abcbd', marks)).toEqual([
      { text: 'a', start: 0 },
      {
        term: 'out',
        inside: [
          { text: 'bc', start: 1 },
          { term: 'in', inside: [{ text: 'b', start: 3 }] },
        ],
      },
      { text: 'd', start: 4 },
    ]);
    expect(formulaWithTerms(fragmentsOf('abcbd', marks))).toBe('a\\htmlData{term=out}{bc\\htmlData{term=in}{b}}d');
  });
});
