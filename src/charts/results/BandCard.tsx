/** Curves with seed bands as a card: what lies under the pointer, the lines to be hidden or set off, the numbers as a table. */
import { memo, useMemo } from 'react';
import type { CurvePoint } from '../../results/groups';
import { formatShare, formatValue } from '../format';
import { Swatch } from '../Swatch';
import type { Sheet } from '../sheets';
import { bandFigure } from './band-figure';
import { ResultCard, type ResultCardTexts } from './ResultCard';
import styles from './results.module.css';
import type { BandLine, BandOptions } from './shapes';
import { useLines, usePointed } from './use-pointed';

export interface BandCardProps extends ResultCardTexts {
  readonly lines: readonly BandLine[];
  readonly options: BandOptions;
  /** Whether the lines are listed below the figure; they are unless this is false. */
  readonly legend?: boolean;
  /** Keys of lines that are not drawn, where the page keeps them; else the card does. */
  readonly hidden?: ReadonlySet<string>;
  readonly onHidden?: (hidden: ReadonlySet<string>) => void;
}

export const BandCard = memo(function BandCard({ lines, options, legend = true, hidden: given, onHidden, ...texts }: BandCardProps) {
  const { hidden, setHidden, emphasis, setEmphasis } = useLines({ hidden: given, onHidden });
  const empty = lines.every(({ points }) => points.length === 0);
  const figure = useMemo(
    () =>
      empty
        ? null
        : bandFigure(
            lines.filter(({ key }) => !hidden.has(key)),
            { ...options, emphasis: emphasis ?? options.emphasis ?? null },
          ),
    [lines, options, hidden, emphasis, empty],
  );
  const { pointed, marker, onPoint } = usePointed(figure);
  return (
    <ResultCard
      {...texts}
      figure={figure}
      about={`${lines.length} ${lines.length === 1 ? 'line' : 'lines'} over ${options.xTitle}`}
      marker={marker}
      onPoint={onPoint}
      readout={pointed ? <PointedPoint line={pointed.line} point={pointed.point} options={options} /> : !empty && summaryOf(lines, options)}
      sheets={() => [pointsSheet(lines, options)]}
      looks={lines}
      legend={legend ? { hidden, onHidden: setHidden, onEmphasis: setEmphasis, current: pointed?.line.key ?? null } : null}
    />
  );
});

/** A position with its unit: "12 epochs", "epoch 12". */
function positionText(x: number, title: string): string {
  const number = Number.isInteger(x) ? x.toLocaleString('en') : String(Number(x.toPrecision(4)));
  return title.endsWith('s') ? `${number} ${x === 1 ? title.slice(0, -1) : title}` : `${title} ${number}`;
}

interface PointedPointProps {
  readonly line: BandLine;
  readonly point: CurvePoint;
  readonly options: BandOptions;
}

function PointedPoint({ line, point, options }: PointedPointProps) {
  const text = options.yFormat === 'share' ? formatShare : formatValue;
  return (
    <>
      <span className={styles.pointed}>
        <Swatch color={line.color} dash={line.dash} />
        <strong>{line.label}</strong>
      </span>
      <span>{positionText(point.x, options.xTitle)}</span>
      <strong>{text(point.mean)}</strong>
      {point.count > 1 && (
        <span>
          {point.count} seeds, {options.band === 'sd' ? `sd ${text(point.sd)}` : `${text(point.low)} to ${text(point.high)}`}
        </span>
      )}
    </>
  );
}

function summaryOf(lines: readonly BandLine[], { band }: BandOptions): string {
  const seeds = Math.max(0, ...lines.flatMap(({ points }) => points.map(({ count }) => count)));
  if (seeds < 2) return 'one seed';
  return { range: `mean and range of ${seeds} seeds`, sd: `mean ± sd of ${seeds} seeds`, none: `mean of ${seeds} seeds` }[band];
}

/** One row a line and point. */
export function pointsSheet(lines: readonly BandLine[], { xTitle, yTitle }: Pick<BandOptions, 'xTitle' | 'yTitle'>): Sheet {
  const rows = lines.flatMap((line) => line.points.map((point) => ({ line, point })));
  return {
    name: 'points',
    columns: ['line', xTitle, `${yTitle} (mean)`, 'standard deviation', 'lowest', 'highest', 'seeds'],
    rowCount: rows.length,
    row(index) {
      const found = rows[index];
      if (!found) return [];
      const { x, mean, sd, low, high, count } = found.point;
      return [found.line.label, x, mean, sd, low, high, count];
    },
  };
}
