/**
 * What stands around each chart: title with its explanation, the values under the cursor, the axis switch, the menu, and
 * the plot or the table in a place whose height is reserved.
 */
import { memo, type ReactNode, useCallback, useRef, useState } from 'react';
import { type ChartId, useChartSettings } from '../state/chart-settings';
import { CardFrame } from './CardFrame';
import { ChartMenu } from './ChartMenu';
import type { ChartSpec } from './chart-spec';
import classes from './charts.module.css';
import { DataTable } from './DataTable';
import { LivePlot, type PlotHandle } from './LivePlot';
import { Readout } from './Readout';
import { ScaleSwitch } from './ScaleSwitch';

interface ChartCardProps {
  readonly chart: ChartId;
  readonly title: string;
  /** One or two sentences: what to see in it. */
  readonly help: string;
  readonly spec: ChartSpec;
  readonly emptyText: string;
  /** Whether log and linear can be chosen now. */
  readonly scalable?: boolean;
  /** Further controls in the header. */
  readonly controls?: ReactNode;
}

export const ChartCard = memo(function ChartCard(props: ChartCardProps) {
  const { chart, title, help, spec, emptyText, scalable = true, controls } = props;
  const zoomed = useChartSettings((state) => state.zoom !== null);
  const [table, setTable] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const card = useRef<HTMLElement>(null);
  const plot = useRef<(() => PlotHandle | null) | null>(null);
  const readout = useRef<(() => void) | null>(null);
  const onDrawn = useCallback(() => readout.current?.(), []);

  return (
    <CardFrame
      card={card}
      title={title}
      help={help}
      problem={problem}
      onProblemRead={() => setProblem(null)}
      tools={
        <>
          {zoomed && (
            <button type="button" className={classes.textButton} onClick={() => useChartSettings.getState().setZoom(null)}>
              Reset zoom
            </button>
          )}
          {controls}
          {scalable && <ScaleSwitch chart={chart} title={title} />}
          <ChartMenu title={title} spec={spec} card={card} plot={plot} table={table} onTable={setTable} onProblem={setProblem} />
        </>
      }
    >
      <Readout spec={spec} handle={readout} />
      <div className={classes.body}>
        {table ? (
          <DataTable title={title} spec={spec} />
        ) : (
          <LivePlot chart={chart} title={title} spec={spec} emptyText={emptyText} handle={plot} onDrawn={onDrawn} />
        )}
      </div>
    </CardFrame>
  );
});
