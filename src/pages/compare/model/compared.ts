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
  /** The same for the same setting on another task: there it has the same name and look. */
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
}

const protocolOf = ({ result: { epochs, batchSize, device } }: PastExperiment) => ({ epochs, batchSize, backend: device.backend });

function candidates(experiments: readonly PastExperiment[], picks: Picks): Candidate[] {
  return experiments.flatMap((experiment) => {
    const picked = pickedRuns(experiment, picks[experiment.id]);
    return experiment.groups.flatMap((group): Candidate[] => {
      const runs = group.runs.filter(({ id }) => picked.has(id)).map(({ run }) => run);
      return runs.length === 0 ? [] : [{ experiment, group, runs }];
    });
  });
}

/** "Playground 2" of "Playground 2 · Matrix factorisation, rank 4". */
const shortName = ({ name }: PastExperiment) => (name.split(' · ')[0] as string).slice(0, 40);

/**
 * What tells the same setting apart where it was picked several times on one task: epochs, batch size, backend; else the experiment.
 * @returns a text a candidate, empty where nothing is needed
 */
function suffixes(all: readonly Candidate[]): string[] {
  const families = new Map<string, Candidate[]>();
  const familyOf = ({ experiment, group }: Candidate) => `${taskKey(experiment)} ${group.key}`;
  for (const candidate of all) families.set(familyOf(candidate), [...(families.get(familyOf(candidate)) ?? []), candidate]);
  return all.map((candidate) => {
    const family = families.get(familyOf(candidate)) as Candidate[];
    const own = protocolOf(candidate.experiment);
    const differs = (part: keyof typeof own) => family.some(({ experiment }) => protocolOf(experiment)[part] !== own[part]);
    const protocol = [
      differs('epochs') && `${own.epochs} epochs`,
      differs('batchSize') && `batch ${own.batchSize}`,
      differs('backend') && backendLabels[own.backend],
    ]
      .filter(Boolean)
      .join(', ');
    const same = family.filter(({ experiment }) => orderedText(protocolOf(experiment)) === orderedText(own));
    if (same.length === 1) return protocol && `, ${protocol}`;
    const name = shortName(candidate.experiment);
    const named = same.filter(({ experiment }) => shortName(experiment) === name).length === 1;
    return `${protocol && `, ${protocol}`} · ${named ? name : `#${same.indexOf(candidate) + 1}`}`;
  });
}

/** Names of the methods, by key of their setting. */
function methodLabels(all: readonly Candidate[]): ReadonlyMap<string, string> {
  const settings = [...new Map(all.map(({ group }) => [group.key, group])).values()];
  const labels = optimizerLabels(settings.map(({ optimizer, hyperparameters }) => ({ id: optimizer, hyperparameters })));
  return new Map(settings.map(({ key }, at) => [key, labels[at] as string]));
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
  const settingOf = ({ group }: Candidate): OptimizerSetting => ({ id: group.optimizer, hyperparameters: group.hyperparameters });
  const endings = suffixes(all);
  const keys = all.map(({ group }, at) => `${group.key}${endings[at]}`);
  const firsts = new Map<string, Candidate>();
  all.forEach((candidate, at) => {
    const key = keys[at] as string;
    if (!firsts.has(key)) firsts.set(key, candidate);
  });
  const methods = methodLabels(all);
  const drawn = appearances([...firsts.values()].map(settingOf));
  const lookOf = new Map([...firsts.keys()].map((key, at) => [key, drawn[at] as Appearance]));
  return all.map((candidate, at): ComparedGroup => {
    const { experiment, group, runs } = candidate;
    const key = keys[at] as string;
    const own = looks[group.id] ?? {};
    const look = lookOf.get(key) as Appearance;
    return {
      id: group.id,
      key: own.name || own.color ? `${key} ${group.id}` : key,
      label: own.name || `${methods.get(group.key)}${endings[at]}`,
      color: own.color ? `var(${own.color})` : look.color,
      dash: look.dash,
      hidden: own.hidden ?? false,
      experiment,
      setting: settingOf(candidate),
      runs,
    };
  });
}
