/** Small multiples: which settings stand in one plot. Runs of different tasks never do. */
import { optimizerOf } from '../../../optimizers/registry';
import type { PanelMode } from '../../../state/comparison';
import { taskTexts } from '../../../state/field-text';
import { taskOf } from '../../../tasks/registry';
import { type ComparedGroup, taskKey } from './compared';

export interface Panel {
  readonly key: string;
  /** What tells it from the other panels; the task where there is only one. */
  readonly title: string;
  /** Smallest possible training loss, where it is known and the same for all. */
  readonly floor: number | null;
  readonly groups: readonly ComparedGroup[];
}

/** Names of the tasks that are compared, by `taskKey`. */
export function taskNames(groups: readonly ComparedGroup[]): ReadonlyMap<string, string> {
  const tasks = new Map(groups.map(({ experiment }) => [taskKey(experiment), experiment.result.task]));
  const names = taskTexts([...tasks.values()]);
  return new Map([...tasks.keys()].map((key, at) => [key, names[at] as string]));
}

/** The panels, in the order in which their first setting comes. */
export function panelsOf(groups: readonly ComparedGroup[], by: PanelMode): Panel[] {
  const tasks = taskNames(groups);
  const panels = new Map<string, ComparedGroup[]>();
  for (const group of groups) {
    const key = by === 'task' ? taskKey(group.experiment) : `${group.setting.id} ${taskKey(group.experiment)}`;
    panels.set(key, panels.get(key) ?? []);
    panels.get(key)?.push(group);
  }
  const kinds = new Set(groups.map(({ experiment }) => experiment.result.task.id));
  // The name of the task says nothing where all have it.
  const withoutName = (task: string, { experiment }: ComparedGroup) => {
    const name = `${taskOf(experiment.result.task.id).name}, `;
    return kinds.size === 1 && task.startsWith(name) ? task.slice(name.length) : task;
  };
  return [...panels].map(([key, members]) => {
    const [first] = members as [ComparedGroup];
    const task = tasks.get(taskKey(first.experiment)) as string;
    const method = optimizerOf(first.setting.id).name;
    const floors = new Set(members.map(({ experiment }) => experiment.result.task.floor));
    return {
      key,
      title: by === 'task' ? task : tasks.size > 1 ? `${method} · ${withoutName(task, first)}` : method,
      floor: floors.size === 1 ? first.experiment.result.task.floor : null,
      groups: members,
    };
  });
}
