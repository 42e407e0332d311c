/** The lesson's sections against the product's AOV rule, its words against its numbers, and what it is to show. */
import { scalar, tensor1d } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { updateAovs } from '../optimizers/aalig';
import { useCpu } from '../optimizers/rule-checks';
import { type AovSetting, advance, aovDefaults, begin, complete, explained, samplesOf } from './aov-lesson';

beforeAll(useCpu);

const settings: AovSetting[] = [
  aovDefaults,
  { ...aovDefaults, sections: 5, seed: 2 },
  { ...aovDefaults, lowerBound: 0.2 },
  { ...aovDefaults, lowerBound: -0.5, eta: 0.3, momentum: 0.9 },
  { ...aovDefaults, batchSize: 5, epochs: 33, sections: 4, seed: 3 },
];

describe('a section', () => {
  it.each(settings)('is an update of the product’s rule on its own references: %o', (setting) => {
    const { sections } = complete(setting);
    for (let i = 1; i < sections.length; i++) {
      const { bars } = sections[i]!;
      const before = sections[i - 1]!.bars;
      const product = updateAovs(
        tensor1d(before.map(({ aov }) => aov)),
        tensor1d(before.map(({ gap }) => gap)),
        tensor1d(bars.map(({ reference }) => reference!)),
        scalar(setting.lowerBound),
      );
      const [aov, gap, reached] = [product.aov.dataSync(), product.gap.dataSync(), product.reached.dataSync()];
      bars.forEach((bar, z) => {
        expect(bar.before).toBe(before[z]!.aov);
        expect(bar.aov).toBeCloseTo(aov[z]!, 5);
        expect(bar.gap).toBeCloseTo(gap[z]!, 5);
        // Float32 cannot tell a reference from an AOV that it nearly equals.
        if (Math.abs(bar.reference! - bar.before) > 1e-6) expect(bar.branch !== 'raised').toBe(reached[z] === 1);
        expect(bar.aov).toBeGreaterThanOrEqual(setting.lowerBound);
      });
    }
  });

  it('comes every ⌊E/K⌋ epochs until no whole one is left', () => {
    const epochsOf = (over: Partial<AovSetting>) => complete({ ...aovDefaults, ...over }).sections.map(({ epoch }) => epoch);
    expect(epochsOf({})).toEqual([0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50]);
    expect(epochsOf({ sections: 1 })).toEqual([0, 50]);
    expect(epochsOf({ sections: 3 })).toEqual([0, 16, 32, 48]);
    expect(epochsOf({ sections: 200, epochs: 4 })).toEqual([0, 1, 2, 3, 4]);
  });

  it('is the same however one came to it, and leaves earlier ones alone', () => {
    let state = begin(aovDefaults);
    const seen = [state];
    while (!state.done) {
      state = advance(state);
      seen.push(state);
    }
    expect(advance(state)).toBe(state);
    expect(state.sections).toEqual(complete(aovDefaults).sections);
    for (const { sections } of seen) expect(sections).toEqual(state.sections.slice(0, sections.length));
    expect(advance(seen[3]!).sections).toEqual(seen[4]!.sections);
  });

  it('holds numbers that agree with each other', () => {
    const { sections } = complete(aovDefaults);
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    for (const { bars, meanAov, meanLoss, reachedShare, meanStepSize, zeroShare } of sections.slice(1)) {
      expect(meanAov).toBeCloseTo(mean(bars.map(({ aov }) => aov)), 12);
      expect(meanLoss).toBeCloseTo(mean(bars.map(({ loss }) => loss!)), 12);
      expect(reachedShare).toBeCloseTo(mean(bars.map(({ branch }) => Number(branch !== 'raised'))), 12);
      expect(meanStepSize).toBeGreaterThan(0);
      expect(meanStepSize).toBeLessThanOrEqual(aovDefaults.eta);
      expect(zeroShare).toBeGreaterThanOrEqual(0);
      expect(zeroShare).toBeLessThanOrEqual(1);
    }
  });
});

describe('the words', () => {
  it('say which branch was taken and why', () => {
    expect(explained(0, 1.15, 2.3, 0)).toEqual({ branch: 'raised', text: 'not reached: half-way up to 2.3' });
    expect(explained(1.5, 1.1, 0.9, 0)).toEqual({ branch: 'lowered', text: 'reached: down by 0.40' });
    expect(explained(0.3, 0, 0.1, 0)).toEqual({ branch: 'lowered', text: 'reached: down by 0.30 to the lower bound 0' });
    expect(explained(0.2, 0.2, 0.2, 0.2)).toEqual({ branch: 'held', text: 'held at the lower bound 0.20' });
    expect(explained(0.3, 0.299, 0.1, 0)).toEqual({ branch: 'lowered', text: 'reached: down by less than 0.01' });
  });

  it('fit the numbers of every bar', () => {
    for (const setting of settings) {
      for (const { bars } of complete(setting).sections.slice(1)) {
        for (const { branch, text, before, aov, reference } of bars) {
          expect(branch).toBe(reference! > before ? 'raised' : aov < before ? 'lowered' : 'held');
          expect(text).toMatch({ raised: /^not reached/, lowered: /^reached: down/, held: /^held/, start: /^never$/ }[branch]);
          if (branch === 'raised') expect(aov).toBeCloseTo((before + reference!) / 2, 12);
        }
      }
    }
  });
});

describe('what it shows', () => {
  it('AOVs rise from the bound towards the losses at the best weights, and steps shrink', () => {
    for (const seed of [1, 2, 3]) {
      const { samples, sections } = complete({ ...aovDefaults, seed });
      const ideal = samples.reduce((sum, sample) => sum + sample.ideal, 0) / samples.length;
      const last = sections.at(-1)!;
      expect(sections[1]!.bars.every(({ branch }) => branch === 'raised')).toBe(true);
      expect(last.meanAov / ideal).toBeGreaterThan(0.93);
      expect(last.meanAov / ideal).toBeLessThan(1.07);
      expect(last.meanStepSize).toBeLessThan(sections[1]!.meanStepSize! / 2);
      expect(last.zeroShare).toBeGreaterThan(sections[1]!.zeroShare!);
    }
  });

  it('of two samples that contradict each other one keeps a high AOV, and both branches are taken', () => {
    const { samples, sections } = complete(aovDefaults);
    const last = sections.at(-1)!.bars;
    samples.forEach(({ contradictedBy, label, point }, z) => {
      if (contradictedBy === null) return;
      expect(samples[contradictedBy]).toMatchObject({ contradictedBy: z, label: 1 - label, point });
      expect(Math.max(last[z]!.aov, last[contradictedBy]!.aov)).toBeGreaterThan(Math.LN2);
    });
    expect(samples.filter(({ contradictedBy }) => contradictedBy !== null)).toHaveLength(8);
    const branches = new Set(sections.flatMap(({ bars }) => bars.map(({ branch }) => branch)));
    expect(branches).toEqual(new Set(['start', 'raised', 'lowered']));
    const bounded = complete({ ...aovDefaults, lowerBound: 0.2 }).sections.flatMap(({ bars }) => bars.map(({ branch }) => branch));
    expect(bounded).toContain('held');
  });

  it('knows the losses at the best weights: no pair is below what contradiction costs', () => {
    for (const seed of [1, 2, 3]) {
      const samples = samplesOf(seed);
      for (const { ideal, contradictedBy } of samples) {
        if (contradictedBy !== null) expect(ideal + samples[contradictedBy]!.ideal).toBeGreaterThanOrEqual(2 * Math.LN2);
      }
    }
  });
});
