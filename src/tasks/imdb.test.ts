/** The sentiment task: which reviews are trained on, what the model sees of them, and what it is judged by. */
import { mean, type Tensor1D, tensor1d, tidy, valueAndGrad } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ParsedSet, ReviewSet } from '../datasets/parsed-set';
import type { FieldValue } from '../fields/field';
import { InputError } from '../fields/input-error';
import type { FileSource, Task } from './definition';
import { imdb } from './imdb';
import { evaluating, plainContext, trialPass } from './pass';
import { buildWith, leftBehind, noFiles, observe, slopeError, useCpu } from './task-checks';

beforeAll(useCpu);

/** Small enough for the CPU. */
const small = { trainLimit: 60, validationLimit: 20, vocabulary: 80, length: 8, embedding: 4, hidden: 5 };

function reviewsOf(count: number, text: (i: number) => string) {
  return { texts: Array.from({ length: count }, (_, i) => text(i)), labels: Uint8Array.from({ length: count }, (_, i) => i % 2) };
}

/** A source that has one set and remembers what it was asked for. */
function sourceOf(set: ParsedSet): FileSource & { readonly asked: (readonly [string, string | null])[] } {
  const asked: (readonly [string, string | null])[] = [];
  return {
    ...noFiles,
    asked,
    set: async (id, path) => {
      asked.push([id, path]);
      return set;
    },
  };
}

const someSet = (over: Partial<ReviewSet> = {}): ReviewSet => ({
  kind: 'reviews',
  id: 'imdb',
  name: 'reviews.csv',
  train: reviewsOf(50, (i) => `train ${i % 2 ? 'good' : 'bad'} number${i}`),
  test: reviewsOf(30, (i) => `test ${i % 2 ? 'good' : 'bad'} number${i}`),
  ...over,
});

const build = (options: Record<string, FieldValue>, files?: FileSource) => buildWith(imdb, { ...small, ...options }, files);

describe('reviews', () => {
  it('are made up by default, as many as asked for', async () => {
    const task = await build({});
    expect(task).toMatchObject({ trainSize: 60, validationSize: 20, hasAccuracy: true, classNames: ['negative', 'positive'] });
    expect(task.parameterCount).toBe(80 * 4 + 2 * (20 * 4 + 20 * 5 + 20) + 2 * 10 + 2);
    task.dispose();
  });

  it('come from the file that is named, or else from the cache', async () => {
    const named = sourceOf(someSet());
    (await build({ path: 'reviews.csv' }, named)).dispose();
    const cached = sourceOf(someSet());
    (await build({ dataset: 'imdb' }, cached)).dispose();
    expect([...named.asked, ...cached.asked]).toEqual([
      ['imdb', 'reviews.csv'],
      ['imdb', null],
    ]);
  });

  it.each([
    [{ heldOut: 'test', trainLimit: null, validationLimit: null }, someSet(), 50, 30, /^train/],
    [{ heldOut: 'train', trainLimit: null, validationLimit: null }, someSet(), 40, 10, /^train/],
    [{ heldOut: 'test', trainLimit: null, validationLimit: null }, someSet({ test: null }), 40, 10, /^train/],
    [{ heldOut: 'test', trainLimit: 12, validationLimit: 10 }, someSet(), 12, 10, /^train/],
  ] as const)('%j: held out as asked, both classes alike', async (options, set, train, validation, pattern) => {
    const task = await build({ ...options, path: 'x' }, sourceOf(set));
    expect([task.trainSize, task.validationSize]).toEqual([train, validation]);
    const { labels, excerpts, flipped } = task.gallery as Extract<NonNullable<Task['gallery']>, { kind: 'texts' }>;
    expect(labels!.reduce((sum, label) => sum + label, 0)).toBe(train / 2);
    expect(flipped).toBeNull();
    const texts = await excerpts(Array.from({ length: train }, (_, i) => i));
    expect(new Set(texts).size).toBe(train);
    texts.forEach((text, i) => {
      expect(text).toMatch(pattern);
      expect(text.includes('good')).toBe(labels![i] === 1);
    });
    task.dispose();
  });

  it.each([
    [someSet({ train: reviewsOf(9, () => 'few') }), /reviews\.csv, training part: has 9 reviews, 4 of them positive; at least 10/],
    [
      someSet({ train: { texts: new Array(20).fill('all good'), labels: new Uint8Array(20).fill(1) } }),
      /20 of them positive.*both classes/,
    ],
    [{ kind: 'text', id: 'tolstoi', name: 'novel.txt', text: 'x' } as const, /novel\.txt: holds no reviews/],
  ])('that cannot be trained on are refused: %#', async (set, message) => {
    const problem = await build({ path: 'x' }, sourceOf(set)).catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(InputError);
    expect((problem as Error).message).toMatch(message);
  });

  it('repeat each other with opposite labels now and then, and the gallery says which', async () => {
    const task = await build({ trainLimit: 160 });
    expect(task.gallery!.flipped!.reduce((sum, flag) => sum + flag, 0)).toBe(10);
    task.dispose();
  });
});

describe('the vocabulary', () => {
  it('is that of the training part: words that only the held-out part has are unknown', async () => {
    const set = someSet({
      train: reviewsOf(20, (i) => (i % 2 ? 'fine' : 'poor')),
      test: reviewsOf(10, (i) => (i % 2 ? 'fresh' : 'stale')),
    });
    const task = await build({ path: 'x', vocabulary: 100 }, sourceOf(set));
    // Padding, unknown and two words.
    expect(task.parameters[0]).toEqual({ name: 'embedding', shape: [4, 4] });
    const { losses } = await observe(task, 'validation', [0, 2], task.initialWeights(0));
    expect(losses[0]).toBe(losses[1]);
    task.dispose();
  });
});

describe('what is kept of a long review', () => {
  it.each(['first', 'last'] as const)('its %s words', async (kept) => {
    const filler = 'and so on '.repeat(10);
    const set = someSet({ train: reviewsOf(20, (i) => (i < 10 ? `${filler} word${i}` : `word${i} ${filler}`)), test: null });
    const task = await build({ path: 'x', kept, vocabulary: 100, length: 5 }, sourceOf(set));
    const { excerpts } = task.gallery as Extract<NonNullable<Task['gallery']>, { kind: 'texts' }>;
    const texts = await excerpts(Array.from({ length: task.trainSize }, (_, i) => i));
    const atEnd = texts.flatMap((text, i) => (text.startsWith('and') ? [i] : []));
    // The words of `filler` come in threes: where the one word is cut off, two reviews read alike.
    const { losses } = await observe(task, 'train', atEnd.slice(0, 5), task.initialWeights(0));
    const { labels } = task.gallery!;
    const alike = atEnd.slice(0, 5).filter((id) => labels![id] === labels![atEnd[0]!]);
    expect(new Set(alike.map((id) => losses[atEnd.indexOf(id)])).size).toBe(kept === 'last' ? alike.length : 1);
    task.dispose();
  });
});

describe('loss and gradient', () => {
  it.each(['final', 'mean'])('is near ln 2 at first and has the slope that its gradient says, %s states', async (readout) => {
    const task = await build({ readout });
    const weights = task.initialWeights(1);
    const { losses } = await observe(task, 'validation', [0, 1, 2, 3], weights);
    for (const loss of losses) expect(Math.abs(loss - Math.LN2)).toBeLessThan(0.4);
    expect(
      await slopeError(
        task,
        weights.map((x) => 2 * x),
        0.05,
      ),
    ).toBeLessThan(2e-3);
    task.dispose();
  });

  it('counts right answers in accuracy and confusion alike', async () => {
    const task = await build({});
    const ids = [0, 1, 2, 3, 4, 5, 6];
    const weights = task.initialWeights(5).map((x) => 3 * x);
    const { correct } = await observe(task, 'validation', ids, weights);
    const counts = tidy(() => {
      const batch = task.batch('validation', tensor1d(ids, 'int32'), plainContext);
      return task.confusion!(task.predict(tensor1d(weights), batch, evaluating), batch);
    });
    const [a, b, c, d] = await counts.data();
    counts.dispose();
    expect(a! + b! + c! + d!).toBe(7);
    expect(a! + d!).toBe(correct!.reduce((sum, value) => sum + value, 0));
    task.dispose();
  });

  it('weight decay leaves biases alone', async () => {
    const task = await build({});
    const decayed = await task.decayed!.data();
    let at = 0;
    for (const { name, shape } of task.parameters) {
      const size = shape.reduce((product, length) => product * length, 1);
      expect(new Set(decayed.subarray(at, at + size))).toEqual(new Set([name.endsWith('bias') ? 0 : 1]));
      at += size;
    }
    expect(at).toBe(task.parameterCount);
    task.dispose();
  });
});

describe('dropout', () => {
  /** Losses of one batch at an update, or without a draw. */
  async function lossesAt(task: Task, update: number | null, training = true): Promise<number[]> {
    const losses = tidy(() => {
      const ids = tensor1d([0, 1, 2, 3, 4, 5], 'int32');
      const draw = update === null ? null : { seed: 3, update: tensor1d([update], 'int32') };
      const batch = task.batch('train', ids, { draw, staged: {} });
      return task.losses(task.predict(tensor1d(task.initialWeights(0)), batch, training ? trialPass({}) : evaluating), batch);
    });
    const values = [...(await losses.data())];
    losses.dispose();
    return values;
  }

  it('draws anew for each update, the same for every pass on one batch, and nothing in evaluations', async () => {
    const task = await build({ dropout: 0.5 });
    const plain = await lossesAt(task, null);
    const first = await lossesAt(task, 0);
    expect(await lossesAt(task, 0)).toEqual(first);
    expect(first).not.toEqual(plain);
    expect(await lossesAt(task, 1)).not.toEqual(first);
    expect(await lossesAt(task, 0, false)).toEqual(plain);
    task.dispose();
  });

  it('leaves out its share and keeps the mean', async () => {
    const task = await build({ dropout: 0.25, hidden: 40 });
    const mask = tidy(() => {
      const draw = { seed: 1, update: tensor1d([7], 'int32') };
      return task.batch('train', tensor1d([...Array(40).keys()], 'int32'), { draw, staged: {} })['mask']!;
    });
    const values = await mask.data();
    mask.dispose();
    expect(mask.shape).toEqual([40, 80]);
    const zeros = values.filter((value) => value === 0).length;
    expect(Math.abs(zeros / values.length - 0.25)).toBeLessThan(0.03);
    for (const value of values) expect(value === 0 || Math.abs(value - 4 / 3) < 1e-6).toBe(true);
    task.dispose();
  });
});

it('leaves no tensor behind', async () => {
  const run = () =>
    leftBehind(async () => {
      const task = await build({ dropout: 0.3 });
      const { grad, value } = tidy(() => {
        const draw = { seed: 0, update: tensor1d([0], 'int32') };
        const batch = task.batch('train', tensor1d([0, 1], 'int32'), { draw, staged: {} });
        return valueAndGrad((w) => mean(task.losses(task.predict(w as Tensor1D, batch, trialPass({})), batch)))(
          tensor1d(task.initialWeights(0)),
        );
      });
      grad.dispose();
      value.dispose();
      task.dispose();
    });
  expect(await run()).toBe(0);
});
