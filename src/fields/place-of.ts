/** Where in a JSON text something is, as people write it. */

/** `optimizers[1].hyperparameters.eta` of a path as zod tells it; empty for the whole. */
export function placeOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (place, part) => (typeof part === 'number' ? `${place}[${part}]` : place ? `${place}.${String(part)}` : String(part)),
    '',
  );
}
