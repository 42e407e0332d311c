/** The frame of a check: what is open, what lacks a method, and what can be said. */
import type { OptimizerId } from '../optimizers/definition';
import { optimizerOf } from '../optimizers/registry';
import type { ExperimentResult } from '../results/result';
import type { Check, PanelResult, PanelVariant, Verdict } from './definition';
import { failuresOf, type MethodRuns, methodOf, methodsIn } from './measured';

/** What a rule is given. */
export interface Evidence {
  readonly result: ExperimentResult;
  readonly methods: readonly MethodRuns[];
  /** What the panel was run on; by `PanelVariant.data`. */
  readonly data: PanelVariant['data'];
  /** The runs of a method that the check needs. */
  of(optimizer: OptimizerId): MethodRuns;
}

export interface Finding {
  readonly verdict: Verdict;
  readonly detail: string;
}

/** A claim and the rule that decides on it. */
export interface Claim {
  readonly id: string;
  readonly claim: string;
  /** Methods without which nothing can be said. */
  readonly needs: readonly OptimizerId[];
  /** Methods that have to come through: where a run of one diverged, the claim is not confirmed. */
  readonly mustSucceed?: readonly OptimizerId[];
  decide(evidence: Evidence): Finding;
}

/** What a variant is run on; one that is not known any more counts as made up: nothing is concluded from it. */
export function dataOf(variants: readonly PanelVariant[], id: string): PanelVariant['data'] {
  return variants.find((variant) => variant.id === id)?.data ?? 'made-up';
}

/** A check of one claim on one panel's result. */
export function checkClaim(
  { id, claim, needs, mustSucceed = [], decide }: Claim,
  panel: PanelResult | undefined,
  variants: readonly PanelVariant[],
): Check {
  const as = (verdict: Verdict, detail: string): Check => ({ id, claim, verdict, detail });
  if (!panel) return as('open', 'Not run here yet.');
  if (!panel.complete) return as('open', 'Some of its runs have not ended yet.');
  const methods = methodsIn(panel.result);
  const missing = needs.filter((optimizer) => !methodOf(methods, optimizer));
  if (missing.length > 0)
    return as(
      'apart',
      `Cannot be told: there is no finished run of ${missing.map((optimizer) => optimizerOf(optimizer).name).join(', ')}.`,
    );
  const of = (optimizer: OptimizerId) => methodOf(methods, optimizer) as MethodRuns;
  const failures = mustSucceed.filter((optimizer) => methodOf(methods, optimizer)).flatMap((optimizer) => failuresOf(of(optimizer)) ?? []);
  if (failures.length > 0) return as('no', `${failures.join('; ')}.`);
  const found = decide({ result: panel.result, methods, data: dataOf(variants, panel.variant), of });
  return as(found.verdict, found.detail);
}

/** `yes` or `no`. */
export function verdictOf(holds: boolean): Verdict {
  return holds ? 'yes' : 'no';
}

/** What is said of numbers that were measured on less than the paper's data: they decide nothing. */
export function apartUnless(data: PanelVariant['data'], holds: boolean): Verdict {
  return data === 'published' ? verdictOf(holds) : 'apart';
}

/** Why a verdict is `apart`, as a sentence that follows the numbers; empty for the paper's data at full size. */
export function whyApart(data: PanelVariant['data']): string {
  if (data === 'published') return '';
  return data === 'part' ? ' Run on a part of the data: decides nothing.' : ' Run on made-up data: decides nothing.';
}
