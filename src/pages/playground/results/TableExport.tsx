/** Takes the results elsewhere: copied for a spreadsheet, or as a CSV file. */
import { useState } from 'react';
import { saveText } from '../../../frame/save-text';
import { useNotices } from '../../../state/notices';
import { type Column, type ResultRow, tableText } from './columns';
import styles from './results.module.css';

export interface TableExportProps {
  readonly rows: readonly ResultRow[];
  readonly columns: readonly Column[];
}

/** Two buttons. */
export function TableExport({ rows, columns }: TableExportProps) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(tableText(rows, columns, '\t'));
      setCopied(true);
      setTimeout(() => setCopied(false), 2000);
    } catch {
      useNotices
        .getState()
        .notify({ kind: 'error', title: 'Not copied', text: 'The browser did not allow it. Save the table as CSV instead.' });
    }
  };
  return (
    <div className={styles.export}>
      <button type="button" disabled={rows.length === 0} onClick={copy}>
        {copied ? 'Copied' : 'Copy'}
        <span className="visually-hidden"> results</span>
      </button>
      <button type="button" disabled={rows.length === 0} onClick={() => saveText(tableText(rows, columns, ','), 'results.csv', 'text/csv')}>
        CSV<span className="visually-hidden"> of the results</span>
      </button>
    </div>
  );
}
