/** What the rail shows outlives a reload; what was remembered wrongly does not get in. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useExperiment } from '../experiment';
import { experimentOf, freshEdit, withDuplicate, withoutOptimizer, withTask, withValue } from '../experiment-edit';
import { useNotices } from '../notices';
import { connectEdit, editFrom, editText } from './edit';

const memory = new Map<string, string>();
let end: () => void = () => {};

beforeEach(() => {
  vi.useFakeTimers();
  memory.clear();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => memory.get(key) ?? null,
    setItem: (key: string, value: string) => memory.set(key, value),
  });
  useNotices.setState({ notices: [] });
  useExperiment.setState({ edit: freshEdit('matrix-factorization') });
});

afterEach(() => {
  end();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** The page is left and opened again. */
function reload(): void {
  vi.advanceTimersByTime(1000);
  end();
  useExperiment.setState({ edit: freshEdit('matrix-factorization') });
  end = connectEdit();
}

describe('the settings in the rail', () => {
  it('are the same after a reload: values, cards, their colours', () => {
    end = connectEdit();
    let edit = withTask(useExperiment.getState().edit, 'classifier-2d');
    edit = withValue(edit, { part: 'protocol', field: 'epochs' }, 7, '7');
    edit = withValue(edit, { part: 'protocol', field: 'seedCount' }, 3, '3');
    edit = withDuplicate(edit, edit.optimizers[0]!.key);
    edit = withoutOptimizer(edit, edit.optimizers[2]!.key);
    useExperiment.setState({ edit });
    reload();
    const restored = useExperiment.getState().edit;
    expect(experimentOf(restored)).toEqual(experimentOf(edit));
    expect(restored.optimizers.map(({ slot }) => slot)).toEqual(edit.optimizers.map(({ slot }) => slot));
  });

  it('may be without an optimizer', () => {
    end = connectEdit();
    useExperiment.setState({ edit: { ...freshEdit('classifier-2d'), optimizers: [] } });
    reload();
    expect(useExperiment.getState().edit).toMatchObject({ taskId: 'classifier-2d', optimizers: [] });
  });

  it('are the task’s own, with a notice, where what was remembered is not sound', () => {
    const sound = editText(freshEdit('classifier-2d'));
    for (const text of ['{', 'null', '[]', '"x"', sound.replace('"epochs":', '"epoch":'), sound.replace(/"epochs":\d+/, '"epochs":-1')]) {
      memory.set('polyak.experiment', text);
      useNotices.setState({ notices: [] });
      reload();
      expect(useExperiment.getState().edit).toEqual(freshEdit('matrix-factorization'));
      expect(useNotices.getState().notices.map(({ title }) => title)).toEqual(['Your last settings were not restored']);
      end();
      // It is said once.
      useNotices.setState({ notices: [] });
      end = connectEdit();
      expect(useNotices.getState().notices).toEqual([]);
    }
  });

  it('keep their colours only where these make sense', () => {
    const fresh = freshEdit('classifier-2d');
    const text = JSON.stringify({ ...JSON.parse(editText(fresh)), slots: fresh.optimizers.map(() => 1e9) });
    expect(editFrom(text).optimizers.map(({ slot }) => slot)).toEqual(fresh.optimizers.map(({ slot }) => slot));
  });
});
