/** Whether the data set that the experiment names is at hand. */
import { catalogEntry } from '../../../datasets/catalog';
import { useAvailableSets, useData } from '../../../state/data';
import { namedSet } from '../../../state/experiment-edit';
import type { Edit } from '../../../state/experiment-fields';

/** The name, for people, of the set that the experiment names and that is not here; null: it is here, none is needed, or it is not known yet. */
export function useMissingSet(edit: Edit): string | null {
  const known = useData((state) => state.inventory !== null || state.unavailable !== null);
  const sets = useAvailableSets();
  const named = namedSet(edit);
  if (!named || !known || sets.some(({ set }) => set.key === named.key)) return null;
  return named.key === named.id ? catalogEntry(named.id).name : `“${named.key}”`;
}
