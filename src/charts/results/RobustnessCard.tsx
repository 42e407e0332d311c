/** Final loss or accuracy against η as a card. */
import type { ReactNode } from 'react';
import type { RobustnessLine, RobustnessOptions } from './shapes';

export interface RobustnessCardProps {
  readonly title: string;
  readonly help: string;
  readonly lines: readonly RobustnessLine[];
  readonly options: RobustnessOptions;
  readonly emptyText: string;
  readonly controls?: ReactNode;
  readonly legend?: boolean;
  readonly hidden?: ReadonlySet<string>;
  readonly onHidden?: (hidden: ReadonlySet<string>) => void;
  readonly height?: number;
}

export function RobustnessCard(_props: RobustnessCardProps) {
  return null;
}
