/** The charts of a report: the figures of the page, drawn as SVG, each with a key to its lines that can also be read in grey. */
import type { Figure } from '../charts/figure';
import type { Size } from '../charts/frame';
import { bandFigure } from '../charts/results/band-figure';
import { bandLines, heatMap, robustnessLines } from '../charts/results/from-results';
import { heatFigure } from '../charts/results/heat-figure';
import { robustnessFigure } from '../charts/results/robustness-figure';
import type { BandLine, BandOptions, Look } from '../charts/results/shapes';
import { SvgPainter } from '../charts/svg-painter';
import type { CurveAxis, CurveMetric } from '../results/groups';
import { heatOf } from '../results/heat';
import { robustnessOf } from '../results/robustness';
import { type Html, type HtmlPart, html, trusted } from './html';
import type { NamedGroup, ReportPart } from './model';
import { reportFont, reportTheme } from './theme';

/** On paper half a page's width holds one at about its own size. */
const half: Size = { width: 400, height: 264 };
const whole: Size = { width: 820, height: 330 };

/**
 * Patterns that tell lines apart without their colour, in the order of the lines. On the page colour does that, and settings of one
 * method differ by their dashes; on grey paper every line of a chart needs a pattern of its own.
 */
const patterns: readonly (string | null)[] = [
  null,
  '7 3',
  '2 2.5',
  '9 3 2 3',
  '14 4',
  '4 4',
  '9 3 2 3 2 3',
  '1 3.5',
  '14 3 5 3',
  '5 2 2 2',
  '3 6',
  '14 3 2 3 2 3 2 3',
  '8 8',
  '6 2 6 6',
];

/** The same lines with patterns of their own. */
export function patterned<T extends Look>(lines: readonly T[], from = 0): T[] {
  return lines.map((line, at) => ({ ...line, dash: patterns[(from + at) % patterns.length] ?? null }));
}

function keyOf(lines: readonly Look[]): HtmlPart {
  if (lines.length === 0) return null;
  return html`<ul class="key">${lines.map(
    ({ label, color, dash }) =>
      html`<li><svg width="34" height="8" viewBox="0 0 34 8" aria-hidden="true"><line x1="1" x2="33" y1="4" y2="4" stroke="${reportTheme.color(color)}" stroke-width="2.5"${dash ? html` stroke-dasharray="${dash}"` : ''}/></svg>${label}</li>`,
  )}</ul>`;
}

export interface ChartOptions {
  /** Starts the ids inside the drawing: unique in the report. */
  readonly id: string;
  readonly title: string;
  /** What is seen, in a sentence. */
  readonly note: string;
  readonly size?: Size;
  readonly lines?: readonly Look[];
}

/** A figure of the page as a figure of the report. */
export function chart(figure: Figure, { id, title, note, size = half, lines = [] }: ChartOptions): Html {
  const painter = new SvgPainter(reportFont, id);
  figure.draw(painter, size, reportTheme);
  const { width, height } = size;
  return html`<figure class="${size === half ? 'half' : 'whole'}"><figcaption><b>${title}</b> ${note}</figcaption>
<div class="drawing"><svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${title}">${trusted(painter.toString())}</svg></div>${keyOf(lines)}</figure>\n`;
}

/** A line with its spread over seeds, labelled as in the tables. */
export function linesOf(groups: readonly NamedGroup[], metric: CurveMetric, axis: CurveAxis = 'epochs'): BandLine[] {
  const lines = bandLines(groups, metric, axis);
  return patterned(lines.map((line, at) => ({ ...line, label: groups[at]?.label ?? line.label })));
}

const axisTitles: Readonly<Record<CurveAxis, string>> = {
  epochs: 'epoch',
  updates: 'updates',
  evaluations: 'evaluations',
  seconds: 'seconds of its own training',
};

interface CurveChart extends Omit<ChartOptions, 'lines' | 'note'>, Pick<BandOptions, 'yTitle'> {
  readonly metric: CurveMetric;
  readonly axis?: CurveAxis;
  readonly scale?: 'log' | 'linear';
  readonly format?: 'number' | 'share';
  readonly floor?: number | null;
  readonly note: string;
  readonly marks?: readonly number[];
}

/** A curve of every setting that has one; null where none has. */
export function curveChart(groups: readonly NamedGroup[], about: CurveChart): Html | null {
  const { metric, axis = 'epochs', scale = 'linear', format = 'number', floor = null, marks, yTitle, ...rest } = about;
  const lines = linesOf(groups, metric, axis).filter(({ points }) => points.length > 0);
  if (lines.length === 0) return null;
  const positive = lines.some(({ points }) => points.some(({ mean }) => mean > 0));
  const figure = bandFigure(lines, {
    xTitle: axisTitles[axis],
    yTitle,
    yScale: scale === 'log' && positive ? 'log' : 'linear',
    yFormat: format,
    floor: floor !== null && floor > 0 ? floor : null,
    band: 'range',
    ...(marks ? { marks } : {}),
  });
  return chart(figure, { ...rest, lines });
}

/** Epochs at whose end a setting's AOVs were updated, as its first run tells. */
function aovUpdates(groups: readonly NamedGroup[]): number[] {
  const [run] = groups.flatMap(({ runs }) => runs);
  return (run?.epochs ?? []).filter(({ aovUpdated }) => aovUpdated === true).map(({ epoch }) => epoch);
}

/** Charts over the course of training. */
export function courseCharts({ drawn, result }: ReportPart, id: string): HtmlPart {
  const seeds = drawn.some(({ runs }) => runs.length > 1)
    ? ' Lines are means over seeds; bands reach from the lowest to the highest seed.'
    : '';
  const { floor } = result.task;
  const full = result.runs.some(({ epochs }) => epochs.some(({ fullTrainLoss }) => fullTrainLoss !== null));
  const loss = full ? 'Over the whole training set, after each epoch.' : 'Mean of the losses met during each epoch.';
  const floorNote = floor !== null && floor > 0 ? ' The dashed level is the smallest possible loss.' : '';
  const withAovs = drawn.filter(({ optimizer }) => optimizer === 'aalig');
  const curve = (key: string, about: Omit<CurveChart, 'id'>, groups = drawn) => curveChart(groups, { id: `${id}-${key}`, ...about });
  return [
    curve('loss', {
      metric: 'trainLoss',
      title: 'Training loss.',
      note: `${loss}${floorNote}${seeds}`,
      yTitle: 'training loss',
      scale: 'log',
      floor,
      size: whole,
    }),
    curve('cost-loss', {
      metric: 'trainLoss',
      axis: 'evaluations',
      title: 'Training loss by cost.',
      note: 'The same over batch evaluations: a line search pays for its trial steps.',
      yTitle: 'training loss',
      scale: 'log',
      floor,
    }),
    curve('accuracy', {
      metric: 'validationAccuracy',
      title: 'Validation accuracy.',
      note: 'After each epoch.',
      yTitle: 'accuracy',
      format: 'share',
    }),
    curve('step', {
      metric: 'meanStepSize',
      title: 'Step size γ.',
      note: 'Mean over the updates of each epoch.',
      yTitle: 'γ',
      scale: 'log',
    }),
    curve(
      'aov',
      {
        metric: 'meanAov',
        title: 'Approximate optimal values.',
        note: 'Mean AOV of all training samples (AALIG); upright marks: AOV updates.',
        yTitle: 'mean AOV',
        marks: aovUpdates(withAovs),
      },
      withAovs,
    ),
    curve('cost', {
      metric: 'evaluationsPerUpdate',
      title: 'Cost of an update.',
      note: 'Batch evaluations an update, mean over each epoch.',
      yTitle: 'evaluations an update',
    }),
  ];
}

/** What the settings of a sweep came to: heat map and robustness plot; nothing where no step size was varied. */
export function sweepCharts({ result, hasAccuracy }: ReportPart, id: string): HtmlPart {
  const metric = hasAccuracy ? 'bestValidationAccuracy' : 'trainLoss';
  const name = hasAccuracy ? 'Best validation accuracy' : 'Final training loss';
  const robustness = robustnessOf(result.runs, metric);
  const drawnRobustness = robustnessLines(robustness);
  const lines = patterned(drawnRobustness.lines);
  const levels = patterned(drawnRobustness.levels, lines.length);
  if (!lines.some(({ points }) => points.length > 1)) return null;
  const { floor } = result.task;
  const heat = heatOf(result.runs, metric, { sweep: null });
  const { cells, options } = heatMap(heat);
  const plot = robustnessFigure(lines, {
    xTitle: 'η',
    yTitle: hasAccuracy ? 'best accuracy' : 'training loss',
    yScale: hasAccuracy ? 'linear' : 'log',
    yFormat: hasAccuracy ? 'share' : 'number',
    floor: !hasAccuracy && floor !== null && floor > 0 ? floor : null,
    levels,
  });
  return [
    chart(plot, {
      id: `${id}-robustness`,
      title: 'Robustness.',
      note: `${name} against the step size η. Crosses in the grey strip: settings whose runs diverged or failed, all of them (large) or some (small).`,
      size: whole,
      lines: [...lines, ...levels],
    }),
    cells.length > 0 &&
      chart(heatFigure(cells, options), {
        id: `${id}-heat`,
        title: 'Settings.',
        note: `${name} of each method at each η, mean over seeds; the best of a row is framed.`,
        size: { width: whole.width, height: 70 + 30 * options.rows.length },
      }),
  ];
}
