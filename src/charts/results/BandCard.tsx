/** Curves with seed bands as a card. */
import type { ReactNode } from 'react';
import type { BandLine, BandOptions } from './shapes';

export interface BandCardProps {
  readonly title: string;
  readonly help: string;
  readonly lines: readonly BandLine[];
  readonly options: BandOptions;
  /** Said in the figure's place while no line has a point. */
  readonly emptyText: string;
  readonly controls?: ReactNode;
  /** Whether the lines are listed below the figure; they are unless this is false. */
  readonly legend?: boolean;
  /** Keys of lines that are not drawn, where the page keeps them; else the card does. */
  readonly hidden?: ReadonlySet<string>;
  readonly onHidden?: (hidden: ReadonlySet<string>) => void;
  /** Pixels of the figure. */
  readonly height?: number;
}

export function BandCard(_props: BandCardProps) {
  return null;
}
