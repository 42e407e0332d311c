/** A method's row, with means over its seeds, and below it, where it is opened, the rows of the seeds. */
import { IconChevronRight } from '@tabler/icons-react';
import { Fragment } from 'react';
import { Swatch } from '../Swatch';
import type { Column } from './columns';
import { Eye } from './Eye';
import { type MethodRow, methodText } from './method-rows';
import { RunRow } from './RunRow';
import styles from './results.module.css';

interface MethodLinesProps {
  readonly row: MethodRow;
  readonly shown: readonly Column[];
  readonly opened: boolean;
  readonly onToggle: () => void;
}

export function MethodLines({ row, shown, opened, onToggle }: MethodLinesProps) {
  const { method, seeds, counted } = row;
  const hidden = seeds.filter(({ run }) => run.hidden).length;
  const failed = counted.some(({ run }) => run.status === 'diverged' || run.status === 'failed');
  const count = counted.length < seeds.length ? `${counted.length} of ${seeds.length} seeds` : `${seeds.length} seeds`;
  return (
    <Fragment>
      <tr data-method={method.key} data-status={failed ? 'diverged' : undefined} data-hidden={hidden === seeds.length || undefined}>
        <td>
          <Eye name={`all seeds of ${method.label}`} runIds={seeds.map(({ run }) => run.runId)} hidden={hidden} />
        </td>
        {shown.map((column) =>
          column.id === 'run' ? (
            <th key={column.id} scope="row">
              <span className={styles.name}>
                <button
                  type="button"
                  className={styles.disclose}
                  aria-expanded={opened}
                  aria-label={`Seeds of ${method.label}`}
                  onClick={onToggle}
                >
                  <IconChevronRight size={15} stroke={1.8} aria-hidden="true" />
                </button>
                <Swatch color={method.color} dash={method.dash} />
                <span className={styles.methodName}>
                  {method.label} <small>{count}</small>
                </span>
              </span>
            </th>
          ) : (
            <td key={column.id} data-column={column.id}>
              <Spread text={methodText(row, column)} />
            </td>
          ),
        )}
      </tr>
      {opened && seeds.map(({ run, summary }) => <RunRow key={run.runId} run={run} summary={summary} shown={shown} below />)}
    </Fragment>
  );
}

/** `97.3 ± 0.2 %` on two lines, so that columns stay narrow; the unit goes with the mean. */
function Spread({ text }: { readonly text: string }) {
  const at = text.indexOf(' ± ');
  if (at < 0) return text;
  // Minutes carry their unit already.
  const unit = /^[\d.]+ ± [\d.]+( %| s)$/.exec(text)?.[1] ?? '';
  return (
    <>
      {text.slice(0, at)}
      {unit} <small className={styles.deviation}>{text.slice(at + 1, text.length - unit.length)}</small>
    </>
  );
}
