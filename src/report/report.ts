/**
 * The report of an experiment, of a sweep or of several of either: one HTML file that needs nothing else. It has no scripts and asks
 * the network for nothing, and its own security policy says so; whatever it tells of was made safe by `html.ts`.
 */
import type { ExperimentResult } from '../results/result';
import { deviceSection, facts, hashesSection, methodsSection, statusesText, taskOptionsText, taskSection } from './about';
import { courseCharts, curveChart, sweepCharts } from './charts';
import { type Html, type HtmlPart, heading, html, trusted } from './html';
import { type NamedGroup, partOf, type ReportPart, reportLimits } from './model';
import { reportStyle } from './style';
import { bestTable, comparisonTable, runsTable, settingsTable, spreadWords } from './tables';
import { countOf, listText } from './texts';

export interface ReportVersions {
  readonly page: string;
  readonly tensorflow: string;
  /** The browser's own name for itself; null where there is none. */
  readonly browser: string | null;
}

export interface ReportInput {
  readonly title: string;
  readonly at: Date;
  /** At least one. */
  readonly results: readonly { readonly name: string; readonly result: ExperimentResult }[];
  /** What was scaled down or is otherwise to be known, a sentence each. */
  readonly notes: readonly string[];
  readonly versions: ReportVersions;
}

/** Why the charts show what they show. */
function chartsNote({ drawsBest, drawn, groups, best }: ReportPart): HtmlPart {
  const chosen = drawsBest ? best.length : groups.length;
  const cut = chosen > drawn.length ? ` Of ${chosen} the first ${drawn.length} are drawn.` : '';
  if (drawsBest)
    return html`<p class="dim lead">Curves are those of the best setting of each method (the table above says which).${cut}</p>`;
  return cut && html`<p class="dim lead">${cut.trim()}</p>`;
}

/** All that is told of one result. @param level of its headings */
function partSections(part: ReportPart, level: 2 | 3, id: string): Html {
  const below = level === 2 ? 3 : 4;
  if (part.result.runs.length === 0) return html`${facts(part)}<p class="none">No run had begun when this was written.</p>`;
  const course = courseCharts(part, id);
  return html`${facts(part)}${heading(level, 'Results')}${level === 2 && html`<p class="dim">${spreadWords}</p>`}${bestTable(part)}${
    part.groups.length > 1 || part.best.length === 0 ? settingsTable(part) : ''
  }${heading(level, 'Charts')}${chartsNote(part)}<div class="charts">${sweepCharts(part, id)}${course}</div>
${heading(level, 'What was run')}${taskSection(part, below)}${heading(level, 'Methods and their settings')}${methodsSection(part, below)}${heading(level, 'Same weights, same batches')}${hashesSection(part)}${heading(level, 'Device')}${deviceSection(part)}${heading(level, 'Runs one by one')}${runsTable(part)}`;
}

/** Whether all parts trained the same: only then losses can be held against each other. */
function sameTask(parts: readonly ReportPart[]): boolean {
  const texts = parts.map(({ result }) => {
    const { task, epochs, batchSize, trainSize } = result;
    return JSON.stringify([task.id, Object.entries(task.options).sort(), epochs, batchSize, trainSize]);
  });
  return new Set(texts).size === 1;
}

/** Several results side by side. */
function comparison(parts: readonly ReportPart[]): Html {
  const same = sameTask(parts);
  const lines = parts.flatMap(({ name, drawn }) => drawn.map((group): NamedGroup => ({ ...group, label: `${name}: ${group.label}` })));
  const chart =
    same && lines.length <= reportLimits.lines
      ? curveChart(lines, {
          id: 'all-loss',
          metric: 'trainLoss',
          title: 'Training loss of all.',
          note: 'After each epoch; bands reach from the lowest to the highest seed.',
          yTitle: 'training loss',
          scale: 'log',
          floor: parts[0]?.result.task.floor ?? null,
          size: { width: 820, height: 340 },
        })
      : null;
  const contents = parts.map(
    ({ name, result }, at) => html`<li><a href="#part-${at + 1}">${name}</a> <span class="dim">${taskOptionsText(result)}</span></li>`,
  );
  return html`<h2>Side by side</h2>\n<ol>${contents}</ol><p class="dim">${spreadWords}</p>${comparisonTable(parts, same)}${
    chart ? html`<div class="charts">${chart}</div>` : html`<p class="dim">${whyNoChart(same, lines.length)}</p>`
  }`;
}

function whyNoChart(same: boolean, lines: number): string {
  if (lines > reportLimits.lines) return `There are too many lines (${lines}) for one chart: each experiment has its own below.`;
  return same ? 'There is nothing to draw yet.' : 'The experiments are not drawn into one chart, since their tasks or protocols differ.';
}

/** `2025-03-02 14:05 UTC`: the same wherever it is read. */
function dateText(at: Date): string {
  return Number.isNaN(at.getTime()) ? 'at an unknown time' : `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/**
 * Writes a report.
 * @returns a complete HTML document
 */
export function reportHtml({ title, at, results, notes, versions }: ReportInput): string {
  const parts = results.map(({ name, result }) => partOf(name, result));
  const runs = results.flatMap(({ result }) => result.runs);
  const several = parts.length > 1;
  const body = several
    ? html`${comparison(parts)}${parts.map(
        (part, i) =>
          html`<section id="part-${i + 1}"><h2 class="part">${i + 1} · ${part.name}</h2>\n${partSections(part, 3, `part-${i + 1}`)}</section>\n`,
      )}`
    : parts.map((part) => partSections(part, 2, 'part-1'));
  const about = [
    several && countOf(parts.length, 'experiment'),
    countOf(runs.length, 'run'),
    ...(runs.length > 0 ? [`ended: ${statusesText(runs)}`] : []),
  ].filter((text) => text !== false);
  const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";
  const made = [`Polyak Playground ${versions.page}`, `TensorFlow.js ${versions.tensorflow}`];
  const document = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light">
<meta name="generator" content="Polyak Playground">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${trusted(reportStyle)}</style>
</head>
<body>
<header><p class="kicker">Polyak Playground · report</p><h1>${title}</h1><p class="date">${dateText(at)} · ${about.join(' · ')}</p></header>
<main>
${notes.length > 0 && html`<aside class="notes"><p><b>To be known</b></p><ul>${notes.map((note) => html`<li>${note}</li>`)}</ul></aside>\n`}${body}
</main>
<footer>Made by ${listText(made)}${versions.browser ? ` in ${versions.browser}` : ''}. Numbers are these programs’ own, not the paper’s. RESULT.json, saved beside
this report, opens again in the page.</footer>
</body>
</html>
`;
  return document.text;
}
