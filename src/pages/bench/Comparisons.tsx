/** What the rows say: ratios, what recording saved, and what could not be measured. */
import type { ReactNode } from 'react';
import { type CaseId, caseIds, caseNames, engineNames, optimizerNames } from '../../benchmark/catalog';
import { ratiosOf, savingsOf } from '../../benchmark/ratios';
import type { Missing, Row } from '../../benchmark/report';
import { countText } from '../../state/number-text';
import styles from './bench.module.css';
import { bytesText, ratioText } from './texts';

interface Line {
  readonly case: CaseId;
  readonly name: string;
  readonly cells: readonly ReactNode[];
}

interface GroupedProps {
  readonly id: string;
  readonly title: string;
  readonly help: string;
  readonly heads: readonly [string, ...string[]];
  readonly lines: readonly Line[];
}

/** A card with a table whose lines are grouped by case; nothing without lines. */
function Grouped({ id, title, help, heads, lines }: GroupedProps) {
  if (lines.length === 0) return null;
  const groups = caseIds.map((of) => ({ of, own: lines.filter((line) => line.case === of) })).filter(({ own }) => own.length > 0);
  return (
    <section className={styles.card} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <p className={styles.dim}>{help}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls sideways, also from the keyboard */}
      <section className={styles.scroll} aria-label={`${title}, table`} tabIndex={0}>
        <table className={styles.table}>
          <thead>
            <tr>
              {heads.map((head, i) => (
                <th key={head} scope="col" className={i > 0 ? styles.number : undefined}>
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          {groups.map(({ of, own }) => (
            <tbody key={of}>
              <tr className={styles.groupRow}>
                <th scope="rowgroup" colSpan={heads.length}>
                  {caseNames[of]}
                </th>
              </tr>
              {own.map(({ name, cells }) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  {cells.map((cell, i) => (
                    <td key={heads[i + 1]} className={styles.number}>
                      {cell}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          ))}
        </table>
      </section>
    </section>
  );
}

/** Engine against engine and method against method. */
export function RatiosTable({ rows }: { readonly rows: readonly Row[] }) {
  return (
    <Grouped
      id="ratios-heading"
      title="Ratios"
      help="Below 1 × the first is the faster."
      heads={['compared', 'ratio']}
      lines={ratiosOf({ rows }).map(({ case: id, label, value }) => ({ case: id, name: label, cells: [ratioText(value)] }))}
    />
  );
}

/** Dispatches and bytes of recorded steps. */
export function SavingsTable({ rows }: { readonly rows: readonly Row[] }) {
  return (
    <Grouped
      id="savings-heading"
      title="Recorded steps"
      help="Dispatches as the library makes them, those whose result is used, and as replayed; memory of what a step makes, before and after."
      heads={['method', 'dispatches', 'memory']}
      lines={savingsOf({ rows }).map(({ case: id, optimizer, recording: { dispatches, bytes } }) => ({
        case: id,
        name: optimizerNames[optimizer],
        cells: [
          `${countText(dispatches.captured)} → ${countText(dispatches.live)} → ${countText(dispatches.fused)}`,
          `${bytesText(bytes.unplanned)} → ${bytesText(bytes.planned)}`,
        ],
      }))}
    />
  );
}

/** One line each. */
export function MissingList({ missing }: { readonly missing: readonly Missing[] }) {
  if (missing.length === 0) return null;
  return (
    <section className={styles.card} aria-labelledby="missing-heading">
      <h2 id="missing-heading">Not measured</h2>
      <ul className={styles.missing}>
        {missing.map(({ case: id, engine, optimizer, reason }) => (
          <li key={`${id} ${optimizer} ${engine}`}>
            {caseNames[id]}, {optimizerNames[optimizer]}, {engineNames[engine]}: {reason}
          </li>
        ))}
      </ul>
    </section>
  );
}
