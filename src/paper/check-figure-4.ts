/** The claims of Figure 4, checked against an AALIG run. They are about the method; only what depends on the data is left apart. */
import type { EpochResult, RunResult } from '../results/result';
import { type Claim, checkClaim, type Evidence, type Finding, verdictOf } from './checking';
import type { Check, PanelResult, PaperPanel } from './definition';
import { digits, percent } from './measured';

/** Numbers of the rules. */
export const figure4Rules = {
  /** While the mean loss is at least this multiple of the mean AOV, steps are expected to have the maximum size. */
  farAbove: 2,
  /** Share of updates with γ = η that counts as all. */
  all: 0.95,
  /** Hardly changed: by at most this share. */
  hardly: 0.1,
} as const;

/** An epoch with the mean AOV that was in force during it; in a record stands the one after its end. */
interface Lived {
  readonly epoch: EpochResult;
  readonly inForce: number;
}

/** The epochs of a run from the first on, those with a mean loss. Before the first record AOVs are at the lower bound, 0. */
function livedEpochs(run: RunResult): Lived[] {
  return run.epochs.flatMap((epoch, at) =>
    epoch.epoch > 0 && epoch.trainLoss !== null ? [{ epoch, inForce: run.epochs[at - 1]?.meanAov ?? 0 }] : [],
  );
}

const average = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
/** The run with the lowest seed. */
const runOf = ({ of }: Evidence): RunResult => of('aalig').group.runs[0] as RunResult;
const loss = ({ epoch }: Lived) => epoch.trainLoss as number;
const unknown: Finding = { verdict: 'apart', detail: 'AOVs or step sizes were not kept with this result.' };

/** Epochs at whose end AOVs were updated. */
const updatesOf = (lived: readonly Lived[]) => lived.filter(({ epoch }) => epoch.aovUpdated === true && epoch.meanAov !== null);

function firstUpdate(evidence: Evidence): Finding {
  const [first] = updatesOf(livedEpochs(runOf(evidence)));
  if (!first) return unknown;
  const after = first.epoch.meanAov as number;
  return {
    verdict: verdictOf(after > first.inForce),
    detail: `The mean AOV goes from ${digits(first.inForce)} to ${digits(after)} after epoch ${first.epoch.epoch}, where the mean loss is ${digits(loss(first))} (rule: it rises).`,
  };
}

function secondUpdate(evidence: Evidence): Finding {
  const [, second] = updatesOf(livedEpochs(runOf(evidence)));
  if (!second) return unknown;
  const after = second.epoch.meanAov as number;
  const change = second.inForce > 0 ? after / second.inForce - 1 : 0;
  const holds = Math.abs(change) <= figure4Rules.hardly;
  return {
    // What the second update does depends on how fast the losses fall, that is, on data, network and epochs.
    verdict: 'apart',
    detail: `The mean AOV goes from ${digits(second.inForce)} to ${digits(after)} after epoch ${second.epoch.epoch}, ${percent(Math.abs(change), 0)} ${change < 0 ? 'down' : 'up'}: ${holds ? 'hardly a change, as' : 'more than'} in the paper’s run (rule: at most ${percent(figure4Rules.hardly, 0)}). It depends on data and epochs, which are not the paper’s.`,
  };
}

function fullSteps(evidence: Evidence): Finding {
  const lived = livedEpochs(runOf(evidence));
  // Until losses first come near the AOVs: in Figure 4 the first two sections.
  const end = lived.findIndex((epoch) => loss(epoch) < figure4Rules.farAbove * epoch.inForce);
  const before = (end < 0 ? lived : lived.slice(0, end)).filter(({ epoch }) => epoch.cappedShare !== null);
  if (before.length === 0) return unknown;
  const share = average(before.map(({ epoch }) => epoch.cappedShare as number));
  return {
    verdict: verdictOf(share >= figure4Rules.all),
    detail: `Up to epoch ${before.at(-1)?.epoch.epoch}, while the mean loss is at least twice the mean AOV, ${percent(share, 0)} of the updates have γ = η (rule: at least ${percent(figure4Rules.all, 0)}).`,
  };
}

function noSteps(evidence: Evidence): Finding {
  const lived = livedEpochs(runOf(evidence)).filter(({ epoch }) => epoch.zeroShare !== null);
  if (lived.length === 0) return unknown;
  const start = lived.findIndex((epoch) => loss(epoch) < epoch.inForce);
  if (start < 0) return { verdict: 'no', detail: 'The mean loss never fell below the mean AOV.' };
  const zero = (epochs: readonly Lived[]) => average(epochs.map(({ epoch }) => epoch.zeroShare as number));
  const below = zero(lived.filter((epoch) => loss(epoch) < epoch.inForce));
  const before = start > 0 ? zero(lived.slice(0, start)) : 0;
  return {
    verdict: verdictOf(below > before),
    detail: `The mean loss falls below the mean AOV in epoch ${lived[start]?.epoch.epoch}. Updates with γ = 0: ${percent(before, 0)} before, ${percent(below, 0)} in the epochs where it is below (rule: more than before).`,
  };
}

function recovery(evidence: Evidence): Finding {
  const lived = livedEpochs(runOf(evidence));
  // An update that came when steps were held back, and lowered the mean AOV.
  const found = lived.flatMap((epoch, at) => {
    const next = lived[at + 1];
    const { aovUpdated, meanAov, meanStepSize, zeroShare } = epoch.epoch;
    if (!next || !aovUpdated || meanAov === null || meanAov >= epoch.inForce || !zeroShare) return [];
    const after = next.epoch.meanStepSize;
    return meanStepSize === null || after === null ? [] : [{ epoch: epoch.epoch.epoch, before: meanStepSize, after }];
  });
  if (found.length === 0) return { verdict: 'no', detail: 'No update lowered the mean AOV while steps were held back.' };
  const grown = found.filter(({ before, after }) => after > before);
  const most = found.reduce((known, one) => (one.after - one.before > known.after - known.before ? one : known));
  return {
    verdict: verdictOf(grown.length > 0),
    detail: `After ${grown.length} of ${found.length} such updates the mean step size is larger in the next epoch than in the one before (rule: after one at least); most after epoch ${most.epoch}: ${digits(most.before)} to ${digits(most.after)}.`,
  };
}

const common = { needs: ['aalig'], mustSucceed: ['aalig'] } as const satisfies Partial<Claim>;

const claims: readonly Claim[] = [
  { ...common, id: 'first-update', claim: 'The mean AOV rises at the first update', decide: firstUpdate },
  { ...common, id: 'second-update', claim: 'At the second update it hardly changes', decide: secondUpdate },
  { ...common, id: 'full-steps', claim: 'While losses are far above the AOVs, steps have the maximum size', decide: fullSteps },
  { ...common, id: 'no-steps', claim: 'Once the mean loss is below the mean AOV, many batches take no step', decide: noSteps },
  { ...common, id: 'recovery', claim: 'After an update that lowers AOVs, steps grow again', decide: recovery },
];

/** Checks the claims of Figure 4. @param results by panel id */
export function checkFigure4(results: ReadonlyMap<string, PanelResult>, panels: readonly PaperPanel[]): readonly Check[] {
  return panels.flatMap(({ id, variants }) => claims.map((claim) => checkClaim(claim, results.get(id), variants)));
}
