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
  const labels = settings.map((setting) => {
    const { fields } = optimizerOf(setting.id);
    const name = nameOf(setting);
    const family = settings.filter((other) => nameOf(other) === name);
    if (family.length === 1) return name;
    const differing = fields.filter(
      (field) =>
        isVisible(field, setting.hyperparameters) &&
        family.some((other) => other.hyperparameters[field.key] !== setting.hyperparameters[field.key]),
    );
    return [name, ...differing.map((field) => settingLabel(field, setting))].join(' ');
  });
  return labels.map((label, index) => {
    if (labels.filter((other) => other === label).length === 1) return label;
    return `${label} #${labels.slice(0, index + 1).filter((other) => other === label).length}`;
  });
}

/** A run's name: its optimizer's, and its seed where there are several. */
export function runLabel(optimizerLabel: string, seed: number, seeds: readonly number[]): string {
  return seeds.length > 1 ? `${optimizerLabel} · seed ${seed}` : optimizerLabel;
}
