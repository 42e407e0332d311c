/** Mean loss, mean AOV and mean step size of a run as a card. */
import type { ReactNode } from 'react';
import type { EpochResult } from '../../results/result';
import type { LossAovOptions } from './loss-aov-figure';

export interface LossAovCardProps {
  readonly title: string;
  readonly help: string;
  readonly epochs: readonly EpochResult[];
  readonly options: LossAovOptions;
  readonly emptyText: string;
  readonly controls?: ReactNode;
  readonly height?: number;
}

export function LossAovCard(_props: LossAovCardProps) {
  return null;
}
