/** The parser on real LIBSVM files, where a `shared/data` folder stands beside the checkout; skipped elsewhere. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type LibsvmData, readLibsvm } from './libsvm';

const folder = new URL('../../../shared/data/libsvm/', import.meta.url);
const positives = (data: LibsvmData, from = 0, to = data.samples) => data.labels.subarray(from, to).reduce((sum, label) => sum + label, 0);
const load = (name: string) => readLibsvm(name, readFileSync(new URL(name, folder)));

describe.skipIf(!existsSync(folder))('real files (skipped unless ../shared/data/libsvm is there)', () => {
  it('mushrooms: 8,124 × 112, labels 1 and 2, 21 ones a row', async () => {
    const data = await load('mushrooms');
    expect(data).toMatchObject({ samples: 8124, features: 112, originalLabels: [1, 2] });
    expect(positives(data)).toBe(4208);
    expect(positives(data, 0, 6499)).toBe(3701);
    expect(positives(data, 6499)).toBe(507);
    for (const sample of [0, 4000, 8123]) {
      const row = data.values.subarray(sample * 112, (sample + 1) * 112);
      expect(row.reduce((a, b) => a + b)).toBe(21);
      expect(row.every((value) => value === 0 || value === 1)).toBe(true);
    }
  });

  it('ijcnn1: 49,990 × 22, labels -1.0 and 1.0, 9.7 % positive; well under a second', async () => {
    const bytes = readFileSync(new URL('ijcnn1', folder));
    const start = performance.now();
    const data = await readLibsvm('ijcnn1', bytes);
    expect(performance.now() - start).toBeLessThan(1500); // about 0.06 s on a desktop; room for a busy CI machine
    expect(data).toMatchObject({ samples: 49_990, features: 22, originalLabels: [-1, 1] });
    expect(positives(data)).toBe(4853);
    expect(positives(data, 0, 28_000)).toBe(2727);
    expect(positives(data, 28_000, 35_000)).toBe(688);
    expect([...data.values.subarray(0, 14)]).toEqual([0, 0, 0, 0, 0, 1, 0, 0, 0, 0, -0.731854, 0.173431, 0, 0.00027].map(Math.fround));
  });

  it('ijcnn1.t.gz: 91,701 × 22 straight from gzip', async () => {
    const data = await load('ijcnn1.t.gz');
    expect(data).toMatchObject({ samples: 91_701, features: 22, originalLabels: [-1, 1] });
    expect(positives(data)).toBe(8712);
  });
});
