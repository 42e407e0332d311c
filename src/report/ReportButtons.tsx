/** Takes experiments elsewhere: a report to read or print, and their results as files that open again. */
import { useState } from 'react';
import { download } from '../charts/export-figure';
import type { ExperimentResult } from '../results/result';
import { blobOf } from '../state/blob-of';
import { longWork } from '../state/long-work';
import { useNotices } from '../state/notices';
import { CalledOff } from '../state/pace';
import { resultFileNames, safeFileName } from './file-names';
import styles from './report-buttons.module.css';
import { pageVersions } from './versions';

export interface ReportButtonsProps {
  /** What the report is called, and the file after it. */
  readonly name: string;
  /** What is reported, asked for when a button is pressed. */
  readonly results: () => readonly { readonly name: string; readonly result: ExperimentResult }[];
  readonly disabled?: boolean;
  /** What was scaled down or is otherwise to be known, a sentence each. */
  readonly notes?: readonly string[];
}

/** Browsers drop downloads that come at once. */
const betweenDownloads = 250;

/** Two buttons. */
export function ReportButtons({ name, results, disabled = false, notes = [] }: ReportButtonsProps) {
  const [busy, setBusy] = useState(false);

  const saving = async (what: string, save: (chosen: ReturnType<ReportButtonsProps['results']>) => Promise<void>) => {
    if (busy) return;
    setBusy(true);
    try {
      const chosen = results();
      if (chosen.length === 0) throw new Error('There is no result yet: run something first.');
      await save(chosen);
    } catch (error) {
      if (error instanceof CalledOff) return;
      useNotices
        .getState()
        .notify({ kind: 'error', title: `${what} was not saved`, text: error instanceof Error ? error.message : String(error) });
    } finally {
      setBusy(false);
    }
  };

  const saveReport = () =>
    saving('The report', async (chosen) => {
      const { reportHtml } = await import('./report');
      const text = reportHtml({ title: name, at: new Date(), results: chosen, notes, versions: pageVersions() });
      download(new Blob([text], { type: 'text/html;charset=utf-8' }), safeFileName(name, 'report.html'));
    });

  const saveResults = () =>
    saving('RESULT.json', async (chosen) => {
      const names = resultFileNames(chosen.map((one) => one.name));
      for (const [at, { result }] of chosen.entries()) {
        if (at > 0) await new Promise((resolve) => setTimeout(resolve, betweenDownloads));
        const { resultPieces } = await import('../results/result-pieces');
        const type = 'application/json';
        const blob = await longWork('Saving: RESULT.json', (pace) => blobOf(resultPieces(result), type, pace));
        download(blob, names[at] as string);
      }
    });

  return (
    <div className={styles.buttons}>
      <button
        type="button"
        disabled={disabled}
        // Not disabled while it works: that would take the focus away.
        aria-disabled={busy}
        title="One HTML file with settings, charts and tables, to read, send or print"
        onClick={saveReport}
      >
        Report
      </button>
      <button
        type="button"
        disabled={disabled}
        aria-disabled={busy}
        title="The numbers as a file that opens again in this page"
        onClick={saveResults}
      >
        RESULT.json
      </button>
    </div>
  );
}
