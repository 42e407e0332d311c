/** The part of a chart that Recharts draws: axes, grid, guides. Rendered only when its frame changes. */
import { memo } from 'react';
import { CartesianGrid, LineChart, ReferenceLine, XAxis, YAxis } from 'recharts';
import { axisLabels } from './axis';
import { axisIds, CanvasSeries, type Geometry } from './CanvasSeries';
import classes from './charts.module.css';
import { type AxisFrame, type Frame, margins } from './frame';

const noData: readonly never[] = [];
const tickStyle = { fontSize: 11, fill: 'var(--chart-dimmed)' } as const;
const lineStyle = { stroke: 'var(--chart-axis)' } as const;
const chartMargin = { top: margins.top, right: 0, bottom: 0, left: 0 } as const;

function formatter(axis: AxisFrame): (value: number) => string {
  const labels = new Map(axis.ticks.map((tick, i) => [tick, axis.labels[i] ?? '']));
  return (value) => labels.get(value) ?? '';
}

interface ChartFrameProps {
  readonly frame: Frame;
  readonly onGeometry: (geometry: Geometry) => void;
}

export const ChartFrame = memo(function ChartFrame({ frame, onGeometry }: ChartFrameProps) {
  const { x, y, strip } = frame;
  return (
    <LineChart
      width={frame.width}
      height={frame.height}
      data={noData as never[]}
      margin={{ ...chartMargin, right: frame.right }}
      accessibilityLayer={false}
      className={classes.frame}
    >
      <CartesianGrid yAxisId={axisIds.y} vertical={false} stroke="var(--chart-grid)" horizontalValues={[...y.ticks]} />
      {strip && <CartesianGrid yAxisId={axisIds.strip} vertical={false} stroke="var(--chart-grid)" horizontalValues={[...strip.ticks]} />}
      <XAxis
        type="number"
        scale="linear"
        // Without a key, Recharts counts the rows of its data along x, and it has none.
        dataKey="x"
        domain={x.domain as [number, number]}
        allowDataOverflow
        ticks={x.ticks}
        interval={0}
        tickFormatter={formatter(x)}
        tick={tickStyle}
        tickSize={4}
        tickMargin={3}
        tickLine={lineStyle}
        axisLine={lineStyle}
        height={margins.bottom}
        label={{ value: axisLabels[frame.kind], position: 'insideBottomRight', offset: 2, ...tickStyle }}
      />
      {strip && (
        <YAxis
          yAxisId={axisIds.strip}
          // Both axes stand in the same column, one above the other: this one takes no room of its own.
          width={1}
          orientation="left"
          type="number"
          scale={strip.scale}
          domain={strip.domain as [number, number]}
          allowDataOverflow
          ticks={strip.ticks}
          interval={0}
          tickFormatter={formatter(strip)}
          tick={tickStyle}
          tickSize={4}
          tickMargin={3}
          tickLine={false}
          axisLine={false}
          padding={{ top: frame.aboveStrip, bottom: 0 }}
        />
      )}
      <YAxis
        yAxisId={axisIds.y}
        type="number"
        scale={y.scale}
        domain={y.domain as [number, number]}
        allowDataOverflow
        ticks={y.ticks}
        interval={0}
        tickFormatter={formatter(y)}
        tick={tickStyle}
        tickSize={4}
        tickMargin={3}
        tickLine={false}
        axisLine={false}
        width={strip ? margins.left - 1 : margins.left}
        padding={{ bottom: frame.below, top: 0 }}
      />
      {frame.guides.map((guide) => (
        <ReferenceLine
          key={guide.label}
          yAxisId={axisIds.y}
          y={guide.value}
          stroke="var(--chart-ink)"
          strokeDasharray="6 4"
          strokeOpacity={0.75}
          label={{
            value: guide.label,
            position: guide.above ? 'insideBottomRight' : 'insideTopRight',
            fontSize: 11,
            fill: 'var(--chart-ink)',
          }}
        />
      ))}
      <CanvasSeries frame={frame} onGeometry={onGeometry} />
    </LineChart>
  );
});
