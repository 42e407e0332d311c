/** The claims of Figure 3, checked against our runs. Accuracies are those of the best epoch, means over the seeds. */
import type { OptimizerId } from '../optimizers/definition';
import { apartUnless, type Claim, checkClaim, type Evidence, type Finding, verdictOf, whyApart } from './checking';
import type { Check, PanelResult, PaperPanel } from './definition';
import { digits, type MethodRuns, meanOf, percent } from './measured';

/** The methods that the paper compares AALIG with; others of ours are named in the details but decide nothing. */
const baselines: readonly OptimizerId[] = ['adam', 'adabound', 'coin', 'sls-armijo', 'sls-goldstein', 'sls-polyak', 'pal'];
const searches: readonly OptimizerId[] = ['sls-armijo', 'sls-goldstein', 'sls-polyak', 'pal'];

/** A data set counts as fitted where some method's training loss ends below this. */
const fitted = 1e-3;

interface Measured {
  readonly method: MethodRuns;
  readonly value: number;
}

/** Methods with a number, the best first. */
function ranked(methods: readonly MethodRuns[], metric: 'trainLoss' | 'bestValidationAccuracy'): Measured[] {
  const sign = metric === 'trainLoss' ? 1 : -1;
  return methods
    .flatMap((method) => {
      const value = meanOf(method, metric);
      return value === null ? [] : [{ method, value }];
    })
    .toSorted((a, b) => sign * (a.value - b.value));
}

const unknown: Finding = { verdict: 'apart', detail: 'Cannot be told: AALIG or the methods that it is compared with have no such number.' };

const trainLossAbove: Claim = {
  id: 'mushrooms-train',
  claim: 'mushrooms: AALIG’s training loss stays above that of the line searches',
  needs: ['aalig', 'sls-armijo'],
  mustSucceed: ['aalig'],
  decide({ methods, of, data }) {
    const own = meanOf(of('aalig'), 'trainLoss');
    const [lowest] = ranked(
      methods.filter(({ optimizer }) => searches.includes(optimizer)),
      'trainLoss',
    );
    if (own === null || !lowest) return unknown;
    const all = ranked(methods, 'trainLoss').map(({ method, value }) => `${method.name} ${digits(value)}`);
    // It is about data that can be fitted, as the made-up ones can.
    const where = data === 'published' ? '' : data === 'part' ? ' On a part of the data.' : ' On made-up data that can be fitted.';
    return {
      verdict: verdictOf(own > lowest.value),
      detail: `AALIG ${digits(own)}, ${lowest.method.name} ${digits(lowest.value)} (rule: AALIG above the lowest of the line searches). All: ${all.join(', ')}.${where}`,
    };
  },
};

/** What the comparison of accuracies goes by. */
interface Accuracies {
  readonly own: number;
  readonly best: Measured;
  /** Accuracy that one held-out sample makes. */
  readonly sample: number;
  /** Standard error of the best accuracy, from the number of held-out samples; one sample at least. */
  readonly error: number;
  /** All methods, the best first, those that the paper does not compare in brackets. */
  readonly all: string;
}

function accuraciesOf({ methods, of, result }: Evidence): Accuracies | null {
  const own = meanOf(of('aalig'), 'bestValidationAccuracy');
  const [best] = ranked(
    methods.filter(({ optimizer }) => baselines.includes(optimizer)),
    'bestValidationAccuracy',
  );
  if (own === null || !best || result.validationSize === 0) return null;
  const named = ({ method, value }: Measured) => {
    const text = `${method.name} ${percent(value)}`;
    return method.optimizer === 'aalig' || baselines.includes(method.optimizer) ? text : `(${text})`;
  };
  return {
    own,
    best,
    sample: 1 / result.validationSize,
    error: Math.max(Math.sqrt((best.value * (1 - best.value)) / result.validationSize), 1 / result.validationSize),
    all: ranked(methods, 'bestValidationAccuracy').map(named).join(', '),
  };
}

/** A difference of accuracies in held-out samples, signed: "+2", "−1", "0". */
function inSamples(difference: number, sample: number): string {
  const samples = Number((difference / sample).toFixed(1));
  return samples > 0 ? `+${samples}` : `${samples}`.replace('-', '−');
}

/** Numbers behind a comparison of accuracies. `rule` completes "rule: ". */
function accuracyDetail({ own, best, sample, all }: Accuracies, rule: string, data: Evidence['data']): string {
  return `AALIG ${percent(own)}, ${best.method.name} ${percent(best.value)}: ${inSamples(own - best.value, sample)} samples (rule: ${rule}). All: ${all}.${whyApart(data)}`;
}

/** Rounding must not turn an equal accuracy into a lower one. */
const slack = 1e-9;

const mushroomsEqual: Claim = {
  id: 'mushrooms-accuracy',
  claim: 'mushrooms: AALIG equals the best validation accuracy',
  needs: ['aalig'],
  mustSucceed: ['aalig'],
  decide(evidence) {
    const found = accuraciesOf(evidence);
    if (!found) return unknown;
    const holds = found.own >= found.best.value - found.sample - slack;
    return { verdict: apartUnless(evidence.data, holds), detail: accuracyDetail(found, 'at most one sample fewer', evidence.data) };
  },
};

const ijcnnEqual: Claim = {
  id: 'ijcnn-accuracy',
  claim: 'ijcnn: AALIG equals the best validation accuracy',
  needs: ['aalig'],
  mustSucceed: ['aalig'],
  decide(evidence) {
    const found = accuraciesOf(evidence);
    if (!found) return unknown;
    const holds = found.own >= found.best.value - found.error - slack;
    const rule = `at most one standard error less, ${percent(found.error)}`;
    return { verdict: apartUnless(evidence.data, holds), detail: accuracyDetail(found, rule, evidence.data) };
  },
};

const ijcnnBest: Claim = {
  id: 'ijcnn-best',
  claim: 'ijcnn: no other method of the paper is more accurate',
  needs: ['aalig'],
  mustSucceed: ['aalig'],
  decide(evidence) {
    const found = accuraciesOf(evidence);
    if (!found) return unknown;
    const holds = found.own >= found.best.value - slack;
    return { verdict: apartUnless(evidence.data, holds), detail: accuracyDetail(found, 'none is higher', evidence.data) };
  },
};

const canBeFitted = (panel: string, expected: boolean): Claim => ({
  id: `${panel}-fitted`,
  claim: expected ? `${panel}: the data can be fitted` : `${panel}: the data cannot be fitted`,
  needs: [],
  decide({ methods, data }) {
    const [lowest] = ranked(methods, 'trainLoss');
    if (!lowest) return unknown;
    const isFitted = lowest.value < fitted;
    const rule = `rule: ${expected ? 'one method below' : 'none below'} ${fitted}`;
    const surprise =
      !expected && isFitted && data !== 'made-up'
        ? ' With so narrow a kernel nearly every sample has a weight of its own, so that nothing keeps the loss from falling.'
        : '';
    return {
      verdict: apartUnless(data, isFitted === expected),
      detail: `The lowest training loss is ${digits(lowest.value)}, of ${lowest.method.name} (${rule}).${surprise}${whyApart(data)}`,
    };
  },
});

const onPanels: readonly { readonly panel: string; readonly claims: readonly Claim[] }[] = [
  { panel: 'mushrooms', claims: [canBeFitted('mushrooms', true), trainLossAbove, mushroomsEqual] },
  { panel: 'ijcnn', claims: [canBeFitted('ijcnn', false), ijcnnEqual, ijcnnBest] },
];

/** Checks the claims of Figure 3. @param results by panel id */
export function checkFigure3(results: ReadonlyMap<string, PanelResult>, panels: readonly PaperPanel[]): readonly Check[] {
  return onPanels.flatMap(({ panel, claims }) => {
    const variants = panels.find(({ id }) => id === panel)?.variants ?? [];
    return claims.map((claim) => checkClaim(claim, results.get(panel), variants));
  });
}
