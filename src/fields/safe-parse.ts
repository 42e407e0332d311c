/**
 * zod's `safeParse` for what comes from outside. zod itself throws where a list or a text of limited length is wanted and an object comes whose
 * "length" is no number: it compares that before it has said that the type is wrong.
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
  safeParse(input: unknown): Parsed<T>;
}

/** As `schema.safeParse(input)`; never throws because of the input. */
export function safeParse<T>(schema: Schema<T>, input: unknown): Parsed<T> {
  try {
    return schema.safeParse(input);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { success: false, error: { issues: [{ path: [], message: 'has an object with a "length" where a list or a text must be' }] } };
  }
}
