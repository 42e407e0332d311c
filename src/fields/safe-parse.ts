/**
 * zod's `safeParse` for what comes from outside. Two things zod does not do: it collects everything that is wrong, so that a small file of
 * thousands of empty objects costs seconds and gigabytes; and it throws where a list or a text of limited length is wanted and an object comes
 * whose "length" is no number, since it compares that before it has said that the type is wrong.
 */

/** What zod found. */
export type Parsed<T> =
  | { readonly success: true; readonly data: T }
  | {
      readonly success: false;
      readonly error: { readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[] };
    };

/** Of zod or of its small form. */
interface Schema<T> {
  safeParse(input: unknown, context?: object): Parsed<T>;
}

/**
 * As `schema.safeParse(input)`; never throws because of the input.
 * @param all whether more than the first thing that is wrong is wanted: for input whose lists have been counted
 */
export function safeParse<T>(schema: Schema<T>, input: unknown, all = false): Parsed<T> {
  try {
    // zod's own switch for `validate`; that it works here is tested.
    return schema.safeParse(input, { abortEarly: !all });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { success: false, error: { issues: [{ path: [], message: 'has an object with a "length" where a list or a text must be' }] } };
  }
}
