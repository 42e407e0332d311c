/** The panel "Why this step?": one update of a run, looked at from all sides, and the way to start others from its weights. */

import { useEffect, useRef } from 'react';
import { SideSheet } from '../../../frame/sheet/SideSheet';
import { useRuns } from '../../../state/runs';
import { runToLookAt } from './availability';
import { ForkForm } from './ForkForm';
import { LookView } from './LookView';
import styles from './why.module.css';
import { useWhy } from './why-store';

/** The panel; nothing is drawn while it is closed. */
export function WhyPanel() {
  const opened = useWhy((state) => state.opened);
  const close = useWhy((state) => state.close);
  return (
    <SideSheet opened={opened} onClose={close} title="Why this step?" closeLabel="Close" width={1040} className={styles.body}>
      <Body onForked={close} />
    </SideSheet>
  );
}

function Body({ onForked }: { readonly onForked: () => void }) {
  const asked = useWhy((state) => state.runId);
  const forking = useWhy((state) => state.forking);
  const runs = useRuns((state) => state.runs);
  const sessionId = useRuns((state) => state.sessionId);
  const experiment = useRuns((state) => state.experiment);
  const forkPlace = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!forking) return;
    // After the sheet has come, and its first focus is set.
    const timer = setTimeout(() => {
      forkPlace.current?.scrollIntoView({ block: 'start' });
      forkPlace.current?.querySelector('input')?.focus({ preventScroll: true });
    }, 60);
    return () => clearTimeout(timer);
  }, [forking]);
  const run = runToLookAt(runs, asked);
  if (!run || !experiment || !sessionId) {
    return <p>There is no run to look at. Press Run, then Pause.</p>;
  }
  return (
    <>
      <LookView run={run} sessionId={sessionId} />
      <div ref={forkPlace}>
        <ForkForm key={run.runId} run={run} source={experiment} onForked={onForked} />
      </div>
    </>
  );
}
