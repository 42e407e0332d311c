/** Which optimizers a fork can start: those of the rail with their settings, and every other with what the task suggests. */
import { defaultsOf } from '../../../fields/field';
import { optimizers as all, optimizerOf } from '../../../optimizers/registry';
import type { OptimizerEntry } from '../../../state/experiment-fields';
import { optimizerLabels } from '../../../state/labels';
import { type Appearance, appearanceOf, freeSlot } from '../../../state/palette';
import type { TaskId } from '../../../tasks/definition';
import { taskOf } from '../../../tasks/registry';
import { type Experiment, type OptimizerSetting, parseExperiment } from '../../../training/experiment';

export interface ForkChoice {
  readonly key: string;
  readonly setting: OptimizerSetting;
  readonly label: string;
  /** The rail's card, which has a colour; null: an optimizer that is not in the rail. */
  readonly slot: number | null;
}

const same = (one: OptimizerSetting, other: OptimizerSetting) => JSON.stringify(one) === JSON.stringify(other);

/** All choices, the rail's first. */
export function forkChoices(entries: readonly OptimizerEntry[], taskId: TaskId): ForkChoice[] {
  const labels = optimizerLabels(entries);
  const mine = entries.map(({ key, id, hyperparameters, slot }, at): ForkChoice => {
    return { key: `card ${key}`, setting: { id, hyperparameters }, label: labels[at] ?? id, slot };
  });
  const others = all.filter(({ id }) => !entries.some((entry) => entry.id === id));
  const more = others.map(({ id, fields }): ForkChoice => {
    const hyperparameters = { ...defaultsOf(fields), ...taskOf(taskId).suggestedHyperparameters?.[id] };
    const setting = { id, hyperparameters };
    return { key: id, setting, label: optimizerLabels([setting])[0] ?? optimizerOf(id).name, slot: null };
  });
  return [...mine, ...more];
}

/** What is chosen at first: the rail's optimizers other than the run's own. */
export function firstChosen(choices: readonly ForkChoice[], own: OptimizerSetting): ReadonlySet<string> {
  return new Set(choices.filter(({ slot, setting }) => slot !== null && !same(setting, own)).map(({ key }) => key));
}

/**
 * The experiment that starts the chosen ones from a run of `source`, and how its runs are drawn.
 * @throws InputError where there is none, or the number of epochs is not valid
 */
export function forkOf(
  source: Experiment,
  seed: number,
  chosen: readonly ForkChoice[],
  epochs: number,
): { experiment: Experiment; looks: Appearance[] } {
  const optimizers = chosen.map(({ setting }) => setting);
  const experiment = parseExperiment({ ...source, optimizers, epochs, seeds: [seed] });
  const drawn: { id: OptimizerSetting['id']; slot: number }[] = chosen.flatMap(({ setting: { id }, slot }) =>
    slot === null ? [] : [{ id, slot }],
  );
  const looks = chosen.map(({ setting: { id }, slot }) => {
    if (slot !== null) return appearanceOf(id, slot);
    const free = freeSlot(id, drawn);
    drawn.push({ id, slot: free });
    return appearanceOf(id, free);
  });
  return { experiment, looks };
}
