/** Proof that the comparison is fair: hashes of the initial weights and of the batches, and whether all runs share them. */
import { Popover } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import { useMemo } from 'react';
import { originText } from '../../../state/run-view';
import { useRuns } from '../../../state/runs';
import { type HashGroup, hashesBySeed } from './hash-groups';
import styles from './results.module.css';

/** Both hashes of the first run, with a check mark where every run of the same seed has the same; the others at a press. */
export function Hashes() {
  const first = useRuns((state) => state.runs[0]);
  const batchHash = useRuns((state) => (first ? (state.summaries[first.runId]?.batchHash ?? null) : null));
  const sameWeights = useRuns((state) => state.sameWeights);
  const sameBatches = useRuns((state) => state.sameBatches);
  const seeds = useRuns((state) => new Set(state.runs.map((run) => run.seed)).size);
  if (!first) return <div className={styles.hashes} />;
  return (
    <div className={styles.hashes}>
      <Hash
        name={first.forkedFrom ? `weights of ${originText(first.forkedFrom)}` : 'initial weights'}
        hash={first.initialHash}
        same={sameWeights}
        seeds={seeds}
      />
      <Hash name="batches" hash={batchHash ?? '–'} same={sameBatches} seeds={seeds} />
      <Popover position="bottom-start" shadow="md" trapFocus>
        <Popover.Target>
          <button type="button" className={styles.more}>
            {seeds > 1 ? `all ${seeds} seeds…` : 'who shares them…'}
          </button>
        </Popover.Target>
        <Popover.Dropdown aria-label="Hashes of weights and batches">
          <AllHashes />
        </Popover.Dropdown>
      </Popover>
    </div>
  );
}

/** The hashes of each seed and the runs that have them. */
function AllHashes() {
  const runs = useRuns((state) => state.runs);
  const summaries = useRuns((state) => state.summaries);
  const seeds = useMemo(() => hashesBySeed(runs, summaries), [runs, summaries]);
  const origin = runs[0]?.forkedFrom;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what may scroll must be reachable by keyboard
    <section className={styles.allHashes} aria-label="Hashes by seed" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">seed</th>
            <th scope="col">initial weights</th>
            <th scope="col">batches met</th>
          </tr>
        </thead>
        <tbody>
          {seeds.map(({ seed, runs: count, weights, batches }) => (
            <tr key={seed}>
              <th scope="row">{seed}</th>
              <td>
                <Sharers groups={weights} of={count} />
              </td>
              <td>
                <Sharers groups={batches} of={count} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {origin && <p>All runs began with the weights of {originText(origin)}, not with the task’s initial weights.</p>}
      <p>Equal hashes: the same numbers to the last bit. Batches are compared after the same epoch.</p>
    </section>
  );
}

function Sharers({ groups, of }: { readonly groups: readonly HashGroup[]; readonly of: number }) {
  if (groups.length === 0) return <>–</>;
  return groups.map(({ hash, epoch, methods }) => (
    <div key={`${hash} ${epoch}`} className={styles.sharers}>
      <code>{hash}</code>
      {epoch !== null && <span> after epoch {epoch}</span>}
      <span>
        {methods.length === of && of > 1 ? `all ${of}: ` : ''}
        {methods.join(', ')}
      </span>
    </div>
  ));
}

interface HashProps {
  readonly name: string;
  readonly hash: string;
  readonly same: boolean | null;
  readonly seeds: number;
}

function Hash({ name, hash, same, seeds }: HashProps) {
  const whom = seeds > 1 ? 'same in each seed' : 'same for all runs';
  return (
    <span className={styles.hash} data-same={same ?? undefined}>
      {name} <code>{hash}</code>
      {same === true && (
        <span className={styles.same}>
          <IconCheck size={14} stroke={2.2} aria-hidden="true" /> {whom}
        </span>
      )}
      {same === false && (
        <span className={styles.differ}>
          <IconX size={14} stroke={2.2} aria-hidden="true" /> runs differ
        </span>
      )}
    </span>
  );
}
