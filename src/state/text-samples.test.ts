/** Asking for texts: limits, errors, and answers that come too late. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseLength, useTextSamples } from './text-samples';
import * as questions from './worker-questions';

const state = () => useTextSamples.getState();

beforeEach(() => {
  state().forget();
  state().set({ prompt: 'He ', length: '20', temperature: 0.5 });
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe('parseLength', () => {
  it.each(['', '0', '2001', '1.5', 'x', '-3'])('refuses “%s”', (text) => {
    expect(parseLength(text)).toContain('from 1 to 2000');
  });
  it('takes whole numbers', () => {
    expect([parseLength('1'), parseLength(' 2000 ')]).toEqual([1, 2000]);
  });
});

describe('sampling', () => {
  it('sends what was chosen, each time with draws of its own', async () => {
    const asked = vi.spyOn(questions, 'sampleText').mockResolvedValue('was');
    await state().sample('run-1');
    await state().sample('run-1');
    expect(asked.mock.calls[0]![0]).toMatchObject({ runId: 'run-1', prompt: 'He ', length: 20, temperature: 0.5 });
    expect(asked.mock.calls[0]![0].seed).not.toBe(asked.mock.calls[1]![0].seed);
    expect(state()).toMatchObject({ busy: false, problem: null, written: { prompt: 'He ', text: 'was' } });
  });

  it('says why there is no text, and keeps the one before', async () => {
    const asked = vi.spyOn(questions, 'sampleText').mockResolvedValueOnce('was');
    await state().sample('run-1');
    asked.mockRejectedValueOnce(new Error('“ж” is not in the vocabulary'));
    await state().sample('run-1');
    expect(state()).toMatchObject({ busy: false, problem: '“ж” is not in the vocabulary', written: { text: 'was' } });
    state().set({ length: 'many' });
    await state().sample('run-1');
    expect(state().problem).toContain('whole number');
    expect(asked).toHaveBeenCalledTimes(2);
  });

  it('ignores the answer of a session that is gone', async () => {
    let answer: (text: string) => void = () => undefined;
    vi.spyOn(questions, 'sampleText').mockReturnValue(
      new Promise((resolve) => {
        answer = resolve;
      }),
    );
    const sampling = state().sample('run-1');
    expect(state().busy).toBe(true);
    state().forget();
    answer('late');
    await sampling;
    expect(state()).toMatchObject({ busy: false, written: null });
  });
});
