/** The character task: windows that keep their place, a state that is carried on, and text by the model. */
import { mean, type Tensor, type Tensor1D, tensor, tensor1d, tidy, valueAndGrad } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ParsedSet } from '../datasets/parsed-set';
import { drawChronicle } from '../datasets/text-grammar';
import { defaultsOf, type FieldValue } from '../fields/field';
import { InputError } from '../fields/input-error';
import { randomStream } from '../random/random';
import type { FileSource, Pass, Task, Tensors } from './definition';
import { plainContext } from './pass';
import { leftBehind, noFiles, observe, slopeError, useCpu } from './task-checks';
import { tolstoi } from './tolstoi';

beforeAll(useCpu);

const small = { characters: 2000, length: 5, embedding: 3, hidden: 4 };

function textFile(text: string): FileSource {
  return { ...noFiles, set: async (): Promise<ParsedSet> => ({ kind: 'text', id: 'tolstoi', name: 'novel.txt', text }) };
}

const build = (options: Record<string, FieldValue> = {}, files = noFiles, batchSize = 10): Promise<Task> =>
  tolstoi.build({ ...defaultsOf(tolstoi.fields), ...small, ...options }, files, { batchSize });

const excerptsOf = (task: Task, ids: readonly number[]) => {
  const { gallery } = task;
  return gallery?.kind === 'texts' ? gallery.excerpts(ids) : Promise.reject(new Error('no texts'));
};

describe('windows', () => {
  it('are the text, in lanes; 80 % of the characters train', async () => {
    const task = await build();
    // 1,600 and 400 characters: (1600 − 1) / 50 and (400 − 1) / 50 windows a lane.
    expect(task).toMatchObject({ trainSize: 310, validationSize: 70, hasAccuracy: true });
    const text = drawChronicle(2000);
    expect((await excerptsOf(task, [...Array(310).keys()])).join('')).toBe(text.slice(0, 1550));
    expect(task.gallery).toMatchObject({ labels: null, classNames: [] });
    task.dispose();
  });

  it('batch j holds window j of each lane, in both parts', async () => {
    const task = await build();
    const { order, starts } = task.arrangement!('train');
    expect([...order.subarray(0, 10)]).toEqual([0, 31, 62, 93, 124, 155, 186, 217, 248, 279]);
    expect([...order.subarray(10, 12)]).toEqual([1, 32]);
    expect(starts).toHaveLength(32);
    expect(task.arrangement!('validation').order).toHaveLength(70);
    task.dispose();
  });

  it('of the paper’s size are DeepOBS’s, and take the whole text', async () => {
    const task = await build({ size: 'paper', path: 'novel.txt' }, textFile(drawChronicle(3000)), 10);
    const names = task.parameters.map(({ name }) => name);
    expect(names).toEqual([
      'embedding',
      'lstm0.input',
      'lstm0.recurrent',
      'lstm0.bias',
      'lstm1.input',
      'lstm1.recurrent',
      'lstm1.bias',
      'out.weight',
      'out.bias',
    ]);
    const symbols = task.parameters[0]!.shape[0]!;
    expect(task.parameterCount).toBe(128 * symbols + 2 * (2 * 512 * 128 + 512) + 129 * symbols);
    expect(task.trainSize).toBe(40);
    task.dispose();
  });

  it.each([
    ['short', 'abc'.repeat(20), /novel\.txt, training part \(the first 80 %\): has 48 characters; 10 windows of 5 .* need 51/],
    ['held-out part too short', 'abc'.repeat(70), /novel\.txt, held-out part \(the last 20 %\): has 42 characters/],
    ['empty', '', /has 0 characters/],
  ])('a text that is too short is refused with numbers: %s', async (_, text, message) => {
    const problem = await build({ path: 'novel.txt' }, textFile(text)).catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(InputError);
    expect((problem as Error).message).toMatch(message);
  });

  it('of something that is no text are refused', async () => {
    const source = { ...noFiles, set: async () => ({ kind: 'reviews', id: 'imdb', name: 'a.csv' }) as never };
    await expect(build({ dataset: 'tolstoi' }, source)).rejects.toThrow('a.csv: is no text');
  });
});

/** The zeros at the start of an epoch, as tensors. */
function zeroStates(task: Task): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(task.carried!.initial).map(([name, { shape, values }]) => [name, tensor(values, [...shape], 'float32')]),
  );
}

describe('the state', () => {
  it('begins at zero, a row a lane, for each layer', async () => {
    const task = await build({ layers: 2 });
    expect(task.carried!.startsAnew).toBe(true);
    const shapes = Object.entries(task.carried!.initial).map(([name, { shape }]) => [name, ...shape]);
    expect(shapes).toEqual([
      ['hidden0', 10, 4],
      ['cell0', 10, 4],
      ['hidden1', 10, 4],
      ['cell1', 10, 4],
    ]);
    expect(Object.values(task.carried!.initial).every(({ values }) => values.every((value) => value === 0))).toBe(true);
    task.dispose();
  });

  it.each([true, false])('is carried on: two batches give what one of twice the length gives (training %s)', async (training) => {
    // 10 lanes of (1600 − 1) / 60 = 26 windows of 6, or 13 of 12.
    const [short, long] = [await build({ length: 6, layers: 2 }), await build({ length: 12, layers: 2 })];
    expect(short.trainSize).toBe(2 * long.trainSize);
    const w = tensor1d(short.initialWeights(2).map((x) => 2 * x));
    const losses = async (task: Task, batches: number): Promise<number[][]> => {
      const { order, starts } = task.arrangement!('train');
      let carried: Tensors = zeroStates(task);
      const found: number[][] = [];
      for (let i = 0; i < batches; i++) {
        const next: Record<string, Tensor> = {};
        const pass: Pass = { training, carried, carry: (name, state) => Object.assign(next, { [name]: state }) };
        const batch = task.batch('train', tensor1d(order.slice(starts[i], starts[i + 1]), 'int32'), plainContext);
        found.push([...(await task.losses(task.predict(w, batch, pass), batch).data())]);
        carried = next;
      }
      return found;
    };
    const pieces = await losses(short, 4);
    const wholes = await losses(long, 2);
    for (const [batch, whole] of wholes.entries()) {
      for (const [lane, loss] of whole.entries()) {
        expect((pieces[2 * batch]![lane]! + pieces[2 * batch + 1]![lane]!) / 2).toBeCloseTo(loss, 5);
      }
    }
    short.dispose();
    long.dispose();
  });
});

describe('loss and gradient', () => {
  it('is near ln(symbols) at first and has the slope that its gradient says', async () => {
    const task = await build({ layers: 2 });
    const weights = task.initialWeights(1);
    const symbols = task.parameters[0]!.shape[0]!;
    const { losses, correct } = await observe(task, 'validation', [0, 5, 9], weights);
    for (const loss of losses) expect(Math.abs(loss - Math.log(symbols))).toBeLessThan(0.5);
    for (const share of correct!) expect([0, 1, 2, 3, 4, 5].some((right) => Math.abs(share - right / 5) < 1e-6)).toBe(true);
    expect(await slopeError(task, weights, 0.05)).toBeLessThan(3e-3);
    task.dispose();
  });

  it('leaves no tensor behind', async () => {
    const run = () =>
      leftBehind(async () => {
        const task = await build({ layers: 2 });
        const made = tidy(() => {
          const batch = task.batch('train', tensor1d([0, 31], 'int32'), plainContext);
          const pass: Pass = { training: true, carried: {}, carry: () => undefined };
          return valueAndGrad((w) => mean(task.losses(task.predict(w as Tensor1D, batch, pass), batch)))(tensor1d(task.initialWeights(0)));
        });
        made.grad.dispose();
        made.value.dispose();
        task.dispose();
      });
    expect(await run()).toBe(0);
  });
});

describe('text by the model', () => {
  const generated = async (task: Task, prompt: string, temperature: number, weights = task.initialWeights(0)) => {
    const w = tensor1d(weights);
    const { uniform } = randomStream(0, 'text');
    const text = await task.generate!(w, prompt, 40, temperature, uniform);
    w.dispose();
    return text;
  };

  it('has the length and the characters of the text, and is the same for the same draws', async () => {
    const task = await build();
    const text = await generated(task, 'The ', 1);
    expect([...text]).toHaveLength(40);
    expect(await generated(task, 'The ', 1)).toBe(text);
    const known = new Set(drawChronicle(2000));
    for (const character of text) expect(known.has(character)).toBe(true);
    expect(await generated(task, 'horse', 1)).not.toBe(text);
    task.dispose();
  });

  it('skips characters of the prompt that it does not know; with none left it begins after the commonest one', async () => {
    const task = await build();
    expect(await generated(task, 'Th電e #', 1)).toBe(await generated(task, 'The ', 1));
    expect(await generated(task, '電', 1)).toBe(await generated(task, ' ', 1));
    expect(await generated(task, '', 1)).toBe(await generated(task, ' ', 1));
    task.dispose();
  });

  it('follows the model’s logits: with a large bias for one symbol it says nothing else', async () => {
    const task = await build({ path: 'novel.txt' }, textFile('aaaabbbccd'.repeat(200)));
    const weights = task.initialWeights(0).fill(0);
    // The last four weights are the biases of a, b, c, d: the commonest symbol comes first.
    weights[weights.length - 2] = 50;
    expect(await generated(task, 'a', 1, weights)).toBe('c'.repeat(40));
    task.dispose();
  });

  it('is refused by weights or a temperature that mean nothing', async () => {
    const task = await build();
    await expect(generated(task, 'a', 0)).rejects.toThrow('temperature: must be above 0');
    await expect(generated(task, 'a', 1, task.initialWeights(0).fill(Number.NaN))).rejects.toThrow('not finite');
    task.dispose();
  });
});
