/** The claims of Figure 2, checked against our runs. Losses are over the whole training part, means over the seeds. */
import type { OptimizerId } from '../optimizers/definition';
import { type Claim, checkClaim, type Evidence, verdictOf } from './checking';
import type { Check, PanelResult, PaperPanel } from './definition';
import { digits, firstEpochBelow, type MethodRuns, meanOf } from './measured';

/** Numbers of the rules. */
export const figure2Rules = {
  /** At the floor: at most this multiple of it. */
  atFloor: 1.05,
  /** Quickly: within this share of the epochs. */
  quickly: 0.25,
  /** Machine precision: the losses of float32 weights end around 1e-14. */
  precision: 1e-12,
  /** What AALIG is said to stay below. */
  small: 1e-4,
} as const;

/** The methods that are said to reach machine precision. */
const precise: readonly OptimizerId[] = ['sls-armijo', 'sls-goldstein', 'pal'];

/** The exact floor; checks of it are made on panels that have one. */
const floorOf = ({ result }: Evidence) => result.task.floor ?? 0;

/** A multiple of the floor with four places: 1.0002 and 1.0000 are told apart. */
const times = (multiple: number) => multiple.toFixed(multiple < 10 ? 4 : 1);

/** Name and multiple of the floor of each method, the nearest first: "SGD 1.0002, AALIG 1.0077". */
function multiples({ methods }: Evidence, floor: number): string {
  return methods
    .map((method) => ({ name: method.name, loss: meanOf(method, 'trainLoss') }))
    .toSorted((a, b) => (a.loss ?? Number.POSITIVE_INFINITY) - (b.loss ?? Number.POSITIVE_INFINITY))
    .map(({ name, loss }) => `${name} ${loss === null ? 'diverged' : times(loss / floor)}`)
    .join(', ');
}

/** When a method was at the floor: "7", or "never". */
const whenText = (epoch: number | null) => (epoch === null ? 'never' : `${epoch}`);

const reachesFloor = (panel: string, title: string): Claim => ({
  id: `${panel}-floor`,
  claim: `${title}: AALIG reaches the lowest possible loss`,
  needs: ['aalig'],
  mustSucceed: ['aalig'],
  decide(evidence) {
    const floor = floorOf(evidence);
    const loss = meanOf(evidence.of('aalig'), 'trainLoss');
    if (loss === null || !(floor > 0)) return { verdict: 'apart', detail: 'The full training loss or the floor is not known.' };
    return {
      verdict: verdictOf(loss <= figure2Rules.atFloor * floor),
      detail: `AALIG ends at ${times(loss / floor)} × the floor of ${digits(floor)} (rule: at most ${figure2Rules.atFloor}). All, as multiples: ${multiples(evidence, floor)}.`,
    };
  },
});

const reachesQuickly = (panel: string, title: string): Claim => ({
  id: `${panel}-quickly`,
  claim: `${title}: and does so quickly`,
  needs: ['aalig'],
  mustSucceed: ['aalig'],
  decide(evidence) {
    const floor = floorOf(evidence);
    if (!(floor > 0)) return { verdict: 'apart', detail: 'The floor is not known.' };
    const reached = (method: MethodRuns) => firstEpochBelow(method, figure2Rules.atFloor * floor);
    const latest = Math.floor(figure2Rules.quickly * evidence.result.epochs);
    const own = reached(evidence.of('aalig'));
    const others = evidence.methods
      .filter(({ optimizer }) => optimizer !== 'aalig')
      .map((method) => ({ name: method.name, epoch: reached(method) }))
      .toSorted((a, b) => (a.epoch ?? Number.POSITIVE_INFINITY) - (b.epoch ?? Number.POSITIVE_INFINITY));
    const earlier = others.filter(({ epoch }) => epoch !== null && (own === null || epoch < own)).length;
    const within = `within ${Math.round(100 * (figure2Rules.atFloor - 1))} % of the floor`;
    return {
      verdict: verdictOf(own !== null && own <= latest),
      detail: `AALIG is ${own === null ? 'never' : `after epoch ${own}`} ${within} (rule: after ${latest} at most, a quarter of the epochs); ${earlier} of ${others.length} others are there earlier: ${others.map(({ name, epoch }) => `${name} ${whenText(epoch)}`).join(', ')}.`,
    };
  },
});

/** "SLS-Armijo 4.2e-15, PAL 3.9e-15". */
function losses(methods: readonly MethodRuns[]): string {
  return methods
    .map((method) => {
      const loss = meanOf(method, 'trainLoss');
      return `${method.name} ${loss === null ? 'diverged' : digits(loss)}`;
    })
    .join(', ');
}

const othersPrecise = (panel: string, title: string): Claim => ({
  id: `${panel}-precise`,
  claim: `${title}: line searches and PAL reach machine precision`,
  needs: precise,
  mustSucceed: precise,
  decide(evidence) {
    const methods = precise.map(evidence.of);
    const holds = methods.every((method) => (meanOf(method, 'trainLoss') ?? Number.POSITIVE_INFINITY) < figure2Rules.precision);
    const polyak = evidence.methods.filter(({ optimizer }) => optimizer === 'sls-polyak');
    const aside = polyak.length > 0 ? `; for comparison ${losses(polyak)}, whose momentum goes on after its search` : '';
    return { verdict: verdictOf(holds), detail: `${losses(methods)} (rule: each below ${figure2Rules.precision})${aside}.` };
  },
});

const aaligNotPrecise = (panel: string, title: string): Claim => ({
  id: `${panel}-above`,
  claim: `${title}: AALIG does not reach it`,
  needs: ['aalig'],
  mustSucceed: ['aalig'],
  decide(evidence) {
    const loss = meanOf(evidence.of('aalig'), 'trainLoss');
    if (loss === null) return { verdict: 'apart', detail: 'AALIG’s training loss is not known.' };
    const below = evidence.methods.filter((method) => method.optimizer !== 'aalig' && (meanOf(method, 'trainLoss') ?? loss) < loss);
    return {
      verdict: verdictOf(loss > figure2Rules.precision),
      detail: `AALIG ends at ${digits(loss)} (rule: above ${figure2Rules.precision}); ${below.length} of ${evidence.methods.length - 1} others end lower.`,
    };
  },
});

const aaligSmall = (panel: string, title: string): Claim => ({
  id: `${panel}-small`,
  claim: `${title}: but AALIG ends below 0.0001`,
  needs: ['aalig'],
  mustSucceed: ['aalig'],
  decide(evidence) {
    const loss = meanOf(evidence.of('aalig'), 'trainLoss');
    const epoch = firstEpochBelow(evidence.of('aalig'), figure2Rules.small);
    if (loss === null) return { verdict: 'apart', detail: 'AALIG’s training loss is not known.' };
    return {
      verdict: verdictOf(loss < figure2Rules.small),
      detail: `AALIG ends at ${digits(loss)} (rule: below ${figure2Rules.small})${epoch === null ? '' : ` and is below it after epoch ${epoch}`}.`,
    };
  },
});

const onPanels: readonly { readonly panel: string; readonly claims: readonly Claim[] }[] = [
  ...(['rank-1', 'rank-4'] as const).map((panel) => {
    const title = panel === 'rank-1' ? 'Rank 1' : 'Rank 4';
    return { panel, claims: [reachesFloor(panel, title), reachesQuickly(panel, title)] };
  }),
  ...(['rank-10', 'true-model'] as const).map((panel) => {
    const title = panel === 'rank-10' ? 'Rank 10' : 'True model';
    return { panel, claims: [othersPrecise(panel, title), aaligNotPrecise(panel, title), aaligSmall(panel, title)] };
  }),
];

/** Checks the claims of Figure 2. @param results by panel id */
export function checkFigure2(results: ReadonlyMap<string, PanelResult>, panels: readonly PaperPanel[]): readonly Check[] {
  return onPanels.flatMap(({ panel, claims }) => {
    const variants = panels.find(({ id }) => id === panel)?.variants ?? [];
    return claims.map((claim) => checkClaim(claim, results.get(panel), variants));
  });
}
