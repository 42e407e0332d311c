/** The comparisons that a report is for: engine against engine, method against method, and what recording saved. */
import { type BenchOptimizer, type CaseId, caseIds, type EngineId } from './catalog';
import type { Report, Row } from './report';

export interface Ratio {
  readonly case: CaseId;
  /** E.g. "wall, replay / tfjs, sgd". */
  readonly label: string;
  readonly value: number;
}

/** What became of a recorded step. */
export interface Saving {
  readonly case: CaseId;
  readonly optimizer: BenchOptimizer;
  readonly recording: NonNullable<Row['recording']>;
}

/** Methods that are measured against SGD with Nesterov momentum. */
const methods: readonly BenchOptimizer[] = ['aalig', 'pal', 'sls-armijo'];

const comparisons: readonly { key: 'hostMs' | 'wallMs'; of: EngineId; to: EngineId }[] = [
  { key: 'hostMs', of: 'replay', to: 'tfjs' },
  { key: 'wallMs', of: 'replay', to: 'tfjs' },
  { key: 'wallMs', of: 'replay', to: 'jax-js' },
];

/** All ratios that the rows allow, case by case; below 1 the first named is the faster. */
export function ratiosOf({ rows }: Pick<Report, 'rows'>): Ratio[] {
  const row = (id: CaseId, engine: EngineId, optimizer: BenchOptimizer) =>
    rows.find((other) => other.case === id && other.engine === engine && other.optimizer === optimizer);
  return caseIds.flatMap((id) => {
    const found: Ratio[] = [];
    for (const { key, of, to } of comparisons) {
      for (const first of rows) {
        if (first.case !== id || first.engine !== of) continue;
        const second = row(id, to, first.optimizer);
        if (!second) continue;
        const what = key === 'hostMs' ? 'host' : 'wall';
        found.push({ case: id, label: `${what}, ${of} / ${to}, ${first.optimizer}`, value: first[key] / second[key] });
      }
    }
    const base = row(id, 'replay', 'sgd-nesterov');
    for (const method of methods) {
      const other = row(id, 'replay', method);
      if (base && other) found.push({ case: id, label: `wall, ${method} / sgd-nesterov, replay`, value: other.wallMs / base.wallMs });
    }
    return found;
  });
}

/** What recording saved, a line a recorded step. */
export function savingsOf({ rows }: Pick<Report, 'rows'>): Saving[] {
  return rows.flatMap(({ case: id, optimizer, recording }) => (recording ? [{ case: id, optimizer, recording }] : []));
}
