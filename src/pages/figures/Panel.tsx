/** A panel of a figure: its drawings, and under them how far its runs are and a button that runs it alone. */
import { memo, useMemo } from 'react';
import type { PanelDrawing, PaperFigure, PaperPanel } from '../../paper/definition';
import type { CurveAxis } from '../../results/groups';
import type { SweepEntry } from '../../state/sweeps/entry';
import type { View } from './Curves';
import styles from './drawings.module.css';
import { roughly, runsText } from './estimate';
import { CostDrawing, MethodDrawing } from './MethodDrawing';
import type { MethodResult } from './method-results';
import { PanelStatus } from './PanelStatus';
import { planOf } from './plan';
import { AovsDrawing, LossAndAovDrawing } from './RunDrawing';
import type { FigureChoices } from './use-figure';
import { useSeen } from './use-seen';

export interface PanelProps {
  readonly figure: PaperFigure;
  readonly panel: PaperPanel;
  /** The newest sweep of the panel. */
  readonly entry: SweepEntry | null;
  /** All sweeps of the figure. */
  readonly all: readonly SweepEntry[];
  readonly results: readonly MethodResult[];
  readonly choices: FigureChoices;
  readonly view: View;
  readonly axis: CurveAxis;
  readonly hidden: ReadonlySet<string>;
  readonly emphasis: string | null;
}

/** What is drawn, said before there is anything to draw. */
const promises: Readonly<Record<PanelDrawing, string>> = {
  trainLoss: 'A line a method: the training loss, on a log scale, with the exact floor dashed where it is known.',
  validationAccuracy: 'A line a method: the accuracy on held-out samples.',
  aovs: 'The AOV (solid) and the loss (dashed) of four samples: an easy, a hard, a rising and a falling one.',
  lossAndAov: 'Mean loss and mean AOV, and below them the mean step size; the updates of the AOVs are marked.',
  cells: '',
};

/** The panel. */
export const Panel = memo(function Panel(props: PanelProps) {
  const { figure, panel, entry, all, choices, view } = props;
  const [host, seen] = useSeen();
  const drawings: readonly (PanelDrawing | 'cost')[] = view === 'cost' ? ['cost'] : panel.draws;
  const begun = entry !== null;
  return (
    <div ref={host} className={styles.panel} data-wide={drawings.length > 1 || figure.panels.length === 1 || undefined}>
      <div className={styles.drawings}>
        {drawings.map((drawing) =>
          begun && seen ? (
            <Drawing key={drawing} {...props} drawing={drawing} />
          ) : (
            <Promised key={drawing} figure={figure} panel={panel} drawing={drawing} choices={choices} begun={begun} />
          ),
        )}
      </div>
      <PanelStatus figure={figure} panel={panel} entry={entry} all={all} choices={choices} />
    </div>
  );
});

function Drawing({ drawing, ...props }: PanelProps & { readonly drawing: PanelDrawing | 'cost' }) {
  switch (drawing) {
    case 'cost':
      return <CostDrawing {...props} />;
    case 'trainLoss':
    case 'validationAccuracy':
      return <MethodDrawing {...props} metric={drawing} />;
    case 'aovs':
      return <AovsDrawing {...props} />;
    case 'lossAndAov':
      return <LossAndAovDrawing {...props} />;
    case 'cells':
      return null;
    default:
      return drawing satisfies never;
  }
}

interface PromiseProps extends Pick<PanelProps, 'figure' | 'panel' | 'choices'> {
  readonly drawing: PanelDrawing | 'cost';
  readonly begun: boolean;
}

/** A faint frame where a drawing will be. */
function Promised({ figure, panel, drawing, choices, begun }: PromiseProps) {
  const { runs, seconds } = useMemo(() => planOf(figure, choices, [panel.id]), [figure, choices, panel]);
  return (
    <div className={styles.promise}>
      <h4>{panel.title}</h4>
      {!begun && (
        <>
          <p>{drawing === 'cost' ? 'Evaluations an update of each method, epoch by epoch.' : promises[drawing]}</p>
          <p>{runs === 0 ? 'Its data are not on this machine.' : `${runsText(runs)}${seconds === null ? '' : `, ${roughly(seconds)}`}.`}</p>
        </>
      )}
    </div>
  );
}
