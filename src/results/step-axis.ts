/**
 * Settings of a sweep laid along their step size. A method's *step field* is what a sweep varies over powers of ten: η, and for methods
 * without one their maximum step size where it was varied. Settings that differ only there and in their weight decay are one method.
 */
import type { FieldValue } from '../fields/field';
import type { OptimizerId } from '../optimizers/definition';
import { compareSettings } from './best';
import { groupsOf, hasFailed, isComplete, type RunGroup, type RunMetric, settingKey } from './groups';
import type { RunResult, SelectionMetric } from './result';

export type Setting = Pick<RunResult, 'optimizer' | 'hyperparameters'>;

/** Step fields in the order in which they are looked for. All but the first count only where a sweep varies them. */
const stepFields = ['eta', 'maxStep', 'etaMax'] as const;
const decayField = 'weightDecay';

/** A method and those of its settings that lie at one place. */
export interface Method<S extends Setting> {
  /** The same for the same method in any list of settings. */
  readonly key: string;
  readonly optimizer: OptimizerId;
  /** Without step size and weight decay, except where these are not varied. */
  readonly hyperparameters: Readonly<Record<string, FieldValue>>;
  /** Settings by their step size, ascending; null (first) for those without one. */
  readonly places: ReadonlyMap<number | null, readonly S[]>;
}

const without = (values: Readonly<Record<string, FieldValue>>, keys: readonly string[]) =>
  Object.fromEntries(Object.entries(values).filter(([key]) => !keys.includes(key)));

/** Whether the values of a hyperparameter differ among settings. */
function varies(settings: readonly Setting[], key: string): boolean {
  return new Set(settings.map(({ hyperparameters }) => hyperparameters[key] ?? null)).size > 1;
}

/** The step size of a setting: null where its step field has no positive number. */
function stepOf({ hyperparameters }: Setting, field: string | null): number | null {
  const value = field === null ? null : hyperparameters[field];
  return typeof value === 'number' && value > 0 ? value : null;
}

/** Settings, or runs of settings, by method and step size, in the order in which the methods first come. */
export function methodsOf<S extends Setting>(settings: readonly S[]): Method<S>[] {
  const families = new Map<string, S[]>();
  for (const setting of settings) {
    const { optimizer, hyperparameters } = setting;
    const key = settingKey({ optimizer, hyperparameters: without(hyperparameters, [...stepFields, decayField]) });
    families.set(key, [...(families.get(key) ?? []), setting]);
  }
  return [...families].map(([key, members]) => {
    const [{ optimizer, hyperparameters }] = members as [S];
    const field = stepFields.find((name) => (name === 'eta' ? name in hyperparameters : varies(members, name))) ?? null;
    const varied = [...(field ? [field] : []), ...(varies(members, decayField) ? [decayField] : [])];
    const places = new Map<number | null, S[]>();
    for (const member of members) {
      const step = stepOf(member, field);
      places.set(step, [...(places.get(step) ?? []), member]);
    }
    const ordered = [...places].sort(([a], [b]) => (a ?? -1) - (b ?? -1));
    return { key, optimizer, hyperparameters: without(hyperparameters, varied), places: new Map(ordered) };
  });
}

/** λ of a setting; 0 for methods without. */
export function decayOf({ hyperparameters }: Setting): number {
  const value = hyperparameters[decayField];
  return typeof value === 'number' ? value : 0;
}

/** Runs that have ended by themselves: their numbers are final. */
export function endedRuns(runs: readonly RunResult[]): RunResult[] {
  return runs.filter((run) => isComplete(run) || run.status === 'failed');
}

/** The best of the settings among these runs, which have all ended; null where there are none. */
export function bestOf(ended: readonly RunResult[], by: SelectionMetric): RunGroup | null {
  const groups = groupsOf(ended);
  return groups.length === 0 ? null : groups.reduce((known, group) => (compareSettings(group, known, by) < 0 ? group : known));
}

/** Runs of a group that diverged or failed. */
export function failuresOf({ runs }: Pick<RunGroup, 'runs'>): number {
  return runs.filter(hasFailed).length;
}

/** Which way a number is better. */
export function betterOf(metric: RunMetric): 'lower' | 'higher' {
  return metric === 'validationAccuracy' || metric === 'bestValidationAccuracy' ? 'higher' : 'lower';
}
