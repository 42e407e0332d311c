import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { taskIds } from '../../../tasks/definition';
import { draftOf } from './draft';
import { editFromText, rememberedText } from './remembered-edit';
import { freshSweepEdit, type SweepEdit, withList, withMethod, withPaperGrid, withPart } from './sweep-edit';

const shown = ({ otherTasks: _, nextKey: __, methods, ...rest }: SweepEdit) => ({
  ...rest,
  methods: methods.map(({ id, lists }) => ({ id, lists })),
});

describe('what is remembered of the form', () => {
  it.each(taskIds)('comes back as it was typed: %s', (id) => {
    let edit = withPart(withPaperGrid(freshSweepEdit(id)), { name: 'Mine', epochs: '3x', seeds: '1, 4-6' });
    edit = withList(withMethod(edit, 'pal'), edit.methods[0]!.key, 'eta', '0.1, oh');
    const back = editFromText(rememberedText(edit))!;
    expect(shown(back)).toEqual(shown(edit));
    expect(Object.values(draftOf(back).problems)).toEqual(Object.values(draftOf(edit).problems));
    expect(new Set(back.methods.map(({ key }) => key)).size).toBe(back.methods.length);
    expect(shown(withMethod(back, 'sps')).methods).toHaveLength(back.methods.length + 1);
  });

  it.each(['', '{', '[]', '{"version":2}', JSON.stringify({ ...JSON.parse(rememberedText(freshSweepEdit('rbf'))), taskId: 'odd' })])(
    '%j is none',
    (text) => {
      expect(editFromText(text)).toBeNull();
    },
  );

  it('options and lists that the form cannot hold are left out', () => {
    const fresh = freshSweepEdit('matrix-factorization');
    const json = JSON.parse(rememberedText(fresh));
    json.options = { ...json.options, rank: { a: 1 }, odd: 'x' };
    json.methods[0].lists = { ...json.methods[0].lists, eta: 7, odd: 'x' };
    const back = editFromText(JSON.stringify(json))!;
    expect(back.options).toEqual(fresh.options);
    expect(Object.keys(back.methods[0]!.lists)).not.toContain('odd');
  });

  it('changed at random it is a form that can be read, or none', () => {
    const text = rememberedText(freshSweepEdit('classifier-2d'));
    const json = JSON.parse(text);
    const paths = [...Object.keys(json), 'options.dataset', 'methods.0', 'methods.0.id', 'methods.0.lists', 'methods.0.lists.eta'];
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.jsonValue({ maxDepth: 3 }), (path, value) => {
        const changed = structuredClone(json);
        const keys = path.split('.');
        const last = keys.pop()!;
        keys.reduce((at, name) => at[name], changed)[last] = value;
        const back = editFromText(JSON.stringify(changed));
        if (back) draftOf(back);
      }),
      { numRuns: 300 },
    );
  });
});
