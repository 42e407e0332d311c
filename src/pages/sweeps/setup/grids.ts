/**
 * The grids that the paper searches: step sizes in powers of ten, weight decay where the task's protocol has it (specification of the
 * optimizers §14, of the tasks §3 and §5). What a method starts with here, and the preset "the paper's grid".
 */
import { defaultsOf, type FieldValue, type NumberField } from '../../../fields/field';
import type { OptimizerId } from '../../../optimizers/definition';
import { optimizerOf } from '../../../optimizers/registry';
import type { TaskId } from '../../../tasks/definition';
import { taskOf } from '../../../tasks/registry';

/** Values of each hyperparameter. */
export type Lists = Readonly<Record<string, readonly FieldValue[]>>;

/** A method with its lists. */
export interface GridMethod {
  readonly id: OptimizerId;
  readonly lists: Lists;
}

/** What is offered as one press each. */
export const stepSizeChoices: readonly number[] = [1e-4, 1e-3, 0.01, 0.1, 1, 10, 100];
export const weightDecayChoices: readonly number[] = [0, 1e-5, 1e-4, 1e-3];

const stepSizeKeys = ['eta', 'maxStep', 'etaMax'];

/** The field that caps or sets a method's step size; null for methods that have none. */
export function stepSizeFieldOf(id: OptimizerId): NumberField | null {
  const fields = optimizerOf(id).fields;
  const found = stepSizeKeys.map((key) => fields.find((field) => field.key === key)).find((field) => field !== undefined);
  return found?.kind === 'number' ? found : null;
}

const deep: readonly TaskId[] = ['image-classification', 'imdb', 'tolstoi'];

/** λ of the protocol; only rules that decay weights themselves: of the others the published code made nothing of it. */
const decays: Partial<Readonly<Record<TaskId, readonly number[]>>> = {
  'image-classification': weightDecayChoices,
  imdb: [1e-3, 1e-2],
};

/** Step sizes that are searched; null: the method's own default. */
function stepSizes(id: OptimizerId, task: TaskId): readonly number[] | null {
  switch (id) {
    case 'aalig':
      // Kernel entries are small, so that the useful step sizes are larger there.
      return task === 'rbf' ? [0.1, 1, 10, 100, 1000] : [0.01, 0.1, 1, 10];
    case 'sgd':
    case 'alig':
      return [1e-3, 0.01, 0.1, 1, 10];
    case 'adam':
    case 'adagrad':
    case 'adabound':
      return [1e-4, 1e-3, 0.01, 0.1, 1];
    case 'pal':
      return [1, 10];
    case 'sls-goldstein':
      return deep.includes(task) ? [1, 10] : null;
    default:
      return null;
  }
}

/** A method without any grid: one value each, the task's own where it has some. */
export function singleLists(id: OptimizerId, task: TaskId): Lists {
  const values = { ...defaultsOf(optimizerOf(id).fields), ...taskOf(task).suggestedHyperparameters?.[id] };
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, [value]]));
}

/** What a method starts with on a task: its step sizes in powers of ten, all else at its default. */
export function startingLists(id: OptimizerId, task: TaskId): Lists {
  const field = stepSizeFieldOf(id);
  const sizes = stepSizes(id, task);
  return { ...singleLists(id, task), ...(field && sizes ? { [field.key]: sizes } : {}) };
}

const paperMethods: readonly OptimizerId[] = [
  'sgd',
  'adabound',
  'adam',
  'coin',
  'sls-armijo',
  'sls-goldstein',
  'sls-polyak',
  'pal',
  'aalig',
];

/** The methods of the paper's tables with the grids that are searched for them on a task. */
export function paperGrid(task: TaskId): GridMethod[] {
  return paperMethods.map((id) => {
    const decay = decays[task];
    const decayed = decay && optimizerOf(id).regularisation === 'rule';
    // "SGD step" in the image columns of Table 1, "SGD const" elsewhere.
    const schedule: Lists = id === 'sgd' && task === 'image-classification' ? { schedule: ['step'] } : {};
    return { id, lists: { ...startingLists(id, task), ...schedule, ...(decayed ? { weightDecay: decay } : {}) } };
  });
}
