/** The claims of Figure 1, checked against the four samples that a run followed. */
import type { FollowedResult, RunResult } from '../results/result';
import { type Claim, checkClaim, type Evidence, type Finding, verdictOf } from './checking';
import type { Check, PanelResult, PaperPanel } from './definition';
import { digits } from './measured';

/** Numbers of the rules. */
export const figure1Rules = {
  /** Near zero: at most this share of the mean loss of the first epoch. */
  nearZero: 0.05,
  /** A hard sample's AOV is close to its loss: at least this share of it. */
  close: 0.5,
  /** A rise or a fall worth the name, as a share of the mean loss of the first epoch. */
  move: 0.02,
} as const;

const numbers = (values: readonly (number | null)[]) => values.filter((value): value is number => value !== null);

interface Followed {
  readonly aov: readonly number[];
  readonly loss: readonly number[];
  readonly sample: number;
  /** Mean loss of the run's first epoch: what losses are measured by. */
  readonly scale: number;
}

/** The run with the lowest seed. */
const runOf = ({ of }: Evidence): RunResult => of('aalig').group.runs[0] as RunResult;

function followedIn(evidence: Evidence, role: FollowedResult['role']): Followed | null {
  const run = runOf(evidence);
  const found = run.followed.find((followed) => followed.role === role);
  const scale = run.epochs.find(({ epoch }) => epoch === 1)?.trainLoss ?? null;
  if (!found || scale === null) return null;
  const [aov, loss] = [numbers(found.aov), numbers(found.loss)];
  return aov.length > 1 && loss.length > 1 ? { aov, loss, sample: found.sample, scale } : null;
}

const last = (values: readonly number[]) => values.at(-1) as number;
/** The second half of a history. */
const later = (values: readonly number[]) => values.slice(Math.floor(values.length / 2));

/** What a claim on one of the four samples says, once there is such a sample. */
function onSample(role: FollowedResult['role'], lacking: string, decide: (followed: Followed) => Finding): Claim['decide'] {
  return (evidence) => {
    if (runOf(evidence).followed.length === 0) return { verdict: 'apart', detail: 'No followed samples were kept with this result.' };
    const followed = followedIn(evidence, role);
    return followed ? decide(followed) : { verdict: 'no', detail: lacking };
  };
}

const { nearZero, close, move } = figure1Rules;
const ofFirst = (share: number) => `${100 * share} % of the first epoch’s mean loss`;
const common = { needs: ['aalig'], mustSucceed: ['aalig'] } as const satisfies Partial<Claim>;

const claims: readonly Claim[] = [
  {
    ...common,
    id: 'easy',
    claim: 'An easy sample’s loss reaches zero and stays there, its AOV with it',
    decide: onSample('easiest', 'No easy sample was found.', ({ aov, loss, sample, scale }) => {
      const highest = Math.max(...later(loss), last(aov));
      return {
        verdict: verdictOf(highest <= nearZero * scale),
        detail: `Sample ${sample}: loss at most ${digits(Math.max(...later(loss)))} in the second half, AOV ${digits(last(aov))} at the end (rule: both at most ${digits(nearZero * scale)}, ${ofFirst(nearZero)}).`,
      };
    }),
  },
  {
    ...common,
    id: 'hard',
    claim: 'A hard sample keeps a high loss, and its AOV climbs towards it',
    decide: onSample('hardest', 'No hard sample was found.', ({ aov, loss, sample, scale }) => {
      const lowest = Math.min(...later(loss));
      return {
        verdict: verdictOf(lowest > nearZero * scale && last(aov) >= close * last(loss)),
        detail: `Sample ${sample}: loss at least ${digits(lowest)} in the second half (rule: above ${digits(nearZero * scale)}), at the end AOV ${digits(last(aov))} and loss ${digits(last(loss))} (rule: AOV at least half of it).`,
      };
    }),
  },
  {
    ...common,
    id: 'riser',
    claim: 'Some AOV that was low rises',
    decide: onSample('riser', 'No sample’s AOV rose after its first update.', ({ aov, sample, scale }) => {
      const lowest = Math.min(...aov);
      const from = aov.lastIndexOf(lowest);
      return {
        verdict: verdictOf(last(aov) - lowest >= move * scale),
        detail: `Sample ${sample}: AOV ${digits(lowest)} after epoch ${from + 1}, ${digits(last(aov))} at the end (rule: up by at least ${digits(move * scale)}, ${ofFirst(move)}).`,
      };
    }),
  },
  {
    ...common,
    id: 'faller',
    claim: 'Some AOV that was set too high comes down',
    decide: onSample('faller', 'No sample’s AOV ever fell.', ({ aov, sample, scale }) => {
      const highest = Math.max(...aov);
      const lowest = Math.min(...aov.slice(aov.indexOf(highest)));
      return {
        verdict: verdictOf(highest - lowest >= move * scale),
        detail: `Sample ${sample}: AOV at most ${digits(highest)} after epoch ${aov.indexOf(highest) + 1}, then down to ${digits(lowest)} (rule: down by at least ${digits(move * scale)}, ${ofFirst(move)}).`,
      };
    }),
  },
];

/** Checks the claims of Figure 1, which are about the method and can be told on any data. @param results by panel id */
export function checkFigure1(results: ReadonlyMap<string, PanelResult>, panels: readonly PaperPanel[]): readonly Check[] {
  return panels.flatMap(({ id, variants }) => claims.map((claim) => checkClaim(claim, results.get(id), variants)));
}
