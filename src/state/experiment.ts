/** The store of the experiment being edited: what the rail shows and what the next run will be. */
import { create } from 'zustand';
import type { SetId } from '../datasets/parsed-set';
import type { FieldValue } from '../fields/field';
import type { OptimizerId } from '../optimizers/definition';
import { type TaskId, taskIds } from '../tasks/definition';
import type { Experiment } from '../training/experiment';
import {
  freshEdit,
  withDuplicate,
  withExperiment,
  withFile,
  withOptimizer,
  withoutOpenedSettings,
  withoutOptimizer,
  withSet,
  withTask,
  withValue,
} from './experiment-edit';
import { type Address, addressText, defaultAt, type Edit, valueAt } from './experiment-fields';
import { settingText } from './number-text';

export interface ExperimentStore {
  readonly edit: Edit;
  chooseTask(id: TaskId): void;
  /** Sets a field; a value that the checks refuse is shown with the reason and not used. */
  setValue(address: Address, value: FieldValue, text?: string): void;
  resetValue(address: Address): void;
  addOptimizer(id: OptimizerId): void;
  duplicateOptimizer(key: string): void;
  removeOptimizer(key: string): void;
  /** Chooses the task that reads files and gives it this one. */
  useFile(name: string): void;
  /** Chooses the task that trains on a data set and gives it the kept one of this key. */
  useSet(id: SetId, key: string): void;
  /** Replaces all by an experiment. */
  setExperiment(experiment: Experiment): void;
  /** Leaves out what an opened experiment brought and the rail has no field for. */
  dropOpenedSettings(): void;
  /** Back to the chosen task's published experiment. */
  resetAll(): void;
}

const firstTask: TaskId = 'matrix-factorization';

export const useExperiment = create<ExperimentStore>()((set) => {
  const change = (next: (edit: Edit) => Edit) => set((state) => ({ edit: next(state.edit) }));
  return {
    edit: freshEdit(firstTask),
    chooseTask: (id) => change((edit) => withTask(edit, id)),
    setValue: (address, value, text = typeof value === 'number' ? settingText(value) : String(value)) =>
      change((edit) => withValue(edit, address, value, text)),
    resetValue: (address) => change((edit) => withValue(edit, address, defaultAt(edit, address), '')),
    addOptimizer: (id) => change((edit) => withOptimizer(edit, id)),
    duplicateOptimizer: (key) => change((edit) => withDuplicate(edit, key)),
    removeOptimizer: (key) => change((edit) => withoutOptimizer(edit, key)),
    useFile: (name) => change((edit) => withFile(edit, taskIds, name)),
    useSet: (id, key) => change((edit) => withSet(edit, id, key)),
    setExperiment: (experiment) => change((edit) => withExperiment(edit, experiment)),
    dropOpenedSettings: () => change(withoutOpenedSettings),
    resetAll: () => change((edit) => freshEdit(edit.taskId)),
  };
});

/** Whether the field at an address has its default value and nothing refused in it. */
export function isDefault(edit: Edit, address: Address): boolean {
  return valueAt(edit, address) === defaultAt(edit, address) && edit.refused[addressText(address)] === undefined;
}
