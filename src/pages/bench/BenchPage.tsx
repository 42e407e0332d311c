/** The benchmark: stock TensorFlow.js, our step and jax-js, on the visitor's own GPU. */
import { useState } from 'react';
import { caseIds, engineIds } from '../../benchmark/catalog';
import type { Choices } from '../../benchmark/plan';
import { ColorSchemeToggle } from '../../frame/ColorSchemeToggle';
import { TopBar } from '../../frame/TopBar';
import { BarChart } from './BarChart';
import styles from './bench.module.css';
import { ChoicesForm } from './ChoicesForm';
import { MissingList, RatiosTable, SavingsTable } from './Comparisons';
import { RowsTable } from './RowsTable';
import { RunLine } from './RunLine';
import { useBenchmark } from './use-benchmark';

const firstChoices: Choices = { cases: caseIds, engines: engineIds, optimizers: null, rounds: null, steps: null };

/** The page. */
export function BenchPage() {
  const { gpu, run, start, stop } = useBenchmark();
  const [choices, setChoices] = useState<Choices>(firstChoices);
  const running = run.status === 'running';
  return (
    <>
      <TopBar page="bench">
        <ColorSchemeToggle />
      </TopBar>
      <main className={styles.main}>
        <section className={styles.intro} aria-labelledby="bench-heading">
          <h2 id="bench-heading">One training step, side by side</h2>
          <p>
            The same four models are trained on this machine’s GPU by stock TensorFlow.js as its tutorials write it, by our step one call at
            a time, by our step recorded once and replayed, and by jax-js with <code>jit</code>. Each engine has a worker of its own; they
            are measured in turns, and the medians stand below.
          </p>
          <GpuLine gpu={gpu} />
        </section>
        <ChoicesForm choices={choices} disabled={running} onChange={setChoices} />
        <RunLine gpu={gpu} run={run} choices={choices} onStart={() => start(choices)} onStop={stop} />
        {run.rows.length > 0 && (
          <>
            <RowsTable rows={run.rows} />
            <BarChart rows={run.rows} />
            <div className={styles.pair}>
              <RatiosTable rows={run.rows} />
              <SavingsTable rows={run.rows} />
            </div>
          </>
        )}
        <MissingList missing={run.missing} />
      </main>
    </>
  );
}

function GpuLine({ gpu }: { readonly gpu: ReturnType<typeof useBenchmark>['gpu'] }) {
  if (!gpu) return <p className={styles.dim}>Asking the browser for a GPU…</p>;
  if (gpu.name === 'none') {
    return (
      <p className={styles.problem} role="alert">
        This browser has no WebGPU, so there is nothing to compare. Chrome, Edge and Safari 26 have it.
      </p>
    );
  }
  return (
    <p className={styles.dim}>
      GPU: <strong>{gpu.name}</strong>
      {gpu.software &&
        ', computed on the CPU: the times show the overhead of JavaScript and of the browser, not the speed of a GPU, and all cases together take about ten minutes'}
      .
    </p>
  );
}
