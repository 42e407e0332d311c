/** A chart's data as a table, in the plot's place. Long data are sampled, and the table says so; the CSV file has all rows. */
import { useState } from 'react';
import type { ChartSpec } from './chart-spec';
import classes from './charts.module.css';
import { type Cell, type Sheet, sampledRows } from './sheets';
import { TextSwitch } from './TextSwitch';

function cellText(cell: Cell): string {
  if (cell === null) return '–';
  return typeof cell === 'number' && !Number.isInteger(cell) ? String(Number(cell.toPrecision(6))) : String(cell);
}

/** The rows as they are now, taken once: a table that moves cannot be read. */
function snapshot(sheets: readonly Sheet[]) {
  return sheets.map((sheet) => ({
    name: sheet.name,
    columns: sheet.columns,
    total: sheet.rowCount,
    rows: sampledRows(sheet.rowCount).map((index) => ({ index, cells: sheet.row(index).map(cellText) })),
  }));
}

export function DataTable({ title, spec }: { readonly title: string; readonly spec: Pick<ChartSpec, 'sheets'> }) {
  const [taken, setTaken] = useState(() => snapshot(spec.sheets()));
  const [name, setName] = useState(taken[0]?.name ?? '');
  const sheet = taken.find((one) => one.name === name) ?? taken[0];
  if (!sheet) return null;
  const note =
    sheet.rows.length < sheet.total
      ? `${sheet.rows.length} of ${sheet.total.toLocaleString('en')} rows, evenly spread; the CSV file has all of them.`
      : `${sheet.total.toLocaleString('en')} rows.`;
  return (
    <div className={classes.tableView}>
      <div className={classes.tableNote}>
        {taken.length > 1 && (
          <TextSwitch
            label="Rows of the table"
            value={sheet.name}
            choices={taken.map((one) => ({ value: one.name, label: one.name, help: `One row for each of the ${one.name}` }))}
            onChange={setName}
          />
        )}
        <span>{note} As of when the table was opened.</span>
        <button type="button" className={classes.textButton} onClick={() => setTaken(snapshot(spec.sheets()))}>
          Refresh
        </button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className={classes.tableScroll} aria-label={`${title}, data`} tabIndex={0}>
        <table>
          <caption className={classes.spoken}>{`${title}: ${sheet.name}`}</caption>
          <thead>
            <tr>
              {sheet.columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sheet.rows.map(({ index, cells }) => (
              <tr key={index}>
                {cells.map((cell, i) => (
                  <td key={sheet.columns[i]}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}
