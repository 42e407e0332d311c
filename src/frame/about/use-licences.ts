/** The list of licences that the build puts beside the page. */
import { useEffect, useState } from 'react';
import * as z from 'zod/mini';

const licenceSchema = z.object({
  name: z.string(),
  version: z.string(),
  licence: z.string(),
  author: z.nullable(z.string()),
  text: z.nullable(z.string()),
});
export type Licence = z.infer<typeof licenceSchema>;

export interface Licences {
  /** Null until they are there. */
  readonly licences: readonly Licence[] | null;
  /** Why they cannot be shown. */
  readonly problem: string | null;
}

/** Fetches the list. */
export function useLicences(): Licences {
  const [found, setFound] = useState<Licences>({ licences: null, problem: null });
  useEffect(() => {
    const given = new AbortController();
    fetch('./licences.json', { signal: given.signal })
      .then(async (response) => {
        if (!response.ok) throw new Error(`the server answered ${response.status}`);
        setFound({ licences: z.array(licenceSchema).parse(await response.json()), problem: null });
      })
      .catch((error: unknown) => {
        if (given.signal.aborted) return;
        const why = error instanceof Error ? error.message : String(error);
        setFound({ licences: null, problem: `The list cannot be read (${why}). It lies beside the page as licences.json.` });
      });
    return () => given.abort();
  }, []);
  return found;
}
