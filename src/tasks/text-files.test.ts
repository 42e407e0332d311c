/** The text tasks on real files, where a `shared/data` folder stands beside the checkout; skipped elsewhere. */
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readSet } from '../datasets/read-set';
import { fileOfBytes } from '../datasets/source';
import type { FieldValue } from '../fields/field';
import type { FileSource, TaskDefinition } from './definition';
import { imdb } from './imdb';
import { buildWith, noFiles, observe, useCpu } from './task-checks';
import { tolstoi } from './tolstoi';

const folder = new URL('../../../shared/data/', import.meta.url);

const files: FileSource = {
  ...noFiles,
  set: async (id, path) => {
    const name = basename(path!);
    return readSet({ name, files: [fileOfBytes(name, new Uint8Array(readFileSync(new URL(path!, folder))))] }, id);
  },
};

beforeAll(useCpu);

const build = (definition: TaskDefinition, options: Record<string, FieldValue>) => buildWith(definition, options, files);

describe.skipIf(!existsSync(folder))('real texts (skipped unless ../shared/data is there)', () => {
  it('War and Peace at the paper’s size: DeepOBS’s 83 symbols and its cut', async () => {
    const task = await build(tolstoi, { path: 'war-and-peace/input.txt', size: 'paper' });
    // 50 lanes of windows of 50 in 2,612,948 and 653,237 characters, each window with the character that follows.
    expect(task).toMatchObject({ trainSize: 50 * 1045, validationSize: 50 * 261 });
    expect(task.parameters[0]!.shape).toEqual([83, 128]);
    task.dispose();
  });

  it('War and Peace at the page’s size starts at ln(symbols)', async () => {
    const task = await build(tolstoi, { path: 'war-and-peace/input.txt' });
    expect(task).toMatchObject({ trainSize: 1200, validationSize: 300 });
    const symbols = task.parameters[0]!.shape[0]!;
    const { losses } = await observe(task, 'train', [0, 1199], task.initialWeights(0));
    for (const loss of losses) expect(Math.abs(loss - Math.log(symbols))).toBeLessThan(0.3);
    const { gallery } = task;
    expect(gallery?.kind === 'texts' && (await gallery.excerpts([0]))[0]).toHaveLength(32);
    task.dispose();
  });

  it.each([
    ['imdb/imdb_train2000.csv', { trainLimit: null, validationLimit: null }, 1600, 400],
    ['imdb/imdb_train2000.csv', {}, 1000, 400],
    ['imdb/aclImdb_subset6000.tar.gz', { trainLimit: null, validationLimit: null }, 4000, 2000],
  ])('IMDB from %s with %j', async (path, options, train, validation) => {
    const task = await build(imdb, { path, ...options });
    expect(task).toMatchObject({ trainSize: train, validationSize: validation });
    expect(task.parameters[0]!.shape).toEqual([2000, 32]);
    expect(task.gallery!.labels!.reduce((sum, label) => sum + label, 0)).toBe(train / 2);
    const { losses } = await observe(task, 'validation', [0, validation - 1], task.initialWeights(0));
    for (const loss of losses) expect(Math.abs(loss - Math.LN2)).toBeLessThan(0.3);
    task.dispose();
  });
});
