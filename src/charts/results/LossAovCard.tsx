/** Mean loss, mean AOV and mean step size of a run as a card. */
import { memo, useMemo } from 'react';
import type { EpochResult } from '../../results/result';
import { formatShare, formatValue } from '../format';
import type { Sheet } from '../sheets';
import { type LossAovOptions, lossAovFigure, lossAovLooks } from './loss-aov-figure';
import { ResultCard, type ResultCardTexts } from './ResultCard';
import { usePointed } from './use-pointed';

export interface LossAovCardProps extends ResultCardTexts {
  readonly epochs: readonly EpochResult[];
  readonly options: LossAovOptions;
}

export const LossAovCard = memo(function LossAovCard({ epochs, options, ...texts }: LossAovCardProps) {
  const trained = useMemo(() => epochs.filter(({ epoch }) => epoch >= 1), [epochs]);
  const empty = trained.length === 0;
  const figure = useMemo(() => (empty ? null : lossAovFigure(trained, options)), [trained, options, empty]);
  const { pointed, marker, onPoint } = usePointed(figure);
  const updates = trained.filter(({ aovUpdated }) => aovUpdated).length;
  return (
    <ResultCard
      {...texts}
      figure={figure}
      about={`${trained.length} epochs`}
      marker={marker}
      onPoint={onPoint}
      readout={
        pointed ? (
          <>
            <strong>epoch {pointed.epoch}</strong>
            <span>loss {formatValue(pointed.trainLoss)}</span>
            <span>AOV {formatValue(pointed.meanAov)}</span>
            <span>γ {formatValue(pointed.meanStepSize)}</span>
            {pointed.reachedShare !== null && <span>reached {formatShare(pointed.reachedShare)}</span>}
            {pointed.aovUpdated && <span>AOVs updated</span>}
          </>
        ) : (
          !empty && `${trained.length} epochs, ${updates} ${updates === 1 ? 'update' : 'updates'} of the AOVs`
        )
      }
      sheets={() => [lossAovSheet(trained)]}
      looks={lossAovLooks}
      legend={{}}
    />
  );
});

/** One row an epoch. */
export function lossAovSheet(epochs: readonly EpochResult[]): Sheet {
  return {
    name: 'epochs',
    columns: ['epoch', 'training loss (epoch mean)', 'mean AOV', 'mean step size', 'share reached', 'AOVs updated'],
    rowCount: epochs.length,
    row(index) {
      const found = epochs[index];
      if (!found) return [];
      const updated = found.aovUpdated === null ? null : found.aovUpdated ? 'yes' : 'no';
      return [found.epoch, found.trainLoss, found.meanAov, found.meanStepSize, found.reachedShare, updated];
    },
  };
}
