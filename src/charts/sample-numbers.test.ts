import { describe, expect, it } from 'vitest';
import { parseSamples } from './sample-numbers';

describe('parseSamples', () => {
  it('reads numbers and says what is wrong', () => {
    expect(parseSamples(' 12, 340 12;#7')).toEqual({ samples: [12, 340, 7] });
    expect(parseSamples('')).toEqual({ samples: [] });
    expect(parseSamples('1, x')).toEqual({ error: '"x" is not the number of a sample' });
    expect(parseSamples('-1')).toEqual({ error: '"-1" is not the number of a sample' });
    expect(parseSamples('1 2 3 4 5 6 7 8 9')).toEqual({ error: 'at most 8 samples' });
  });
});
