/** Numbers as text keep their value and their width. */
import { describe, expect, it } from 'vitest';
import {
  countText,
  durationText,
  measuredText,
  settingText,
  shareText,
  spreadCountText,
  spreadDurationText,
  spreadShareText,
  spreadText,
  symbolText,
} from './number-text';

describe('settingText', () => {
  it.each([
    [1, '1'],
    [0.1, '0.1'],
    [0.05, '0.05'],
    [1e-3, '1e-3'],
    [2.5e-4, '2.5e-4'],
    [0, '0'],
    [100, '100'],
    [28000, '28000'],
    [1e8, '1e8'],
    [0.0125, '0.0125'],
  ])('%d → %s', (value, text) => {
    expect(settingText(value)).toBe(text);
    expect(Number(settingText(value))).toBe(value);
  });
});

describe('measuredText', () => {
  it.each([
    [0.00937, '9.37e-3'],
    [0.1234, '0.123'],
    [12.34, '12.3'],
    [12345, '1.23e4'],
    [0, '0'],
    [null, '–'],
    [Number.NaN, '–'],
    [Number.POSITIVE_INFINITY, '∞'],
  ])('%s → %s', (value, text) => {
    expect(measuredText(value)).toBe(text);
  });
});

describe('other numbers', () => {
  it('writes shares, counts and durations', () => {
    expect(shareText(0.9731)).toBe('97.3 %');
    expect(shareText(null)).toBe('–');
    expect(countText(28000)).toBe('28,000');
    expect(durationText(0.84)).toBe('0.8 s');
    expect(durationText(59.97)).toBe('1 min 00 s');
    expect(durationText(125)).toBe('2 min 05 s');
    expect(durationText(4320)).toBe('1 h 12 min');
  });
});

describe('symbolText', () => {
  it.each([
    ['\\eta', 'η'],
    ['\\beta_1', 'β₁'],
    ['\\beta_{2}', 'β₂'],
    ['\\eta_{\\max}', 'η max'],
    ['\\eta_{\\mathrm{final}}', 'η final'],
    ['K', 'K'],
    ['\\varepsilon', 'ε'],
    ['f^*', 'f*'],
    ['\\eta_0', 'η₀'],
  ])('%s → %s', (tex, text) => {
    expect(symbolText(tex)).toBe(text);
  });
});

describe('a mean with its standard deviation', () => {
  const of = (mean: number, sd: number, count = 3) => ({ mean, sd, count });

  it.each([
    [of(0.0123, 0.00041), '0.0123 ± 0.0004'],
    [of(12.34, 1.26), '12.3 ± 1.3'],
    [of(0.5, 0.0001), '0.500 ± 1e-4'],
    [of(123, 0.04), '123 ± 0.04'],
    [of(9.37e-3, 1.2e-4), '9.37e-3 ± 1.20e-4'],
    [of(0, 0), '0 ± 0'],
    [of(0.2, 0), '0.200 ± 0'],
    [of(0.0123, 0, 1), '0.0123'],
    [null, '–'],
  ])('%j → %s', (spread, text) => expect(spreadText(spread)).toBe(text));

  it('of shares, counts and durations', () => {
    expect(spreadShareText(of(0.973, 0.002))).toBe('97.3 ± 0.2 %');
    expect(spreadShareText(of(0.973, 0.0002))).toBe('97.3 ± 0.02 %');
    expect(spreadShareText(of(0.973, 0, 1))).toBe('97.3 %');
    expect(spreadCountText(of(1040, 12.3))).toBe('1,040 ± 12');
    expect(spreadCountText(of(1040, 0))).toBe('1,040');
    expect(spreadCountText(of(443, 0.58))).toBe('443 ± 0.6');
    expect(spreadDurationText(of(12.3, 0.44))).toBe('12.3 ± 0.4 s');
    expect(spreadDurationText(of(1.3, 0.0312))).toBe('1.3 ± 0.03 s');
    expect(spreadDurationText(of(125, 3.1))).toBe('2 min 05 s ± 3.1 s');
    for (const text of [spreadShareText, spreadCountText, spreadDurationText]) expect(text(null)).toBe('–');
  });
});
