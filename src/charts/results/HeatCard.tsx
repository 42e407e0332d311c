/** A heat map of settings as a card. */
import type { ReactNode } from 'react';
import type { HeatCell, HeatOptions } from './shapes';

export interface HeatCardProps {
  readonly title: string;
  readonly help: string;
  readonly cells: readonly HeatCell[];
  readonly options: HeatOptions;
  readonly emptyText: string;
  readonly controls?: ReactNode;
  /** A click or Enter on a cell. */
  readonly onPick?: (cell: HeatCell) => void;
  /** Pixels of the figure; by the number of its rows where it is not given. */
  readonly height?: number;
}

export function HeatCard(_props: HeatCardProps) {
  return null;
}
