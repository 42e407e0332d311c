import { describe, expect, it } from 'vitest';
import { cutItem } from './cut';

const source = `import { x } from './x';

/** Doubles. */
export function double(x: Tensor): { value: Tensor } {
  // a brace } in a comment, and a quote it's
  return { value: mul(x, '}') };
}

function* search(loss: number): Generator<number, Result, number> {
  yield \`}\${loss}\`;
}

const method = {
  init: (w, h) => ({ w, state: { v: zerosLike(w) } }),
  update({ w, grad }, state) {
    return { w: sub(w, grad), state };
  },
  last: (state) => state
};
`;

describe('cutting an item out of a source', () => {
  it('takes a function with the braces of its return type, strings and comments', () => {
    expect(cutItem(source, 'double')).toBe(`export function double(x: Tensor): { value: Tensor } {
  // a brace } in a comment, and a quote it's
  return { value: mul(x, '}') };
}`);
    expect(cutItem(source, 'search')).toMatch(/^function\* search[\s\S]*\}$/);
    expect(cutItem(source, 'search').split('\n')).toHaveLength(3);
  });

  it('takes members of an object, moved to the left', () => {
    expect(cutItem(source, 'init')).toBe('init: (w, h) => ({ w, state: { v: zerosLike(w) } }),');
    expect(cutItem(source, 'update')).toBe('update({ w, grad }, state) {\n  return { w: sub(w, grad), state };\n},');
    expect(cutItem(source, 'last')).toBe('last: (state) => state');
  });

  it('says so where there is no such item, or two', () => {
    expect(() => cutItem(source, 'endEpoch')).toThrow('the source has 0 items "endEpoch", expected 1');
    expect(() => cutItem(source + source, 'double')).toThrow('the source has 2 items "double", expected 1');
  });
});
