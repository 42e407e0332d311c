/** Names that tell the runs of one experiment apart: as short as they can be, as long as they must be. */
import { type Field, isVisible } from '../fields/field';
import { optimizerOf } from '../optimizers/registry';
import type { OptimizerSetting } from '../training/experiment';
import { settingText, symbolText } from './number-text';

/** A field's short name in a label: its symbol where it has one, else its name. */
function shortName(field: Field): string {
  return field.symbol ? symbolText(field.symbol) : field.label;
}

/** A field's value in a label: `η=10`, `c=0.1`, `as published`, `no Nesterov`. */
function settingLabel(field: Field, setting: OptimizerSetting): string {
  const value = setting.hyperparameters[field.key] ?? null;
  switch (field.kind) {
    case 'number':
      return `${shortName(field)}=${typeof value === 'number' ? settingText(value) : 'auto'}`;
    case 'choice':
      return field.choices.find((choice) => choice.value === value)?.label ?? String(value);
    case 'switch':
      return value ? field.label : `no ${field.label}`;
    case 'file':
      return String(value ?? 'no file');
    default:
      return field satisfies never;
  }
}

/** What an optimizer is called with its settings, e.g. "SGD Nesterov". */
function nameOf(setting: OptimizerSetting): string {
  const definition = optimizerOf(setting.id);
  return definition.nameWith?.(setting.hyperparameters) ?? definition.name;
}

/**
 * A name for every optimizer of an experiment. One that occurs once has its plain name; ones that occur several times
 * also say where they differ ("AALIG η=1", "AALIG η=10"); true duplicates are numbered.
 */
export function optimizerLabels(settings: readonly OptimizerSetting[]): string[] {
  const names = settings.map(nameOf);
  const families = new Map<string, OptimizerSetting[]>();
  settings.forEach((setting, index) => {
    const name = names[index] as string;
    families.set(name, families.get(name) ?? []);
    families.get(name)?.push(setting);
  });
  // Sweeps have thousands of settings: each family's fields are looked through once.
  const differing = new Map(
    [...families].map(([name, family]) => [
      name,
      optimizerOf(family[0]!.id).fields.filter(({ key }) => new Set(family.map(({ hyperparameters }) => hyperparameters[key])).size > 1),
    ]),
  );
  const labels = settings.map((setting, index) => {
    const name = names[index] as string;
    const fields = (differing.get(name) ?? []).filter((field) => isVisible(field, setting.hyperparameters));
    return [name, ...fields.map((field) => settingLabel(field, setting))].join(' ');
  });
  const total = new Map<string, number>();
  for (const label of labels) total.set(label, (total.get(label) ?? 0) + 1);
  const met = new Map<string, number>();
  return labels.map((label) => {
    if (total.get(label) === 1) return label;
    met.set(label, (met.get(label) ?? 0) + 1);
    return `${label} #${met.get(label)}`;
  });
}

/** A run's name: its optimizer's, and its seed where there are several. */
export function runLabel(optimizerLabel: string, seed: number, seeds: readonly number[]): string {
  return seeds.length > 1 ? `${optimizerLabel} · seed ${seed}` : optimizerLabel;
}
