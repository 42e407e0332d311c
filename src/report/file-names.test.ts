/** Names of saved files are safe, short and told apart, whatever a person called an experiment. */
import { describe, expect, it } from 'vitest';
import { resultFileNames, safeFileName } from './file-names';

describe('safeFileName', () => {
  it('keeps letters and figures', () => {
    expect(safeFileName('Figure 2, rank 4', 'report.html')).toBe('figure-2-rank-4-report.html');
    expect(safeFileName('Matrix factorisation', 'result.json')).toBe('matrix-factorisation-result.json');
  });

  it('leaves nothing that leads elsewhere or hides a type', () => {
    expect(safeFileName('../../etc/passwd', 'report.html')).toBe('etc-passwd-report.html');
    expect(safeFileName('.hidden', 'result.json')).toBe('hidden-result.json');
    expect(safeFileName('a.exe', 'result.json')).toBe('a-exe-result.json');
    expect(safeFileName('"><script>', 'report.html')).toBe('script-report.html');
    expect(safeFileName('con\u202elmth', 'report.html')).toBe('con-lmth-report.html');
  });

  it('has a name where none is left, and cuts long ones', () => {
    expect(safeFileName('', 'report.html')).toBe('report.html');
    expect(safeFileName('写作', 'result.json')).toBe('result.json');
    expect(safeFileName('x'.repeat(500), 'report.html').length).toBeLessThan(80);
  });
});

describe('resultFileNames', () => {
  it('numbers files only where two would be called alike', () => {
    expect(resultFileNames(['one', 'two'])).toEqual(['one-result.json', 'two-result.json']);
    expect(resultFileNames(['one', 'One!', ''])).toEqual(['one-1-result.json', 'one-2-result.json', '3-result.json']);
  });
});
