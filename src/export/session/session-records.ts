/**
 * What charts draw of each epoch and a result does not have: fingerprints of the batches, and how the AOVs were distributed. Stands in a
 * session's file since its runs are shown again; files without it are read too.
 */
import { z } from 'zod';
import { resultLimits } from '../../results/result';
import { type AovHistogram, aovQuantiles, histogramBins } from '../../training/records';

/** After each of a run's epochs. */
export interface SessionRecords {
  /** Fingerprint of all batches met so far. */
  readonly hashes: readonly string[];
  /** Null where there are no AOVs. */
  readonly aovs: readonly ({ readonly quantiles: readonly number[]; readonly histogram: AovHistogram | null } | null)[];
}

/** A number that is none is null in JSON. */
const number = z.number({ error: 'must be a number' }).nullable();
const counts = z
  .array(z.number({ error: 'must be a number' }).int({ error: 'must be a whole number' }).min(0).max(0xffffffff), {
    error: 'must be a list',
  })
  .length(histogramBins, { error: `must have ${histogramBins} entries` });

const perEpoch = <T extends z.ZodType>(item: T) =>
  z.array(item, { error: 'must be a list' }).max(resultLimits.epochs, { error: `must have at most ${resultLimits.epochs} entries` });

export const recordsSchema = z.object(
  {
    hashes: perEpoch(z.string({ error: 'must be text' }).regex(/^[0-9a-f]{1,16}$/, { error: 'must be a fingerprint' })),
    aovs: perEpoch(
      z
        .object(
          {
            quantiles: z
              .array(number, { error: 'must be a list' })
              .length(aovQuantiles.length, { error: `must have ${aovQuantiles.length} entries` }),
            histogram: z.object({ min: number, max: number, counts }, { error: 'must be an object or null' }).nullable(),
          },
          { error: 'must be an object or null' },
        )
        .nullable(),
    ),
  },
  { error: 'must be an object {"hashes", "aovs"} or null' },
);

type Read = z.infer<typeof recordsSchema>;

const known = (value: number | null): number => value ?? Number.NaN;

/** Records as they were, out of those that have been checked. */
export function recordsOfJson({ hashes, aovs }: Read): SessionRecords {
  return {
    hashes,
    aovs: aovs.map((aov) => {
      if (!aov) return null;
      const { quantiles, histogram } = aov;
      const { min, max, counts: bins } = histogram ?? {};
      return {
        quantiles: quantiles.map(known),
        histogram: bins ? { min: known(min ?? null), max: known(max ?? null), counts: Uint32Array.from(bins) } : null,
      };
    }),
  };
}

/** Records as JSON. */
export function recordsText({ hashes, aovs }: SessionRecords): string {
  const plain = aovs.map((aov) => aov && { ...aov, histogram: aov.histogram && { ...aov.histogram, counts: [...aov.histogram.counts] } });
  return JSON.stringify({ hashes, aovs: plain });
}
