/** The published data sets of figure 3 at full size, where a `shared/data` folder stands beside the checkout; skipped elsewhere. */
import { existsSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { readLibsvm } from '../datasets/libsvm';
import { rbf } from './rbf';
import { buildWith, noFiles, observe, useCpu } from './task-checks';

const folder = new URL('../../../shared/data/libsvm/', import.meta.url);
const files = { ...noFiles, read: async (name: string) => new Uint8Array(readFileSync(new URL(name, folder))) };

beforeAll(useCpu);

describe.skipIf(!existsSync(folder))('figure 3 (skipped unless ../shared/data/libsvm is there)', () => {
  const cases = [
    { options: { file: 'mushrooms', sigma: 0.5, rows: null }, train: 6499, validation: 1625, tolerance: 1e-5 },
    { options: { file: 'ijcnn1', sigma: 0.05, rows: 35_000 }, train: 28_000, validation: 7000, tolerance: 1e-3 },
  ];

  it.each(cases)(
    '$options.file: the paper’s split, and losses as float64 gives them',
    async ({ options, train, validation, tolerance }) => {
      const task = await buildWith(rbf, options, files);
      expect(task).toMatchObject({ trainSize: train, validationSize: validation, parameterCount: train, fullTrainLossIsCheap: false });
      const data = await readLibsvm(options.file, await files.read(options.file));
      const row = (i: number) => data.values.subarray(i * data.features, (i + 1) * data.features);
      const weights = task.initialWeights(0).map((w) => 10 * w);
      for (const part of ['train', 'validation'] as const) {
        const ids = [0, 1200];
        const { losses } = await observe(task, part, ids, weights);
        ids.forEach((id, i) => {
          const sample = (part === 'train' ? 0 : train) + id;
          const x = row(sample);
          let z = 0;
          for (let j = 0; j < train; j++) {
            const y = row(j);
            let squared = 0;
            for (let f = 0; f < x.length; f++) squared += (x[f]! - y[f]!) ** 2;
            z += weights[j]! * Math.exp(-squared / (2 * options.sigma ** 2));
          }
          expect(Math.abs(losses[i]! - (Math.log1p(Math.exp(z)) - data.labels[sample]! * z))).toBeLessThan(tolerance);
        });
      }
      task.dispose();
    },
  );
});
