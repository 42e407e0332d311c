/** A heat map of settings as a card. */
import { memo, useMemo } from 'react';
import type { Sheet } from '../sheets';
import { heatFigure } from './heat-figure';
import { ResultCard, type ResultCardTexts } from './ResultCard';
import styles from './results.module.css';
import type { HeatCell, HeatOptions } from './shapes';
import { usePointed } from './use-pointed';

export interface HeatCardProps extends ResultCardTexts {
  readonly cells: readonly HeatCell[];
  readonly options: HeatOptions;
  /** A click or Enter on a cell. */
  readonly onPick?: (cell: HeatCell) => void;
}

/** Pixels of a row, and of what stands around the rows. */
const rowHeight = 28;
const around = 58;
const leastHeight = 150;

export const HeatCard = memo(function HeatCard({ cells, options, onPick, height, ...texts }: HeatCardProps) {
  const empty = cells.length === 0;
  const figure = useMemo(() => (empty ? null : heatFigure(cells, options)), [cells, options, empty]);
  const { pointed, marker, onPoint } = usePointed(figure);
  const { rows, columns } = options;
  return (
    <ResultCard
      {...texts}
      height={height ?? Math.max(leastHeight, rows.length * rowHeight + around)}
      figure={figure}
      about={`${rows.length} by ${columns.length} settings`}
      marker={marker}
      onPoint={onPoint}
      onPick={onPick ? () => pointed && onPick(pointed) : undefined}
      readout={pointed ? <PointedCell cell={pointed} options={options} /> : !empty && <Key cells={cells} />}
      sheets={() => [cellsSheet(cells, options)]}
      looks={[]}
      legend={null}
    />
  );
});

function PointedCell({ cell, options }: { readonly cell: HeatCell; readonly options: HeatOptions }) {
  const { rowTitle, columnTitle, rows, columns } = options;
  return (
    <>
      <strong>
        {rowTitle ? `${rowTitle} ` : ''}
        {rows[cell.row]}
      </strong>
      <span>
        {columnTitle} {columns[cell.column]}
      </span>
      <strong>{cell.text || '–'}</strong>
      {cell.note && <span>{cell.note}</span>}
      {cell.best && <span>best</span>}
      {!cell.complete && <span>not all runs have ended</span>}
    </>
  );
}

/** What shades and marks mean, as far as they occur. */
function Key({ cells }: { readonly cells: readonly HeatCell[] }) {
  return (
    <>
      <span className={styles.key}>
        worse
        <span className={styles.shades} aria-hidden="true" />
        better
      </span>
      {cells.some(({ failed }) => failed > 0) && (
        <span className={styles.key}>
          <span className={styles.hatched} aria-hidden="true" />
          diverged
        </span>
      )}
      {cells.some(({ best }) => best) && (
        <span className={styles.key}>
          <span className={styles.framed} aria-hidden="true" />
          best
        </span>
      )}
      {cells.some(({ complete }) => !complete) && (
        <span className={styles.key}>
          <span className={styles.dashed} aria-hidden="true" />
          not ended
        </span>
      )}
    </>
  );
}

/** One row a setting. */
export function cellsSheet(cells: readonly HeatCell[], { rows, columns, rowTitle, columnTitle }: HeatOptions): Sheet {
  return {
    name: 'settings',
    columns: [rowTitle ?? 'method', columnTitle, 'mean', 'share failed', 'best', 'all runs ended'],
    rowCount: cells.length,
    row(index) {
      const cell = cells[index];
      if (!cell) return [];
      const yes = (value: boolean) => (value ? 'yes' : 'no');
      const names = [rows[cell.row] ?? '', columns[cell.column] ?? ''];
      return [...names, cell.value, cell.failed, yes(cell.best), yes(cell.complete)];
    },
  };
}
