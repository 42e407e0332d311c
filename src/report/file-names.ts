/** What the files are called that a report and its results are saved as. */
import { fileName } from '../charts/export-figure';

/** A safe name for a file: `matrix-factorisation-report.html`. Long names are cut. */
export function safeFileName(name: string, kind: 'report.html' | 'result.json', number: number | null = null): string {
  const stem = fileName(name)
    .replaceAll('.', '-')
    .slice(0, 60)
    .replaceAll(/^-+|-+$/g, '');
  return fileName([stem, ...(number === null ? [] : [String(number)]), kind].filter((part) => part !== '').join(' '));
}

/** Names of files for these names, no two alike. */
export function resultFileNames(names: readonly string[]): string[] {
  const plain = names.map((name) => safeFileName(name, 'result.json'));
  const repeated = new Set(plain).size < plain.length;
  return repeated ? names.map((name, at) => safeFileName(name, 'result.json', at + 1)) : plain;
}
