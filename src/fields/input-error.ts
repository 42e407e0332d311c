/** Longest place that is said in full: names of entries of an archive may have thousands of characters. */
const longestPlace = 500;

/** A place that is too long to be read is said by its beginning and its end, which often is the line or field. */
function shortened(where: string): string {
  if (where.length <= longestPlace) return where;
  const half = (longestPlace - 1) / 2;
  return `${where.slice(0, Math.floor(half))}…${where.slice(-Math.floor(half))}`;
}

/** Something a person handed in is wrong: a file, a setting, a command line. Says what, where, and what to do. */
export class InputError extends Error {
  readonly where: string;

  /**
   * @param where file, line or field, e.g. `mushrooms, line 17` or `optimizers[0].hyperparameters.eta`
   * @param what what is wrong there and what to do
   */
  constructor(
    where: string,
    readonly what: string,
  ) {
    const place = shortened(where);
    super(place ? `${place}: ${what}` : what);
    this.where = place;
    this.name = 'InputError';
  }
}
