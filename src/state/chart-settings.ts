/** Settings that the charts share: what x measures, smoothing, zoom, each chart's y scale. */
import { create } from 'zustand';

export const xAxisKinds = ['epochs', 'updates', 'evaluations', 'seconds'] as const;
/** What the charts' x axis measures. */
export type XAxisKind = (typeof xAxisKinds)[number];

export const chartIds = ['loss', 'stepSize', 'cost', 'aov', 'followed', 'aovHistogram', 'scatter'] as const;
export type ChartId = (typeof chartIds)[number];

/** How runs that differ only in their seed are drawn. */
export type SeedView = 'mean' | 'each';

export type YScale = 'log' | 'linear';

/** A stretch of the x axis, in its units. */
export interface XRange {
  readonly from: number;
  readonly to: number;
}

export const maxSmoothing = 0.99;

export interface ChartSettings {
  readonly xAxis: XAxisKind;
  /** Weight of the past in the smoothed traces of single updates, 0 (off) to `maxSmoothing`. */
  readonly smoothing: number;
  /** The part of the x axis shown in every chart; null: all of it. */
  readonly zoom: XRange | null;
  readonly yScale: Readonly<Record<ChartId, YScale>>;
  /** What the loss chart shows. */
  readonly lossView: 'loss' | 'accuracy';
  /** What the chart of steps shows: how long they are, or how many evaluations each takes. */
  readonly stepView: 'stepSize' | 'cost';
  /** Where an experiment has several seeds: one line a method with a band from the lowest to the highest seed, or a line a run. */
  readonly seedView: SeedView;
  /** The AALIG run whose AOVs are shown where there are several; null: the first. */
  readonly aovRunId: string | null;
  setXAxis(kind: XAxisKind): void;
  setSmoothing(smoothing: number): void;
  setZoom(zoom: XRange | null): void;
  setYScale(chart: ChartId, scale: YScale): void;
  setLossView(view: 'loss' | 'accuracy'): void;
  setStepView(view: 'stepSize' | 'cost'): void;
  setSeedView(view: SeedView): void;
  setAovRunId(runId: string | null): void;
}

export const useChartSettings = create<ChartSettings>()((set) => ({
  xAxis: 'epochs',
  smoothing: 0.6,
  zoom: null,
  // AOVs start at the lower bound, which is zero for every task: a log axis would hide how they rise.
  yScale: { loss: 'log', stepSize: 'log', cost: 'linear', aov: 'log', followed: 'log', aovHistogram: 'linear', scatter: 'log' },
  lossView: 'loss',
  stepView: 'stepSize',
  seedView: 'mean',
  aovRunId: null,
  // A stretch of epochs means nothing in seconds, so the zoom goes with the axis.
  setXAxis: (xAxis) => set((state) => (state.xAxis === xAxis ? state : { xAxis, zoom: null })),
  setSmoothing: (smoothing) => set({ smoothing: Math.min(maxSmoothing, Math.max(0, Number.isFinite(smoothing) ? smoothing : 0)) }),
  setZoom: (zoom) => set({ zoom: zoom && zoom.to > zoom.from ? zoom : null }),
  setYScale: (chart, scale) => set((state) => ({ yScale: { ...state.yScale, [chart]: scale } })),
  setLossView: (lossView) => set({ lossView }),
  setStepView: (stepView) => set({ stepView }),
  setSeedView: (seedView) => set({ seedView }),
  setAovRunId: (aovRunId) => set({ aovRunId }),
}));
