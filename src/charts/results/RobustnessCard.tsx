/** Final loss or accuracy against η as a card. */
import { memo, useMemo } from 'react';
import { settingText } from '../../state/number-text';
import { formatShare, formatValue } from '../format';
import { Swatch } from '../Swatch';
import type { Sheet } from '../sheets';
import { ResultCard, type ResultCardTexts } from './ResultCard';
import styles from './results.module.css';
import { levelDash, robustnessFigure } from './robustness-figure';
import type { RobustnessLine, RobustnessOptions, RobustnessPoint } from './shapes';
import { useLines, usePointed } from './use-pointed';

export interface RobustnessCardProps extends ResultCardTexts {
  readonly lines: readonly RobustnessLine[];
  readonly options: RobustnessOptions;
  /** Whether the lines are listed below the figure; they are unless this is false. */
  readonly legend?: boolean;
  /** Keys of lines that are not drawn, where the page keeps them; else the card does. */
  readonly hidden?: ReadonlySet<string>;
  readonly onHidden?: (hidden: ReadonlySet<string>) => void;
}

export const RobustnessCard = memo(function RobustnessCard(props: RobustnessCardProps) {
  const { lines, options, legend = true, hidden: given, onHidden, ...texts } = props;
  const { hidden, setHidden, emphasis, setEmphasis } = useLines({ hidden: given, onHidden });
  const all = useMemo(
    () => [...lines, ...options.levels.map((level) => ({ ...level, dash: level.dash ?? levelDash }))],
    [lines, options.levels],
  );
  const empty = all.every(({ points }) => points.length === 0);
  const figure = useMemo(() => {
    if (empty) return null;
    const shown = (list: readonly RobustnessLine[]) => list.filter(({ key }) => !hidden.has(key));
    return robustnessFigure(shown(lines), { ...options, levels: shown(options.levels), emphasis: emphasis ?? options.emphasis ?? null });
  }, [lines, options, hidden, emphasis, empty]);
  const { pointed, marker, onPoint } = usePointed(figure);
  return (
    <ResultCard
      {...texts}
      figure={figure}
      about={`${all.length} ${all.length === 1 ? 'method' : 'methods'} over ${options.xTitle}`}
      marker={marker}
      onPoint={onPoint}
      readout={pointed ? <PointedSetting line={pointed.line} point={pointed.point} options={options} /> : !empty && <Key lines={all} />}
      sheets={() => [settingsSheet(all, options)]}
      looks={all}
      legend={legend ? { hidden, onHidden: setHidden, onEmphasis: setEmphasis, current: pointed?.line.key ?? null } : null}
    />
  );
});

interface PointedSettingProps {
  readonly line: RobustnessLine;
  readonly point: RobustnessPoint;
  readonly options: RobustnessOptions;
}

function PointedSetting({ line, point, options }: PointedSettingProps) {
  const text = options.yFormat === 'share' ? formatShare : formatValue;
  const { mean, low, high, count, failures, x } = point;
  return (
    <>
      <span className={styles.pointed}>
        <Swatch color={line.color} dash={line.dash} />
        <strong>{line.label}</strong>
      </span>
      {Number.isFinite(x) && <span>η {settingText(x)}</span>}
      {mean !== null && <strong>{text(mean)}</strong>}
      {mean !== null && count > 1 && (
        <span>
          {count} seeds, {text(low)} to {text(high)}
        </span>
      )}
      {failures > 0 && <span>{mean === null ? 'diverged' : `${failures} of ${count + failures} diverged`}</span>}
    </>
  );
}

/** What the marks mean, as far as they occur. */
function Key({ lines }: { readonly lines: readonly RobustnessLine[] }) {
  const points = lines.flatMap((line) => line.points);
  const seeds = Math.max(0, ...points.map(({ count, failures }) => count + failures));
  const marks = [
    { text: 'diverged', is: ({ mean, failures }: RobustnessPoint) => failures > 0 && mean === null, mark: 'M1 1 8 8M8 1 1 8' },
    {
      text: 'some did',
      is: ({ mean, failures }: RobustnessPoint) => failures > 0 && mean !== null,
      mark: 'M4.5 1.2a3.3 3.3 0 1 0 .01 0Z',
    },
  ].filter(({ is }) => points.some(is));
  return (
    <>
      <span>{seeds > 1 ? `mean and range of ${seeds} seeds` : 'one seed'}</span>
      {marks.map(({ text, mark }) => (
        <span key={text} className={styles.key}>
          <svg width="9" height="9" viewBox="0 0 9 9" aria-hidden="true">
            <path d={mark} fill="none" stroke="currentColor" strokeWidth="1.6" />
          </svg>
          {text}
        </span>
      ))}
    </>
  );
}

/** One row a method and step size. */
export function settingsSheet(lines: readonly RobustnessLine[], { yTitle }: Pick<RobustnessOptions, 'yTitle'>): Sheet {
  const rows = lines.flatMap((line) => line.points.map((point) => ({ line, point })));
  return {
    name: 'settings',
    columns: ['method', 'step size', `${yTitle} (mean)`, 'standard deviation', 'lowest', 'highest', 'seeds', 'failed'],
    rowCount: rows.length,
    row(index) {
      const found = rows[index];
      if (!found) return [];
      const { x, mean, sd, low, high, count, failures } = found.point;
      return [found.line.label, Number.isFinite(x) ? x : null, mean, sd, low, high, count, failures];
    },
  };
}
