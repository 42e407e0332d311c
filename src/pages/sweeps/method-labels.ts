/** What the methods of a sweep are called: by what each has alone, not by what is varied. */
import type { FieldValue } from '../../fields/field';
import type { SweptOptimizer } from '../../results/sweep';
import { optimizerLabels } from '../../state/labels';

/**
 * A name for every method. SGD with and without a schedule are told apart by it; hyperparameters that either of two methods of one
 * optimizer varies tell nothing, so that two which differ only there are numbered.
 */
export function methodLabels(methods: readonly SweptOptimizer[]): string[] {
  const settings = methods.map(({ id, hyperparameters }) => {
    const family = methods.filter((other) => other.id === id);
    const values = Object.entries(hyperparameters).map(([key, list]): [string, FieldValue] => {
      const varied = family.some((other) => (other.hyperparameters[key]?.length ?? 0) !== 1);
      return [key, (varied ? family[0]?.hyperparameters[key]?.[0] : list[0]) ?? null];
    });
    return { id, hyperparameters: Object.fromEntries(values) };
  });
  return optimizerLabels(settings);
}
