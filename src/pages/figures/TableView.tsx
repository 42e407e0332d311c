/**
 * A table of the paper with what was measured here. Published and measured numbers stand in rows of their own, which say in words which
 * they are; columns that are ours stand apart.
 */
import { useMemo } from 'react';
import { type MeasuredCell as Measured, measuredOf } from '../../paper/cells';
import type { PanelVariant, PaperFigure, PaperPanel } from '../../paper/definition';
import { publishedOf, type TableId, tables } from '../../paper/tables';
import drawingStyles from './drawings.module.css';
import { Missing } from './Missing';
import { PanelStatus } from './PanelStatus';
import { figureResults } from './panel-states';
import tableStyles from './table.module.css';
import { bestMeasured, bestPublished, columnsOf, type ShownColumn } from './table-cells';
import type { FigureChoices, FigureSweeps } from './use-figure';

interface TableViewProps {
  readonly figure: PaperFigure;
  readonly sweeps: FigureSweeps;
  readonly choices: FigureChoices;
}

/** The table. */
export function TableView({ figure, sweeps, choices }: TableViewProps) {
  const id = figure.id as TableId;
  const table = tables[id];
  const columns = useMemo(() => columnsOf(figure), [figure]);
  const results = useMemo(() => figureResults(sweeps.newest), [sweeps.newest]);
  const best = useMemo(() => bestPublished(table), [table]);
  const notes = columns.flatMap(({ published }) => (published?.note ? [published.note] : []));
  const noteOf = ({ published }: ShownColumn) => (published?.note ? [...new Set(notes)].indexOf(published.note) + 1 : 0);
  // A column that was run keeps its line, also where its data are gone.
  const missingOf = (panel: PaperPanel): PanelVariant | null =>
    sweeps.newest.has(panel.id) || choices.panels.get(panel.id)?.chosen ? null : (panel.variants[0] ?? null);
  return (
    <div className={tableStyles.tableBox}>
      <p className={tableStyles.key}>
        <span>
          <b>84.2</b> published, {table.measure}
        </span>
        <span>
          <Dot /> measured here, best epoch on held-out data, mean ± standard deviation over seeds
        </span>
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className={tableStyles.tableScroll} aria-label={`${figure.number}, published and measured`} tabIndex={0}>
        <table className={tableStyles.table}>
          <caption className="visually-hidden">
            {figure.number}: {table.measure}. Each method has a row of published and a row of measured numbers.
          </caption>
          <thead>
            <Heads columns={columns} noteOf={noteOf} />
          </thead>
          {table.rows.map(({ method, name }) => (
            <tbody key={method} data-own={method === 'aalig' || undefined}>
              <tr>
                <th scope="rowgroup" rowSpan={2} className={tableStyles.method}>
                  {name}
                </th>
                <th scope="row" className={tableStyles.kind}>
                  published
                </th>
                {columns.map((column) => {
                  const text = publishedOf(id, method, column.id);
                  return (
                    <td
                      key={column.id}
                      data-ours={column.published === null || undefined}
                      data-best={text !== null && text === best.get(column.id) ? true : undefined}
                    >
                      {text ?? <span className={tableStyles.noCell}>not in the paper</span>}
                    </td>
                  );
                })}
              </tr>
              <tr className={tableStyles.measured}>
                <th scope="row" className={tableStyles.kind}>
                  <Dot /> measured
                </th>
                {columns.map((column) => (
                  <MeasuredCell
                    key={column.id}
                    column={column}
                    measured={measuredOf(results.get(column.id), method)}
                    best={bestMeasured(results.get(column.id)) === method}
                  />
                ))}
              </tr>
            </tbody>
          ))}
        </table>
      </section>
      {notes.length > 0 && (
        <ol className={tableStyles.notes}>
          {[...new Set(notes)].map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ol>
      )}
      <section className={tableStyles.fills} aria-label={`Columns of ${figure.number} that can be measured here`}>
        <h4>Fill a column</h4>
        <ul>
          {columns.map((column) => (
            <li key={column.id} data-ours={column.published === null || undefined}>
              <strong>{column.panel?.title ?? `${column.title}${column.published?.augmented ? ', augmented' : ''}`}</strong>
              {column.panel && missingOf(column.panel) ? (
                <div className={drawingStyles.panelStatus}>
                  <Missing variant={missingOf(column.panel) as PanelVariant} panel={column.panel.title} />
                </div>
              ) : column.panel ? (
                <PanelStatus
                  figure={figure}
                  panel={column.panel}
                  entry={sweeps.newest.get(column.id) ?? null}
                  all={sweeps.all}
                  choices={choices}
                />
              ) : (
                <div className={drawingStyles.panelStatus}>
                  <span>cannot be run in a page: too large</span>
                </div>
              )}
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

/** The mark of everything that was measured here. */
function Dot() {
  return (
    <span className={tableStyles.dot} aria-hidden="true">
      ●
    </span>
  );
}

function Heads({ columns, noteOf }: { readonly columns: readonly ShownColumn[]; readonly noteOf: (column: ShownColumn) => number }) {
  return (
    <tr>
      <th scope="col" className={tableStyles.method}>
        Method
      </th>
      <th scope="col" className={tableStyles.kind}>
        <span className="visually-hidden">Published or measured</span>
      </th>
      {columns.map((column) => {
        const { published } = column;
        return (
          <th key={column.id} scope="col" data-ours={published === null || undefined} title={published?.model}>
            {column.title}
            {noteOf(column) > 0 && <sup>{noteOf(column)}</sup>}
            {published === null ? (
              <small>
                not the
                <br />
                paper’s
              </small>
            ) : (
              <small>
                {published.augmented === null ? '' : published.augmented ? 'augmented' : 'plain'}
                <br />
                {published.split}
              </small>
            )}
          </th>
        );
      })}
    </tr>
  );
}

interface MeasuredCellProps {
  readonly column: ShownColumn;
  readonly measured: Measured | null;
  readonly best: boolean;
}

function MeasuredCell({ column, measured, best }: MeasuredCellProps) {
  const ours = column.published === null || undefined;
  if (!measured) {
    return (
      <td data-ours={ours} className={tableStyles.unmeasured} title={`Not measured yet: fill the column ${column.title} below`}>
        <span aria-hidden="true">·</span>
        <span className="visually-hidden">not measured yet</span>
      </td>
    );
  }
  const { failures, seeds, text } = measured;
  const title = [`${seeds} ${seeds === 1 ? 'seed' : 'seeds'}`, failures > 0 ? `${failures} diverged or failed` : '']
    .filter(Boolean)
    .join(', ');
  return (
    <td data-ours={ours} data-best={best || undefined} title={title}>
      {text}
      {failures > 0 && measured.accuracy && <sup>{`${failures}/${seeds} failed`}</sup>}
    </td>
  );
}
