/** Run or stop, how far it is, and the way to take the result along. */
import { IconDownload, IconPlayerPlayFilled, IconPlayerStopFilled } from '@tabler/icons-react';
import type { Choices } from '../../benchmark/plan';
import type { Report } from '../../benchmark/report';
import { saveText } from '../../frame/save-text';
import styles from './bench.module.css';
import type { GpuName, Run } from './use-benchmark';

interface RunLineProps {
  readonly gpu: GpuName | null;
  readonly run: Run;
  readonly choices: Choices;
  onStart(): void;
  onStop(): void;
}

/** The machine as far as a page may know it. */
function machineName(): string {
  return `${navigator.hardwareConcurrency} logical processors, ${navigator.userAgent}`;
}

function download({ rows, missing }: Run, adapter: string): void {
  const report: Report = { machine: machineName(), adapter, rows, missing };
  saveText(`${JSON.stringify(report, null, 2)}\n`, 'benchmark.json', 'application/json');
}

function sentenceOf({ status, progress, problem, rows }: Run): string {
  switch (status) {
    case 'idle':
      return '';
    case 'running':
      return progress.text;
    case 'done':
      return rows.length > 0 ? 'Done.' : 'Nothing could be measured; the reasons stand below.';
    case 'stopped':
      return rows.length > 0 ? 'Stopped; what was measured until then stands below.' : 'Stopped before anything was measured.';
    case 'failed':
      return `The benchmark failed: ${problem ?? 'no reason was given'}. Run it again.`;
    default:
      return status satisfies never;
  }
}

/** The line. */
export function RunLine({ gpu, run, choices, onStart, onStop }: RunLineProps) {
  const running = run.status === 'running';
  const chosen = choices.cases.length > 0 && choices.engines.length > 0;
  const possible = chosen && gpu !== null && gpu.name !== 'none';
  const percent = Math.round(100 * run.progress.share);
  return (
    <section className={styles.line} aria-label="Run">
      {running ? (
        <button type="button" className={styles.stop} onClick={onStop}>
          <IconPlayerStopFilled size={15} aria-hidden="true" /> Stop
        </button>
      ) : (
        <button type="button" className={styles.run} disabled={!possible} onClick={onStart}>
          <IconPlayerPlayFilled size={15} aria-hidden="true" /> Run
        </button>
      )}
      <button
        type="button"
        className={styles.download}
        disabled={running || run.rows.length === 0}
        onClick={() => download(run, gpu?.name ?? 'none')}
      >
        <IconDownload size={16} stroke={1.7} aria-hidden="true" /> Download JSON
      </button>
      <div className={styles.progress}>
        <div
          className={styles.bar}
          role="progressbar"
          aria-label="Progress of the benchmark"
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={percent}
          data-status={run.status}
        >
          <span style={{ transform: `scaleX(${run.progress.share})` }} />
        </div>
        <p className={run.status === 'failed' ? styles.problem : styles.dim} role="status">
          {chosen ? sentenceOf(run) : 'Choose at least one case and one engine.'}
        </p>
      </div>
    </section>
  );
}
