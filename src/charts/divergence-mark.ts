/** The mark of a run that diverged: a cross at the top of the chart, where it did. */
import type { RunView } from '../state/run-view';
import type { RunSeries } from '../state/series';
import { updateAxis } from './axis';
import type { View } from './chart-spec';
import { drawUprights } from './lines';
import { type Painter, Path } from './painter';

const path = new Path();

/** Where a run diverged on the x axis; null where it did not, or where nothing of it was recorded. */
export function divergedAt(run: RunView, series: RunSeries, kind: View['kind'], batchesPerEpoch: number | null): number | null {
  if (run.status !== 'diverged' || run.statusUpdate === null) return null;
  const axis = updateAxis(series, kind, batchesPerEpoch);
  if (!axis || axis.count === 0) return null;
  return axis.xAt(Math.max(0, Math.min(axis.count, run.statusUpdate) - 1));
}

/** Draws the cross at x. */
export function drawDivergence(painter: Painter, view: View, x: number, color: string): void {
  const top = view.y.pixels[1];
  drawUprights(painter, view, [x], top, top + 8, { color, width: 1, alpha: 0.6 });
  path.clear().push(view.x.map(x), top + 12);
  painter.marks(path, 'cross', 7, null, { color, width: 2 });
}
