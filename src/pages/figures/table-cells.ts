/** The columns of a table of the paper as they are shown, and which number of each is the highest. */
import { measuredOf } from '../../paper/cells';
import type { PanelResult, PaperFigure, PaperPanel } from '../../paper/definition';
import { type PaperTable, publishedOf, type TableColumn, type TableId, type TableMethod, tableMethods, tables } from '../../paper/tables';

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
export function bestMeasured(panel: PanelResult | undefined): TableMethod | null {
  let best: TableMethod | null = null;
  let highest = -1;
  for (const method of tableMethods) {
    const mean = measuredOf(panel, method)?.accuracy?.mean ?? -1;
    if (mean > highest) [best, highest] = [method, mean];
  }
  return best;
}
