/** A result as the text of a file, run by run: the very characters of `resultText`, which makes it in one go. */
import type { ExperimentResult } from './result';

const placeholder = '"runs": []';

/** Short pieces, in order. */
export function* resultPieces(result: ExperimentResult): Generator<string, void, undefined> {
  const { runs } = result;
  const outline = JSON.stringify({ ...result, runs: [] }, null, 1);
  // The last one: options come before the runs, and nothing of a person's stands behind them.
  const at = outline.lastIndexOf(placeholder);
  if (runs.length === 0) {
    yield `${outline}\n`;
    return;
  }
  yield `${outline.slice(0, at)}"runs": [`;
  for (const [i, run] of runs.entries()) yield `${i > 0 ? ',' : ''}\n  ${JSON.stringify(run, null, 1).replaceAll('\n', '\n  ')}`;
  yield `\n ]${outline.slice(at + placeholder.length)}\n`;
}
