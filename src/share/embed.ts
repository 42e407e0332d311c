/**
 * What `?embed` shows, as part of a link: `embed&charts=loss,step&controls=run,optimizers&…experiment`. Both lists may be empty ("charts=");
 * left out, they are the usual ones.
 */
import { InputError } from '../fields/input-error';
import type { Experiment } from '../training/experiment';
import { experimentToQuery, hasExperiment, readLink } from './link';
import { parametersIn, queryOf, quoted } from './query';

export const embedCharts = ['loss', 'step', 'aov', 'followed', 'boundary', 'table'] as const;
export type EmbedChart = (typeof embedCharts)[number];

export const embedControls = ['run', 'task', 'optimizers', 'axis'] as const;
export type EmbedControl = (typeof embedControls)[number];

export interface EmbedView {
  readonly charts: readonly EmbedChart[];
  readonly controls: readonly EmbedControl[];
}

/** Names for people. */
export const chartNames: Readonly<Record<EmbedChart, string>> = {
  loss: 'Loss',
  step: 'Step size',
  aov: 'AOVs',
  followed: 'Followed samples',
  boundary: 'Decision boundary (points in the plane)',
  table: 'Table of results',
};

export const controlNames: Readonly<Record<EmbedControl, string>> = {
  run: 'Run, pause, step',
  task: 'Task',
  optimizers: 'Optimizers',
  axis: 'x axis and smoothing',
};

export const usualView: EmbedView = { charts: ['loss', 'step'], controls: ['run'] };

/** Keys of the query that are no part of the experiment. */
const viewKeys = ['embed', 'charts', 'controls'];

function listIn<T extends string>(key: string, text: string | undefined, known: readonly T[], usual: readonly T[]): readonly T[] {
  if (text === undefined) return usual;
  const asked = text.split(',').filter((part) => part !== '');
  for (const part of asked) {
    if (!(known as readonly string[]).includes(part)) throw new InputError(key, `unknown ${quoted(part)} (known: ${known.join(', ')})`);
  }
  // In the order of the page, each once.
  return known.filter((part) => asked.includes(part));
}

/** The query that shows an experiment so, without "?". @throws InputError where it is too long */
export function embedToQuery(view: EmbedView, experiment: Experiment): string {
  const shown = queryOf([
    ['embed', null],
    ['charts', view.charts.join(',')],
    ['controls', view.controls.join(',')],
  ]);
  return `${shown}&${experimentToQuery(experiment)}`;
}

export interface EmbedContent {
  readonly view: EmbedView;
  /** Null where the address names none: the page's first. */
  readonly experiment: Experiment | null;
}

/**
 * What an embedding address asks for.
 * @throws InputError naming the key, what is wrong and what is known
 */
export function readEmbed(search: string): EmbedContent {
  const parameters = parametersIn(search);
  const view: EmbedView = {
    charts: listIn('charts', parameters.get('charts'), embedCharts, usualView.charts),
    controls: listIn('controls', parameters.get('controls'), embedControls, usualView.controls),
  };
  if (hasExperiment(search)) return { view, experiment: readLink(search, viewKeys) };
  const unknown = [...parameters.keys()].find((key) => !viewKeys.includes(key));
  if (unknown !== undefined) {
    throw new InputError(
      'address',
      `unknown ${quoted(unknown)} (known without a task: ${viewKeys.join(', ')}; name the task to set its options)`,
    );
  }
  return { view, experiment: null };
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const attribute = (text: string) => text.replace(/[&<>"]/g, (character) => entities[character] as string);

/** Pixels that the chosen parts need, about: for the frame's height. */
export function heightOf({ charts, controls }: EmbedView): number {
  const plots = charts.filter((chart) => chart !== 'table' && chart !== 'boundary').length;
  const rows = Math.ceil(plots / 2);
  const side = (controls.includes('task') ? 420 : 0) + (controls.includes('optimizers') ? 380 : 0);
  const main = 300 * rows + (charts.includes('boundary') ? 240 : 0) + (charts.includes('table') ? 220 : 0);
  return 80 + Math.max(main, side, 120);
}

/** The HTML that puts an address into a page. @param title names the frame for screen readers */
export function frameSnippet(address: string, title: string, height: number): string {
  return [
    `<iframe src="${attribute(address)}"`,
    `  title="${attribute(title)}" width="100%" height="${height}" style="border: 0"`,
    '  loading="lazy" allow="fullscreen; clipboard-write"></iframe>',
  ].join('\n');
}
