/**
 * An experiment as the query of a link: `v=1&task=rbf&sigma=0.1&o=aalig:eta=10;sgd:eta=1,momentum=0&seeds=1-3,7`.
 *
 * It says what an experiment's JSON says, by the same names, and what is left out takes the same default: options of the task, epochs and batch
 * size the published ones; in `o` an optimizer's own; without `o` the optimizers that are published for the task. `none` is "no limit", where a
 * number may be that. Files and data sets that a person brings are named, not contained. The order means nothing. What is not known is refused:
 * a setting that is dropped in silence would be another experiment than the one that was shared.
 */
import type { Field, FieldValue, FieldValues } from '../fields/field';
import { defaultsOf } from '../fields/field';
import { InputError } from '../fields/input-error';
import { type OptimizerId, optimizerIds } from '../optimizers/definition';
import { optimizerOf } from '../optimizers/registry';
import { type TaskId, taskIds } from '../tasks/definition';
import { taskOf } from '../tasks/registry';
import { type Experiment, limits, type OptimizerSetting, parseExperiment } from '../training/experiment';
import { longestQuery, parametersIn, queryOf, quoted } from './query';
import { seedsIn, seedsText, valueIn, valueText } from './values';

/** Of the meaning of links: raised when an old link would mean something else. */
const version = '1';

const protocolKeys = ['epochs', 'batchSize', 'seeds', 'fullTrainLoss'] as const;

/** Keys of the query that are no options of a task. */
export const linkKeys = ['v', 'task', ...protocolKeys, 'o'] as const;

/** Keys with which a query asks for an experiment. */
const marks = ['v', 'task', 'o'];

/** Whether a query asks for an experiment at all. */
export function hasExperiment(search: string): boolean {
  const parameters = new URLSearchParams(search);
  return marks.some((key) => parameters.has(key));
}

/** Inside `o`, what separates must not be part of a value. */
function escaped(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'));
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new InputError('o', `${quoted(text)} has a “%” that is not followed by a character’s code`);
  }
}

/** Fields whose value is not the default, as texts. */
function changed(fields: readonly Field[], values: FieldValues): [string, string][] {
  return fields
    .filter(({ key, default: usual }) => !Object.is(values[key] ?? null, usual))
    .map((field): [string, string] => [field.key, valueText(field, values[field.key] ?? null)])
    .filter(([, text]) => text !== '');
}

function optimizerText({ id, hyperparameters }: OptimizerSetting): string {
  const pairs = changed(optimizerOf(id).fields, hyperparameters).map(([key, text]) => `${key}=${escaped(text)}`);
  return pairs.length === 0 ? id : `${id}:${pairs.join(',')}`;
}

function publishedOptimizers(task: TaskId): OptimizerSetting[] {
  return taskOf(task).defaults.optimizers.map(({ id, hyperparameters }) => ({
    id,
    hyperparameters: { ...defaultsOf(optimizerOf(id).fields), ...hyperparameters },
  }));
}

const optimizersText = (optimizers: readonly OptimizerSetting[]) => optimizers.map(optimizerText).join(';');

/**
 * The query of an experiment, without "?".
 * @throws InputError where it is longer than what is read
 */
export function experimentToQuery(experiment: Experiment): string {
  const { id, options } = experiment.task;
  const { fields, defaults } = taskOf(id);
  const parameters: [string, string][] = [['v', version], ['task', id], ...changed(fields, options)];
  if (experiment.epochs !== defaults.epochs) parameters.push(['epochs', String(experiment.epochs)]);
  if (experiment.batchSize !== defaults.batchSize) parameters.push(['batchSize', String(experiment.batchSize)]);
  const seeds = seedsText(experiment.seeds);
  if (seeds !== '1') parameters.push(['seeds', seeds]);
  if (experiment.fullTrainLoss !== 'auto') parameters.push(['fullTrainLoss', experiment.fullTrainLoss]);
  const optimizers = optimizersText(experiment.optimizers);
  if (optimizers !== optimizersText(publishedOptimizers(id))) parameters.push(['o', optimizers]);
  const query = queryOf(parameters);
  if (query.length >= longestQuery) {
    throw new InputError(
      'link',
      `it would have ${query.length.toLocaleString('en')} characters, more than a browser is sure to take; save the experiment as a file instead`,
    );
  }
  return query;
}

function fieldOf(fields: readonly Field[], key: string): Field | undefined {
  return fields.find((field) => field.key === key);
}

const knownKeys = (fields: readonly Field[]) => fields.map(({ key }) => key).join(', ') || 'none';

function optimizerIn(text: string, index: number): { id: OptimizerId; hyperparameters: Record<string, FieldValue> } {
  const where = `o, optimizer ${index + 1}`;
  const colon = text.indexOf(':');
  const name = colon < 0 ? text : text.slice(0, colon);
  const id = optimizerIds.find((candidate) => candidate === name);
  if (id === undefined) throw new InputError(where, `unknown optimizer ${quoted(name)} (known: ${optimizerIds.join(', ')})`);
  const { fields } = optimizerOf(id);
  const hyperparameters: Record<string, FieldValue> = {};
  for (const pair of colon < 0 ? [] : text.slice(colon + 1).split(',')) {
    const at = pair.indexOf('=');
    const key = at < 0 ? pair : pair.slice(0, at);
    const field = fieldOf(fields, key);
    if (!field) throw new InputError(where, `unknown ${quoted(key)} (known of ${id}: ${knownKeys(fields)})`);
    if (at < 0) throw new InputError(where, `${quoted(key)} has no value; write ${key}=…`);
    if (Object.hasOwn(hyperparameters, key)) throw new InputError(where, `${quoted(key)} appears twice`);
    hyperparameters[key] = valueIn(field, unescaped(pair.slice(at + 1)));
  }
  return { id, hyperparameters };
}

function optimizersIn(text: string): ReturnType<typeof optimizerIn>[] {
  const parts = text.split(';').filter((part) => part !== '');
  if (parts.length > limits.optimizers) throw new InputError('o', `at most ${limits.optimizers} optimizers`);
  return parts.map(optimizerIn);
}

function wholeNumberIn(key: string, text: string): number {
  if (!/^\d{1,10}$/.test(text)) throw new InputError(key, `must be a whole number, not ${quoted(text)}`);
  return Number(text);
}

/**
 * The experiment of a query.
 * @param search with or without "?"
 * @param others keys that belong to something else, and are left alone
 * @throws InputError naming the key, what is wrong and what is known
 */
export function readLink(search: string, others: readonly string[] = []): Experiment {
  const parameters = parametersIn(search);
  for (const key of others) parameters.delete(key);
  const given = parameters.get('v');
  if (given !== undefined && given !== version) {
    throw new InputError(
      'v',
      `the link is of version ${quoted(given)}; this page reads version ${version}. Reload the page to have its newest`,
    );
  }
  const name = parameters.get('task');
  if (name === undefined) throw new InputError('task', `the link names no task (known: ${taskIds.join(', ')})`);
  const id = taskIds.find((candidate) => candidate === name);
  if (id === undefined) throw new InputError('task', `unknown task ${quoted(name)} (known: ${taskIds.join(', ')})`);
  const { fields } = taskOf(id);
  const options: Record<string, FieldValue> = {};
  for (const [key, text] of parameters) {
    if ((linkKeys as readonly string[]).includes(key)) continue;
    const field = fieldOf(fields, key);
    if (!field) throw new InputError('address', `unknown ${quoted(key)} (known: ${linkKeys.join(', ')}; of ${id}: ${knownKeys(fields)})`);
    options[field.key] = valueIn(field, text);
  }
  const seeds = parameters.get('seeds');
  const numbers = (['epochs', 'batchSize'] as const).flatMap((key) => {
    const text = parameters.get(key);
    return text === undefined ? [] : [[key, wholeNumberIn(key, text)] as const];
  });
  const optimizers = parameters.get('o');
  return parseExperiment({
    task: { id, options },
    optimizers: optimizers === undefined ? publishedOptimizers(id) : optimizersIn(optimizers),
    ...Object.fromEntries(numbers),
    ...(seeds === undefined ? {} : { seeds: seedsIn(seeds) }),
    ...(parameters.has('fullTrainLoss') ? { fullTrainLoss: parameters.get('fullTrainLoss') } : {}),
  });
}

/** What a query comes to: an experiment, or what is wrong with it. */
export type LinkContent = { readonly experiment: Experiment } | { readonly problem: string };

/** As `readLink`, with what is wrong as a sentence. */
export function experimentFromQuery(search: string, others: readonly string[] = []): LinkContent {
  try {
    return { experiment: readLink(search, others) };
  } catch (error) {
    if (error instanceof InputError) return { problem: error.message };
    throw error;
  }
}

/** Names of files and data sets that an experiment takes from the person's machine. */
export function filesOf({ task }: Experiment): string[] {
  return taskOf(task.id).fields.flatMap(({ kind, key }) => {
    const value = task.options[key];
    return kind === 'file' && typeof value === 'string' ? [value] : [];
  });
}
