/** Every optimizer's description holds together: what the panel draws and what checks input are the same data. */
import katex from 'katex';
import { describe, expect, it } from 'vitest';
import { defaultsOf, fieldsSchema } from '../fields/field';
import { optimizerIds } from './definition';
import { capOf, optimizerOf, optimizers } from './registry';

it('lists every id once', () => {
  expect(optimizers.map(({ id }) => id).sort()).toEqual([...optimizerIds].sort());
  expect(new Set(optimizers.map(({ name }) => name)).size).toBe(optimizers.length);
});

describe.each(optimizers)('$id', (definition) => {
  const { fields } = definition;
  const keys = fields.map(({ key }) => key);

  it('accepts its own defaults, and says what each field is', () => {
    const defaults = defaultsOf(fields);
    expect(fieldsSchema(fields).parse(defaults)).toEqual(defaults);
    expect(fieldsSchema(fields).parse({})).toEqual(defaults);
    expect(new Set(keys).size).toBe(keys.length);
    for (const { label, help } of fields) {
      expect(label).not.toBe('');
      expect(help).toMatch(/\.$/);
    }
  });

  it('has sliders inside the limits', () => {
    for (const field of fields) {
      if (field.kind !== 'number') continue;
      expect(field.slider.min).toBeGreaterThanOrEqual(field.min);
      expect(field.slider.max).toBeLessThanOrEqual(field.max);
      expect(field.slider.min).toBeLessThan(field.slider.max);
      if (field.exclusiveMin) expect(field.slider.min).toBeGreaterThan(field.min);
      if (field.slider.scale === 'log') expect(field.slider.min).toBeGreaterThan(0);
    }
  });

  it('has formulas and symbols that KaTeX renders, and a reference', () => {
    expect(definition.formula.length).toBeGreaterThan(0);
    for (const text of [...definition.formula, ...fields.flatMap(({ symbol }) => symbol ?? [])]) {
      expect(() => katex.renderToString(text, { throwOnError: true, strict: 'error' })).not.toThrow();
    }
    expect(definition.reference.url).toMatch(/^https:\/\//);
  });

  it('names fields that exist', () => {
    expect(keys).toContain(definition.mainField);
    if (definition.capField !== null) expect(keys).toContain(definition.capField);
    for (const { visibleWhen } of fields) if (visibleWhen) expect(keys).toContain(visibleWhen.key);
    // The trainer and the rules read λ from this field.
    expect(keys.includes('weightDecay')).toBe(definition.regularisation !== 'none');
  });
});

describe('the cap of the step size', () => {
  const cap = (id: (typeof optimizerIds)[number], changed = {}) => {
    const definition = optimizerOf(id);
    return capOf(definition, { ...defaultsOf(definition.fields), ...changed });
  };

  it('is η where the method has one, and null where nothing caps', () => {
    expect(cap('aalig', { eta: 0.3 })).toBe(0.3);
    expect(cap('alig', { eta: null })).toBeNull();
    expect(cap('sps')).toBeNull();
    expect(cap('sps', { variant: 'max', etaMax: 5 })).toBe(5);
    expect(cap('sls-goldstein')).toBe(10);
    for (const id of ['sgd', 'adam', 'coin', 'sls-armijo'] as const) expect(cap(id)).toBeNull();
  });
});
