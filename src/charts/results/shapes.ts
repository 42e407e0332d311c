/**
 * What the charts of finished runs are given. They are `Figure`s: plain code that draws with a painter, so that page, export and report
 * draw the same. Numbers come from `results/`.
 */
import type { CurvePoint } from '../../results/groups';
import type { YScale } from '../../state/chart-settings';
import type { Figure } from '../figure';
import type { Size } from '../frame';

/** How a method or run is named and drawn. */
export interface Look {
  readonly key: string;
  readonly label: string;
  /** A CSS colour, which may be a custom property. */
  readonly color: string;
  /** SVG dash array, null for a solid line. */
  readonly dash: string | null;
}

/** A line over epochs with its spread over seeds. */
export interface BandLine extends Look {
  readonly points: readonly CurvePoint[];
  /** Where a run of it diverged: x of each. */
  readonly divergedAt?: readonly number[];
}

export interface BandOptions {
  readonly xTitle: string;
  readonly yTitle: string;
  readonly yScale: YScale;
  readonly yFormat: 'number' | 'share';
  /** A dashed line with its value. */
  readonly floor: number | null;
  /** What is shaded around the mean: from the lowest to the highest seed, ± one standard deviation, nothing. */
  readonly band: 'range' | 'sd' | 'none';
  /** Upright marks with a caption at these x, e.g. AOV updates. */
  readonly marks?: readonly number[];
  /** What the marks are; "AOV update" where it is not given. */
  readonly markTitle?: string;
  /** The whole x axis, where it is known before all has come. */
  readonly xEnd?: number;
  /** Key of a line to draw strongly while the others fade. */
  readonly emphasis?: string | null;
}

/** Where an arrow key leads: to the next point of a line, or to the line above or below. */
export type Arrow = readonly [number, number];

/** A figure over which the keyboard moves from point to point. */
export interface WalkedFigure extends Figure {
  /**
   * @param from where the keyboard is, in pixels; null before its first key
   * @param arrow steps to the right and down, one of them zero
   */
  move(size: Size, from: readonly [number, number] | null, arrow: Arrow): readonly [number, number] | null;
}

/** What lies under the pointer. */
export interface Hit<T> {
  readonly item: T;
  /** Where it is drawn. */
  readonly at: readonly [number, number];
}

export interface BandFigure extends WalkedFigure {
  /** The point of the nearest line within reach of a pixel; null where there is none. */
  hit(size: Size, x: number, y: number): Hit<{ readonly line: BandLine; readonly point: CurvePoint }> | null;
}

/** One setting in a heat map. */
export interface HeatCell {
  readonly row: number;
  readonly column: number;
  /** Mean over seeds; null where every seed failed or nothing has come yet. */
  readonly value: number | null;
  /** What is written into the cell. */
  readonly text: string;
  /** A second, smaller line where there is room, e.g. "2/3 diverged". */
  readonly note?: string;
  /** Share of its runs that diverged or failed, 0 to 1: drawn as a failure, not as a gap. */
  readonly failed: number;
  /** The best of its row. */
  readonly best: boolean;
  /** Whether all its runs have ended. */
  readonly complete: boolean;
}

export interface HeatOptions {
  readonly rows: readonly string[];
  /** What the rows are, e.g. "λ"; none for names of methods. */
  readonly rowTitle?: string;
  readonly columns: readonly string[];
  readonly columnTitle: string;
  readonly better: 'lower' | 'higher';
  /** How values are spread over the shades. */
  readonly scale: YScale;
}

export interface HeatFigure extends WalkedFigure {
  hit(size: Size, x: number, y: number): Hit<HeatCell> | null;
  /** Size of a cell, for the keyboard. */
  cellSize(size: Size): readonly [number, number];
}

/** A method at one step size. */
export interface RobustnessPoint {
  /** η; NaN for the one point of a method without. */
  readonly x: number;
  /** Over the seeds that did not fail; null where all did. */
  readonly mean: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly sd: number | null;
  readonly count: number;
  /** Seeds that diverged or failed. */
  readonly failures: number;
}

export interface RobustnessLine extends Look {
  readonly points: readonly RobustnessPoint[];
}

export interface RobustnessOptions {
  readonly xTitle: string;
  readonly yTitle: string;
  readonly yScale: YScale;
  readonly yFormat: 'number' | 'share';
  readonly floor: number | null;
  /** Methods that have no step size, as level lines across the plot. */
  readonly levels: readonly RobustnessLine[];
  /** Key of a line to draw strongly while the others fade. */
  readonly emphasis?: string | null;
}

export interface RobustnessFigure extends WalkedFigure {
  hit(size: Size, x: number, y: number): Hit<{ readonly line: RobustnessLine; readonly point: RobustnessPoint }> | null;
}
