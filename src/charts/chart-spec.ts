/**
 * What a chart shows, apart from how it gets onto the page. A spec is plain code over series: it can be tested in Node with
 * a painter that only takes notes, and is drawn by `LivePlot` on a canvas and by `export-figure` into a file.
 */
import type { XAxisKind, YScale } from '../state/chart-settings';
import type { RunView } from '../state/run-view';
import type { Box, Painter } from './painter';
import type { Extent } from './pyramid';
import type { Scale } from './scale';
import type { Sheet } from './sheets';

/** Colours of the page, resolved, and the font of its texts. */
export interface Theme {
  readonly text: string;
  readonly dimmed: string;
  readonly grid: string;
  readonly surface: string;
  readonly font: string;
  /** The value of a CSS colour, which may be a custom property: `--run-1`, `var(--run-1)`, `#2274b8`. */
  color(css: string): string;
}

/** Everything that turns numbers into pixels, for one drawing. */
export interface View {
  readonly kind: XAxisKind;
  readonly x: Scale;
  readonly y: Scale;
  /** The scale of the strip below the main plot, where the chart has one. */
  readonly strip: Scale | null;
  /** The whole plot area: main plot, floor and strip. */
  readonly plot: Box;
  readonly theme: Theme;
}

export interface AxisSpec {
  readonly scale: YScale;
  readonly format: 'number' | 'share';
}

/** A horizontal dashed line with a label. */
export interface Guide {
  readonly value: number;
  readonly label: string;
}

/** One number in the chart's header: the value under the cursor, or the latest. */
export interface ReadoutEntry {
  readonly key: string;
  /** Name for the tooltip and for screen readers. */
  readonly label: string;
  /** Short name in the header itself, where the colour alone does not say it. */
  readonly short: string | null;
  readonly color: string;
  readonly dash: string | null;
  /** On which axis a dot marks the value; null: none. */
  readonly axis: 'y' | 'strip' | null;
  format(value: number): string;
}

export interface DataPoint {
  readonly x: number;
  readonly value: number;
  /** Where the value is a mean over seeds: the lowest and the highest of them, and how many they are. */
  readonly range?: { readonly low: number; readonly high: number; readonly count: number };
}

export interface ChartSpec {
  /** What the y domains belong to: while it stays the same they only grow. */
  readonly key: string;
  readonly kind: XAxisKind;
  readonly y: AxisSpec;
  /** A strip below the main plot with an axis of its own, `height` pixels high. */
  readonly strip: (AxisSpec & { readonly height: number }) | null;
  /** Pixels kept free below the low end of the y axis, for a rug. */
  readonly floorHeight: number;
  /** Pixels kept free right of the plot, for labels at line ends. */
  readonly labelWidth: number;
  readonly guides: readonly Guide[];
  readonly entries: readonly ReadoutEntry[];
  /** Whether all runs have ended: the x axis can then end where they do. */
  readonly ended: boolean;
  /** Whether there is anything to draw. */
  hasData(): boolean;
  /** Furthest x of any run. */
  furthest(): number;
  /** Extremes of what is drawn on an axis between two positions. */
  extent(axis: 'y' | 'strip', from: number, to: number): Extent;
  /** @returns whether everything was ready; if not, draw again soon */
  draw(painter: Painter, view: View): boolean;
  /** For each of `entries` the point nearest to x, the latest for null; null where there is none. */
  at(x: number | null): readonly (DataPoint | null)[];
  /** The chart's data as tables. */
  sheets(): readonly Sheet[];
}

/** What a spec needs to know of the page, besides its runs. */
export interface SpecContext {
  readonly kind: XAxisKind;
  readonly batchesPerEpoch: number | null;
  readonly smoothing: number;
  readonly scale: YScale;
}

/** Whether a run will record no more. */
export function hasEnded(run: RunView): boolean {
  return run.status === 'done' || run.status === 'diverged' || run.status === 'cancelled' || run.status === 'failed';
}
