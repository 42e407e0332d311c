/** Writes data sets as LIBSVM text: for tests, and to hand a generated set to another program. */
import type { LibsvmData } from './libsvm';

/** Zeros are left out, except in the last feature of the first sample, which keeps the number of features. */
export function writeLibsvm(data: LibsvmData): string {
  const lines: string[] = [];
  for (let sample = 0; sample < data.samples; sample++) {
    const parts = [String(data.originalLabels[data.labels[sample]!])];
    for (let feature = 0; feature < data.features; feature++) {
      const value = data.values[sample * data.features + feature]!;
      if (value !== 0 || (sample === 0 && feature === data.features - 1)) parts.push(`${feature + 1}:${value}`);
    }
    lines.push(`${parts.join(' ')}\n`);
  }
  return lines.join('');
}
