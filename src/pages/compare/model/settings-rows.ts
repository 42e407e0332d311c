/** All settings of what is compared, side by side: a row a setting, a column a group, and whether they differ. */
import { type Field, type FieldValue, isVisible } from '../../../fields/field';
import { optimizerOf } from '../../../optimizers/registry';
import { backendLabels } from '../../../state/device';
import { fieldText } from '../../../state/field-text';
import { countText, symbolText } from '../../../state/number-text';
import { originText } from '../../../state/run-view';
import { taskOf } from '../../../tasks/registry';
import type { ComparedGroup } from './compared';

export type SettingPart = 'task' | 'protocol' | 'method';

export interface SettingRow {
  readonly key: string;
  readonly part: SettingPart;
  readonly label: string;
  /** The field's symbol, e.g. η; empty where it has none. */
  readonly symbol: string;
  /** A text a group; null where the setting does not exist for it. */
  readonly values: readonly (string | null)[];
  readonly differs: boolean;
}

/**
 * @param owners whose setting it is, a name a group: that one method has a setting and another has not is no difference of settings, that
 * two of the same method do is
 */
function row(
  key: string,
  part: SettingPart,
  label: string,
  values: readonly (string | null)[],
  symbol = '',
  owners: readonly string[] = values.map(() => ''),
): SettingRow {
  const known = new Set(values.filter((value) => value !== null));
  const differs = known.size > 1 || values.some((value, at) => values.some((other, to) => owners[at] === owners[to] && value !== other));
  return { key, part, label, symbol, values, differs };
}

type Read = (group: ComparedGroup) => {
  readonly owner: string;
  readonly fields: readonly Field[];
  readonly values: Readonly<Record<string, FieldValue>>;
};

/** Rows of the fields of several tasks or methods; fields of the same key and name share a row. */
function fieldRows(groups: readonly ComparedGroup[], part: SettingPart, read: Read): SettingRow[] {
  const shown = new Map<string, Field>();
  for (const group of groups) {
    for (const field of read(group).fields) if (!shown.has(`${field.key} ${field.label}`)) shown.set(`${field.key} ${field.label}`, field);
  }
  const owners = groups.map((group) => read(group).owner);
  const rows = [...shown].map(([key, { label, symbol }]) => {
    const values = groups.map((group) => {
      const { fields, values: own } = read(group);
      const field = fields.find((candidate) => `${candidate.key} ${candidate.label}` === key);
      return field && isVisible(field, own) ? fieldText(field, own[field.key] ?? null) : null;
    });
    return row(`${part} ${key}`, part, label, values, symbol ? symbolText(symbol) : '', owners);
  });
  return rows.filter(({ values }) => values.some((value) => value !== null));
}

/** Whole numbers in a row as a stretch: `1–3, 7`. */
export function seedsText(seeds: readonly number[]): string {
  const sorted = [...new Set(seeds)].sort((a, b) => a - b);
  const stretches: [number, number][] = [];
  for (const seed of sorted) {
    const last = stretches.at(-1);
    if (last && seed === last[1] + 1) last[1] = seed;
    else stretches.push([seed, seed]);
  }
  return stretches.map(([from, to]) => (from === to ? `${from}` : to === from + 1 ? `${from}, ${to}` : `${from}–${to}`)).join(', ');
}

/** What runs began with, where some did not begin with their task's own initial weights. */
function originRows(groups: readonly ComparedGroup[]): SettingRow[] {
  if (!groups.some(({ runs }) => runs.some(({ origin }) => origin))) return [];
  const texts = groups.map(({ runs }) =>
    [...new Set(runs.map(({ origin }) => (origin ? originText(origin) : 'initial weights')))].join('; '),
  );
  return [row('origin', 'protocol', 'began with', texts)];
}

/** The rows: task, protocol, method. */
export function settingRows(groups: readonly ComparedGroup[]): SettingRow[] {
  const each = (read: (group: ComparedGroup) => string) => groups.map(read);
  return [
    row(
      'task',
      'task',
      'task',
      each(({ experiment }) => taskOf(experiment.result.task.id).name),
    ),
    ...fieldRows(groups, 'task', ({ experiment: { result } }) => ({
      owner: result.task.id,
      fields: taskOf(result.task.id).fields,
      values: result.task.options,
    })),
    row(
      'train size',
      'task',
      'training samples',
      each(({ experiment }) => countText(experiment.result.trainSize)),
    ),
    row(
      'validation size',
      'task',
      'validation samples',
      each(({ experiment }) => countText(experiment.result.validationSize)),
    ),
    row(
      'epochs',
      'protocol',
      'epochs',
      each(({ experiment }) => countText(experiment.result.epochs)),
    ),
    row(
      'batch size',
      'protocol',
      'batch size',
      each(({ experiment }) => countText(experiment.result.batchSize)),
    ),
    row(
      'seeds',
      'protocol',
      'seeds',
      each(({ runs }) => seedsText(runs.map(({ seed }) => seed))),
    ),
    ...originRows(groups),
    row(
      'backend',
      'protocol',
      'backend',
      each(({ experiment }) => backendLabels[experiment.result.device.backend]),
    ),
    row(
      'method',
      'method',
      'method',
      each(({ setting }) => optimizerOf(setting.id).name),
    ),
    ...fieldRows(groups, 'method', ({ setting }) => ({
      owner: setting.id,
      fields: optimizerOf(setting.id).fields,
      values: setting.hyperparameters,
    })),
  ];
}
