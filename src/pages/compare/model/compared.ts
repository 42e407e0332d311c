/** The settings that are being compared: of every experiment the groups with picked runs, named and coloured so that they can be told apart. */

import { optimizerOf } from '../../../optimizers/registry';
import type { RunResult } from '../../../results/result';
import type { OwnLook, Picks } from '../../../state/comparison';
import { backendLabels } from '../../../state/device';
import { optimizerLabels } from '../../../state/labels';
import { looksOf } from '../../../state/looks';
import { type Appearance, appearanceOf, slotCount } from '../../../state/palette';
import { type PastExperiment, type PastGroup, pickedRuns } from '../../../state/past-experiments';
import type { OptimizerSetting } from '../../../training/experiment';
import { orderedText } from './ordered-text';

export interface ComparedGroup extends Appearance {
  readonly id: string;
  /** The same for the same setting and protocol on another task: there it has the same name and look. */
  readonly key: string;
  readonly label: string;
  readonly hidden: boolean;
  readonly experiment: PastExperiment;
  readonly setting: OptimizerSetting;
  /** Those that are picked, by seed. */
  readonly runs: readonly RunResult[];
}

const taskKeys = new WeakMap<PastExperiment['result'], string>();

/** A task with all that it is set to: what may stand in one plot. */
export function taskKey({ result }: PastExperiment): string {
  const { task, trainSize, validationSize } = result;
  const key = taskKeys.get(result) ?? orderedText({ id: task.id, options: task.options, trainSize, validationSize });
  taskKeys.set(result, key);
  return key;
}

interface Candidate {
  readonly experiment: PastExperiment;
  readonly group: PastGroup;
  readonly runs: readonly RunResult[];
  readonly key: string;
}

const protocolOf = ({ result: { epochs, batchSize, device } }: PastExperiment) => ({ epochs, batchSize, backend: device.backend });

function candidates(experiments: readonly PastExperiment[], picks: Picks): Candidate[] {
  const met = new Map<string, number>();
  return experiments.flatMap((experiment) => {
    const picked = pickedRuns(experiment, picks[experiment.id]);
    if (picked.size === 0) return [];
    const task = taskKey(experiment);
    const protocol = orderedText(protocolOf(experiment));
    return experiment.groups.flatMap((group): Candidate[] => {
      const runs = group.runs.filter(({ id }) => picked.has(id)).map(({ run }) => run);
      if (runs.length === 0) return [];
      const key = `${group.key} ${protocol}`;
      // The same once more on the same task needs a look of its own.
      const nth = (met.get(`${task} ${key}`) ?? 0) + 1;
      met.set(`${task} ${key}`, nth);
      return [{ experiment, group, runs, key: nth > 1 ? `${key} #${nth}` : key }];
    });
  });
}

/** "Playground 2" of "Playground 2 · Matrix factorisation, rank 4". */
const shortName = ({ name }: PastExperiment) => (name.split(' · ')[0] as string).slice(0, 40);

/** Names by key: the method with what tells it from its like; then epochs, batch size and backend; then the experiment. */
function namesOf(distinct: readonly Candidate[], all: readonly Candidate[]): ReadonlyMap<string, string> {
  const settings = [...new Map(distinct.map(({ group }) => [group.key, group])).values()];
  const labels = optimizerLabels(settings.map(({ optimizer, hyperparameters }) => ({ id: optimizer, hyperparameters })));
  const bySetting = new Map(settings.map(({ key }, at) => [key, labels[at] as string]));
  const named = distinct.map((candidate) => {
    const alike = distinct.filter(({ group }) => group.key === candidate.group.key);
    const own = protocolOf(candidate.experiment);
    const differs = (part: keyof typeof own) => alike.some(({ experiment }) => protocolOf(experiment)[part] !== own[part]);
    return [
      bySetting.get(candidate.group.key),
      differs('epochs') && `${own.epochs} epochs`,
      differs('batchSize') && `batch ${own.batchSize}`,
      differs('backend') && backendLabels[own.backend],
    ]
      .filter(Boolean)
      .join(', ');
  });
  return new Map(
    distinct.map((candidate, at) => {
      const name = named[at] as string;
      if (named.filter((other) => other === name).length === 1) return [candidate.key, name];
      const from = new Set(all.filter(({ key }) => key === candidate.key).map(({ experiment }) => shortName(experiment)));
      const number = named.slice(0, at + 1).filter((other) => other === name).length;
      return [candidate.key, `${name} · ${from.size === 1 ? [...from][0] : `#${number}`}`];
    }),
  );
}

/** Settings of one method get all colours there are; several methods keep the colours that they have everywhere. */
function appearances(settings: readonly OptimizerSetting[]): Appearance[] {
  const names = new Set(settings.map(({ id }) => optimizerOf(id).name));
  if (names.size > 1 || settings.length === 1) return looksOf(settings);
  if (!settings.some(({ id }) => id === 'aalig')) return settings.map(({ id }, at) => appearanceOf(id, at));
  return settings.map((_, at) => {
    const round = Math.floor(at / (slotCount + 1));
    const slot = at % (slotCount + 1);
    return slot === 0 ? appearanceOf('aalig', round) : appearanceOf('sgd', slot - 1 + round * slotCount);
  });
}

/**
 * @param experiments the newest first, as they are listed; compared ones come the other way round, so that a new one changes no look
 * @param looks what a person changed, by id of group
 */
export function comparedGroups(
  experiments: readonly PastExperiment[],
  picks: Picks,
  looks: Readonly<Record<string, OwnLook>>,
): ComparedGroup[] {
  const all = candidates(experiments.toReversed(), picks);
  const firsts = new Map<string, Candidate>();
  for (const candidate of all) if (!firsts.has(candidate.key)) firsts.set(candidate.key, candidate);
  const distinct = [...firsts.values()];
  const settingOf = ({ group }: Candidate): OptimizerSetting => ({ id: group.optimizer, hyperparameters: group.hyperparameters });
  const names = namesOf(distinct, all);
  const drawn = new Map(appearances(distinct.map(settingOf)).map((look, at) => [distinct[at]?.key as string, look]));
  return all.map((candidate): ComparedGroup => {
    const { experiment, group, runs, key } = candidate;
    const own = looks[group.id] ?? {};
    const look = drawn.get(key) as Appearance;
    return {
      id: group.id,
      key: own.name || own.color ? `${key} ${group.id}` : key,
      label: own.name || (names.get(key) as string),
      color: own.color ? `var(${own.color})` : look.color,
      dash: look.dash,
      hidden: own.hidden ?? false,
      experiment,
      setting: settingOf(candidate),
      runs,
    };
  });
}
