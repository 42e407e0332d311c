/** Takes the results elsewhere: copied for a spreadsheet, or as a CSV file. */
import { useState } from 'react';
import { saveText } from '../../../frame/save-text';
import { useNotices } from '../../../state/notices';
import styles from './results.module.css';

export interface TableExportProps {
  readonly disabled: boolean;
  /** The table as text: `,` for CSV, a tab for pasting into a spreadsheet. */
  text(separator: ',' | '\t'): string;
}

/** Two buttons. */
export function TableExport({ disabled, text }: TableExportProps) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text('\t'));
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
      <button type="button" disabled={disabled} onClick={copy}>
        {copied ? 'Copied' : 'Copy'}
        <span className="visually-hidden"> results</span>
      </button>
      <button type="button" disabled={disabled} onClick={() => saveText(text(','), 'results.csv', 'text/csv')}>
        CSV<span className="visually-hidden"> of the results</span>
      </button>
    </div>
  );
}
