/** The cells of a table of the paper: what was published and what was measured here, method by method, column by column. */
import type { PaperFigure, PaperPanel } from '../../paper/definition';
import { type PaperTable, publishedOf, type TableColumn, type TableId, tables } from '../../paper/tables';
import { hasFailed } from '../../results/groups';
import type { Spread } from '../../results/result';
import type { MethodResult } from './method-results';

/** A column of the table as it is shown: one of the paper's, or one of ours that has no published numbers. */
export interface ShownColumn {
  readonly id: string;
  readonly title: string;
  /** The paper's; null for ours. */
  readonly published: TableColumn | null;
  /** The panel that fills it; null where nothing can. */
  readonly panel: PaperPanel | null;
}

/** The columns in the paper's order, then ours. */
export function columnsOf({ id, panels }: Pick<PaperFigure, 'id' | 'panels'>): readonly ShownColumn[] {
  const { columns } = tables[id as TableId];
  const published = columns.map((column) => ({
    id: column.id,
    title: column.dataSet,
    published: column,
    panel: panels.find((panel) => panel.id === column.id) ?? null,
  }));
  const ours = panels.filter((panel) => !columns.some((column) => column.id === panel.id));
  return [...published, ...ours.map((panel) => ({ id: panel.id, title: panel.title, published: null, panel }))];
}

/** What was measured for a method in a column. */
export interface Measured {
  /** Accuracy, 0 to 1; null where every seed diverged or failed. */
  readonly accuracy: Spread | null;
  readonly chosen: string;
  readonly failures: number;
  readonly runs: number;
}

/** The measured cell of a method; null until one of its runs has ended. */
export function measuredOf(method: string, results: readonly MethodResult[]): Measured | null {
  const found = results.find(({ optimizer, row }) => optimizer === method && row !== null);
  if (!found?.row) return null;
  return {
    accuracy: found.row.bestValidationAccuracy,
    chosen: found.chosen,
    failures: found.runs.filter(hasFailed).length,
    runs: found.runs.length,
  };
}

/** "61.2 ± 0.8", without the deviation where there is one seed; "failed" where all seeds did. */
export function measuredCellText({ accuracy }: Measured): string {
  if (!accuracy) return 'failed';
  const percent = (share: number) => (100 * share).toFixed(1);
  return accuracy.count > 1 ? `${percent(accuracy.mean)} ± ${percent(accuracy.sd)}` : percent(accuracy.mean);
}

/** The highest published number of each column, as text, by column id. */
export function bestPublished({ id, columns, rows }: PaperTable): ReadonlyMap<string, string> {
  return new Map(
    columns.map((column, at) => {
      const best = rows.reduce((known, row) => ((row.values[at] ?? 0) > (known.values[at] ?? 0) ? row : known));
      return [column.id, publishedOf(id, best.method, column.id) ?? ''];
    }),
  );
}

/** The method with the highest measured accuracy of a column; null where nothing was measured. */
export function bestMeasured(results: readonly MethodResult[]): string | null {
  let best: MethodResult | null = null;
  for (const result of results) {
    const mean = result.row?.bestValidationAccuracy?.mean;
    if (mean !== undefined && mean > (best?.row?.bestValidationAccuracy?.mean ?? -1)) best = result;
  }
  return best?.optimizer ?? null;
}
