/** Whether an address asks for an experiment; all else about links comes when one does (`shared-link.ts`). */

/** Keys of a query with which it asks for one: as `hasExperiment` of `src/share/link.ts`, which is not in the first view. */
const marks = ['v', 'task', 'o'];

export function asksForExperiment(search: string): boolean {
  const parameters = new URLSearchParams(search);
  return marks.some((key) => parameters.has(key));
}
