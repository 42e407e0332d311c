/** Made-up runs and a painter that takes notes, for the tests of the charts. */
import type { RunView } from '../state/run-view';
import { createSeries, type RunSeries } from '../state/series';
import { type AovHistogram, type EpochRecord, type FollowedSample, updateWidth } from '../training/records';
import type { ChartSpec, View } from './chart-spec';
import { layoutFrame } from './frame';
import type { Box, Fill, MarkShape, Painter, Path, Stroke, TextStyle } from './painter';
import { makeScale } from './scale';

export function epochRecord(epoch: number, over: Partial<EpochRecord> = {}): EpochRecord {
  return {
    epoch,
    update: epoch * 8,
    trainLoss: 1 / (epoch + 1),
    fullTrainLoss: null,
    validationLoss: 2 / (epoch + 1),
    validationAccuracy: 0.9,
    meanStepSize: 0.5,
    weightNorm: 1,
    zeroShare: 0.25,
    insideShare: 0.5,
    cappedShare: 0.25,
    evaluations: epoch * 16,
    seconds: epoch * 0.08,
    aov: null,
    ...over,
  };
}

interface SyntheticOptions {
  readonly updates: number;
  readonly batchesPerEpoch: number;
  readonly loss?: (index: number) => number;
  readonly stepSize?: (index: number) => number;
  readonly record?: (epoch: number) => Partial<EpochRecord>;
  readonly followed?: (epochs: number) => readonly FollowedSample[];
  readonly histogram?: (epoch: number) => AovHistogram;
}

/** A run in the registry: two evaluations and 10 ms an update. */
export function syntheticRun(
  runId: string,
  { updates, batchesPerEpoch, loss, stepSize, record, followed, histogram }: SyntheticOptions,
): RunSeries {
  const series = createSeries(runId);
  const rows = new Float32Array(updates * updateWidth);
  for (let i = 0; i < updates; i++) {
    rows.set(
      [loss?.(i) ?? 1 / (i + 1), stepSize?.(i) ?? 0.5, stepSize?.(i) ?? 0.5, 1, Number.NaN, (i + 1) * 2, (i + 1) * 0.01],
      i * updateWidth,
    );
  }
  series.append({ runId, first: 1, rows });
  const epochs = Math.floor(updates / batchesPerEpoch);
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const ended = epoch * batchesPerEpoch;
    series.addEpoch({
      runId,
      record: epochRecord(epoch, { update: ended, evaluations: ended * 2, seconds: ended * 0.01, ...record?.(epoch) }),
      batchHash: '00000000',
      followed: epoch === epochs ? (followed?.(epochs) ?? null) : null,
      histogram: histogram?.(epoch) ?? null,
    });
  }
  return series;
}

export function runView(runId: string, over: Partial<RunView> = {}): RunView {
  return {
    runId,
    optimizerIndex: 0,
    optimizer: { id: 'aalig', hyperparameters: {} },
    label: runId.toUpperCase(),
    method: runId.toUpperCase(),
    seed: 1,
    color: `color-${runId}`,
    dash: null,
    status: 'running',
    statusUpdate: null,
    message: null,
    initialHash: '00000000',
    batchHash: null,
    hidden: false,
    cap: null,
    ...over,
  };
}

export type Note =
  | { readonly kind: 'line'; readonly points: readonly (readonly [number, number])[]; readonly stroke: Stroke }
  | { readonly kind: 'area'; readonly points: readonly (readonly [number, number])[]; readonly fill: Fill }
  | { readonly kind: 'rects'; readonly boxes: readonly number[]; readonly fill: Fill }
  | { readonly kind: 'marks'; readonly shape: MarkShape; readonly points: readonly (readonly [number, number])[] }
  | { readonly kind: 'text'; readonly x: number; readonly y: number; readonly text: string; readonly style: TextStyle };

/** A painter that takes notes. */
export class NotePainter implements Painter {
  readonly notes: Note[] = [];

  clip(_box: Box, draw: () => void): void {
    draw();
  }
  line(path: Path, stroke: Stroke): void {
    this.notes.push({ kind: 'line', points: pointsOf(path), stroke });
  }
  area(path: Path, fill: Fill): void {
    this.notes.push({ kind: 'area', points: pointsOf(path), fill });
  }
  rects(boxes: readonly number[], fill: Fill): void {
    this.notes.push({ kind: 'rects', boxes: [...boxes], fill });
  }
  marks(path: Path, shape: MarkShape): void {
    this.notes.push({ kind: 'marks', shape, points: pointsOf(path) });
  }
  text(x: number, y: number, text: string, style: TextStyle): void {
    this.notes.push({ kind: 'text', x, y, text, style });
  }

  of<K extends Note['kind']>(kind: K): Extract<Note, { kind: K }>[] {
    return this.notes.filter((note): note is Extract<Note, { kind: K }> => note.kind === kind);
  }
}

function pointsOf(path: Path): [number, number][] {
  return Array.from({ length: path.length }, (_, i) => [path.x(i), path.y(i)] as [number, number]).filter(([x]) => !Number.isNaN(x));
}

/** Lays a spec out and draws it on a plot of 500 × 200 pixels at (50, 10). */
export function drawn(spec: ChartSpec): { readonly notes: NotePainter; readonly view: View; readonly complete: boolean } {
  const frame = layoutFrame(spec, { width: 562 + spec.labelWidth, height: 246 }, null, null);
  const plot = { x: 50, y: 10, width: 500, height: 200 };
  const view: View = {
    kind: spec.kind,
    x: makeScale('linear', frame.x.domain, [plot.x, plot.x + plot.width]),
    y: makeScale(frame.y.scale, frame.y.domain, [plot.y + plot.height - frame.below, plot.y]),
    strip: frame.strip && makeScale(frame.strip.scale, frame.strip.domain, [plot.y + plot.height, plot.y + frame.aboveStrip]),
    plot,
    theme: { text: 'ink', dimmed: 'dimmed', grid: 'grid', surface: 'surface', font: 'sans-serif', color: (css) => css },
  };
  const notes = new NotePainter();
  return { notes, view, complete: spec.draw(notes, view) };
}
