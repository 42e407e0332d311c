/** AOV and loss of followed samples as a card. */
import { memo, useMemo } from 'react';
import type { FollowedResult } from '../../results/result';
import { roleLabels } from '../followed-spec';
import { formatValue } from '../format';
import type { Sheet } from '../sheets';
import { type AovTracesOptions, aovTracesFigure, shownTraces, traceLooks } from './aov-traces-figure';
import { ResultCard, type ResultCardTexts } from './ResultCard';
import styles from './results.module.css';
import { usePointed } from './use-pointed';

export interface AovTracesCardProps extends ResultCardTexts {
  readonly followed: readonly FollowedResult[];
  readonly options: AovTracesOptions;
}

export const AovTracesCard = memo(function AovTracesCard({ followed, options, ...texts }: AovTracesCardProps) {
  const shown = useMemo(() => shownTraces(followed), [followed]);
  const empty = shown.every(({ aov }) => aov.length === 0);
  const figure = useMemo(() => (empty ? null : aovTracesFigure(followed, options)), [followed, options, empty]);
  const { pointed, marker, onPoint } = usePointed(figure);
  return (
    <ResultCard
      {...texts}
      panels
      figure={figure}
      about={`${shown.length} samples`}
      marker={marker}
      onPoint={onPoint}
      readout={
        pointed ? (
          <>
            <strong>
              #{pointed.followed.sample} {roleLabels[pointed.followed.role]}
            </strong>
            <span>epoch {pointed.epoch}</span>
            <span>AOV {formatValue(pointed.aov)}</span>
            <span>loss {formatValue(pointed.loss)}</span>
          </>
        ) : (
          !empty && <Key />
        )
      }
      sheets={() => [tracesSheet(shown)]}
      looks={traceLooks(followed)}
      legend={null}
    />
  );
});

function Key() {
  return (
    <>
      {(
        [
          ['AOV', 2, undefined],
          ['loss last met', 1.25, '4 3'],
        ] as const
      ).map(([name, width, dash]) => (
        <span key={name} className={styles.key}>
          <svg width="20" height="8" viewBox="0 0 20 8" aria-hidden="true">
            <line x1="0" x2="20" y1="4" y2="4" stroke="currentColor" strokeWidth={width} strokeDasharray={dash} />
          </svg>
          {name}
        </span>
      ))}
    </>
  );
}

/** One row a sample and epoch. */
export function tracesSheet(followed: readonly FollowedResult[]): Sheet {
  const rows = followed.flatMap(({ sample, role, aov, loss }) =>
    aov.map((value, i) => [sample, role, i + 1, value, loss[i] ?? null] as const),
  );
  return { name: 'samples', columns: ['sample', 'role', 'epoch', 'AOV', 'loss'], rowCount: rows.length, row: (index) => rows[index] ?? [] };
}
