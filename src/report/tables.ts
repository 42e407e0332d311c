/** The numbers of a report: the best setting of each method, every setting over its seeds, every run by itself. */
import { optimizerOf } from '../optimizers/registry';
import { metricOf } from '../results/groups';
import type { RunResult, SelectionMetric, Spread } from '../results/result';
import { countText, durationText, measuredText, shareText } from '../state/number-text';
import { type Html, type HtmlPart, html, type ReportColumn, table } from './html';
import { bestLossOf, type GroupNumbers, type NamedBest, type NamedGroup, type ReportPart, rateOf, reportLimits } from './model';
import { countOf, countSpreadText, settingLine, shareSpreadText, spreadText } from './texts';

interface Numbered {
  readonly numbers: GroupNumbers;
}

const failuresCell = (failures: number, runs: number): HtmlPart =>
  failures === 0 ? '0' : html`<span class="bad">${countText(failures)} of ${countText(runs)}</span>`;

function duration(spread: Spread | null): string {
  const text = durationText(spread?.mean);
  if (!spread || spread.count < 2 || spread.sd < 0.05) return text;
  return spread.mean < 59.95 ? `${spread.mean.toFixed(1)} ± ${spread.sd.toFixed(1)} s` : `${text} ± ${durationText(spread.sd)}`;
}

/** Columns that settings have in every table. */
function numberColumns<Row extends Numbered>({ hasAccuracy, hasValidationLoss, result }: ReportPart): ReportColumn<Row>[] {
  const { floor } = result.task;
  const number = (title: string, cell: (numbers: GroupNumbers) => HtmlPart): ReportColumn<Row> => ({
    title,
    number: true,
    cell: ({ numbers }) => cell(numbers),
  });
  return [
    number('final loss', ({ finalLoss }) => spreadText(finalLoss)),
    ...(floor !== null && floor > 0
      ? [number('× floor', ({ finalLoss }) => (finalLoss ? (finalLoss.mean / floor).toPrecision(4) : '–'))]
      : []),
    number('best loss', ({ bestLoss }) => spreadText(bestLoss)),
    ...(hasValidationLoss ? [number('validation loss', ({ validationLoss }) => spreadText(validationLoss))] : []),
    ...(hasAccuracy
      ? [
          number('final accuracy', ({ finalAccuracy }) => shareSpreadText(finalAccuracy)),
          number('best accuracy', ({ bestAccuracy }) => shareSpreadText(bestAccuracy)),
        ]
      : []),
    number('evaluations', ({ evaluations }) => countSpreadText(evaluations)),
    number('time', ({ seconds }) => duration(seconds)),
    number('updates/s', ({ updatesPerSecond }) => countSpreadText(updatesPerSecond)),
    number('failed', ({ failures, runs }) => failuresCell(failures, runs)),
  ];
}

/** What the numbers over seeds are: said once before the tables. */
export const spreadWords =
  'Numbers are means ± standard deviation over seeds. Losses are training losses unless they say otherwise. Runs that diverged or failed count under “failed”, not in the means of losses and accuracies.';

/** The settings with the least failures, and of those the one with the best number. */
function leader(groups: readonly NamedGroup[], hasAccuracy: boolean): NamedGroup | null {
  const value = ({ numbers }: NamedGroup) => (hasAccuracy ? numbers.bestAccuracy : numbers.finalLoss)?.mean ?? null;
  const sign = hasAccuracy ? -1 : 1;
  const known = groups.filter((group) => value(group) !== null);
  return known.reduce<NamedGroup | null>((best, group) => {
    if (!best) return group;
    const fewer = group.numbers.failures / group.numbers.runs - best.numbers.failures / best.numbers.runs;
    return fewer < 0 || (fewer === 0 && sign * ((value(group) as number) - (value(best) as number)) < 0) ? group : best;
  }, null);
}

/** Every setting over its seeds. */
export function settingsTable(part: ReportPart): Html {
  const { groups, hasAccuracy } = part;
  const shown = groups.slice(0, reportLimits.settings);
  const first = leader(groups, hasAccuracy);
  const left = groups.length - shown.length;
  return html`${table({
    caption: `Every setting.${left > 0 ? ` Here the first ${shown.length} of ${countText(groups.length)}; RESULT.json has them all.` : ''}`,
    rows: shown,
    strong: (row) => shown.length > 1 && row === first,
    columns: [
      { title: 'setting', cell: ({ label }) => label },
      { title: 'seeds', number: true, cell: ({ runs }) => countText(runs.length) },
      ...numberColumns<NamedGroup>(part),
    ],
  })}`;
}

const selectionNames: Readonly<Record<SelectionMetric, string>> = {
  validationAccuracy: 'validation accuracy in the best epoch',
  validationLoss: 'validation loss after the last epoch',
  trainLoss: 'training loss after the last epoch',
};

/** The best setting of every method, as the result names it or as it is chosen here. */
export function bestTable(part: ReportPart): Html | null {
  const { best, varied, hasAccuracy } = part;
  const [any] = best;
  if (!any) return null;
  const first = leader(
    best.map(({ group }) => group),
    hasAccuracy,
  );
  const rows = best.map((named): NamedBest & Numbered => ({ ...named, numbers: numbersOfRow(named) }));
  return table({
    caption: `The best setting of each method, chosen by ${selectionNames[any.row.selectedBy]} among settings with the fewest failed runs.`,
    rows,
    strong: ({ group }) => rows.length > 1 && group === first,
    columns: [
      { title: 'method', cell: ({ label }) => label },
      {
        title: 'chosen',
        cell: ({ row }) =>
          settingLine(optimizerOf(row.optimizer).fields, row.hyperparameters, varied.get(row.optimizer) ?? new Set()) || '–',
      },
      { title: 'of', number: true, cell: ({ row }) => countText(row.compared) },
      { title: 'seeds', number: true, cell: ({ row }) => countText(row.seeds.length) },
      ...numberColumns<NamedBest & Numbered>(part),
    ],
  });
}

/** What a file says of its best settings counts; what it does not say comes from the runs. */
function numbersOfRow({ row, group: { numbers } }: NamedBest): GroupNumbers {
  return {
    ...numbers,
    finalLoss: row.trainLoss,
    validationLoss: row.validationLoss,
    finalAccuracy: row.validationAccuracy,
    bestAccuracy: row.bestValidationAccuracy,
    evaluations: row.evaluations,
    failures: row.failures,
    runs: row.seeds.length,
  };
}

function statusCell({ status, statusUpdate, message }: RunResult): HtmlPart {
  const words = `${status}${statusUpdate === null ? '' : ` at update ${countText(statusUpdate)}`}`;
  const said = message ? html`<br><span class="dim">${message}</span>` : '';
  return status === 'diverged' || status === 'failed' ? [html`<span class="bad">${words}</span>`, said] : [words, said];
}

/** Every run by itself. */
export function runsTable({ result, groups, hasAccuracy }: ReportPart): Html {
  const rows = groups.flatMap(({ label, runs }) => runs.map((run) => ({ label, run }))).slice(0, reportLimits.runs);
  const left = result.runs.length - rows.length;
  const number = (title: string, cell: (run: RunResult) => string): ReportColumn<{ readonly label: string; readonly run: RunResult }> => ({
    title,
    number: true,
    cell: ({ run }) => cell(run),
  });
  const last = (run: RunResult) => run.epochs.at(-1);
  return table({
    caption: `Losses and accuracies of runs that diverged or failed are left out.${left > 0 ? ` Here the first ${countOf(rows.length, 'run')} of ${countText(result.runs.length)}; RESULT.json has them all.` : ''}`,
    rows,
    columns: [
      { title: 'setting', cell: ({ label }) => label },
      number('seed', ({ seed }) => String(seed)),
      number('final loss', (run) => measuredText(metricOf(run, 'trainLoss'))),
      number('best loss', (run) => measuredText(bestLossOf(run))),
      ...(hasAccuracy
        ? [
            number('final acc.', (run) => shareText(metricOf(run, 'validationAccuracy'))),
            number('best acc.', (run) => shareText(metricOf(run, 'bestValidationAccuracy'))),
          ]
        : []),
      number('epochs', (run) => countText(last(run)?.epoch)),
      number('updates', (run) => countText(last(run)?.update)),
      number('evaluations', (run) => countText(last(run)?.evaluations)),
      number('time', (run) => durationText(last(run)?.seconds)),
      number('updates/s', (run) => countText(rateOf(run))),
      { title: 'ended', cell: ({ run }) => statusCell(run) },
    ],
  });
}

/** The settings of several results in one table. Losses of different tasks are no rivals: the caption says so. */
export function comparisonTable(parts: readonly ReportPart[], sameTask: boolean): Html {
  const all = parts.flatMap((part) => part.drawn.map((group) => ({ part, group })));
  const accuracy = parts.some(({ hasAccuracy }) => hasAccuracy);
  const number = (title: string, cell: (numbers: GroupNumbers) => HtmlPart): ReportColumn<(typeof all)[number]> => ({
    title,
    number: true,
    cell: ({ group }) => cell(group.numbers),
  });
  return table({
    caption: `${sameTask ? '' : 'The tasks, their options or their protocols differ: losses are not to be held against each other. '}Settings side by side.`,
    rows: all,
    columns: [
      { title: 'experiment', cell: ({ part }) => part.name },
      { title: 'setting', cell: ({ group }) => group.label },
      { title: 'seeds', number: true, cell: ({ group }) => countText(group.runs.length) },
      number('final loss', ({ finalLoss }) => spreadText(finalLoss)),
      number('best loss', ({ bestLoss }) => spreadText(bestLoss)),
      ...(accuracy ? [number('best accuracy', ({ bestAccuracy }) => shareSpreadText(bestAccuracy))] : []),
      number('evaluations', ({ evaluations }) => countSpreadText(evaluations)),
      number('time', ({ seconds }) => duration(seconds)),
      number('failed', ({ failures, runs }) => failuresCell(failures, runs)),
    ],
  });
}
