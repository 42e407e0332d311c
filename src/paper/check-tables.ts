/**
 * The claims of Tables 1 and 2. Nothing that is run here has the tables' size, so the order of the methods is told with its numbers but
 * decides nothing; what a step costs does not depend on the data and is decided.
 */
import type { OptimizerId } from '../optimizers/definition';
import { optimizerOf } from '../optimizers/registry';
import { type Claim, checkClaim, type Evidence, verdictOf, whyApart } from './checking';
import type { Check, PanelResult, PaperPanel } from './definition';
import { type MethodRuns, meanOf, percent } from './measured';
import { publishedValue, type TableId, type TableMethod, tables } from './tables';

const searches: readonly OptimizerId[] = ['sls-armijo', 'sls-goldstein', 'sls-polyak', 'pal'];

/** Table 1 sets SGD with its schedule apart: it has more than one number to tune. Table 2 does not. */
const rivalsIn: Readonly<Record<TableId, (method: string) => boolean>> = {
  'table-1': (method) => method !== 'aalig' && method !== 'sgd',
  'table-2': (method) => method !== 'aalig',
};

/** A difference in percentage points, signed: "+4.4". */
function points(difference: number): string {
  const rounded = Number(difference.toFixed(1));
  return rounded > 0 ? `+${rounded.toFixed(1)}` : rounded.toFixed(1).replace('-', '−');
}

/** What a table says of a column: AALIG's published number against the best of the others. */
export function publishedLead(table: TableId, column: string): { readonly rival: TableMethod; readonly lead: number } | null {
  const { rows } = tables[table];
  const own = publishedValue(table, 'aalig', column);
  if (own === null) return null;
  const rivals = rows.filter(({ method }) => rivalsIn[table](method));
  const best = rivals.reduce((known, row) =>
    (publishedValue(table, row.method, column) ?? 0) > (publishedValue(table, known.method, column) ?? 0) ? row : known,
  );
  return { rival: best.method, lead: own - (publishedValue(table, best.method, column) ?? 0) };
}

/** "AALIG 54.4 %, PAL 55.0 %, …", the best first; methods that diverged last. */
function inOrder(methods: readonly MethodRuns[]): string {
  return methods
    .map((method) => ({ name: method.name, value: meanOf(method, 'bestValidationAccuracy') }))
    .toSorted((a, b) => (b.value ?? -1) - (a.value ?? -1))
    .map(({ name, value }) => (value === null ? `${name} diverged` : `${name} ${percent(value, 1)}`))
    .join(', ');
}

function order(table: TableId, { id, title }: PaperPanel): Claim {
  const published = publishedLead(table, id);
  const against = table === 'table-1' ? 'the best other method without a schedule' : 'the best other method';
  return {
    id: `${id}-order`,
    claim: published
      ? `${title}: AALIG ${points(published.lead)} points against ${optimizerOf(published.rival).name}, ${against}`
      : `${title}: how AALIG stands against ${against}`,
    needs: ['aalig'],
    decide({ methods, of, data }) {
      const own = meanOf(of('aalig'), 'bestValidationAccuracy');
      const rivals = methods.flatMap((method) => {
        const value = rivalsIn[table](method.optimizer) ? meanOf(method, 'bestValidationAccuracy') : null;
        return value === null ? [] : [{ method, value }];
      });
      const [best] = rivals.toSorted((a, b) => b.value - a.value);
      const lead = own !== null && best ? `Here ${points(100 * (own - best.value))} points against ${best.method.name}. ` : '';
      return { verdict: 'apart', detail: `${lead}All: ${inOrder(methods)}.${whyApart(data)}` };
    },
  };
}

/** Evaluations an update of a method's runs. */
function evaluationsPerUpdate({ group }: MethodRuns): number {
  const lasts = group.runs.flatMap(({ epochs }) => epochs.at(-1) ?? []);
  const updates = lasts.reduce((sum, { update }) => sum + update, 0);
  return updates > 0 ? lasts.reduce((sum, { evaluations }) => sum + evaluations, 0) / updates : 0;
}

const costText = (method: MethodRuns) => `${method.name} ${evaluationsPerUpdate(method).toFixed(2)}`;

/** AALIG costs what SGD costs; line searches and PAL about twice as much. */
function cost({ id, title }: PaperPanel): Claim {
  return {
    id: `${id}-cost`,
    claim: `${title}: an update of AALIG costs what one of SGD costs, one of a line search or of PAL about twice that or more`,
    needs: ['aalig', 'sgd'],
    decide({ methods, of }: Evidence) {
      const others = methods.filter(({ optimizer }) => searches.includes(optimizer));
      const [aalig, sgd] = [of('aalig'), of('sgd')];
      const cheap = evaluationsPerUpdate(aalig) === evaluationsPerUpdate(sgd);
      const holds = cheap && others.every((method) => evaluationsPerUpdate(method) >= 1.9 * evaluationsPerUpdate(aalig));
      const measured = [aalig, sgd, ...others].map(costText).join(', ');
      return {
        verdict: others.length === 0 ? 'apart' : verdictOf(holds),
        detail: `Evaluations of a batch an update: ${measured} (rule: AALIG as many as SGD, each of the others at least 1.9 times as many).`,
      };
    },
  };
}

function checkTable(table: TableId, results: ReadonlyMap<string, PanelResult>, panels: readonly PaperPanel[]): readonly Check[] {
  return panels.flatMap((panel) => {
    const found = results.get(panel.id);
    const claims = [order(table, panel), cost(panel)];
    // What a step costs is told where something was run: before that one open check a column is enough.
    return (found ? claims : claims.slice(0, 1)).map((claim) => checkClaim(claim, found, panel.variants));
  });
}

/** Checks the claims of Table 1. @param results by panel id */
export function checkTable1(results: ReadonlyMap<string, PanelResult>, panels: readonly PaperPanel[]): readonly Check[] {
  return checkTable('table-1', results, panels);
}

/** Checks the claims of Table 2. @param results by panel id */
export function checkTable2(results: ReadonlyMap<string, PanelResult>, panels: readonly PaperPanel[]): readonly Check[] {
  return checkTable('table-2', results, panels);
}
