/** A figure of finished runs as a card in the page's colours, with its lines listed below. */
import type { CSSProperties, ReactNode } from 'react';
import { FigureCard } from '../FigureCard';
import type { FigurePlotProps } from '../FigurePlot';
import type { Sheet } from '../sheets';
import { LegendList, type LegendListProps } from './LegendList';
import styles from './results.module.css';
import type { Look, WalkedFigure } from './shapes';
import { anyStep } from './use-pointed';

/** What every card of a result chart is given by its page. */
export interface ResultCardTexts {
  readonly title: string;
  /** One or two sentences: what to see in it. */
  readonly help: string;
  /** Said in the figure's place while there is nothing to draw: what to do. */
  readonly emptyText: string;
  readonly controls?: ReactNode;
  /** Pixels of the figure. */
  readonly height?: number | undefined;
}

interface ResultCardProps extends ResultCardTexts, Pick<FigurePlotProps, 'marker' | 'onPoint'> {
  readonly figure: WalkedFigure | null;
  /** What it shows, for screen readers, e.g. "13 lines". */
  readonly about: string;
  readonly readout: ReactNode;
  readonly sheets: () => readonly Sheet[];
  readonly onPick?: (() => void) | undefined;
  /** Lines of the figure, for the list below and for the key of an exported drawing. */
  readonly looks: readonly Look[];
  readonly legend: Omit<LegendListProps, 'looks' | 'label'> | null;
  /** Two panels, which stand below each other where the card is narrow. */
  readonly panels?: boolean;
}

export function ResultCard({ title, about, height, figure, looks, legend, panels, controls, onPick, ...rest }: ResultCardProps) {
  const hidden = legend?.hidden;
  return (
    <div
      className={styles.host}
      data-panels={panels || undefined}
      style={height === undefined ? undefined : ({ '--result-height': `${height}px` } as CSSProperties)}
    >
      <FigureCard
        {...rest}
        title={title}
        figure={figure}
        label={`${title}: ${about}. Arrow keys go from one to the next${onPick ? ', Enter opens it' : ''}.`}
        controls={controls}
        stepOf={anyStep}
        {...(onPick ? { onPick } : {})}
        {...(figure ? { moveOf: (size, from, arrow) => figure.move(size, from, arrow) } : {})}
        entries={looks.filter(({ key }) => !hidden?.has(key))}
        below={legend && looks.length > 0 ? <LegendList {...legend} looks={looks} label={`Lines of ${title}`} /> : null}
      />
    </div>
  );
}
