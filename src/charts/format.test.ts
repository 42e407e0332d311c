import { describe, expect, it } from 'vitest';
import { formatLogTick, formatPosition, formatShare, formatValue, linearTickFormat, powerOfTen } from './format';

describe('format', () => {
  it('writes three figures', () => {
    const cases: [number | null, string][] = [
      [0.00937, '9.37e-3'],
      [0.0125, '0.0125'],
      [0.125, '0.125'],
      [1.5, '1.50'],
      [12.34, '12.3'],
      [1234.5, '1235'],
      [123456, '1.23e5'],
      [0, '0'],
      [null, '–'],
      [Number.NaN, '–'],
      [Infinity, '∞'],
      [-0.5, '-0.500'],
    ];
    for (const [value, text] of cases) expect(formatValue(value)).toBe(text);
    expect(formatShare(0.951)).toBe('95.1 %');
  });

  it('writes ticks alike along an axis', () => {
    expect([1e-15, 1e-3, 1, 10, 2e-3, 0.05].map(formatLogTick)).toEqual(['10⁻¹⁵', '10⁻³', '10⁰', '10¹', '2', '5']);
    expect(powerOfTen(-27)).toBe('10⁻²⁷');
    expect([0, 0.2, 0.4].map(linearTickFormat([0, 0.2, 0.4]))).toEqual(['0.0', '0.2', '0.4']);
    expect([0, 5000, 10000].map(linearTickFormat([0, 5000, 10000]))).toEqual(['0', '5k', '10k']);
    expect([0, 2e-5, 4e-5].map(linearTickFormat([0, 2e-5, 4e-5]))).toEqual(['0', '2e-5', '4e-5']);
    expect([0, 0.25].map(linearTickFormat([0, 0.25]))).toEqual(['0.00', '0.25']);
    expect(formatPosition(12, 'epochs')).toBe('epoch 12');
    expect(formatPosition(12345.6, 'updates')).toBe('update 12,346');
  });
});
