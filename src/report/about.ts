/** What was run, on what, and how fair it was: the parts of a report that tell of an experiment without its numbers. */
import { optimizerOf } from '../optimizers/registry';
import type { ExperimentResult, RunResult } from '../results/result';
import { backendLabels } from '../state/device';
import { countText, measuredText } from '../state/number-text';
import { originText } from '../state/run-view';
import { taskOf } from '../tasks/registry';
import { type Html, type HtmlPart, heading, html, table } from './html';
import type { ReportPart } from './model';
import { countOf, listText, settingRows } from './texts';

/** How many runs ended how: `37 done, 2 diverged`. */
export function statusesText(runs: readonly RunResult[]): string {
  const counts = new Map<string, number>();
  for (const { status } of runs) counts.set(status, (counts.get(status) ?? 0) + 1);
  return [...counts].map(([status, count]) => `${countText(count)} ${status}`).join(', ') || 'none';
}

/** The options of a task in a line: `rank k = 4`. */
export function taskOptionsText({ task }: Pick<ExperimentResult, 'task'>): string {
  return settingRows(taskOf(task.id).fields, [task.options])
    .map(({ label, symbol, values }) => `${label}${symbol ? ` ${symbol}` : ''} = ${values.join(', ')}`)
    .join('; ');
}

function seedsOf({ runs }: ExperimentResult): number[] {
  return [...new Set(runs.map(({ seed }) => seed))].toSorted((a, b) => a - b);
}

/** The experiment at a glance. */
export function facts({ result, groups }: ReportPart): Html {
  const { task, epochs, batchSize, trainSize, validationSize, device, runs } = result;
  const seeds = seedsOf(result);
  const methods = new Set(groups.map(({ optimizer }) => optimizer)).size;
  const of = (count: number, one: string) => countOf(count, one);
  const list: readonly (readonly [string, HtmlPart])[] = [
    ['Task', taskOf(task.id).name],
    ['Methods', groups.length > methods ? `${of(methods, 'method')}, ${of(groups.length, 'setting')}` : of(methods, 'method')],
    ['Seeds', seeds.length === 0 ? '–' : seeds.length > 8 ? of(seeds.length, 'seed') : seeds.join(', ')],
    ['Runs', `${countText(runs.length)} (${statusesText(runs)})`],
    ['Epochs', countText(epochs)],
    ['Batch size', countText(batchSize)],
    ['Samples', `${countText(trainSize)} training, ${countText(validationSize)} validation`],
    ['Smallest possible loss', task.floor === null ? 'not known' : measuredText(task.floor)],
    ['Computed on', `${backendLabels[device.backend]}${device.adapter ? ` · ${device.adapter}` : ''}`],
  ];
  return html`<dl class="facts">${list.map(([term, text]) => html`<div><dt>${term}</dt><dd>${text}</dd></div>`)}</dl>\n`;
}

/** The task in words, its options, and the protocol. @param level of the headings */
export function taskSection({ result }: ReportPart, level: 3 | 4): Html {
  const { name, summary, paper, fields } = taskOf(result.task.id);
  const rows = settingRows(fields, [result.task.options]);
  const perEpoch = result.batchSize > 0 ? Math.ceil(result.trainSize / result.batchSize) : 0;
  const options = html`<div class="method">${heading(level, 'Options')}${
    rows.length > 0 ? settingsTable(rows) : html`<p class="none">This task has none.</p>`
  }</div>`;
  const protocol = settingsTable([
    { label: 'epochs', symbol: 'E', values: [countText(result.epochs)] },
    { label: 'batch size', symbol: 'b', values: [countText(result.batchSize)] },
    { label: 'updates an epoch', symbol: '', values: [countText(perEpoch)] },
    { label: 'training samples', symbol: 'n', values: [countText(result.trainSize)] },
    { label: 'validation samples', symbol: '', values: [countText(result.validationSize)] },
    { label: 'seeds', symbol: '', values: [seedsOf(result).join(', ') || '–'] },
  ]);
  return html`<p><b>${name}</b>${paper ? html` (${paper} of the paper)` : ''}. ${summary}</p>
<div class="methods">${options}<div class="method">${heading(level, 'Protocol')}${protocol}</div></div>\n`;
}

function settingsTable(rows: ReturnType<typeof settingRows>): Html {
  const lines = rows.map(
    ({ label, symbol, values }) =>
      html`<tr><th scope="row">${label}${symbol ? html` <span class="symbol">${symbol}</span>` : ''}</th><td>${values.join(', ') || '–'}</td></tr>`,
  );
  return html`<table><tbody>${lines}</tbody></table>`;
}

/** Every method with its hyperparameters; swept ones with all their values. @param level of the headings */
export function methodsSection({ groups }: ReportPart, level: 3 | 4): Html {
  const ids = [...new Set(groups.map(({ optimizer }) => optimizer))];
  const blocks = ids.map((id) => {
    const { name, reference, fields } = optimizerOf(id);
    const used = groups.filter(({ optimizer }) => optimizer === id).map(({ hyperparameters }) => hyperparameters);
    const { authors, venue, year } = reference;
    return html`<div class="method">${heading(level, name)}<p>${authors}, ${venue} ${year}${
      used.length > 1 ? ` · ${countOf(used.length, 'setting')}` : ''
    }</p>${settingsTable(settingRows(fields, used))}</div>`;
  });
  return html`<div class="methods">${blocks}</div>\n`;
}

/** What the runs of a seed have in common. */
function sharing(
  runs: readonly RunResult[],
  hash: (run: RunResult) => string | null,
): { readonly shared: boolean; readonly hashes: string[] } {
  const hashes = [...new Set(runs.map(hash).filter((value) => value !== null))];
  return { shared: hashes.length === 1, hashes };
}

function hashCell({ shared, hashes }: { readonly shared: boolean; readonly hashes: readonly string[] }, count: number): HtmlPart {
  if (hashes.length === 0) return '–';
  const shown = hashes.slice(0, 6).map((hash, at) => html`${at > 0 ? ', ' : ''}<code>${hash}</code>`);
  if (!shared) return html`<span class="bad">differ</span>: ${shown}${hashes.length > 6 ? ', …' : ''}`;
  return html`${shown} ${count > 1 ? `· the same for all ${countText(count)}` : ''}`;
}

/** Whether runs of a seed started from the same weights and met the same batches. */
export function hashesSection({ result }: ReportPart): Html {
  const rows = seedsOf(result).map((seed) => {
    const runs = result.runs.filter((run) => run.seed === seed);
    // Runs that ended early have met fewer batches: only equally long ones can be compared.
    const furthest = runs.reduce((most, { epochs }) => Math.max(most, epochs.at(-1)?.epoch ?? 0), 0);
    const whole = runs.filter(({ epochs, batchHash }) => batchHash !== null && epochs.at(-1)?.epoch === furthest);
    return {
      seed,
      runs,
      whole,
      furthest,
      weights: sharing(runs, (run) => run.initialHash),
      batches: sharing(whole, (run) => run.batchHash),
    };
  });
  const fair = rows.every(({ weights, batches }) => weights.hashes.length < 2 && batches.hashes.length < 2);
  const words = fair
    ? 'All runs of a seed began with the same weights and met the same samples in the same order.'
    : 'Not all runs of a seed began with the same weights or met the same samples: their numbers cannot be compared run by run.';
  const origins = [...new Set(result.runs.flatMap(({ origin }) => (origin ? [originText(origin)] : [])))];
  const began =
    origins.length === 0
      ? ''
      : ` The runs began with the weights of ${origins.join(', and of ')}, not with the task’s own initial weights.`;
  return html`<p>${words}${began}</p>${table({
    caption: 'Fingerprints by seed. Batches: of runs that came equally far.',
    rows,
    columns: [
      { title: 'seed', cell: ({ seed }) => String(seed) },
      { title: 'runs', number: true, cell: ({ runs }) => countText(runs.length) },
      { title: 'initial weights', cell: ({ weights, runs }) => hashCell(weights, runs.length) },
      {
        title: 'batches met',
        cell: ({ batches, whole, furthest }) => [
          hashCell(batches, whole.length),
          whole.length > 0 ? ` (${countText(furthest)} epochs)` : '',
        ],
      },
    ],
  })}`;
}

/** The machine, and why it was used in this way. */
export function deviceSection({ result: { device } }: Pick<ReportPart, 'result'>): Html {
  const { backend, requested, adapter, software, reason, trial } = device;
  const asked = requested === 'auto' ? 'chosen automatically' : 'chosen by hand';
  return html`<p><b>${backendLabels[backend]}</b>, ${asked}. Reason: ${reason.replace(/[.\s]+$/, '') || 'not recorded'}.${
    adapter ? html` GPU: ${adapter}${software ? ' (a software GPU: it computes on the processor)' : ''}.` : ''
  }${
    trial.length > 0
      ? ` A short trial took ${listText(trial.map((tried) => `${measuredText(tried.milliseconds)} ms an update on ${backendLabels[tried.backend]}`))}.`
      : ''
  }</p>\n`;
}
