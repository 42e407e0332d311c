import { describe, expect, it } from 'vitest';
import { fileName } from './export-figure';

describe('fileName', () => {
  it('makes plain names', () => {
    expect(fileName('Step size γ', 'updates.csv')).toBe('step-size-updates.csv');
    expect(fileName('Training loss.svg')).toBe('training-loss.svg');
  });
});
