/**
 * What stands around each chart: title with its explanation, the values under the cursor, the axis switch, the menu, and
 * the plot or the table in a place whose height is reserved.
 */
import { ActionIcon, Tooltip } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { memo, type ReactNode, useCallback, useId, useRef, useState } from 'react';
import { type ChartId, useChartSettings, type YScale } from '../state/chart-settings';
import { ChartMenu } from './ChartMenu';
import type { ChartSpec } from './chart-spec';
import classes from './charts.module.css';
import { DataTable } from './DataTable';
import { LivePlot, type PlotHandle } from './LivePlot';
import { Readout } from './Readout';
import { TextSwitch } from './TextSwitch';

const scales: readonly { value: YScale; label: string; help: string }[] = [
  { value: 'log', label: 'log', help: 'Logarithmic axis' },
  { value: 'linear', label: 'lin', help: 'Linear axis' },
];

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
  const scale = useChartSettings((state) => state.yScale[chart]);
  const zoomed = useChartSettings((state) => state.zoom !== null);
  const [table, setTable] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const card = useRef<HTMLElement>(null);
  const plot = useRef<(() => PlotHandle | null) | null>(null);
  const readout = useRef<(() => void) | null>(null);
  const id = useId();
  const onDrawn = useCallback(() => readout.current?.(), []);

  return (
    <section ref={card} className={classes.card} aria-labelledby={id}>
      <header className={classes.header}>
        <h3 id={id} className={classes.title}>
          {title}
        </h3>
        <Tooltip
          label={help}
          multiline
          w={320}
          position="bottom-start"
          classNames={{ tooltip: classes.tooltip as string }}
          withinPortal={false}
          events={{ hover: true, focus: true, touch: true }}
          transitionProps={{ duration: 0 }}
        >
          <ActionIcon variant="transparent" color="gray" size={18} aria-label={`${title}: ${help}`} className={classes.help}>
            <IconInfoCircle size={14} />
          </ActionIcon>
        </Tooltip>
        <span className={classes.space} />
        {zoomed && (
          <button type="button" className={classes.textButton} onClick={() => useChartSettings.getState().setZoom(null)}>
            Reset zoom
          </button>
        )}
        {controls}
        {scalable && (
          <TextSwitch
            label={`${title}: y axis`}
            value={scale}
            choices={scales}
            onChange={(value) => useChartSettings.getState().setYScale(chart, value)}
          />
        )}
        <ChartMenu title={title} spec={spec} card={card} plot={plot} table={table} onTable={setTable} onProblem={setProblem} />
      </header>
      <Readout spec={spec} handle={readout} />
      <div className={classes.body}>
        {table ? (
          <DataTable title={title} spec={spec} />
        ) : (
          <LivePlot chart={chart} title={title} spec={spec} emptyText={emptyText} handle={plot} onDrawn={onDrawn} />
        )}
      </div>
      {problem && (
        <p role="alert" className={classes.problem}>
          {problem}{' '}
          <button type="button" className={classes.textButton} onClick={() => setProblem(null)}>
            Close
          </button>
        </p>
      )}
    </section>
  );
});
