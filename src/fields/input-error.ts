/** Something a person handed in is wrong: a file, a setting, a command line. Says what, where, and what to do. */
export class InputError extends Error {
  /**
   * @param where file, line or field, e.g. `mushrooms, line 17` or `optimizers[0].hyperparameters.eta`
   * @param what what is wrong there and what to do
   */
  constructor(
    readonly where: string,
    readonly what: string,
  ) {
    super(where ? `${where}: ${what}` : what);
    this.name = 'InputError';
  }
}
