/** The card of a figure: title, controls and menu, a line that says what lies under the pointer, the figure, and something beside it. */
import { type ReactNode, useRef, useState } from 'react';
import { CardFrame } from './CardFrame';
import { CardMenu } from './CardMenu';
import classes from './charts.module.css';
import { DataTable } from './DataTable';
import { figureSvg, type KeyEntry } from './export-figure';
import { type FigureHandle, FigurePlot, type FigurePlotProps } from './FigurePlot';
import { FileItems, FullScreenItem, TableItem } from './menu-items';
import type { Sheet } from './sheets';

interface FigureCardProps extends Omit<FigurePlotProps, 'handle'> {
  readonly title: string;
  readonly help: string;
  readonly controls: ReactNode;
  /** The numbers as tables; asked for when the menu opens. */
  readonly sheets: () => readonly Sheet[];
  /** One line: what lies under the pointer, or a summary. */
  readonly readout: ReactNode;
  /** What stands to the right of the figure, or below it where there is no room. */
  readonly aside?: ReactNode;
  /** What stands below the figure, e.g. a list of its lines. */
  readonly below?: ReactNode;
  /** The lines of the figure: an exported drawing has a key to them. */
  readonly entries?: readonly KeyEntry[];
}

export function FigureCard({ title, help, controls, sheets, readout, aside, below, entries, ...plot }: FigureCardProps) {
  const card = useRef<HTMLElement>(null);
  const handle = useRef<(() => FigureHandle | null) | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [table, setTable] = useState(false);
  const { figure } = plot;

  const drawing = () => {
    const drawn = handle.current?.();
    if (!drawn || !figure) throw new Error('the figure has not been drawn yet');
    return figureSvg(title, figure, drawn.size, drawn.theme, entries);
  };

  return (
    <CardFrame
      card={card}
      title={title}
      help={help}
      problem={problem}
      onProblemRead={() => setProblem(null)}
      tools={
        <>
          {controls}
          <CardMenu title={title}>
            {(opened) => (
              <>
                <TableItem table={table} onTable={setTable} />
                {opened && <FileItems title={title} sheets={sheets()} figure={figure && !table ? drawing : null} onProblem={setProblem} />}
                <FullScreenItem card={card} onProblem={setProblem} />
              </>
            )}
          </CardMenu>
        </>
      }
    >
      <output className={classes.said}>{readout}</output>
      <div className={classes.body} data-split={aside ? true : undefined}>
        <div className={classes.stage}>
          {table ? <DataTable title={title} spec={{ sheets }} /> : <FigurePlot {...plot} handle={handle} />}
        </div>
        {aside}
      </div>
      {below}
    </CardFrame>
  );
}
